import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The path or address of such a directory, within a text; from the start of a word, so that long ones are read once. */
export const SCRATCH = /(?<![^\s'"(])[^\s'"(]*\/b24-example-\w+(?:\/|\b)/g;

const directories = new Set<string>();
const programs = new Set<number>();

// Who interrupts a run leaves no program and no secret of the target behind.
process.on('exit', () => {
  for (const program of programs) endGroup(program);
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Ends a program with all that it has started in the background. */
function endGroup(program: number): void {
  try {
    process.kill(-program, 'SIGKILL');
  } catch {
    // There is none of them left.
  }
}

/** A directory of its own for the example, removed afterwards whatever happens. */
export async function inScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'b24-example-'));
  directories.add(directory);
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
    directories.delete(directory);
  }
}

/** Writes texts to files of a directory, by name. */
export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
}

/** All that an example's environment holds: a home of its own, and a proxy that is not there before every other host. */
export function isolated(directory: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9';
  return { HOME: directory, http_proxy: nowhere, https_proxy: nowhere, no_proxy: '127.0.0.1' };
}

/** How a program ended, and what it wrote. */
export interface Ended {
  /** Undefined where it did not end by itself. */
  code: number | undefined;
  /** Why it did not. */
  stopped?: string | undefined;
  stdout: string;
  stderr: string;
}

/** For a whole example, whatever it waits for. */
export const TIME_LIMIT_MS = 20_000;

const OUTPUT_LIMIT_BYTES = 4 << 20;

/** What examples get that ask the reader for something. */
export const ANSWER = '1';

/** Runs a program with exactly that environment, so that nothing of ours can be read; never throws. */
export function execute(
  command: string,
  args: readonly string[],
  { limit = TIME_LIMIT_MS, ...options }: { cwd: string; env: Record<string, string>; limit?: number },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { ...options, detached: true });
    const { pid, stdin, stdout, stderr } = child;
    if (pid !== undefined) programs.add(pid);
    let stopped: string | undefined;
    const stop = (why: string): void => {
      stopped ??= why;
      if (pid !== undefined) endGroup(pid);
      stdout.destroy();
      stderr.destroy();
    };
    const timer = setTimeout(() => stop(`stopped after ${limit / 1000} s`), limit);
    const [written, complained] = [stdout, stderr].map((stream) => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > OUTPUT_LIMIT_BYTES) stop('stopped: it wrote too much');
        else chunks.push(chunk);
      });
      return () => Buffer.concat(chunks).toString('utf8');
    });
    const end = (code: number | null): void => {
      clearTimeout(timer);
      if (pid !== undefined) {
        endGroup(pid);
        programs.delete(pid);
      }
      const why = stopped ?? (code === null ? 'did not end by itself' : undefined);
      resolve({
        code: why === undefined && code !== null ? code : undefined,
        ...(why === undefined ? {} : { stopped: why }),
        stdout: written?.() ?? '',
        stderr: complained?.() ?? '',
      });
    };
    child.on('error', ({ message }) => {
      stopped ??= message;
      end(null);
    });
    // Also what it left in the background has closed its output then, or has had its time.
    child.on('close', end);
    stdin.on('error', () => {});
    stdin.end(`${ANSWER}\n`.repeat(10));
  });
}

/** Why a program failed; `said` is what it printed about that itself. */
export function faultOf({ code, stopped }: Ended, said: string | undefined): string | undefined {
  return code === 0 ? undefined : (stopped ?? said ?? `exit code ${code}`);
}
