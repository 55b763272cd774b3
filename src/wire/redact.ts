import { handedOut } from './handed-out.ts';
import { createIndex, type Found, type Secret, SHORTEST_SECRET } from './secret-index.ts';
import { fold, readingsOf } from './unescape.ts';

export { type Secret, SHORTEST_SECRET } from './secret-index.ts';

export type Redactor = (text: string) => string;

/**
 * Replaces secrets by value: those given, and whatever portals have handed out to this process up to the moment when
 * a text is redacted. They are found in every encoding that they can take on the wire, and in mixtures of them:
 * URL-encoded, escaped for JSON, XML, HTML or a shell, each up to five layers deep, and base64 at each alignment.
 * Letter case and line breaks are ignored.
 *
 * @param shown what stands for a secret; default: its placeholder, whichever of several secrets it is that have the same
 */
export function createRedactor(
  secrets: readonly Secret[],
  shown: (secret: Secret) => string = ({ placeholder }) => placeholder,
): Redactor {
  const given = createIndex(secrets);
  return (text) => {
    if (text.length < SHORTEST_SECRET) return text;
    const found: Found[] = [];
    for (const reading of readingsOf(text)) {
      const folded = fold(reading);
      found.push(...given.find(folded), ...handedOut.find(folded));
    }
    return found.length === 0 ? text : replaceAll(text, found, shown);
  };
}

/** Stretches that overlap are replaced as one, by the placeholder of the longest. */
function replaceAll(text: string, found: Found[], shown: (secret: Secret) => string): string {
  found.sort((left, right) => left.start - right.start || right.end - left.end);
  const parts: string[] = [];
  let done = 0;
  for (let next = 0; next < found.length; ) {
    let longest = found[next] as Found;
    const { start } = longest;
    let { end } = longest;
    for (next++; next < found.length; next++) {
      const other = found[next] as Found;
      if (other.start >= end) break;
      end = Math.max(end, other.end);
      if (other.end - other.start > longest.end - longest.start) longest = other;
    }
    parts.push(text.slice(done, start), shown(longest.secret));
    done = end;
  }
  return parts.join('') + text.slice(done);
}

/** Redacts every string inside a value made of plain objects, arrays and scalars. */
export function redactDeep<T>(value: T, redact: Redactor): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redactDeep(item, redact)) as T;
  if (typeof value === 'object' && value !== null) {
    // A field that is called __proto__ is in it before it is assigned, and stays a field.
    const copy = { ...value } as Record<string, unknown>;
    for (const key of Object.keys(copy)) copy[key] = redactDeep(copy[key], redact);
    return copy as T;
  }
  return value;
}
