import { own as getOwn } from '../base/own.ts';
import type { ErrorFact, FactSources, FieldFact, MethodFacts } from './facts.gen.ts';
import type { JsonSchema, Schemas } from './schemas.ts';
import type { Source } from './source.ts';

export type { ErrorFact, FactSource, FieldFact, MethodFacts } from './facts.gen.ts';

/** Facts of documented methods, by name in any case; undefined for a method that no page documents. */
export type Facts = (method: string) => MethodFacts | undefined;

/** Where a fact stands: on the method's page, unless it names another. */
export type FactPlace = Omit<Source, 'page'> & { page?: string };

/** Where a row stands that has a name or a code. */
export function sourceOf({ page, heading, digest, row, ...key }: FieldFact | ErrorFact): FactPlace {
  const name = row ?? ('name' in key ? key.name : key.code);
  return {
    ...(page === undefined ? {} : { page }),
    heading,
    row: name,
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Where the page states what stands in no table; its title where nobody has looked. */
export function sourceOrTitle({ sources, title }: MethodFacts, fact: keyof FactSources): FactPlace {
  return sources[fact] ?? { heading: title };
}

/** The name by which a request gives a parameter that has several. */
export function nameInValues(
  { name, alternatives = [] }: FieldFact,
  values: Readonly<Record<string, unknown>>,
): string {
  return [name, ...alternatives].find((known) => Object.hasOwn(values, known)) ?? name;
}

/** Whether a status is among those that a page states, which leave digits open at times: `40x`. */
export function isStatedStatus(stated: readonly (number | string)[], status: number): boolean {
  return stated.some((pattern) =>
    typeof pattern === 'number'
      ? pattern === status
      : new RegExp(`^${pattern.replace(/[^0-9]/g, '\\d')}$`).test(String(status)),
  );
}

const JSON_TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  bool: 'boolean',
  integer: 'integer',
  int: 'integer',
  number: 'number',
  double: 'number',
  float: 'number',
  array: 'array',
  object: 'object',
  string: 'string',
  char: 'string',
  text: 'string',
  date: 'string',
  datetime: 'string',
  null: 'null',
};

/** The JSON type of a type as pages write it; undefined where it is a name that tells nothing of JSON, as `crm_status`. */
function jsonType(type: string): string | undefined {
  const name = type.toLowerCase().replace(/<.*>$/, '');
  return name.endsWith('[]') ? 'array' : getOwn(JSON_TYPES, name);
}

/** The JSON types of a row, each once; none where one of them tells nothing, so that any value may come. */
export function jsonTypes(types: readonly string[]): string[] {
  const known = types.map(jsonType);
  const told = known.filter((type) => type !== undefined);
  return told.length === known.length ? [...new Set(told)] : [];
}

/** The types that the page gives a value of the success answer, by its path of keys; for reading XML. */
export function typeInFacts(
  facts: MethodFacts,
  path: readonly string[],
  schemas: Schemas,
): JsonSchema | undefined {
  if (path[0] === 'time' || path.length === 0) return schemas.typeAt('success.schema.json', path);
  let fields: readonly FieldFact[] = facts.returned;
  let field: FieldFact | undefined;
  let isItem = false;
  for (const key of path) {
    // The items of a list have the fields of its row.
    isItem = key === 'item' && field?.types.some((type) => jsonType(type) === 'array') === true;
    if (isItem) continue;
    field = fields.find(({ name }) => name === key);
    if (!field) return undefined;
    fields = field.fields ?? [];
  }
  const types = field ? (isItem ? itemTypes(field) : jsonTypes(field.types)) : [];
  return types.length === 0 ? undefined : { type: types };
}

/** Types of the items of a list: `integer[]`, `array<string>`; of a list of rows nothing but that they are objects. */
function itemTypes({ types, fields = [] }: FieldFact): string[] {
  if (fields.length > 0) return ['object'];
  return jsonTypes(types.flatMap((type) => /^(?:array<)?(\w+)(?:\[\]|>)$/i.exec(type)?.[1] ?? []));
}
