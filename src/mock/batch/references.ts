const reference = /\$result((?:\[[^\][]*\])+)/g;

/**
 * Replaces `$result[key][field]…` in a parameter by what an earlier command answered (batch.md, Linked Calls). A value
 * that is one reference takes the result as it is; within a text it is spelled out. What is not there is empty.
 */
export function resolveReferences(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    const whole = /^\$result((?:\[[^\][]*\])+)$/.exec(value)?.[1];
    if (whole !== undefined) return look(whole, results) ?? '';
    return value.replace(reference, (_match, path: string) => spell(look(path, results)));
  }
  // Query parameters nest 64 levels at most, so this does not run deep.
  if (Array.isArray(value)) return value.map((inner) => resolveReferences(inner, results));
  if (typeof value !== 'object' || value === null) return value;
  const resolved: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) resolved[key] = resolveReferences(inner, results);
  return resolved;
}

function look(path: string, results: ReadonlyMap<string, unknown>): unknown {
  const [key = '', ...fields] = path.slice(1, -1).split('][');
  let found = results.get(key);
  for (const field of fields) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, field)) return undefined;
    found = (found as Record<string, unknown>)[field];
  }
  return found;
}

function spell(value: unknown): string {
  if (value === true) return '1';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
