/** Keys of a JSON Pointer, unescaped (RFC 6901, sections 3 and 4); the empty pointer has none. */
export function pointerKeys(pointer: string): string[] {
  const keys = pointer.split('/').slice(1);
  if (!pointer.includes('~')) return keys;
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a JSON Pointer; undefined where nothing is there. Inherited properties are not part of JSON. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of pointerKeys(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
