import { join, resolve } from 'node:path';
import type { Settings } from '../target/environment.ts';
import { ROOT } from './load.ts';

/** Where a run leaves its results. */
export function resultsFolder(settings: Settings): string {
  const named = settings.get('B24_RESULTS');
  return named === undefined ? join(ROOT, 'results') : resolve(named);
}
