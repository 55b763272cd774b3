import { errorFact } from '../facts/errors.ts';
import { pageFacts } from '../facts/method.ts';
import { createPlaces } from '../facts/places.ts';
import type { PageData, Sample } from '../reader/page.ts';
import { partOf } from '../reader/sections.ts';
import { type Aspect, changed, type PlacedChange, type PlacedKind, type Stated } from './change.ts';
import { changesByPlace } from './compare.ts';
import { errorRows, valuesOf } from './facts.ts';

/** `reworded`: other words for the same facts. */
export type DriftKind = PlacedKind | 'reworded';

/** One difference between a page and what was known of it. */
export interface Drift {
  claim?: string;
  kind: DriftKind;
  /** What of the row or page it is; left out of rows and pages that came or went. */
  fact?: Aspect;
  page: string;
  heading: string;
  row?: string;
  before?: string;
  after?: string;
  /** Claims of the contract that the fact is the source of. */
  claims?: string[];
}

/**
 * Facts that differ between two revisions of a page of any kind, values of its first examples too.
 *
 * @param texts Markdown of both; without, statuses in sentences are not compared
 */
export function compareRevisions(
  before: PageData,
  after: PageData,
  [old, now]: readonly [string, string] = ['', ''],
): Drift[] {
  return [
    ...changesByPlace(statedOn(before, old), statedOn(after, now)),
    ...exampleChanges(before, after),
  ].map((change) => toDrift(change, after.file));
}

/** A change as a finding. */
export function toDrift({ part, row, aspect, source: _source, ...rest }: PlacedChange, page: string): Drift {
  const { kind, heading, ...values } = rest;
  const place = row ?? (aspect === 'mention' ? part : undefined);
  return {
    kind,
    ...(aspect === undefined ? {} : { fact: aspect }),
    page,
    heading,
    ...(place === undefined ? {} : { row: place }),
    ...values,
  };
}

/** Facts of a page; where it has no section on errors, every error table that stands on it. */
function statedOn(page: PageData, markdown: string): Stated {
  const { method, kind } = page;
  const facts = pageFacts(page, markdown);
  const places = createPlaces(page, markdown, () => undefined);
  const rows = facts.errors.rows.length > 0 ? [] : errorRows(page).flatMap((table) => table.rows);
  const stated: Stated = {
    ...facts,
    title: page.title,
    errors: { ...facts.errors, rows: [...facts.errors.rows, ...rows.map((row) => errorFact(row, places))] },
    ...(method === undefined ? {} : { method }),
  };
  // Types in an example follow from its values, which are compared here.
  return { ...stated, ...(kind === 'method' ? { success: { statuses: facts.success.statuses } } : {}) };
}

function exampleChanges(before: PageData, after: PageData): PlacedChange[] {
  return (['response', 'errors'] as const).flatMap((part) => {
    const sampleOf = (page: PageData): Sample | undefined =>
      part === 'response' ? page.success.sample : page.errors.sample;
    const headingOf = (page: PageData): string => partOf(page.sections, part)?.own.heading ?? page.title;
    const [old, now] = [before, after].map((page) => new Map(valuesOf(sampleOf(page))));
    if (!old || !now || old.size === 0 || now.size === 0) return [];
    const heading = headingOf(after);
    return [
      ...[...now].flatMap(([path, value]): PlacedChange[] => {
        const subject = { aspect: 'example' as const, heading, row: path };
        if (!old.has(path)) return [{ kind: 'new', ...subject, after: textOf(value) }];
        return changed(subject, textOf(old.get(path)), textOf(value));
      }),
      ...[...old].flatMap(([path, value]): PlacedChange[] =>
        now.has(path) ? [] : [{ kind: 'removed', heading, row: path, before: textOf(value) }],
      ),
    ];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
