import { placeOf, type SourceLock } from '../contract/source.ts';
import type { SourcedClaim } from './drift/contract.ts';
import { digest, findSource } from './source.ts';

/** A source of a hand-written claim that the page no longer bears out, or that is not in the lock. */
export interface DigestFinding {
  /** Of the claim; of an entry that no claim comes from, of the lock. */
  file: string;
  line: number;
  page: string;
  /** Page, heading and row or part. */
  where: string;
  /** Undefined where the lock has no digest of it. */
  before: string | undefined;
  /** Undefined where the page has no such place. */
  after: string | undefined;
  /** No claim comes from there any more. */
  unused?: true;
}

export interface LockComparison {
  findings: DigestFinding[];
  /** The lock as the pages read now; what is not on its page keeps the digest that it had. */
  lock: SourceLock;
}

/**
 * Compares the lock with the pages that hand-written claims come from.
 *
 * @param claims hand-written ones; digests of the others are facts
 * @param readPage text of a page by its path in the documentation repository; undefined when there is none
 */
export function compareLock(
  claims: readonly SourcedClaim[],
  lock: SourceLock,
  readPage: (path: string) => string | undefined,
): LockComparison {
  const findings: DigestFinding[] = [];
  const now = new Map<string, Map<string, string>>();
  for (const { source, file, line } of claims) {
    const place = placeOf({ ...source, digest: undefined });
    const markdown = readPage(source.page);
    const text = markdown === undefined ? undefined : findSource(markdown, source);
    const before = lock[source.page]?.[place];
    const after = text === undefined ? undefined : digest(text);
    if (before === undefined || after !== before)
      findings.push({
        file,
        line,
        page: source.page,
        where: whereOf(source.page, place),
        before,
        after,
      });
    const kept = after ?? before;
    if (kept !== undefined) now.set(source.page, (now.get(source.page) ?? new Map()).set(place, kept));
  }
  for (const [page, places] of Object.entries(lock))
    for (const [place, before] of Object.entries(places))
      if (
        !claims.some(
          ({ source }) => source.page === page && placeOf({ ...source, digest: undefined }) === place,
        )
      )
        findings.push({
          file: LOCK,
          line: 1,
          page,
          where: whereOf(page, place),
          before,
          after: undefined,
          unused: true,
        });
  return { findings, lock: sorted(now) };
}

/** The file that keeps the titles of the pages. */
export const TITLES = 'fixtures/contract/titles.lock.json';

/** The file that keeps the lock. */
export const LOCK = 'fixtures/contract/sources.lock.json';

function whereOf(page: string, place: string): string {
  return [page, ...place.split(' > ')].join(' › ');
}

/** By page and place, in code units: the same on every machine. */
function sorted(pages: ReadonlyMap<string, ReadonlyMap<string, string>>): SourceLock {
  const byKey = <T>(entries: Iterable<[string, T]>): [string, T][] =>
    [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    byKey(pages).map(([page, places]) => [page, Object.fromEntries(byKey(places))] as const),
  );
}
