import { join } from 'node:path';
import { isPackaged } from '../base/program.ts';

/** Root of the project, or of the package, whatever the working directory is: where the suite's own data lie. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Where the user's files are unless they say otherwise: `.env`, results, ledger. A package is not the user's folder. */
export const HOME = isPackaged ? process.cwd() : ROOT;
