import { domainToASCII } from 'node:url';
import { fold, type Reading, readingsOf } from './unescape.ts';

/** A value that no file and no console may show, and what stands there instead. */
export interface Secret {
  value: string;
  placeholder: string;
}

/** Below this a value would be found in innocent text everywhere. */
export const SHORTEST_SECRET = 4;

/** A stretch of a text that a secret takes up. */
export interface Found {
  start: number;
  end: number;
  secret: Secret;
}

/**
 * Secrets by what they begin with: what a search costs depends on the text alone, and to add one costs the same however
 * many there are. Every answer of a portal may bring new ones.
 */
export interface SecretIndex {
  /** A value that is there already keeps its placeholder. */
  add(secret: Secret): void;
  has(value: string): boolean;
  /** Every place in the source of a folded reading; they may overlap. */
  find(reading: Reading): Found[];
}

/** @param secrets where all are known; an index that begins with none will hold many */
export function createIndex(secrets?: readonly Secret[]): SecretIndex {
  const values = new Set<string>();
  /** By every form, folded. */
  const byForm = new Map<string, Secret>();
  /** Lengths of the forms that begin alike, the longest first. */
  const lengths = new Map<number, number[]>();
  const bits = secrets && secrets.length <= FEW ? BITS_OF_FEW : BITS_OF_MANY;
  /** Whether there is such a beginning: for most places in a text this is all that is asked. */
  const beginnings = new Uint8Array(1 << bits);

  const addForm = (form: string, secret: Secret): void => {
    if (form.length < SHORTEST_SECRET || byForm.has(form)) return;
    byForm.set(form, secret);
    let last = 0;
    for (let at = 0; at < SHORTEST_SECRET; at++) last = withNext(last, form.charCodeAt(at));
    const hash = hashOf(last, bits);
    beginnings[hash] = 1;
    const known = lengths.get(hash) ?? [];
    if (!known.includes(form.length))
      lengths.set(
        hash,
        [...known, form.length].sort((left, right) => right - left),
      );
  };
  const index: SecretIndex = {
    add(secret) {
      const { value } = secret;
      if (value.length < SHORTEST_SECRET || values.has(value)) return;
      values.add(value);
      for (const form of formsOf(value)) addForm(form, secret);
    },
    has: (value) => values.has(value),
    find({ text, from, to }) {
      const found: Found[] = [];
      if (values.size === 0) return found;
      let last = 0;
      for (let next = 0; next < text.length; next++) {
        last = withNext(last, text.charCodeAt(next));
        const hash = hashOf(last, bits);
        if (beginnings[hash] === 0) continue;
        const at = next + 1 - SHORTEST_SECRET;
        if (at < 0) continue;
        for (const length of lengths.get(hash) ?? []) {
          const secret = byForm.get(text.slice(at, at + length));
          if (secret === undefined) continue;
          const end = at + length;
          found.push({ start: from?.[at] ?? at, end: to?.[end - 1] ?? end, secret });
          break;
        }
      }
      return found;
    },
  };
  // Where two share a form, it is the longer one's.
  for (const secret of [...(secrets ?? [])].sort((left, right) => right.value.length - left.value.length))
    index.add(secret);
  return index;
}

/** Bits of a hash: few secrets leave a small table almost empty, and many portals have few secrets each. */
const BITS_OF_FEW = 12;
const BITS_OF_MANY = 16;
const FEW = 32;

/** The lower bytes of the last four characters, as many as the shortest secret has: a text is read once. */
const withNext = (last: number, code: number): number => (last << 8) | (code & 0xff);

const hashOf = (last: number, bits: number): number => Math.imul(last, 0x9e3779b1) >>> (32 - bits);

/** What is looked for: the value at each depth of escapes that it holds itself, and what base64 makes of it. */
function formsOf(value: string): Set<string> {
  const wrapped = [
    ...new Set([
      value,
      jsonOf(value),
      jsonOf(value).replaceAll('/', '\\/'),
      encodeURIComponent(wellFormed(value)),
    ]),
  ];
  const base64 = wrapped.flatMap((text) => [0, 1, 2].flatMap((shift) => base64At(text, shift)));
  // A host name is written in its own letters.
  const host = /[^ -~]/.test(value) ? domainToASCII(value) : '';
  const forms = [value, host].flatMap((text) => readingsOf(text).map((reading) => fold(reading).text));
  // These begin an escape with whatever follows the value.
  const cut = forms.map((form) => form.replace(/[%&\\]+$/, ''));
  // Base64 holds nothing to resolve.
  return new Set([...forms, ...cut, ...base64.map((text) => fold({ text }).text)]);
}

const jsonOf = (value: string): string => JSON.stringify(value).slice(1, -1);

/** A lone half of a pair of surrogates cannot be encoded. */
const wellFormed = (value: string): string => Buffer.from(value).toString('utf8');

/** The part of a base64 text that is the same whatever stands before and after the value. */
function base64At(value: string, shift: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
  const from = shift === 0 ? 0 : 4;
  const whole = Math.floor(bytes.length / 3) * 4;
  const part = bytes.toString('base64').slice(from, whole);
  return part.length < 8 ? [] : [part, part.replaceAll('+', '-').replaceAll('/', '_')];
}
