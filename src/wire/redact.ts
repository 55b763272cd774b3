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
 * escaped for JSON, XML or a shell, base64 at each alignment. Letter case is ignored.
 */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const longestFirst = secrets
    .filter(({ value }) => value.length >= SHORTEST_SECRET)
    .sort((one, other) => other.value.length - one.value.length);
  if (longestFirst.length === 0) return (text) => text;
  const pattern = new RegExp(longestFirst.map(({ value }) => `(${patternOf(value)})`).join('|'), 'gi');
  return (text) =>
    text.replace(pattern, (_, ...groups: (string | undefined)[]) => {
      const index = groups.findIndex((group) => group !== undefined);
      return longestFirst[index]?.placeholder ?? '**redacted**';
    });
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

function patternOf(value: string): string {
  const base64 = [0, 1, 2].flatMap((shift) => base64At(value, shift));
  return [[...value].map(charPattern).join(''), ...new Set(base64.map(literal))].join('|');
}

/** One character in every way it can be written; a text may mix them. */
function charPattern(char: string): string {
  if (/[A-Za-z0-9._-]/.test(char)) return literal(char);
  const percent = [...Buffer.from(char)].map((byte) => `%${hex(byte, 2)}`).join('');
  const units = [...Array(char.length).keys()]
    .map((index) => `${SLASHES}u${hex(char.charCodeAt(index), 4)}`)
    .join('');
  const json = JSON.stringify(char).slice(1, -1);
  const code = char.codePointAt(0) ?? 0;
  const plain = [percent, percent.replaceAll('%', '%25'), ...(OTHERWISE[char] ?? [])];
  const numbered = `&#(?:0*${code}|x0*${code.toString(16)});`;
  // JSON within JSON escapes the backslashes of its escapes, too.
  const escaped =
    char === '\\'
      ? SLASHES
      : /^\\[a-z]$/.test(json)
        ? `${SLASHES}${json.slice(1)}`
        : `${SLASHES}${literal(char)}`;
  // The longest first: '%25' must not be taken for a bare '%'.
  const longestFirst = plain.sort((one, other) => other.length - one.length).map(literal);
  return `(?:${[numbered, units, ...longestFirst, escaped, literal(char)].join('|')})`;
}

/** Up to three levels of escaping. */
const SLASHES = '\\\\{1,8}';

const OTHERWISE: Record<string, string[]> = {
  ' ': ['+', '%2B'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;'],
  "'": ['&apos;', `'\\''`],
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The part of a base64 text that is the same whatever stands before and after the value. */
function base64At(value: string, shift: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
  const from = shift === 0 ? 0 : 4;
  const whole = Math.floor(bytes.length / 3) * 4;
  const part = bytes.toString('base64').slice(from, whole);
  return part.length < 8 ? [] : [part, part.replaceAll('+', '-').replaceAll('/', '_')];
}
