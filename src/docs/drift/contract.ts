import type { FieldFact } from '../../contract/facts.gen.ts';
import type { KnownFacts } from '../facts/load.ts';
import { pageFacts, sha } from '../facts/method.ts';
import { platformFacts } from '../facts/platform.ts';
import type { PageData } from '../reader/page.ts';
import { digest, findSource, stillThere } from '../source.ts';
import type { Aspect, Place, PlacedChange, Stated } from './change.ts';
import { changesByPlace } from './compare.ts';
import { type Drift, toDrift } from './revisions.ts';

/** A difference, and the line of the contract data or of the facts that an engineer would look at. */
export interface ContractDrift extends Drift {
  kind: Exclude<Drift['kind'], 'not-comparable'>;
  file: string;
  line: number;
}

export interface PageText {
  text: string;
  /** Asked for only where it is needed. */
  readonly data: PageData;
}

/** A claim of the contract, as far as its source goes. */
export interface SourcedClaim {
  id: string;
  source: { page: string; heading: string; row?: string; part?: string; digest?: string | undefined };
  check?: { error?: { part: string }; status?: number } | undefined;
  file: string;
  line: number;
}

export interface ContractComparison {
  drift: ContractDrift[];
  /** What one of the two cannot say. */
  notComparable: Drift[];
  /** Number of claims whose source reads as it did. */
  unchanged: number;
}

/**
 * Compares what is known of pages with the pages: facts with facts, and the source of each claim by its digest.
 *
 * @param read a page by its path in the documentation repository; undefined where there is none
 * @param known facts that the contract is made from
 * @param pages the pages to look at; without, those that claims come from
 */
export function compareContract(
  { claims }: { claims: readonly SourcedClaim[] },
  read: (path: string) => PageText | undefined,
  known: readonly KnownFacts[] = [],
  pages: ReadonlySet<string> = new Set(claims.map(({ source }) => source.page)),
): ContractComparison {
  const found: ContractComparison = { drift: [], notComparable: [], unchanged: 0 };
  const claimsOf = groupBy(claims, ({ source }) => source.page);
  const factsOf = groupBy(known, ({ facts }) => facts.page);
  for (const path of pages) {
    const page = read(path);
    const ours = claimsOf.get(path) ?? [];
    const [facts] = factsOf.get(path) ?? [];
    if (page === undefined && facts && ours.length === 0) found.drift.push(gone(facts));
    // What reads as it did states what it did, however long it takes to read.
    const isSame = page && facts && sha(page.text) === facts.facts.digest && !includes(facts);
    const now = page && facts && !isSame ? factsNow(page, facts) : undefined;
    const changes = facts && now ? changesByPlace(facts.facts, now) : [];
    const stays = (claim: SourcedClaim): boolean =>
      facts !== undefined && now !== undefined && isElsewhere(claim, facts, now);
    const told = compareSources(ours, page, changes, stays, found);
    for (const change of changes) {
      if (told.has(change)) continue;
      const affected = ours.filter((claim) => isAt(claim, change));
      // That a row is gone is told of each of its claims.
      if (change.kind === 'removed' && affected.length > 0) continue;
      const ids = affected.map(({ id }) => id);
      const drift: Drift = { ...toDrift(change, path), ...(ids.length > 0 ? { claims: ids } : {}) };
      const { file, line } = affected[0] ?? facts ?? { file: path, line: 1 };
      if (isComparable(drift)) found.drift.push({ ...drift, file, line });
      else found.notComparable.push(drift);
    }
  }
  return found;
}

