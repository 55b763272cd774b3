import { readStatuses } from '../reader/errors.ts';
import type { PageData } from '../reader/page.ts';
import { type Part, partOf } from '../reader/sections.ts';
import { plain } from '../reader/text.ts';
import type { SourceLocation } from '../source.ts';

/** A place on the page with the digest of its text; undefined where it is not there. */
export type Source = SourceLocation & { digest: string };
export type FindSource = (location: SourceLocation) => Source | undefined;

/** The heading of a part of the page, as it is written there. */
export function headingOf(page: PageData, part: Part): string {
  return partOf(page.sections, part)?.own.heading ?? page.title;
}

/** Where a part of the page states its status. */
export function statusSource(
  page: PageData,
  part: 'response' | 'errors',
  source: FindSource,
): Source | undefined {
  const own = partOf(page.sections, part)?.own;
  const paragraphs = own?.blocks.filter(({ kind }) => kind === 'paragraph' || kind === 'quote') ?? [];
  const nth = paragraphs.findIndex((block) => readStatuses([block]) !== undefined);
  return own && nth >= 0 ? source({ heading: own.heading, part: `paragraph ${nth + 1}` }) : undefined;
}

/** The heading above a line of the page itself: where a row stands that may be under any of several. */
export function headingAbove(page: PageData, line: number): string {
  const above = page.sections.filter((section) => section.file === page.file && section.line <= line);
  return above.at(-1)?.heading || page.title;
}

/** A row by its key; of several of that key under the heading, the one that says the words. */
export function rowSource(
  heading: string,
  key: string,
  words: string,
  source: FindSource,
  textOf: (location: SourceLocation) => string | undefined,
): Source | undefined {
  for (let nth = 1; ; nth++) {
    const row = nth === 1 ? key : `${key} #${nth}`;
    const text = textOf({ heading, row });
    if (text === undefined) return nth === 1 ? undefined : source({ heading, row: key });
    if (plain(text).includes(words)) return source({ heading, row });
  }
}
