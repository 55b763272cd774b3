import { readStatuses } from '../reader/errors.ts';
import type { PageData } from '../reader/page.ts';
import { type Part, partOf } from '../reader/sections.ts';
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
