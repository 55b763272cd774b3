import { existsSync, statSync } from 'node:fs';
import type { Contract } from '../contract/contract.ts';
import { ConfigError, type Settings } from '../target/environment.ts';

/** Pages that claims come from, in the contract's order. */
export function documentedPages(contract: Contract): string[] {
  return [...new Set(contract.claims.map(({ source }) => source.page))];
}

/**
 * The checkout of the documentation; undefined where none is named.
 *
 * @throws ConfigError where the name does not lead to a directory
 */
export function documentationRoot(settings: Settings): string | undefined {
  const root = settings.get('B24_DOCS');
  if (root !== undefined && !(existsSync(root) && statSync(root).isDirectory()))
    throw new ConfigError(`B24_DOCS (${root}) is not a directory; it names a checkout of the documentation`);
  return root;
}
