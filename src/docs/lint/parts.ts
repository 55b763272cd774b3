import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { parametersPart } from '../reader/parameters.ts';
import { isPart, partOf, type Section, walk } from '../reader/sections.ts';
import { codeSpans } from '../reader/text.ts';
import { oncePer } from './once.ts';

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
  const lines = new Set(everyField(fields).map(({ line }) => line));
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

/** Whether the page's table of parameters was read with all its rows. */
export const hasWholeTable = oncePer((page: PageData) =>
  isComplete(page, page.params, parametersPart(page.sections)),
);

/** Whether the page's tables of returned fields were read with all their rows. */
export const hasWholeReturns = oncePer((page: PageData) =>
  isComplete(page, page.returns, partOf(page.sections, 'returned')),
);

/** The words on parameters beside their table. */
export const parameterTexts = oncePer((page: PageData) => textsOf(parametersPart(page.sections)));

/** What stands in code marks in the words on parameters: beside the table, and in its rows. */
export const mentionedWith = oncePer(
  (page: PageData): ReadonlySet<string> =>
    new Set([...parameterTexts(page), ...everyField(page.params).map(({ text }) => text)].flatMap(codeSpans)),
);

/** Lines of rows whose name has two stars or more: they refer to a footnote, and only one star means required. */
export const footnoted = oncePer((page: PageData): ReadonlySet<number> => {
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
  return lines;
});

/** Names in the first cells of all tables above the response, of those too that hang on no row. */
export const namesWith = oncePer((page: PageData): ReadonlySet<string> => {
  const end = page.sections.findIndex(({ heading }) => isPart(heading, 'response'));
  const tables = page.sections
    .slice(0, end < 0 ? undefined : end)
    .flatMap(({ blocks }) => walk(blocks))
    .flatMap((block) => (block.kind === 'table' ? block.rows : []));
  return new Set([
    ...everyField(page.params).flatMap(({ name }) => name.split(/[.[\]]+/)),
    ...tables.flatMap(([first]) => /^[*`\s]*([\w-]+)/.exec(first?.text ?? '')?.[1] ?? []),
  ]);
});

/** Texts of a part without its code blocks. */
export function textsOf(part: { own: Section; below: readonly Section[] } | undefined): string[] {
  return (part ? [part.own, ...part.below] : [])
    .flatMap(({ blocks }) => walk(blocks))
    .flatMap((block) => (block.kind !== 'code' && 'text' in block ? block.text : []));
}

/** Whether words beside tables say that all fields are described elsewhere. */
export function sayMoreFields(texts: readonly string[]): boolean {
  return texts.some((text) =>
    /\b(all|other|full|available|complete|every)\b[^.]*\bfields?\b|все(х)? пол|остальные/i.test(text),
  );
}
