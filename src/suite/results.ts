import { join } from 'node:path';
import { ROOT } from './load.ts';

/** Where a run leaves its results. */
export const RESULTS = join(ROOT, 'results');
