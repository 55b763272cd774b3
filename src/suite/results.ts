import { dirname, join, resolve } from 'node:path';
import type { Settings } from '../target/environment.ts';
import { ROOT } from './load.ts';

/** Where a run leaves its results. */
export function resultsFolder(settings: Settings): string {
  const named = settings.get('B24_RESULTS');
  return named === undefined ? join(ROOT, 'results') : resolve(named);
}

/** Where it keeps account of what it makes on portals. */
export function ledgerPath(settings: Settings): string {
  return resolve(settings.get('B24_LEDGER') ?? join(ROOT, '.b24-ledger.jsonl'));
}

/** Where it remembers what it used up of portals' request limits: beside the ledger. */
export function paceFile(settings: Settings): string {
  return join(dirname(ledgerPath(settings)), '.b24-pace.json');
}
