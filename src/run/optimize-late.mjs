// @ts-check
import { setFlagsFromString } from 'node:v8';

/**
 * Flags for a process that lives for seconds. V8 11 (Node 20) optimizes a function once 66 KB of its code have run, and spends
 * more on that than such a process gets back: a tenth of a whole run. Later versions count calls, and wait long enough.
 */
export const LATE = process.versions.v8.startsWith('11.') ? ['--interrupt-budget=400000'] : [];

/** In this process, from now on. */
export function optimizeLate() {
  for (const flag of LATE) setFlagsFromString(flag);
}
