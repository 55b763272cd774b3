import type { Block } from '../reader/blocks.ts';
import { type ErrorRow, isErrorTable, readErrorTables } from '../reader/errors.ts';
import type { Field } from '../reader/fields.ts';
import type { PageData, Sample } from '../reader/page.ts';
import { parametersPart } from '../reader/parameters.ts';
import { type Part, partOf, shown } from '../reader/sections.ts';

/** One value that a page states: a status, a code, a type, a required mark, a value of an example. */
export interface Fact {
  /** What the value is of; the same on every revision. */
  key: string;
  heading: string;
  row?: string;
  value: string;
}

/** Every error table of a page, wherever it stands. */
export function errorRows(page: PageData): { heading: string; rows: ErrorRow[] }[] {
  return page.sections
    .filter(({ file }) => file === page.file)
    .map((section) => {
      const isOther = (block: Block): boolean => block.kind === 'table' && !isErrorTable(block);
      const blocks = [...shown(section.blocks)].filter((block) => !isOther(block) && block.kind !== 'tabs');
      return { heading: section.heading, rows: readErrorTables([{ ...section, blocks }], () => {}) };
    })
    .filter(({ rows }) => rows.length > 0);
}

/** All facts of a page. Wording, links, notes and further examples in code are none. */
export function factsOf(page: PageData): Fact[] {
  const heading = (part: Part): string => partOf(page.sections, part)?.own.heading ?? page.title;
  const facts: Fact[] = [];
  const add = (key: string, where: string, value: unknown, row?: string): void => {
    if (value === undefined || value === '') return;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    facts.push({ key, heading: where, ...(row === undefined ? {} : { row }), value: text });
  };
  add('method', page.title, page.method);
  add('scope', page.title, page.scope);
  add('deprecated', page.title, page.kind === 'method' ? page.deprecated : undefined);
  add('successor', page.title, page.successor);
  const addFields = (kind: string, where: string, fields: readonly Field[], path: string): void => {
    for (const { name, types, required, children } of fields) {
      const full = `${path}${name}`;
      add(`${kind} ${full} type`, where, types.join(' | '), full);
      if (kind === 'parameter') add(`${kind} ${full} required`, where, required, full);
      addFields(kind, where, children, `${full}.`);
    }
  };
  addFields('parameter', parametersPart(page.sections)?.own.heading ?? page.title, page.params, '');
  addFields('returned', heading('returned'), page.returns, '');
  add('success status', heading('response'), page.success.status);
  add(
    'error statuses',
    heading('errors'),
    page.errors.statuses.length > 0 ? page.errors.statuses : undefined,
  );
  for (const [name, part, sample] of [
    ['success example', 'response', page.success.sample],
    ['error example', 'errors', page.errors.sample],
  ] as const)
    for (const [path, value] of valuesOf(sample)) add(`${name} ${path}`, heading(part), value, path);
  for (const { heading: where, rows } of errorRows(page))
    for (const { code, status, text } of rows) {
      if (code === '') continue;
      add(`error ${code}`, where, code, code);
      add(`error ${code} status`, where, status, code);
      add(`error ${code} text`, where, wording(text), code);
    }
  return facts;
}

/** A text without its last dot and its kind of quotes: those are wording. */
export function wording(text: string): string {
  return text
    .replace(/[’`]/g, "'")
    .replace(/[“”«»]/g, '"')
    .replace(/[.\s]+$/, '');
}

/** Values of an example by their path; of one that is abridged, and no JSON, by their name. */
function valuesOf(sample: Sample | undefined): [string, unknown][] {
  if (sample === undefined || sample.value !== undefined) return leaves(sample?.value);
  return [...sample.text.matchAll(/"([^"\n]+)"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,{}[\]]+)/g)].map(
    ([, name = '', value]) => [name, value],
  );
}

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}
