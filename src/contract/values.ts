/** A reference in a text of contract data, taken apart. */
export interface Reference {
  /** `bot.id`, `captured.bot`, `unique`, … */
  name: string;
  /** The JSON type that is wanted instead of the value's own. */
  as: 'text' | 'number' | undefined;
}

/**
 * `$name` or `$group.part`, with `:text` or `:number` behind it. Not before a bracket: `$result[…]` is a reference of the
 * portal's own, in the commands of a batch. `$$` is a dollar sign.
 */
const PATTERN = /\$\$|\$([A-Za-z]+(?:\.[A-Za-z][A-Za-z0-9_]*)?)(?::(text|number))?(?![[A-Za-z0-9])/g;

/** What a reference stands for. */
export type LookUp = (name: string) => unknown;

/** Every reference in the texts of a value, in its order. */
export function referencesIn(value: unknown): Reference[] {
  if (typeof value === 'string')
    return [...value.matchAll(PATTERN)].flatMap(([, name, as]) =>
      name === undefined ? [] : [{ name, as: as as Reference['as'] }],
    );
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...referencesIn(key), ...referencesIn(item)]);
}

/**
 * Fills the references of a value. A text that is nothing but a reference becomes the value itself, with its JSON type;
 * within a longer text it becomes a part of it.
 */
export function fill(value: unknown, lookUp: LookUp): unknown {
  if (typeof value === 'string') return fillText(value, lookUp);
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, lookUp));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(fillText(key, lookUp)), fill(item, lookUp)]),
  );
}

/** Whether a value is a reference and nothing else, whose type is left to what it is for. */
export function isReference(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [whole] = value.matchAll(PATTERN);
  return whole?.[1] !== undefined && whole[0] === value && whole[2] === undefined;
}

function fillText(text: string, lookUp: LookUp): unknown {
  const [whole] = text.matchAll(PATTERN);
  if (whole?.[1] !== undefined && whole[0] === text) return cast(lookUp(whole[1]), whole[2]);
  return text.replace(PATTERN, (_, name: string | undefined) =>
    name === undefined ? '$' : String(lookUp(name)),
  );
}

function cast(value: unknown, as: string | undefined): unknown {
  if (as === 'text') return String(value);
  return as === 'number' ? Number(value) : value;
}
