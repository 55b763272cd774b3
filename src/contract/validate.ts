import { guess } from '../base/guess.ts';
import { pointerKeys } from '../base/json-pointer.ts';
import { messageOf } from '../base/message.ts';
import { enumerate } from '../base/phrase.ts';
import type { DataProblem, YamlFile } from '../base/yaml-file.ts';
import type { ErrorObject, Schemas } from './schemas.ts';

/** Checks one data file against its JSON Schema; returns a problem, with line and guess, per mistake. */
export function validateShape(file: YamlFile, schemas: Schemas, schema: string): DataProblem[] {
  const validate = schemas.validator(schema);
  if (validate(file.value)) return [];
  return relevant(validate.errors ?? []).map((error) => {
    const path = pointerKeys(error.instancePath);
    const extra = unknownKey(error);
    const line = file.lineOf([...path, ...extra]);
    return { file: file.path, line, message: explain(error, path.join('.'), schemas) };
  });
}

/** Keywords that only say that one of the mistakes told beside them was made. */
const GROUPS = new Set(['anyOf', 'if']);

/**
 * Where a value may be of several types, the mistakes of the type that it has; that it is none of the others needs no message.
 */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath);
  const isChoice = ({ keyword, instancePath }: ErrorObject): boolean =>
    keyword === 'type' && choices.includes(instancePath);
  const told = errors.filter((error) => !GROUPS.has(error.keyword) && !isChoice(error));
  const isTold = (path: string): boolean =>
    told.some(({ instancePath }) => instancePath === path || instancePath.startsWith(`${path}/`));
  const untold = [...new Set(choices)].flatMap((path) => {
    if (isTold(path)) return [];
    const types = errors.filter((error) => isChoice(error) && error.instancePath === path);
    const type = types.flatMap(({ params }) => params.type as string | string[]);
    return types.slice(0, 1).map((error) => ({ ...error, params: { type } }));
  });
  return [...told, ...untold];
}

/** The key that a schema does not know, where that is the mistake. */
function unknownKey({ params }: ErrorObject): string[] {
  const key: unknown = params.additionalProperty ?? params.unevaluatedProperty;
  return typeof key === 'string' ? [key] : [];
}

/** Keys of a schema, those of the shapes included that it is put together from. */
function keysOf(schema: unknown, schemas: Schemas): string[] {
  const {
    properties = {},
    allOf = [],
    $ref,
  } = (schema ?? {}) as {
    properties?: object;
    allOf?: unknown[];
    $ref?: string;
  };
  const referred = $ref === undefined ? [] : keysOf(schemas.schema($ref), schemas);
  return [...Object.keys(properties), ...allOf.flatMap((part) => keysOf(part, schemas)), ...referred];
}

/** Types of JSON, as whoever writes YAML calls them. */
const TYPES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
};

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return TYPES[value === null ? 'null' : typeof value] ?? typeof value;
}

function explain(error: ErrorObject, where: string, schemas: Schemas): string {
  const at = where === '' ? 'the file' : `'${where}'`;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const [key = ''] = unknownKey(error);
      const known = keysOf(error.parentSchema, schemas);
      return `unknown key '${key}' in ${at}${guess(key, known) || `; known: ${known.join(', ')}`}`;
    }
    case 'enum': {
      const known = (error.params.allowedValues as unknown[]).map(String);
      return `${at} is '${String(error.data)}'${guess(String(error.data), known) || `; one of ${known.join(', ')} is needed`}`;
    }
    case 'type': {
      const wanted = [error.params.type as string | string[]].flat().map((type) => TYPES[type] ?? type);
      return `${at} must be ${enumerate(wanted, 'or')}, not ${typeOf(error.data)}`;
    }
    case 'const':
      return `${at} must be ${JSON.stringify(error.params.allowedValue)}`;
    case 'dependentRequired':
      return `${at} has '${String(error.params.property)}', which needs '${String(error.params.missingProperty)}' beside it`;
    case 'not':
      return `${at} has ${String((error.schema as { description?: unknown }).description)}: one of them is too many`;
    case 'required':
      return `${at} lacks '${String(error.params.missingProperty)}'`;
    case 'format':
      return `${at} is '${String(error.data)}', which is not a ${String(error.params.format)}: ${whyNoRegex(error.data)}`;
    case 'pattern': {
      const [, words] = /^\^\(([a-z|]+)\)\$$/.exec(String(error.params.pattern)) ?? [];
      const written = String(error.data);
      if (words !== undefined)
        return `${at} is '${written}'${guess(written, words.split('|')) || `; one of ${words.replaceAll('|', ', ')} is needed`}`;
      return `${at} is '${String(error.data)}', which does not have the form ${String(error.params.pattern)}`;
    }
    default:
      return `${at} ${error.message ?? 'is wrong'}`;
  }
}

function whyNoRegex(text: unknown): string {
  try {
    new RegExp(String(text), 'u');
    return 'it cannot be read';
  } catch (error) {
    return messageOf(error);
  }
}
