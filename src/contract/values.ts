/** What a reference can stand for. */
export type Scalar = string | number | boolean;

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

/** A text that is one reference and nothing else. */
const WHOLE = /^\$([A-Za-z]+(?:\.[A-Za-z][A-Za-z0-9_]*)?)(?::(text|number))?$/;

/** What a reference stands for; undefined where nothing gives it. */
export type LookUp = (name: string) => unknown;

/** Names under which a case finds what an earlier step captured. */
export const CAPTURED = 'captured.';

/** Every reference in the texts of a value, in its order. */
export function referencesIn(value: unknown): Reference[] {
  const found: Reference[] = [];
  collectReferences(value, found);
  return found;
}

/** Into one list: most of the many thousand values of a contract hold none. */
function collectReferences(value: unknown, found: Reference[]): void {
  if (typeof value === 'string') {
    if (!value.includes('$')) return;
    for (const [, name, as] of value.matchAll(PATTERN))
      if (name !== undefined) found.push({ name, as: as as Reference['as'] });
  } else if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      collectReferences(key, found);
      collectReferences(item, found);
    }
  }
}

/** Their names alone: `bot.id`, `run`. */
export function namesIn(value: unknown): string[] {
  return referencesIn(value).map(({ name }) => name);
}

/** Types behind a reference that is a whole value, where they are not types that there are: `$bot.id:integer`. */
export function unknownCasts(value: unknown): { name: string; as: string }[] {
  if (typeof value === 'string') {
    const [, name, as] = /^\$([A-Za-z]+(?:\.[A-Za-z][A-Za-z0-9_]*)?):([A-Za-z]+)$/.exec(value) ?? [];
    return name === undefined || as === undefined || as === 'text' || as === 'number' ? [] : [{ name, as }];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(unknownCasts) : [];
}

/**
 * Fills the references of a value. A text that is nothing but a reference becomes the value itself, with its JSON type;
 * within a longer text it becomes a part of it. A text with a reference that nothing gives is left out, with its key.
 */
export function fill(value: unknown, lookUp: LookUp): unknown {
  if (typeof value === 'string') return fillText(value, lookUp);
  if (Array.isArray(value))
    return value.map((item: unknown) => fill(item, lookUp)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const filled = Object.entries(value).map(
    ([key, item]) => [String(fillText(key, lookUp)), fill(item, lookUp)] as const,
  );
  return Object.fromEntries(filled.filter(([, item]) => item !== undefined));
}

/** Whether a value is a reference and nothing else, whose type is left to what it is for. */
export function isReference(value: unknown): boolean {
  const whole = typeof value === 'string' ? WHOLE.exec(value) : null;
  return whole !== null && whole[2] === undefined;
}

function fillText(text: string, lookUp: LookUp): unknown {
  // Most texts are names and numbers.
  if (!text.includes('$')) return text;
  const [, only, as] = WHOLE.exec(text) ?? [];
  if (only !== undefined) return cast(lookUp(only), as);
  let complete = true;
  const filled = text.replace(PATTERN, (_, name: string | undefined) => {
    if (name === undefined) return '$';
    const value = lookUp(name);
    complete &&= value !== undefined;
    return String(value);
  });
  return complete ? filled : undefined;
}

function cast(value: unknown, as: string | undefined): unknown {
  if (value === undefined) return undefined;
  if (as === 'text') return String(value);
  return as === 'number' ? Number(value) : value;
}

/** Data whose references to ids of fresh resources lead to those that the case has made. */
export function withCaptured<T>(data: T, fresh: readonly string[]): T {
  if (fresh.length === 0) return data;
  // Two dollar signs are a dollar sign, whatever follows them.
  const pattern = new RegExp(`\\$\\$|\\$(${fresh.join('|')})\\.id\\b`, 'g');
  const change = (text: string): string =>
    text.replace(pattern, (whole, name?: string) => (name === undefined ? whole : `$${CAPTURED}${name}`));
  return mapTexts(data, change) as T;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]),
  );
}
