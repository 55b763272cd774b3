import { own } from '../base/own.ts';
import type { ClaimsReport, DocumentationRevision, Retired, Versions } from './claims.gen.ts';
import { count } from './text.ts';

/** By which revision of the documentation a run judged; runs of earlier versions of the suite do not say. */
export function judgedBy(documentation: DocumentationRevision | undefined): string {
  if (documentation === undefined) return 'revision of the documentation not recorded';
  const { repository, revision, date, pages = {} } = documentation;
  const newer = Object.keys(pages).length;
  return `documentation ${repository} ${revision} of ${date}${newer === 0 ? '' : `, ${count(newer, 'page')} newer`}`;
}

/** What made a report: `b24-conformance 0.1.0 (019773c)`; undefined of earlier versions, which do not say. */
export function madeBy(versions: Versions | undefined): string | undefined {
  if (versions === undefined) return undefined;
  const { suite, commit } = versions;
  return `b24-conformance ${suite}${commit === undefined ? '' : ` (${commit})`}`;
}

/** The pages that were read as a later revision has them, each with it. */
export function newerPages({ pages = {} }: DocumentationRevision): string[] {
  return Object.entries(pages).map(([page, revision]) => `${page} ${revision}`);
}

/** The revision of one page; undefined where nobody recorded it. */
function revisionOf(documentation: DocumentationRevision | undefined, page: string): string | undefined {
  return documentation && (own(documentation.pages ?? {}, page) ?? documentation.revision);
}

/** Whether a page was read in two revisions. False where one of them is not known: then nobody can tell. */
export function hasChanged(
  page: string,
  before: DocumentationRevision | undefined,
  now: DocumentationRevision | undefined,
): boolean {
  const [old, current] = [revisionOf(before, page), revisionOf(now, page)];
  return old !== undefined && current !== undefined && old !== current;
}

/** Whether runs were judged by the same revision, as far as they say. */
export function agree(all: readonly (DocumentationRevision | undefined)[]): boolean {
  const key = (revision: DocumentationRevision | undefined): string =>
    revision === undefined
      ? ''
      : JSON.stringify([revision.repository, revision.revision, Object.entries(revision.pages ?? {}).sort()]);
  return new Set(all.map(key)).size <= 1;
}

/** What became of a claim that a run no longer knows. */
export function whatBecame(retired: Retired | undefined): string {
  if (retired === undefined) return 'no longer known';
  const { until, see } = retired;
  return `retired since revision ${until}; ${see.length === 0 ? 'nothing took its place' : `now see ${see.join(', ')}`}`;
}

/** Retired claims by id. */
export function retiredOf({ retired = [] }: ClaimsReport): Map<string, Retired> {
  return new Map(retired.map((claim) => [claim.id, claim]));
}
