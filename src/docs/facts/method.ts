import { createHash } from 'node:crypto';
import type { FactCounts, FieldFact, MethodFacts, SuccessFacts } from '../../contract/facts.gen.ts';
import { introOf } from '../reader/head.ts';
import type { PageData, Sample } from '../reader/page.ts';
import { reasonOf } from '../reader/reasons.ts';
import { errorExample, errorFact } from './errors.ts';
import { fieldFact } from './field.ts';
import { mentionsOf } from './mentions.ts';
import { createPlaces } from './places.ts';
import { sourcesOf } from './sources.ts';

/**
 * The facts of a method page; undefined for a page of another kind.
 *
 * @param textOf text of an included file by its path in the documentation repository
 */
export function methodFacts(
  page: PageData,
  markdown: string,
  textOf: (file: string) => string | undefined = () => undefined,
): MethodFacts | undefined {
  const { kind, method } = page;
  return kind === 'method' && method !== undefined
    ? { method, ...pageFacts(page, markdown, textOf) }
    : undefined;
}

/** The facts of a page of any kind, but for the name of its method. */
export function pageFacts(
  page: PageData,
  markdown: string,
  textOf: (file: string) => string | undefined = () => undefined,
): Omit<MethodFacts, 'method'> {
  const { scope, successor } = page;
  const places = createPlaces(page, markdown, textOf);
  const shape = shapeOf(page.success.sample);
  const example = errorExample(page.errors.sample);
  const lacks = problemCounts(page, 'page');
  const unread = problemCounts(page, 'reader');
  const mentions = mentionsOf(page, places);
  const unused = countsOf(page.unused.map(({ block, reason }) => `${block}: ${reason}`));
  return {
    ...(page.examples.some(({ text }) => NEWER.test(text)) ? { rest: 3 as const } : {}),
    page: page.file,
    title: introOf(page.file, page.sections).title,
    digest: sha(markdown),
    // A page may name no scope although it has the line for it.
    ...(scope ? { scope } : {}),
    ...(page.deprecated ? { deprecated: true as const } : {}),
    ...(successor === undefined ? {} : { successor }),
    sources: sourcesOf(page, markdown, places),
    parameters: page.params.map((field): FieldFact => fieldFact(field, true, places)),
    success: { statuses: page.success.statuses, ...(shape ? { shape } : {}) },
    returned: page.returned.map((field) => fieldFact(field, false, places)),
    errors: {
      statuses: page.errors.statuses,
      ...(example ? { example } : {}),
      rows: page.errors.table.map((row) => errorFact(row, places)),
      ...(page.system.length > 0 ? { system: true as const } : {}),
    },
    ...(mentions.length > 0 ? { mentions } : {}),
    examples: page.examples.map(({ tab, lang, text }) => ({ tab, lang, digest: sha(text) })),
    ...(lacks ? { lacks } : {}),
    ...(unread ? { unread } : {}),
    ...(unused ? { unused } : {}),
  };
}

/** Addresses of the newer REST API. */
const NEWER = /\/rest\/api\//;

type Shape = NonNullable<SuccessFacts['shape']>;

/** Types of the values in an example, by their path; elements of a list are as their first. */
function shapeOf(sample: Sample | undefined): Shape | undefined {
  if (sample?.value === undefined) return undefined;
  const shape: Shape = {};
  const walk = (value: unknown, path: string): void => {
    shape[path] = typeOf(value);
    if (Array.isArray(value)) {
      if (value.length > 0) walk(value[0], `${path}/*`);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`);
  };
  walk(sample.value, '');
  return shape;
}

function typeOf(value: unknown): Shape[string] {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (Number.isInteger(value)) return 'integer';
  return typeof value as 'boolean' | 'number' | 'object' | 'string';
}

/** Kinds of problems that the page itself, or that the reader is to blame for. */
export function problemCounts({ problems }: PageData, blame: 'page' | 'reader'): FactCounts | undefined {
  const found = problems.map(({ message }) => reasonOf(message)).filter((reason) => reason.blame === blame);
  return countsOf(found.map(({ reason }) => reason));
}

function countsOf(kinds: readonly string[]): FactCounts | undefined {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts.size === 0
    ? undefined
    : Object.fromEntries([...counts].sort(([one], [other]) => compare(one, other)));
}

/** By code units, the same on every machine. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** First 16 hex digits of the SHA-256 of a text as it is. */
export function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
