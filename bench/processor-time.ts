import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A command whose cost is measured. */
export interface Command {
  words: readonly string[];
  cwd: string;
  env?: Readonly<Record<string, string>>;
}

/**
 * Seconds of processor time, user and system, of a command and all its descendants, as the shell's `times` counts them.
 *
 * @throws Error with what the command printed, where it did not end with one of `codes`
 */
export async function processorSeconds(
  { words, cwd, env }: Command,
  codes: readonly number[] = [0],
): Promise<number> {
  const script = '"$@" 1>&2; code=$?; times; exit $code';
  const { code, out, err } = await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      'sh',
      ['-c', script, 'sh', ...words],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 1e9 },
      (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
  if (!codes.includes(code)) throw new Error(`${words.join(' ')} ended with ${code}:\n${err}`);
  // The second line is that of the children: `0m1.23s 0m0.45s`.
  const [, children = ''] = out.trim().split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Milliseconds of processor time, of all threads of this process, that a piece of work takes; and what it brings. */
export function processorMs<T>(work: () => T): [number, T] {
  const before = process.cpuUsage();
  const brought = work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, brought];
}

/** Seconds of processor time of a process so far, and its memory in MiB (proc(5)). */
export function spentBy(pid: number): { seconds: number; memory: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return { seconds: (Number(fields[11]) + Number(fields[12])) / 100, memory: (pages * 4096) / 2 ** 20 };
}
