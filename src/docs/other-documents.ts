import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../base/message.ts';
import { DataError, parseYamlFile } from '../base/yaml-file.ts';
import type { OtherDocuments } from '../contract/authorities/accounts.ts';
import type { OfficialSchema } from '../contract/authorities/official-schema.gen.ts';
import type { Schemas } from '../contract/schemas.ts';
import { validateShape } from '../contract/validate.ts';
import { findPages } from './corpus.ts';
import { collectFacts } from './facts/collect.ts';

/** Where documents beside the English pages are. */
export interface OtherPlaces {
  /** Checkout of the Russian documentation. */
  russian: string | undefined;
  /** Folder with official schemas, one file a method. */
  schemas: string | undefined;
}

/**
 * Reads what states facts of methods beside the English pages.
 *
 * @throws Error naming a folder that is not there or holds none; DataError where schemas have another shape
 */
export async function readOtherDocuments(
  { russian, schemas }: OtherPlaces,
  compiled: Schemas,
): Promise<OtherDocuments> {
  return {
    russian: russian === undefined ? [] : await readRussian(russian),
    schemas: schemas === undefined ? [] : readOfficialSchemas(schemas, compiled),
  };
}

async function readRussian(directory: string): Promise<OtherDocuments['russian']> {
  const { sections } = await collectFacts(findPages([directory], directory));
  const found = [...sections.values()].flat();
  if (found.length === 0) throw new Error(`There is no page of a method in ${directory}.`);
  return found;
}

/** Files that name no method, such as a manifest, are let be. */
function readOfficialSchemas(directory: string, compiled: Schemas): OfficialSchema[] {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new Error(`${directory} is not a folder with official schemas.`);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
  const validate = compiled.validator(SHAPE);
  const found = files.flatMap((name): OfficialSchema[] => {
    const path = join(directory, name);
    const text = readFileSync(path, 'utf8');
    const value = parseJson(path, text);
    if (!hasMethod(value)) return [];
    if (validate(value)) return [value as OfficialSchema];
    // JSON is YAML, of which lines are known.
    throw new DataError(validateShape(parseYamlFile(path, text), compiled, SHAPE));
  });
  if (found.length === 0) throw new Error(`There is no official schema of a method in ${directory}.`);
  return found;
}

const SHAPE = 'official-schema.schema.json';

function hasMethod(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'method' in value;
}

/** @throws DataError with the line of the mistake */
function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // Most of what is no JSON is no YAML either, and that tells the line.
    parseYamlFile(file, text);
    throw new DataError([{ file, line: 1, message: `is not JSON: ${messageOf(error)}` }]);
  }
}
