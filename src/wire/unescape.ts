/** A text as it reads once some of its escapes are resolved, and where each of its characters stands in the source. */
export interface Reading {
  text: string;
  /** Start and end in the source, by character; undefined where the reading is the source itself, place by place. */
  from?: Int32Array | undefined;
  to?: Int32Array | undefined;
}

/** A text within JSON, within an address, within XML, within JSON: nobody wraps more often. */
const MOST_LAYERS = 5;

/**
 * The text itself, then with one layer of escapes resolved, then with two, and so on until nothing changes. A layer mixes
 * what it holds: percent-encoding, escapes of JSON and JavaScript, references of XML and HTML, quotes of a shell.
 */
export function readingsOf(text: string): Reading[] {
  const readings: Reading[] = [{ text }];
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const last = readings.at(-1) as Reading;
    const next = rewrite(last, ESCAPE, resolve);
    if (next === last) break;
    readings.push(next);
  }
  return readings;
}

/** Letter case, blanks written as '+', line breaks with what indents the next line, and signs that nobody sees. */
export function fold(reading: Reading): Reading {
  const { text, from, to } = rewrite(reading, UNSEEN, () => []);
  return { text: lowerCase(text).replaceAll('+', ' '), from, to };
}

/** What stands in the place of an escape: characters, and how much of the escape each takes up. */
type Piece = readonly [text: string, length: number];

/** Line breaks with the indentation after them, colours of a terminal, and characters that show nothing. */
const UNSEEN = /\r?\n[\t ]*|\r|\p{Cc}\[[\d;]*m|[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  bsol: '\\',
  plus: '+',
  equals: '=',
  percnt: '%',
  num: '#',
  colon: ':',
  semi: ';',
  period: '.',
  comma: ',',
  commat: '@',
  lowbar: '_',
  verbar: '|',
  vert: '|',
  excl: '!',
  quest: '?',
  dollar: '$',
  ast: '*',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  lcub: '{',
  lbrace: '{',
  rcub: '}',
  rbrace: '}',
  Hat: '^',
  grave: '`',
  hyphen: '-',
  dash: '-',
};

const ESCAPE = new RegExp(
  [
    `'\\\\''`,
    String.raw`\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))`,
    '%u([0-9a-f]{4})',
    '((?:%[0-9a-f]{2})+)',
    `&(?:#x0*([0-9a-f]{1,6})|#0*([0-9]{1,7})|(${Object.keys(ENTITIES).join('|')})(?=;));?`,
  ].join('|'),
  'gi',
);

const CONTROL: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function resolve(match: RegExpExecArray): readonly Piece[] {
  const [whole, braced, unicode, byte, plain, percentUnicode, percents, hexadecimal, decimal, entity] = match;
  if (percents !== undefined) return bytesOf(percents);
  const code = braced ?? unicode ?? byte ?? percentUnicode ?? hexadecimal;
  if (code !== undefined) return [[character(Number.parseInt(code, 16)), whole.length]];
  if (decimal !== undefined) return [[character(Number(decimal)), whole.length]];
  if (entity !== undefined)
    return [[ENTITIES[entity] ?? ENTITIES[entity.toLowerCase()] ?? entity, whole.length]];
  if (plain !== undefined) return [[CONTROL[plain] ?? plain, whole.length]];
  return [["'", whole.length]];
}

const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** UTF-8 where it is some, else a character for each byte. */
function bytesOf(percents: string): Piece[] {
  const bytes = Buffer.from(percents.replaceAll('%', ''), 'hex');
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
    const text = bytes.subarray(at, at + length).toString('utf8');
    const whole = length > 1 && !text.includes('\ufffd');
    pieces.push(whole ? [text, length * 3] : [String.fromCharCode(first), 3]);
    at += whole ? length : 1;
  }
  return pieces;
}

/** The same reading where the pattern finds nothing. */
function rewrite(
  reading: Reading,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => readonly Piece[],
): Reading {
  const { text, from: oldFrom, to: oldTo } = reading;
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (!match) return reading;
  // No replacement is longer than what it replaces.
  const from = new Int32Array(text.length);
  const to = new Int32Array(text.length);
  const parts: string[] = [];
  let size = 0;
  let done = 0;
  const startOf = (at: number): number => oldFrom?.[at] ?? at;
  const endOf = (at: number): number => oldTo?.[at] ?? at + 1;
  const keep = (end: number): void => {
    parts.push(text.slice(done, end));
    for (; done < end; done++, size++) {
      from[size] = startOf(done);
      to[size] = endOf(done);
    }
  };
  for (; match; match = pattern.exec(text)) {
    keep(match.index);
    for (const [piece, length] of replace(match)) {
      parts.push(piece);
      for (let unit = 0; unit < piece.length; unit++, size++) {
        from[size] = startOf(done);
        to[size] = endOf(done + length - 1);
      }
      done += length;
    }
    done = match.index + match[0].length;
  }
  keep(text.length);
  return { text: parts.join(''), from, to };
}

/** Place by place: some letters grow when they become small. */
function lowerCase(text: string): string {
  const small = text.toLowerCase();
  if (small.length === text.length) return small;
  return Array.from(text, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  }).join('');
}
