import covertable from 'covertable';
import type { TransportFile } from '../contract/contract.ts';

/** How a request travels: a value for each dimension of transport. */
export type Form = Readonly<Record<string, string>>;

/** Whether forms go together, as far as they are chosen. */
export function isAllowed({ except }: TransportFile, form: Form): boolean {
  return !except.some(({ when }) =>
    Object.entries(when).every(([name, values]) => values.includes(form[name] ?? '')),
  );
}

/** Every form that is allowed, beginning with some values: the product of a few dimensions, the same for all methods. */
export function allForms(transport: TransportFile, start: Form = {}): Form[] {
  return overForms(
    transport,
    start,
    Object.keys(transport.dimensions).filter((name) => !(name in start)),
  );
}

/** Every allowed form of some dimensions, the others as they are; values in the order of the dimensions. */
export function overForms(transport: TransportFile, start: Form, names: readonly string[]): Form[] {
  const order = Object.keys(transport.dimensions).filter((name) => name in start || names.includes(name));
  let forms: Form[] = [start];
  for (const name of names)
    forms = forms.flatMap((form) =>
      Object.keys(transport.dimensions[name] ?? {}).map((value) => ({ ...form, [name]: value })),
    );
  return forms.filter((form) => isAllowed(transport, form)).map((form) => inOrder(order, form));
}

/** The form itself, and it with each other value of each named dimension, one at a time. */
export function singleForms(transport: TransportFile, start: Form, names: readonly string[]): Form[] {
  const others = names.flatMap((name) =>
    Object.keys(transport.dimensions[name] ?? {})
      .filter((value) => value !== start[name])
      .map((value): Form => ({ ...start, [name]: value })),
  );
  return [start, ...others].filter((form) => isAllowed(transport, form));
}

/** Few forms in which every allowed pair of values stands. */
export function pairForms(transport: TransportFile): Form[] {
  const values = Object.fromEntries(
    Object.entries(transport.dimensions).map(([name, forms]) => [name, Object.keys(forms)]),
  );
  return coverPairs(values, transport.baseline, (form) => isAllowed(transport, form));
}

/** Name of a dimension to its values. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;

/**
 * Few rows in which every pair of values stands that may stand together; the first is the baseline. Deterministic. No
 * product is built.
 *
 * @param isAllowed whether a part of a row may be; it must depend on pairs alone
 */
export function coverPairs(
  dimensions: Dimensions,
  baseline: Readonly<Record<string, string>>,
  isAllowed: (part: Readonly<Record<string, string>>) => boolean,
): Readonly<Record<string, string>>[] {
  const names = Object.keys(dimensions);
  const plain = Object.fromEntries(names.map((name) => [name, baseline[name] ?? '']));
  if (names.length < 2)
    return names.flatMap((name) => (dimensions[name] ?? []).map((value) => ({ ...plain, [name]: value })));
  const made = covertable
    .make(Object.fromEntries(Object.entries(dimensions).map(([name, values]) => [name, [...values]])), {
      length: 2,
      sorter: covertable.sorters.hash,
      preFilter: isAllowed,
    })
    .map((row: Readonly<Record<string, string>>) => inOrder(names, row)) as Readonly<
    Record<string, string>
  >[];
  const rows = [
    plain,
    ...made.filter((row) => isAllowed(row) && names.some((name) => row[name] !== plain[name])),
  ];
  // The library may leave out a pair whose only completion its filter refused late: the baseline completes it.
  const covered = new Set(rows.flatMap((row) => pairsOf(names, row)));
  names.forEach((first, index) => {
    for (const second of names.slice(index + 1))
      for (const value of dimensions[first] ?? [])
        for (const otherValue of dimensions[second] ?? []) {
          if (covered.has(pair(first, value, second, otherValue))) continue;
          const row = completed(dimensions, plain, { [first]: value, [second]: otherValue }, isAllowed);
          if (!row) continue;
          rows.push(row);
          for (const each of pairsOf(names, row)) covered.add(each);
        }
  });
  return rows;
}

/** The baseline with two values in it; where one of them forbids a value of the baseline, with another in its place. */
function completed(
  dimensions: Dimensions,
  plain: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
  isAllowed: (part: Readonly<Record<string, string>>) => boolean,
): Readonly<Record<string, string>> | undefined {
  const names = Object.keys(dimensions);
  const open = names.filter((name) => !(name in wanted));
  // A value may leave none for a later dimension: then the next one is tried.
  const complete = (
    row: Readonly<Record<string, string>>,
    at: number,
  ): Readonly<Record<string, string>> | undefined => {
    if (!isAllowed(row)) return undefined;
    const name = open[at];
    if (name === undefined) return row;
    for (const value of new Set([plain[name] ?? '', ...(dimensions[name] ?? [])])) {
      const whole = complete({ ...row, [name]: value }, at + 1);
      if (whole) return whole;
    }
    return undefined;
  };
  const row = complete(wanted, 0);
  return row && inOrder(names, row);
}

/** Ids of cases are made of the values in the order of their dimensions. */
export function inOrder(
  names: readonly string[],
  row: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? '']));
}

const pair = (first: string, value: string, second: string, otherValue: string): string =>
  `${first}=${value} ${second}=${otherValue}`;

function pairsOf(names: readonly string[], row: Readonly<Record<string, string>>): string[] {
  return names.flatMap((first, index) =>
    names.slice(index + 1).map((second) => pair(first, row[first] ?? '', second, row[second] ?? '')),
  );
}
