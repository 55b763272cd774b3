import type { Value } from '../call.ts';
import { fieldsOf, integer, listOf, text } from '../methods/parameters.ts';
import type { Kind, Row } from './fields.ts';

/** Records in a page (list-methods-pecularities.md). */
const PAGE = 50;

export interface Page {
  readonly rows: readonly Row[];
  /** Left out where `start` is -1: then nobody counts (observed). */
  readonly total?: number;
  /** `start` of the next page; left out on the last. */
  readonly next?: number;
}

/** The page that begins at `start`: any text that is no number counts as 0, and -1 asks not to count. */
export function pageOf(rows: readonly Row[], start: unknown): Page {
  const given = integer(start) ?? 0;
  if (given === -1) return { rows: rows.slice(0, PAGE) };
  const from = Math.max(0, given);
  const next = from + PAGE;
  return { rows: rows.slice(from, next), total: rows.length, ...(next < rows.length && { next }) };
}

type Test = (value: Value, wanted: unknown) => boolean;

/** What stands before the name of a field in a filter; the longer ones first. */
const TESTS: readonly (readonly [string, Test])[] = [
  ['>=', (value, wanted) => compare(value, wanted) >= 0],
  ['<=', (value, wanted) => compare(value, wanted) <= 0],
  ['!=%', (value, wanted) => !contains(value, wanted)],
  ['!%', (value, wanted) => !contains(value, wanted)],
  ['!@', (value, wanted) => !isOneOf(value, wanted)],
  ['!=', (value, wanted) => !isOneOf(value, wanted)],
  ['=%', contains],
  ['%=', contains],
  ['>', (value, wanted) => compare(value, wanted) > 0],
  ['<', (value, wanted) => compare(value, wanted) < 0],
  ['!', (value, wanted) => !isOneOf(value, wanted)],
  ['%', contains],
  ['@', isOneOf],
  ['=', isOneOf],
  ['', isOneOf],
];

/** Records for which every condition holds. Conditions on fields that the kind has not are left out of account. */
export function filtered(
  rows: readonly Row[],
  { fields }: Kind,
  filter: unknown,
  nameOf: NameOf,
): readonly Row[] {
  const conditions = [...entriesOf(filter)].flatMap(([key, wanted]) => {
    const [sign = '', test = isOneOf] = TESTS.find(([prefix]) => key.startsWith(prefix)) ?? [];
    const name = nameOf(key.slice(sign.length));
    return fields.has(name) ? [{ name, test, wanted }] : [];
  });
  return rows.filter((row) => conditions.every(({ name, test, wanted }) => test(row[name] ?? null, wanted)));
}

/** Records in the order of `{ FIELD: ASC | DESC }`; equal ones keep theirs. */
export function ordered(
  rows: readonly Row[],
  { fields }: Kind,
  order: unknown,
  nameOf: NameOf,
): readonly Row[] {
  const keys = [...entriesOf(order)]
    .map(([key, direction]) => ({ name: nameOf(key), sign: /^desc/i.test(text(direction) ?? '') ? -1 : 1 }))
    .filter(({ name }) => fields.has(name));
  return [...rows].sort((one, other) => {
    for (const { name, sign } of keys) {
      const difference = compare(one[name] ?? null, other[name]);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  });
}

/** Names of the fields that `select` asks for, the id always; all of them where it asks for none or for `*`. */
export function selected({ fields, id }: Kind, select: unknown, nameOf: NameOf): readonly string[] {
  const wanted = (listOf(select) ?? []).map((name) => nameOf(text(name) ?? ''));
  if (wanted.length === 0 || wanted.includes('*')) return [...fields.keys()];
  return [...fields.keys()].filter((name) => name === id || wanted.includes(name));
}

/** From a name as clients write it to that of a field. */
export type NameOf = (written: string) => string;

const entriesOf = (value: unknown): Iterable<readonly [string, unknown]> => fieldsOf(value);

function compare(one: Value, other: unknown): number {
  const [a, b] = [Number(one), Number(other)];
  if (one !== null && one !== '' && other !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const [before, after] = [text(one) ?? '', text(other) ?? ''];
  return before < after ? -1 : before > after ? 1 : 0;
}

function contains(value: Value, wanted: unknown): boolean {
  const part = (text(wanted) ?? '').toLowerCase().replace(/^%|%$/g, '');
  return (text(value) ?? '').toLowerCase().includes(part);
}

/** Whether a value, or one of several, is what is wanted, or one of what is wanted. Nothing and '' are the same. */
function isOneOf(value: Value, wanted: unknown): boolean {
  const words = (listOf(wanted) ?? [wanted]).map((each) => word(each));
  return (Array.isArray(value) ? value : [value]).some((each) => words.includes(word(each)));
}

const word = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  return text(value) ?? '';
};
