import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The path of such a directory, within a text. */
export const SCRATCH = /(?:file:\/\/)?[^\s'"(]*\/b24-example-\w+\//g;

/** A directory of its own for the example, removed afterwards whatever happens. */
export async function inScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'b24-example-'));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** For a whole example, whatever it waits for. */
export const TIME_LIMIT_MS = 20_000;

/** Runs a program with exactly that environment, so that nothing of ours can be read; never throws. */
export function execute(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { timeout: TIME_LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: 1 << 22 } as const;
    execFile(command, [...args], { ...options, ...limits }, (error, stdout, stderr) => {
      const late = error?.killed ? `\nstopped after ${TIME_LIMIT_MS / 1000} s` : '';
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ code, stdout, stderr: `${stderr}${late}` });
    });
  });
}
