import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** File in the example's directory to which what it caught is written, one error a line. */
export const CAUGHT = 'caught.txt';

/**
 * Examples catch their own errors and end well. So each `catch` of PHP or JavaScript tells a function `caught` of the
 * runner's what it has before it goes on; no line moves.
 */
export function tellCaught(text: string): string {
  return text.replace(
    /\bcatch\s*\(\s*(?:[\\\w|\s]+\s)?(\$?\w+)(?:\s*:\s*\w+)?\s*\)\s*\{/g,
    (all, name: string) => `${all} caught(${name});`,
  );
}

/** The first error that the example caught. */
export async function readCaught(directory: string): Promise<string | undefined> {
  const text = await readFile(join(directory, CAUGHT), 'utf8').catch(() => '');
  return text.split('\n')[0]?.trim() || undefined;
}