function isComparable<T extends Drift>(drift: T): drift is T & Pick<ContractDrift, 'kind'> {
  return drift.kind !== 'not-comparable';
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

function gone({ facts, file, line }: KnownFacts): ContractDrift {
  const before = 'method' in facts ? facts.method : facts.page;
  return { kind: 'removed', page: facts.page, heading: facts.title, before, file, line };
}

/** The facts of a page of the same kind as they were: a method page, or one of errors. */
function factsNow({ text, data }: PageText, { facts }: KnownFacts): Stated {
  if ('method' in facts)
    return { ...pageFacts(data, text), ...(data.method === undefined ? {} : { method: data.method }) };
  return platformFacts(data, text) ?? { title: data.title, errors: { statuses: [], rows: [] } };
}

/** Compares sources by their digest; returns the changes of facts that it has told of claims. */
function compareSources(
  claims: readonly SourcedClaim[],
  page: PageText | undefined,
  changes: readonly PlacedChange[],
  stays: (claim: SourcedClaim) => boolean,
  found: ContractComparison,
): Set<PlacedChange> {
  const told = new Set<PlacedChange>();
  for (const claim of claims) {
    const { source, file, line } = claim;
    const row = source.row ?? source.part;
    const place = {
      claim: claim.id,
      page: source.page,
      heading: source.heading,
      ...(row === undefined ? {} : { row }),
      file,
      line,
    };
    const text = page && findSource(page.text, source);
    // A text that has moved, under another heading or behind a new block, says what it said.
    if (
      page &&
      (source.digest === undefined ||
        (text !== undefined && digest(text) === source.digest) ||
        stillThere(page.text, source.digest))
    )
      found.unchanged++;
    else if (text === undefined && !stays(claim)) found.drift.push({ kind: 'removed', ...place });
    else {
      const change = changes.find((one) => one.kind === 'changed' && isOf(claim, one));
      if (change) {
        told.add(change);
        const { before, after } = change;
        found.drift.push({
          kind: 'changed',
          ...(change.aspect === undefined ? {} : { fact: change.aspect }),
          ...place,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
        });
      } else if (source.part?.startsWith('code') && text !== undefined)
        found.drift.push({ kind: 'changed', ...place, after: text });
      else found.drift.push({ kind: 'reworded', ...place });
    }
  }
  return told;
}

/** Whether what changed is what the claim says. */
function isOf(claim: SourcedClaim, change: PlacedChange): boolean {
  const { check, source } = claim;
  const { aspect } = change;
  if (!isAt(claim, change)) return false;
  if (check?.error)
    return aspect === check.error.part || (check.error.part === 'status' && aspect === 'statuses');
  if (check?.status !== undefined) return aspect === 'success';
  if (source.row !== undefined) return true;
  return aspect !== undefined && OF_PARTS.has(aspect);
}

const OF_PARTS = new Set<Aspect>(['scope', 'deprecated', 'successor', 'success', 'statuses', 'mention']);

/** Whether the changed fact stands where the claim comes from. */
function isAt({ source }: SourcedClaim, { source: place }: PlacedChange): boolean {
  return (
    place !== undefined &&
    place.heading === source.heading &&
    place.row === source.row &&
    place.part === source.part
  );
}

/** Whether the fact that a claim comes from is still stated, under another heading. */
function isElsewhere(
  { source: { heading, row } }: SourcedClaim,
  { facts }: KnownFacts,
  now: Stated,
): boolean {
  if (row === undefined) return false;
  const rows = (stated: Stated, isPlace: (place: Place) => boolean): string[] => [
    ...everyField([...(stated.parameters ?? []), ...(stated.returned ?? [])]).flatMap((field) =>
      isPlace({ heading: field.heading, row: field.row ?? field.name }) ? [field.name] : [],
    ),
    ...stated.errors.rows.flatMap((error) =>
      isPlace({ heading: error.heading, ...(error.row === undefined ? {} : { row: error.row }) })
        ? [error.code || (error.text ?? '')]
        : [],
    ),
  ];
  const [name] = rows(facts, (place) => place.heading === heading && place.row === row);
  return name !== undefined && rows(now, () => true).includes(name);
}

/** Whether rows of the page stand in files that it includes. */
function includes({ facts }: KnownFacts): boolean {
  if (!('method' in facts)) return false;
  return [...everyField([...facts.parameters, ...facts.returned]), ...facts.errors.rows].some(
    ({ page }) => page !== undefined,
  );
}

function everyField(fields: readonly FieldFact[]): FieldFact[] {
  return fields.flatMap((field) => [field, ...everyField(field.fields ?? [])]);
}
