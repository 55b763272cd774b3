import type { Field } from '../reader/fields.ts';
import { UNKNOWN } from './code/value.ts';
import { isObject } from './curl.ts';

/**
 * The objects that a table of fields describes: the value itself, each element of a list, or, of a map by language or by
 * any other key, each of its values.
 */
export function within(value: unknown, fields: readonly Field[]): Record<string, unknown>[] {
  if (fields.length === 0) return [];
  if (Array.isArray(value)) return value.filter(isObject);
  if (!isObject(value)) return [];
  return isMap(value, fields) ? Object.values(value).filter(isObject) : [value];
}

/**
 * Whether the keys are no names of fields but what objects are found by: numbers, languages, or anything else beneath
 * which the fields stand. A single unknown key that holds other fields is a mistake, not a map.
 */
function isMap(value: Record<string, unknown>, fields: readonly Field[]): boolean {
  const entries = Object.entries(value);
  const objects = entries.map(([, inner]) => inner).filter(isObject);
  if (objects.length === 0) return false;
  if (!entries.every(([key, inner]) => (isObject(inner) || inner === UNKNOWN) && !hasName(fields, key)))
    return false;
  if (entries.every(([key]) => /^(\d+|[a-z]{2}([_-][a-z]{2})?|n\d+)$/i.test(key))) return true;
  const known = objects.filter((inner) => {
    const keys = Object.keys(inner);
    return keys.length > 0 && keys.filter((key) => isKnown(key, fields)).length * 2 >= keys.length;
  });
  return known.length * 2 > objects.length;
}

function isKnown(key: string, fields: readonly Field[]): boolean {
  return (
    hasName(fields, key) ||
    alike(
      key,
      fields.map(({ name }) => name),
    ) !== undefined
  );
}

/** `name[]` is sent as `name`. */
export function bareName(name: string): string {
  return name.replace(/\\/g, '').replace(/\[\]$/, '');
}

/** A row for many names: `UF_...`, `{field}`. */
export function isFamily(name: string): boolean {
  return /\.\.\.|…|[{}<>]|XXX|\*|#|\bUF_\w*X|_$|[a-z]N$|^(FIELD|KEY)$/.test(name);
}

/** Whether a table has a row for the key, perhaps together with others. */
export function hasName(fields: readonly Field[], key: string): boolean {
  return fields.some(({ name: printed, alternatives }) => {
    if (alternatives?.includes(key)) return true;
    const name = printed.replace(/\\/g, '');
    return (
      name === key ||
      name.split(/[.[]/)[0] === key ||
      name.split(/\s*[,/|]\s*|\s+or\s+/).includes(key) ||
      (isFamily(name) && key.startsWith(name.split(/\.\.\.|…|[{<*#]|X{2,}|N$|^(?:FIELD|KEY)$/)[0] ?? ''))
    );
  });
}

/** The name that is the same but for small and capital letters. */
export function alike(key: string, names: readonly string[]): string | undefined {
  return names.find((name) => name !== key && name.toLowerCase() === key.toLowerCase());
}
