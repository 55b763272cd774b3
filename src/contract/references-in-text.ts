/** What a reference in a text can stand for. */
export type Scalar = string | number | boolean;

/** `$name`, `$name.part`, and `$$` for a dollar. */
const PATTERN = /\$(?:\$|([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)?))/g;

/** The references in the texts of a value, without their dollar: `bot.id`, `run`. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(PATTERN)].flatMap(([, name]) => name ?? []);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(referencesIn);
  return [];
}

/**
 * Puts values in place of references. A text that is a reference and nothing else becomes the value with its type. A text
 * with a reference that has no value is left out, with its key.
 *
 * @returns undefined where the value itself is left out
 */
export function fillReferences(value: unknown, lookUp: (reference: string) => Scalar | undefined): unknown {
  if (typeof value === 'string') return fillText(value, lookUp);
  if (Array.isArray(value))
    return value.map((item) => fillReferences(item, lookUp)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const filled = Object.entries(value).map(([key, item]) => [key, fillReferences(item, lookUp)] as const);
  return Object.fromEntries(filled.filter(([, item]) => item !== undefined));
}

function fillText(text: string, lookUp: (reference: string) => Scalar | undefined): Scalar | undefined {
  const [whole] = text.matchAll(PATTERN);
  if (whole?.[1] !== undefined && whole[0] === text) return lookUp(whole[1]);
  let complete = true;
  const filled = text.replace(PATTERN, (_, reference: string | undefined) => {
    if (reference === undefined) return '$';
    const value = lookUp(reference);
    complete &&= value !== undefined;
    return String(value);
  });
  return complete ? filled : undefined;
}
