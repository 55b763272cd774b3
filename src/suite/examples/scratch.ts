import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
    const limits = { timeout: limit, killSignal: 'SIGKILL', maxBuffer: OUTPUT_LIMIT_BYTES } as const;
    const child = execFile(command, [...args], { ...options, ...limits }, (error, stdout, stderr) => {
      const { code, killed } = error ?? { code: 0 };
      if (typeof code === 'number') return resolve({ code, stdout, stderr });
      const late = killed ? `stopped after ${limit / 1000} s` : 'did not end by itself';
      const stopped = code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' ? 'stopped: it wrote too much' : late;
      resolve({ code: undefined, stopped, stdout, stderr });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(`${ANSWER}\n`.repeat(10));
  });
}

/** Why a program failed; `said` is what it told of that itself. */
export function faultOf({ code, stopped }: Ended, said: string | undefined): string | undefined {
  return code === 0 ? undefined : (stopped ?? said ?? `exit code ${code}`);
}
