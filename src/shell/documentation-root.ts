import { existsSync, statSync } from 'node:fs';
import type { Contract } from '../contract/contract.ts';
import type { OtherPlaces } from '../docs/other-documents.ts';
import { ConfigError, type Settings } from '../target/environment.ts';

/** Pages that claims come from, in the contract's order. */
export function documentedPages(contract: Contract): string[] {
  return [...new Set(contract.claims.map(({ source }) => source.page))];
}

/**
 * Where a survey finds documents beside the English pages.
 *
 * @throws ConfigError where a name does not lead to a directory
 */
export function documentPlaces(settings: Settings): OtherPlaces {
  return {
    russian: directoryIn(settings, 'B24_DOCS_RU', 'a checkout of the Russian documentation'),
    schemas: directoryIn(settings, 'B24_SCHEMAS', 'a folder with official schemas'),
  };
}

/**
 * The checkout of the documentation; undefined where none is named.
 *
 * @throws ConfigError where the name does not lead to a directory
 */
export function documentationRoot(settings: Settings): string | undefined {
  return directoryIn(settings, 'B24_DOCS', 'a checkout of the documentation');
}

function directoryIn(
  settings: Settings,
  variable: 'B24_DOCS' | 'B24_DOCS_RU' | 'B24_SCHEMAS',
  what: string,
): string | undefined {
  const path = settings.get(variable);
  if (path !== undefined && !(existsSync(path) && statSync(path).isDirectory()))
    throw new ConfigError(`${variable} (${path}) is not a directory; it names ${what}`);
  return path;
}
