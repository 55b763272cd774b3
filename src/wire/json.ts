import { phpMessage } from './foreign-document.ts';

/** A body as JSON; undefined where it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The fields of a body that is a JSON object; undefined where it is anything else. */
export function parseFields(body: Uint8Array): Record<string, unknown> | undefined {
  const value = parseJson(body);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

/**
 * The fields of a JSON object, also where a portal wrote more than it: a byte order mark, as each file of PHP adds that was
 * saved with one, or messages of PHP. For who must know what a portal did; the judge sees the body as it is.
 */
export function findFields(body: Uint8Array): Record<string, unknown> | undefined {
  const fields = parseFields(body);
  if (fields) return fields;
  const text = Buffer.from(body)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  // Never what a page of HTML happens to hold.
  const start = phpMessage(text) === undefined ? 0 : text.search(/\{\s*"/);
  if (text[start] !== '{') return undefined;
  return parseFields(Buffer.from(text.slice(start, text.lastIndexOf('}') + 1)));
}
