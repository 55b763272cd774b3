import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { ROOT } from '../../../src/suite/load.ts';
import type { Run } from './support.ts';

export interface Started {
  /** The command as a user started it. */
  interrupt(): void;
  /** The end of the command. */
  ended: Promise<Run>;
}

/** Starts the main job and does not wait for its end. */
export function startConformance(
  scratch: string,
  env: Readonly<Record<string, string | undefined>>,
  options: readonly string[] = [],
): Started {
  const folder = mkdtempSync(join(scratch, 'results-'));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/cli/conformance.ts', '--results', folder, ...options],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return {
    interrupt: () => void child.kill('SIGINT'),
    ended: once(child, 'close').then(([code]) => ({
      code: code as number,
      output,
      folder,
      get report() {
        return JSON.parse(readFileSync(join(folder, 'claims.json'), 'utf8')) as ClaimsReport;
      },
    })),
  };
}

/** Kills the process that a ledger names as at work, and its workers, as kill -9 does; whether there was one. */
export function killRun(ledger: string): boolean {
  if (!existsSync(ledger)) return false;
  const [line = ''] = readFileSync(ledger, 'utf8').split('\n');
  const { pid } = JSON.parse(line) as { pid: number };
  // The command starts it as the head of a group of its own.
  process.kill(-pid, 'SIGKILL');
  return true;
}
