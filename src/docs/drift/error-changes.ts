import { distance } from 'fastest-levenshtein';
import type { ErrorFact } from '../../contract/facts.gen.ts';
import {
  changed,
  listed,
  notComparable,
  type PlacedChange,
  type Stated,
  type Subject,
  subjectOf,
  whyNot,
} from './change.ts';
import { wording } from './facts.ts';

/** Rows of error tables that came, went or are stated otherwise, and statuses that all of them share. */
export function errorChanges(before: Stated, after: Stated): PlacedChange[] {
  const [old, now] = [before.errors.rows, after.errors.rows];
  const lack = whyNot('errors', before, after);
  // Files that are included have no title.
  const title = after.title || (now[0] ?? old[0])?.heading || after.title;
  const subject = subjectOf(before.sources?.errors ?? after.sources?.errors, title);
  const statuses = [before, after].map(({ errors }) => listed(errors.statuses));
  if (isEmpty(before) !== isEmpty(after) && lack !== undefined) {
    const [rows, others] = [old, now].map((list) => listed([...new Set(list.map(nameOf))]));
    const heading = (old[0] ?? now[0])?.heading ?? subject.heading;
    return [notComparable({ heading }, lack, rows ?? statuses[0], others ?? statuses[1])];
  }
  const [first] = now;
  // A section without a table lists no code: those of the table that it gets may have been there before.
  const isUnlisted = old.length === 0 && first !== undefined && before.sources?.errors !== undefined;
  return [
    ...changed({ aspect: 'statuses', ...subject }, statuses[0], statuses[1]),
    ...(isUnlisted
      ? [
          notComparable(
            { heading: first.heading },
            { side: 'before', reason: 'no table of error codes' },
            undefined,
            listed([...new Set(now.map(nameOf))]),
          ),
        ]
      : rowChanges(before, after)),
  ];
}

function isEmpty({ errors: { statuses, rows } }: Stated): boolean {
  return statuses.length + rows.length === 0;
}

function nameOf({ code, text }: ErrorFact): string {
  return code === '' ? `(no code) ${text ?? ''}`.trim() : code;
}

function rowChanges(before: Stated, after: Stated): PlacedChange[] {
  const [old, now] = [before.errors.rows, after.errors.rows];
  const { pairs, gone, come } = matchRows(old, now);
  const subject = (row: ErrorFact, known?: ErrorFact): Subject => ({
    heading: row.heading,
    row: row.code || row.row || row.text || '-',
    ...(known?.row === undefined ? {} : { source: { heading: known.heading, row: known.row } }),
  });
  // A code of several rows does not say which of them.
  const told = (row: ErrorFact, others: readonly ErrorFact[]): string =>
    row.code === '' || others.some(({ code }) => code === row.code)
      ? `${nameOf(row)}${row.code !== '' && row.text ? `: ${row.text}` : ''}`
      : row.code;
  const silent = withoutTexts(old, now);
  return [
    ...pairs.flatMap(([one, other]) => [
      ...changed({ aspect: 'status', ...subject(other, one) }, ...statusesOf(one, before, other, after)),
      ...(silent === undefined
        ? changed({ aspect: 'text', ...subject(other, one) }, ...textsOf(one, other))
        : []),
    ]),
    ...(silent === undefined ? [] : [silent]),
    ...gone.map((row): PlacedChange => ({ kind: 'removed', ...subject(row, row), before: told(row, now) })),
    ...come.map((row): PlacedChange => ({ kind: 'new', ...subject(row), after: told(row, old) })),
  ];
}

/** Said once, where the tables of one revision have no server's texts at all. */
function withoutTexts(old: readonly ErrorFact[], now: readonly ErrorFact[]): PlacedChange | undefined {
  const [had, has] = [old, now].map((rows) => rows.some(({ text }) => text !== undefined));
  const [heading] = now.map((row) => row.heading);
  if (had === has || heading === undefined || old.length === 0) return undefined;
  const lack = { side: had ? ('after' as const) : ('before' as const), reason: 'no texts of errors' };
  const texts = listed((had ? old : now).flatMap(({ text }) => text ?? []));
  return notComparable({ aspect: 'text', heading }, lack, texts, texts);
}

/** A status of the row's own; or, where only one of the two has it, what the page says of all rows. */
function statusesOf(
  one: ErrorFact,
  before: Stated,
  other: ErrorFact,
  after: Stated,
): [string | undefined, string | undefined] {
  const text = (status: number | undefined): string | undefined => status?.toString();
  if ((one.status === undefined) === (other.status === undefined))
    return [text(one.status), text(other.status)];
  const [all, own] = one.status === undefined ? [before, other.status] : [after, one.status];
  const { statuses } = all.errors;
  // Where the page has none at all, or has the row's among others, the row only says it more precisely.
  if (statuses.length === 0 || statuses.some((status) => status === own)) return [undefined, undefined];
  const general = statuses.join(', ');
  return one.status === undefined ? [general, text(own)] : [text(own), general];
}

function textsOf(one: ErrorFact, other: ErrorFact): [string | undefined, string | undefined] {
  const [old, now] = [one, other].map(({ text }) => (text === undefined ? undefined : wording(text)));
  return old === now ? [undefined, undefined] : [old, now];
}

interface Matched {
  pairs: [ErrorFact, ErrorFact][];
  gone: ErrorFact[];
  come: ErrorFact[];
}

/** Rows of the same code: those of the same text first, then those of a similar one, then in their order. */
function matchRows(old: readonly ErrorFact[], now: readonly ErrorFact[]): Matched {
  const pairs: Matched['pairs'] = [];
  let [gone, come] = [[...old], [...now]];
  for (const isPair of [isSame, isSimilar, isOfCode]) {
    const left: ErrorFact[] = [];
    for (const row of gone) {
      const at = come.findIndex((other) => other.code === row.code && isPair(row, other));
      const [found] = at < 0 ? [] : come.splice(at, 1);
      if (found) pairs.push([row, found]);
      else left.push(row);
    }
    gone = left;
  }
  const order = new Map(old.map((row, nth) => [row, nth]));
  pairs.sort(([one], [other]) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
  return { pairs, gone, come };
}

function isSame(one: ErrorFact, other: ErrorFact): boolean {
  return wording(one.text ?? '') === wording(other.text ?? '');
}

function isSimilar({ text: one = '' }: ErrorFact, { text: other = '' }: ErrorFact): boolean {
  return distance(one, other) < Math.max(one.length, other.length) / 2;
}

/** Without a code nothing else tells that two rows are one. */
function isOfCode({ code }: ErrorFact): boolean {
  return code !== '';
}
