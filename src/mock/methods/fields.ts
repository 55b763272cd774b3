/** Fields of a nested parameter such as `PROPERTIES`, names in upper case; none when it is no structure. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(Object.entries(value).map(([name, inner]) => [name.toUpperCase(), inner]));
}

/** Items of a list parameter; nothing when it is no list. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  // A list with gaps arrives as a map.
  return typeof value === 'object' && value !== null ? Object.values(value) : undefined;
}
