import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { guess } from '../base/guess.ts';
import { valueAt } from '../base/json-pointer.ts';
import { messageOf } from '../base/message.ts';

/** JSON Schemas by file name, e.g. `time.schema.json`. */
export type SchemaFiles = Readonly<Record<string, object>>;

/** The schemas of `schemas/`, compiled on demand. */
export interface Schemas {
  /**
   * @param ref file name with an optional JSON Pointer, e.g. `time.schema.json#/properties/start`
   * @throws Error when there is no such schema
   */
  validator(ref: string): ValidateFunction;
  /** Why there can be no validator: no such schema, or one that breaks Ajv's strict mode. */
  fault(ref: string): string | undefined;
  /** A schema that stands in no file; its `$ref`s lead to those that do. Compiled once. */
  inline(schema: object): ValidateFunction;
  /** The schema itself, `$ref`s of its own level not followed. */
  schema(ref: string): JsonSchema | undefined;
  /** The schema of a nested property, `$ref`s followed; undefined where the schema says nothing of it. */
  typeAt(ref: string, path: readonly string[]): JsonSchema | undefined;
}

/** The few keywords that the kit itself looks at. */
export interface JsonSchema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
}

const SCHEMA_BASE = 'https://b24-conformance.invalid/schemas/';

/** `$id` of a schema of `schemas/`, or of a part of one. */
export const addressOf = (ref: string): string => SCHEMA_BASE + ref;

/**
 * Schemas of `schemas/`, compiled one by one as they are asked for.
 *
 * @param createAjv called when something is to be checked for the first time
 */
export function compileSchemas(files: SchemaFiles, createAjv: () => Ajv2020): Schemas {
  let made: Ajv2020 | undefined;
  const ajv = (): Ajv2020 => {
    if (made === undefined) {
      made = createAjv();
      for (const schema of Object.values(files)) made.addSchema(schema);
    }
    return made;
  };
  const validators = new Map<string, ValidateFunction>();
  const validator = (ref: string): ValidateFunction => {
    const known = validators.get(ref);
    if (known) return known;
    const found = ajv().getSchema(addressOf(ref));
    if (!found) {
      const [file = ''] = ref.split('#');
      const hint = Object.hasOwn(files, file) ? '' : guess(file, Object.keys(files));
      throw new Error(`schemas/${ref} does not exist${hint}`);
    }
    validators.set(ref, found);
    return found;
  };
  const inlined = new Map<string, ValidateFunction>();
  return {
    validator,
    inline(schema) {
      const key = JSON.stringify(schema);
      const known =
        inlined.get(key) ?? ajv().compile({ $id: addressOf(`inline-${inlined.size}`), ...schema });
      inlined.set(key, known);
      return known;
    },
    fault(ref) {
      try {
        validator(ref);
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
    schema: (ref) => lookUp(files, ref),
    typeAt: (ref, path) => typeAt(files, ref, path),
  };
}

/**
 * The same schemas, some of which have been compiled already.
 *
 * @param compiled by reference, or by the schema as JSON; called when something is to be checked for the first time
 */
export function withCompiled(
  schemas: Schemas,
  compiled: () => ReadonlyMap<string, ValidateFunction>,
): Schemas {
  return {
    ...schemas,
    validator: (ref) => compiled().get(ref) ?? schemas.validator(ref),
    inline: (schema) => compiled().get(JSON.stringify(schema)) ?? schemas.inline(schema),
  };
}

function typeAt(files: SchemaFiles, ref: string, path: readonly string[]): JsonSchema | undefined {
  const schema = lookUp(files, ref);
  if (!schema) return undefined;
  const file = ref.split('#')[0] ?? '';
  const target = schema.$ref?.startsWith('#') ? file + schema.$ref : schema.$ref;
  const [key, ...rest] = path;
  if (key === undefined)
    return schema.type === undefined && target !== undefined ? typeAt(files, target, path) : schema;
  const own = schema.properties?.[key]
    ? typeAt(files, `${withPointer(ref)}/properties/${key}`, rest)
    : undefined;
  return own ?? (target === undefined ? undefined : typeAt(files, target, path));
}

const withPointer = (ref: string): string => (ref.includes('#') ? ref : `${ref}#`);

function lookUp(files: SchemaFiles, ref: string): JsonSchema | undefined {
  const [file = '', pointer = ''] = ref.split('#');
  return valueAt(files[file], pointer) as JsonSchema | undefined;
}

export type { ErrorObject };
