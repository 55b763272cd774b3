import { readdirSync, readFileSync } from 'node:fs';
import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';

const FOLDER = new URL('../../../fixtures/facts/', import.meta.url);

/** Facts of every documented method of the older REST API, of which portals list the methods; read here, not by the suite. */
export function factsOfMethods(): readonly MethodFacts[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Partial<MethodFacts>)
    .filter((facts): facts is MethodFacts => facts.method !== undefined && facts.rest === undefined);
}

const JSON_TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  boolean: 'boolean',
  char: 'string',
  date: 'string',
  datetime: 'string',
  double: 'number',
  float: 'number',
  int: 'integer',
  integer: 'integer',
  number: 'number',
  string: 'string',
  text: 'string',
  object: 'object',
  array: 'array',
  null: 'null',
};

/** JSON types of a row; none where one of its types is a name that tells nothing of JSON. */
export function typesOfRow({ types }: Pick<FieldFact, 'types'>): readonly string[] {
  const found = types.map((type) => {
    const name = type.toLowerCase().replace(/<.*>$/, '');
    if (name.endsWith('[]')) return 'array';
    return Object.hasOwn(JSON_TYPES, name) ? JSON_TYPES[name] : undefined;
  });
  return found.every((type) => type !== undefined) ? [...new Set(found)] : [];
}
