import { join } from 'node:path';

/** Root of the project, whatever the working directory is. */
export const ROOT = join(import.meta.dirname, '..', '..');
