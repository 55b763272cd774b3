const reference = /\$(result|error|total|next)((?:\[[^\][]*\])+)/g;
const whole = new RegExp(`^${reference.source}$`);

/** What earlier commands answered, by key, under the names that references have. */
export type Answered = Readonly<Record<'result' | 'error' | 'total' | 'next', ReadonlyMap<string, unknown>>>;

/**
 * Replaces `$result[key][field]…` in a parameter by what an earlier command answered (batch.md, Linked Calls), likewise
 * `$error[key]…`, `$total[key]` and `$next[key]` (seen in public copies of the module). A value
 * that is one reference takes the result as it is; within a text it is spelled out. What is not there is empty.
 */
export function resolveReferences(value: unknown, answered: Answered): unknown {
  if (typeof value === 'string') {
    const [, kind, path] = whole.exec(value) ?? [];
    if (path !== undefined) return look(kind, path, answered) ?? '';
    return value.replace(reference, (_match, kind: string, path: string) =>
      spell(look(kind, path, answered)),
    );
  }
  // Query parameters nest 64 levels at most, so this does not run deep.
  if (Array.isArray(value)) return value.map((inner) => resolveReferences(inner, answered));
  if (typeof value !== 'object' || value === null) return value;
  const resolved: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) resolved[key] = resolveReferences(inner, answered);
  return resolved;
}

function look(kind: string | undefined, path: string, answered: Answered): unknown {
  const [key = '', ...fields] = path.slice(1, -1).split('][');
  let found = answered[kind as keyof Answered].get(key);
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
