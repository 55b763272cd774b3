import type { ContractClaim } from '../contract/contract.ts';
import { type FieldFact, jsonTypes } from '../contract/facts.ts';
import { conditionsOf, referencesInMatchers, toSchema } from '../contract/matcher.ts';

/** The keywords of JSON Schema 2020-12 that a description of an API has here. */
export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
}

type Shape = Readonly<Record<string, string>>;

/** JSON type of a value; an integer is told from other numbers. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Whether a value may stand where a schema has that `type`; a schema without one says nothing. */
export function isOfType(value: unknown, type: Schema['type']): boolean {
  const types = type === undefined ? [] : [type].flat();
  return (
    types.length === 0 ||
    types.includes(typeOf(value)) ||
    (types.includes('number') && typeof value === 'number')
  );
}

const typeKeyword = (types: readonly string[]): Pick<Schema, 'type'> => {
  const [only, ...others] = types;
  if (only === undefined) return {};
  return { type: others.length === 0 ? only : [...types] };
};

/** What a row of a table says of a value, without its sentences. */
export function schemaOfField(field: FieldFact): Schema {
  const types = jsonTypes(field.types);
  const schema: Schema = typeKeyword(types);
  const fields = Object.fromEntries((field.fields ?? []).map((each) => [each.name, schemaOfField(each)]));
  const hasFields = Object.keys(fields).length > 0;
  const needed = (field.fields ?? []).filter((each) => each.required === true).map(({ name }) => name);
  const keys = { properties: fields, ...(needed.length === 0 ? {} : { required: needed }) };
  if (types.includes('array')) schema.items = hasFields ? { type: 'object', ...keys } : itemsOf(field);
  else if (hasFields && types.includes('object')) Object.assign(schema, keys);
  return { ...schema, ...rangeOf(field, types) };
}

/** Of `integer[]` or `array<string>`; of a list alone, nothing is known. */
function itemsOf({ types }: FieldFact): Schema {
  const inner = types.flatMap((type) => /^(?:array<)?(\w+)(?:\[\]|>)$/i.exec(type)?.[1] ?? []);
  return typeKeyword(jsonTypes(inner));
}

function rangeOf({ range }: FieldFact, types: readonly string[]): Schema {
  if (!range) return {};
  const { min, max, of } = range;
  const isNumber = types.includes('integer') || types.includes('number');
  if (of === 'length' && types.includes('string'))
    return {
      ...(min === undefined ? {} : { minLength: min }),
      ...(max === undefined ? {} : { maxLength: max }),
    };
  if (of === 'value' && isNumber)
    return { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
  return {};
}

/** Types in the example of an answer, from the value at a pointer downwards; a null in it says nothing. */
export function schemaOfExample(shape: Shape, pointer: string): Schema {
  const type = shape[pointer];
  if (type === undefined || type === 'null') return {};
  if (type === 'array') return { type, items: schemaOfExample(shape, `${pointer}/*`) };
  if (type !== 'object') return { type };
  const keys = Object.keys(shape)
    .filter((key) => key.startsWith(`${pointer}/`) && !key.slice(pointer.length + 1).includes('/'))
    .map((key) => key.slice(pointer.length + 1));
  if (keys.length === 0) return {};
  const properties = keys.map((key) => [plainKey(key), schemaOfExample(shape, `${pointer}/${key}`)] as const);
  return { type, properties: Object.fromEntries(properties) };
}

const plainKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * The first schema, with what only the second one says. Where they give a value different types, the second says nothing:
 * a person's word goes before a table, a table before an example.
 */
export function completed(schema: Schema, by: Schema): Schema {
  if (schema.$ref !== undefined || schema.const !== undefined) return schema;
  if (Object.keys(schema).every((key) => key === 'description')) return { ...by, ...schema };
  const types = [schema.type ?? []].flat();
  const others = [by.type ?? []].flat();
  if (types.length > 0 && others.some((type) => !types.includes(type))) return schema;
  const { items, properties } = by;
  const isList = types.length === 0 || types.includes('array');
  const isObject = types.length === 0 || types.includes('object');
  return {
    ...schema,
    ...(items && isList ? { items: completed(schema.items ?? {}, items) } : {}),
    ...(properties && isObject
      ? { properties: completedProperties(schema.properties ?? {}, properties) }
      : {}),
  };
}

function completedProperties(
  properties: Readonly<Record<string, Schema>>,
  by: Readonly<Record<string, Schema>>,
): Record<string, Schema> {
  const names = [...new Set([...Object.keys(properties), ...Object.keys(by)])];
  return Object.fromEntries(
    names.map((name) => [name, completed(properties[name] ?? {}, by[name] ?? {})] as const),
  );
}

/** What the contract claims of the value at a pointer of every success answer; undefined where nothing. */
export function claimedSchema(claims: readonly ContractClaim[], pointer: string): Schema | undefined {
  for (const { check, strength } of claims) {
    const matcher = check?.success?.[pointer];
    if (matcher === undefined || strength !== 'must') continue;
    // What depends on the target is nothing that a description can say.
    if (referencesInMatchers({ [pointer]: matcher }).length > 0) continue;
    const { description, ...schema } = toSchema(matcher) as Schema;
    const { says } = conditionsOf(matcher);
    return { ...schema, ...(says === undefined ? {} : { description }) };
  }
  return undefined;
}
