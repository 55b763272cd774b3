/** A value that no file and no console may show, and what stands there instead. */
export interface Secret {
  value: string;
  placeholder: string;
}

export type Redactor = (text: string) => string;

/** Below this a value would be found in innocent text everywhere. */
export const SHORTEST_SECRET = 4;

/**
 * Replaces secrets by value, in every encoding they can take on the wire: URL-encoded (once, twice, as a form),
 * escaped for JSON or XML, base64 at each alignment. Letter case is ignored.
 */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const forms = new Map<string, string>();
  for (const { value, placeholder } of secrets) {
    if (value.length < SHORTEST_SECRET) continue;
    for (const form of encodings(value)) forms.set(form.toLowerCase(), placeholder);
  }
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(
    longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'gi',
  );
  return (text) => text.replace(pattern, (found) => forms.get(found.toLowerCase()) ?? '**redacted**');
}

/** Redacts every string inside a value made of plain objects, arrays and scalars. */
export function redactDeep<T>(value: T, redact: Redactor): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redactDeep(item, redact)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, redactDeep(item, redact)]),
    ) as T;
  return value;
}

function encodings(value: string): string[] {
  const url = encodeURIComponent(value);
  const json = JSON.stringify(value).slice(1, -1);
  const xml = value.replace(/[&<>"']/g, (char) => `&${XML_ENTITIES[char]};`);
  return [
    value,
    url,
    url.replaceAll('%20', '+'),
    encodeURIComponent(url),
    json,
    json.replaceAll('/', '\\/'),
    xml,
    ...[0, 1, 2].flatMap((shift) => base64At(value, shift)),
  ];
}

const XML_ENTITIES: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** The part of a base64 text that is the same whatever stands before and after the value. */
function base64At(value: string, shift: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
  const from = shift === 0 ? 0 : 4;
  const whole = Math.floor(bytes.length / 3) * 4;
  const part = bytes.toString('base64').slice(from, whole);
  return part.length < 8 ? [] : [part, part.replaceAll('+', '-').replaceAll('/', '_')];
}
