import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { parametersPart } from '../reader/parameters.ts';
import { isPart, partOf, type Section, walk } from '../reader/sections.ts';
import { codeSpans } from '../reader/text.ts';

/** Problems of the reader by which rows are lost, so that a name may be missing from the table. */
const LOST =
  /without its end|without its closing|no name can be read|belongs to no row|header is unknown|is not there|is left out|without '\{%|includes itself|more than \d+ blocks|no table|cells? in a table/;

/** Problems that are of another part of the page, wherever they are told. */
const ELSEWHERE =
  /^no (section on|table of returned|example of the|status|error table)|neither status|is not a status|has no type|no column of types/;

/**
 * Whether every row of the fields' tables was read, so that what is not among them is not on the page. A problem
 * elsewhere on the page, such as a section that is not there, changes nothing of that.
 */
export function isComplete(
  page: PageData,
  fields: readonly Field[],
  part: { own: Section; below: readonly Section[] } | undefined,
): boolean {
  if (fields.length === 0) return false;
  const lines = new Set([...everyField(fields)].map(({ line }) => line));
  const own = page.sections.filter(({ file }) => file === page.file);
  const spans = own.map((section, index) => ({
    section,
    from: section.line,
    to: own[index + 1]?.line ?? Number.POSITIVE_INFINITY,
  }));
  const concerned = spans.filter(
    ({ section, from, to }) =>
      section === part?.own ||
      part?.below.includes(section) ||
      [...lines].some((line) => line >= from && line < to),
  );
  return !page.problems.some(
    ({ line, message }) =>
      !ELSEWHERE.test(message) &&
      (line <= 1 || (LOST.test(message) && concerned.some(({ from, to }) => line >= from && line < to))),
  );
}

const complete = new WeakMap<PageData, boolean>();

/** Whether the page's table of parameters was read with all its rows. */
export function hasWholeTable(page: PageData): boolean {
  const known = complete.get(page) ?? isComplete(page, page.params, parametersPart(page.sections));
  complete.set(page, known);
  return known;
}

/** Whether the page's tables of returned fields were read with all their rows. */
export function hasWholeReturns(page: PageData): boolean {
  return isComplete(page, page.returns, partOf(page.sections, 'returned'));
}

const spans = new WeakMap<PageData, ReadonlySet<string>>();

/** What stands in code marks in the words on parameters: beside the table, and in its rows. */
export function mentionedWith(page: PageData): ReadonlySet<string> {
  const found = spans.get(page);
  if (found) return found;
  const mentioned = new Set(
    [
      ...textsOf(parametersPart(page.sections)),
      ...[...everyField(page.params)].map(({ text }) => text),
    ].flatMap(codeSpans),
  );
  spans.set(page, mentioned);
  return mentioned;
}

const marks = new WeakMap<PageData, ReadonlySet<number>>();

/** Lines of rows whose name has two stars or more: they refer to a footnote, and only one star means required. */
export function footnoted(page: PageData): ReadonlySet<number> {
  const found = marks.get(page);
  if (found) return found;
  const lines = new Set<number>();
  for (const section of page.sections)
    for (const block of walk(section.blocks))
      if (block.kind === 'table')
        for (const [first] of block.rows)
          if (
            first &&
            /^\s*\*\*[^*\n]+?(?:\*{3}\s*,\s*\*+|\*\*\s*(?:\*|\\\*){2,}|(?:\*|\\\*){2,}\*\*|\\\*\\\*|\*\*\s*\^(?:\*|\\\*){2,}\^)(?!\*)/.test(
              first.text,
            )
          )
            lines.add(first.line);
  marks.set(page, lines);
  return lines;
}

const names = new WeakMap<PageData, ReadonlySet<string>>();

/** Names in the first cells of all tables above the response, of those too that hang on no row. */
export function namesWith(page: PageData): ReadonlySet<string> {
  const found = names.get(page);
  if (found) return found;
  const end = page.sections.findIndex(({ heading }) => isPart(heading, 'response'));
  const tables = page.sections
    .slice(0, end < 0 ? undefined : end)
    .flatMap(({ blocks }) => [...walk(blocks)])
    .flatMap((block) => (block.kind === 'table' ? block.rows : []));
  const all = new Set([
    ...[...everyField(page.params)].flatMap(({ name }) => name.split(/[.[\]]+/)),
    ...tables.flatMap(([first]) => /^[*`\s]*([\w-]+)/.exec(first?.text ?? '')?.[1] ?? []),
  ]);
  names.set(page, all);
  return all;
}

/** Texts of a part without its code blocks. */
export function textsOf(part: { own: Section; below: readonly Section[] } | undefined): string[] {
  return (part ? [part.own, ...part.below] : [])
    .flatMap(({ blocks }) => [...walk(blocks)])
    .flatMap((block) => (block.kind !== 'code' && 'text' in block ? block.text : []));
}

/** Whether the words beside the tables of a part say that all fields are described elsewhere. */
export function hasMoreFields(part: { own: Section; below: readonly Section[] } | undefined): boolean {
  return textsOf(part).some((text) =>
    /\b(all|other|full|available|complete|every)\b[^.]*\bfields?\b|все(х)? пол|остальные/i.test(text),
  );
}
