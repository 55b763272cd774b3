import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../base/is-alive.ts';
import { messageOf } from '../base/message.ts';
import { ConfigError } from '../target/environment.ts';

/** Holds the number of the process that writes the results, and since when. */
const FILE = '.writing';

/**
 * Keeps a folder of results to this process until it ends: two runs that write the same files leave a mixture of both. What
 * a killed run left counts for nothing, and what this process holds it may ask for again.
 *
 * @throws ConfigError where another run is at work there, or nothing can be written
 */
export function keepToOneRun(folder: string, now = new Date()): void {
  const path = join(folder, FILE);
  orConfigError(folder, () => mkdirSync(folder, { recursive: true }));
  while (!take(folder, path, now)) {
    const { pid, since } = holderOf(path);
    if (pid === process.pid || pid === process.ppid) return;
    if (pid !== undefined && isAlive(pid))
      throw new ConfigError(
        `another run writes its results into ${folder}: process ${pid}, since ${since}.\n` +
          'Wait for it, or give this run a folder of its own: --results DIR',
      );
    rmSync(path, { force: true });
  }
  process.once('exit', () => rmSync(path, { force: true }));
}

/** A link is made whole or not at all: nobody reads half a line. */
function take(folder: string, path: string, now: Date): boolean {
  const scratch = `${path}.${process.pid}`;
  try {
    return orConfigError(folder, () => {
      writeFileSync(scratch, `${process.pid} ${now.toISOString()}\n`);
      try {
        linkSync(scratch, path);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      }
      return true;
    });
  } finally {
    rmSync(scratch, { force: true });
  }
}

function orConfigError<T>(folder: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ConfigError(`${folder} cannot be written (B24_RESULTS): ${messageOf(error)}`);
  }
}

function holderOf(path: string): { pid?: number; since?: string } {
  try {
    const [pid = '', since = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { ...(/^\d+$/.test(pid) ? { pid: Number(pid) } : {}), since };
  } catch {
    // It has just ended.
    return {};
  }
}
