import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { USER_AGENT } from '../wire/encode.ts';
import type { HarEntry, RunBegin, RunEnd } from './har.gen.ts';

/** The format of what `_b24` holds. */
export const FORMAT = 1;

/** Between two entries; the last one is taken back. */
const BETWEEN = ',\n';

/**
 * Begins a HAR in place of what is in the file. Each entry is a line, and what is added together is added in one go:
 * several processes may add to a file, and a killed one leaves whole entries.
 *
 * @param run of a run of this suite
 * @throws Error of Node where the file cannot be written
 */
export function beginHar(path: string, run?: RunBegin): void {
  const [name = '', version = ''] = USER_AGENT.split('/');
  const head = JSON.stringify({
    log: { version: '1.2', creator: { name, version }, ...(run ? { _b24: run } : {}), entries: [] },
  });
  writeFileSync(path, `${head.slice(0, -']}}'.length)}\n`);
}

export function addToHar(path: string, entries: readonly HarEntry[]): void {
  appendFileSync(path, entries.map((entry) => JSON.stringify(entry) + BETWEEN).join(''));
}

/** Ends the file; nothing can be added any more. */
export function endHar(path: string, run?: RunEnd): void {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(BETWEEN.length);
    readSync(file, last, 0, last.length, Math.max(0, size - last.length));
    if (last.toString() === BETWEEN) ftruncateSync(file, size - last.length);
  } finally {
    closeSync(file);
  }
  appendFileSync(path, `\n]${run ? `,"_b24End":${JSON.stringify(run)}` : ''}}}\n`);
}
