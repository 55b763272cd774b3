import { setFlagsFromString } from 'node:v8';

/**
 * A process of a run lives for seconds. V8 11 (Node 20) optimizes a function once 66 KB of its code have run, and spends more on
 * that than such a process gets back: a tenth of a whole run. Later versions count calls, and wait long enough.
 */
export function optimizeLate(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=400000');
}
