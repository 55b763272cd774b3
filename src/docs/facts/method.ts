import { createHash } from 'node:crypto';
import { detailsOf, type Range } from './reader/details.ts';
import type { Field } from './reader/fields.ts';
import type { PageData, Sample } from './reader/page.ts';
import { reasonOf } from './reader/reasons.ts';
import { digest, findSource } from './source.ts';

/** A parameter or a returned field: names, marks, codes and numbers, never sentences. */
export interface FieldFact {
  name: string;
  alternatives?: string[];
  types: string[];
  required?: true;
  values?: string[];
  default?: string;
  range?: Range;
  /** Anchors of the page that the row links to. */
  links?: string[];
  /** Heading under which the row stands, and the digest of the row as `source` of the contract keeps it. */
  heading: string;
  digest?: string;
  fields?: FieldFact[];
}

/** A row of an error table; a row may have no code, a code several rows. */
export interface ErrorFact {
  code: string;
  status?: number;
  text?: string;
  heading: string;
}

/** What the page of one method states, as one line of a section's file. */
export interface MethodFacts {
  method: string;
  page: string;
  /** Of the whole text. */
  digest: string;
  scope?: string;
  deprecated?: true;
  successor?: string;
  parameters: FieldFact[];
  success: { statuses: (number | string)[]; shape?: Record<string, string> };
  returned: FieldFact[];
  errors: {
    statuses: (number | string)[];
    example?: { code: string; text?: string };
    rows: ErrorFact[];
    /** Whether the page also lists the errors that any method may answer. */
    system?: true;
  };
  examples: { tab: string; lang: string; digest: string }[];
  /** Kinds of problems and how many: what nobody can know from this line. */
  lacks?: Record<string, number>;
  unread?: Record<string, number>;
}

/** The facts of a method page; undefined for a page of no method. */
export function methodFacts(page: PageData, markdown: string): MethodFacts | undefined {
  const { method, scope, successor } = page;
  if (page.kind !== 'method' || method === undefined) return undefined;
  const headings = page.sections.filter(({ file }) => file === page.file);
  const headingOf = headingsByLine(headings);
  const toFact = (field: Field, isParameter: boolean): FieldFact => {
    const heading = headingOf(field.line) || page.title;
    const key = (field.name.split(' ')[0] ?? '').replace(/\*$/, '');
    const source = findSource(markdown, { heading, row: key });
    return {
      name: field.name,
      ...(field.alternatives ? { alternatives: field.alternatives } : {}),
      types: field.types,
      ...(isParameter && field.required ? { required: true as const } : {}),
      ...detailsOf(field),
      ...(field.links.length > 0 ? { links: [...new Set(field.links)] } : {}),
      heading,
      ...(source === undefined ? {} : { digest: digest(source) }),
      ...(field.children.length > 0
        ? { fields: field.children.map((child) => toFact(child, isParameter)) }
        : {}),
    };
  };
  const shape = shapeOf(page.success.sample);
  const example = exampleOf(page.errors.sample);
  const lacks = countsOf(page, 'page');
  const unread = countsOf(page, 'reader');
  return {
    method,
    page: page.file,
    digest: sha(markdown),
    ...(scope === undefined ? {} : { scope }),
    ...(page.deprecated ? { deprecated: true as const } : {}),
    ...(successor === undefined ? {} : { successor }),
    parameters: page.params.map((field) => toFact(field, true)),
    success: { statuses: page.success.statuses, ...(shape ? { shape } : {}) },
    returned: page.returned.map((field) => toFact(field, false)),
    errors: {
      statuses: page.errors.statuses,
      ...(example ? { example } : {}),
      rows: page.errors.table.map(({ code, status, text, line }) => ({
        code,
        ...(status === undefined ? {} : { status }),
        ...(text === '' ? {} : { text }),
        heading: headingOf(line) || page.title,
      })),
      ...(page.system.length > 0 ? { system: true as const } : {}),
    },
    examples: page.examples.map(({ tab, lang, text }) => ({ tab, lang, digest: sha(text) })),
    ...(lacks ? { lacks } : {}),
    ...(unread ? { unread } : {}),
  };
}

/** The section of the documentation that a page belongs to: the name of its facts' file. */
export function sectionOf(page: string): string {
  const [first = '', second = ''] = page.split('/');
  return (first === 'api-reference' && second.includes('.') === false ? second : first).replace(/\.\w+$/, '');
}

/** Sorted by method, then page; the same facts are the same text on every machine. */
export function toLines(facts: readonly MethodFacts[]): string {
  return [...facts]
    .sort((one, other) => compare(one.method, other.method) || compare(one.page, other.page))
    .map((fact) => `${JSON.stringify(fact)}\n`)
    .join('');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The last heading at or above a line, by halving: pages have hundreds of rows. */
function headingsByLine(sections: readonly { heading: string; line: number }[]): (line: number) => string {
  return (line) => {
    let [from, to] = [0, sections.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((sections[middle]?.line ?? 0) <= line) from = middle + 1;
      else to = middle;
    }
    return sections[from - 1]?.heading ?? '';
  };
}

/** Types of the values in an example, by their path; elements of a list are as their first. */
function shapeOf(sample: Sample | undefined): Record<string, string> | undefined {
  if (sample?.value === undefined) return undefined;
  const shape: Record<string, string> = {};
  const walk = (value: unknown, path: string): void => {
    shape[path] = Array.isArray(value)
      ? 'array'
      : value === null
        ? 'null'
        : Number.isInteger(value)
          ? 'integer'
          : typeof value;
    if (Array.isArray(value)) {
      if (value.length > 0) walk(value[0], `${path}/*`);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`);
  };
  walk(sample.value, '');
  return shape;
}

function exampleOf(sample: Sample | undefined): { code: string; text?: string } | undefined {
  const value = sample?.value as { error?: unknown; error_description?: unknown } | null | undefined;
  const { error, error_description: text } = value ?? {};
  if (typeof error === 'object' && error !== null) {
    // The newer form nests code and text.
    const { code, message } = error as { code?: unknown; message?: unknown };
    return code === undefined ? undefined : { code: String(code), ...textOf(message) };
  }
  return error === undefined ? undefined : { code: String(error), ...textOf(text) };
}

function textOf(text: unknown): { text?: string } {
  return typeof text === 'string' && text !== '' ? { text } : {};
}

function countsOf({ problems }: PageData, blame: 'page' | 'reader'): Record<string, number> | undefined {
  const counts: Record<string, number> = {};
  for (const { message } of problems) {
    const found = reasonOf(message);
    if (found.blame === blame) counts[found.reason] = (counts[found.reason] ?? 0) + 1;
  }
  const sorted = Object.entries(counts).sort(([one], [other]) => compare(one, other));
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
