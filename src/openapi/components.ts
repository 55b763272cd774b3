import { type Schema, typeOf } from './schema.ts';

/** Files of `schemas/` that describe answers, with the names that they have as components. */
export const SHARED_SCHEMAS = {
  'success.schema.json': 'Success',
  'error.schema.json': 'ErrorAnswer',
  'time.schema.json': 'Time',
  'batch.schema.json': 'Batch',
} as const;

type SharedFile = keyof typeof SHARED_SCHEMAS;

/** A file of `schemas/` as it is read. */
export type SchemaFile = Readonly<Record<string, unknown>> & { $defs?: Readonly<Record<string, object>> };

/**
 * Components made of the schemas that answers are judged by: a definition within a file becomes a component of its own,
 * such as `Time.unixSeconds`.
 */
export function sharedComponents(files: Readonly<Record<SharedFile, SchemaFile>>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(SHARED_SCHEMAS).flatMap(([file, name]) => {
      const { $schema, $id, title, $defs = {}, ...schema } = files[file as SharedFile];
      return [
        [name, withComponents(schema, file)],
        ...Object.entries($defs).map(([part, inner]) => [
          `${name}.${part}`,
          withComponents(inner, file) as Schema,
        ]),
      ];
    }),
  );
}

/**
 * A schema as a component has it: references into `schemas/` lead to components; what stands beside a reference stands
 * apart from it, as many readers of OpenAPI overlook it; what may be anything says so.
 *
 * @param file in which it stands, for references within
 * @throws Error for a reference to a file that has no component
 */
export function withComponents(schema: object, file = ''): Schema {
  const inner = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? withComponents(value, file) : value;
  const { $ref, ...others } = Object.fromEntries(
    Object.entries(schema).map(([key, value]: [string, unknown]) => {
      if (LISTS.includes(key) && Array.isArray(value)) return [key, value.map(inner)];
      if (key === 'properties' && typeof value === 'object' && value !== null)
        return [key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one)]))];
      return [key, INNER.includes(key) ? inner(value) : value];
    }),
  );
  if (typeof $ref === 'string') {
    const ref = { $ref: componentRef($ref, file) };
    const isAlone = Object.keys(others).every((key) => key === 'description');
    return isAlone ? { ...ref, ...others } : { allOf: [ref, others] };
  }
  const { type } = others;
  const [only, ...further]: unknown[] = Array.isArray(type) ? type : [];
  return {
    ...others,
    ...(only !== undefined && further.length === 0 ? { type: only as string } : {}),
    ...([type].flat().includes('array') && others.items === undefined ? { items: {} } : {}),
    ...(isOpenObject(others) ? { additionalProperties: true } : {}),
    ...('const' in others && type === undefined ? { type: typeOf(others.const) } : {}),
  };
}

/** Generators of clients take an object of which no key is named for an empty one, unless it says that others may come. */
const isOpenObject = ({ type, properties, additionalProperties }: Record<string, unknown>): boolean =>
  [type].flat().includes('object') && properties === undefined && additionalProperties === undefined;

/** Keywords whose value is a list of schemas, and those whose value is one. */
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const INNER = ['items', 'not', 'additionalProperties', 'contains'];

/** `#/components/schemas/Time` of `time.schema.json`. */
export function componentRef(ref: string, file = ''): string {
  const [named = '', pointer = ''] = ref.split('#');
  const name = SHARED_SCHEMAS[(named || file) as SharedFile];
  if (name === undefined) throw new Error(`${ref} does not lead to a schema of answers`);
  const [, part, rest] = /^\/\$defs\/(\w+)(.*)$/.exec(pointer) ?? [];
  return `#/components/schemas/${part === undefined ? name + pointer : `${name}.${part}${rest}`}`;
}

/** Names of the components that a document refers to, directly or through other components. */
export function componentsUsed(document: unknown, components: Readonly<Record<string, Schema>>): Set<string> {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value ?? null).matchAll(
      /"#\/components\/schemas\/([^"/]+)/g,
    )) {
      if (used.has(name)) continue;
      used.add(name);
      visit(components[name]);
    }
  };
  visit(document);
  return used;
}
