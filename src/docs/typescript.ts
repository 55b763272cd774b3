import { createRequire } from 'node:module';
import type typescript from 'typescript';

/**
 * TypeScript's compiler. To load it takes as long as a small run: whoever may not need it asks when it does. Imported, it would
 * first be searched for the names that it exports, which takes as long again.
 */
export function loadTypeScript(): typeof typescript {
  return createRequire(import.meta.url)('typescript') as typeof typescript;
}
