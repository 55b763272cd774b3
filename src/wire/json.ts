import { phpMessage } from './foreign-document.ts';

/** Of one answer, the runner, the client and the redactor all ask. */
const parsed = new WeakMap<Uint8Array, { value: unknown }>();

/** A body as JSON; undefined where it is none. Whoever asks again is given the same value. */
export function parseJson(body: Uint8Array): unknown {
  const known = parsed.get(body);
  if (known) return known.value;
  const value = jsonIn(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  parsed.set(body, { value });
  return value;
}

function jsonIn(text: string): unknown {
  // An error costs more than a look.
  if (text === '' || text.startsWith('<')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The fields of a body that is a JSON object; undefined where it is anything else. */
export function parseFields(body: Uint8Array): Record<string, unknown> | undefined {
  const value = parseJson(body);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

const found = new WeakMap<Uint8Array, { fields: Record<string, unknown> | undefined }>();

/**
 * The fields of a JSON object, also where a portal wrote more than it: a byte order mark, as each file of PHP adds that was
 * saved with one, or messages of PHP. For who must know what a portal did; the judge sees the body as it is.
 */
export function findFields(body: Uint8Array): Record<string, unknown> | undefined {
  const known = found.get(body);
  if (known) return known.fields;
  const fields = parseFields(body) ?? fieldsWithin(body);
  found.set(body, { fields });
  return fields;
}

function fieldsWithin(body: Uint8Array): Record<string, unknown> | undefined {
  const text = Buffer.from(body)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  // Never what a page of HTML happens to hold.
  const start = phpMessage(text) === undefined ? 0 : text.search(/\{\s*"/);
  if (text[start] !== '{') return undefined;
  return parseFields(Buffer.from(text.slice(start, text.lastIndexOf('}') + 1)));
}
