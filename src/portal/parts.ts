import type { Case } from '../cases/case.ts';
import type { SkippedCase } from '../judge/tally.ts';
import { requestsOf, requestsOfAll } from './plan.ts';

/** Requests of a run beside those of its cases: who the webhook is, what all cases use, what is removed in batches. */
export const BESIDE_CASES = 25;

/** Days take turns by it. */
const DAY_MS = 24 * 3600 * 1000;

/** What a run tries where its requests are limited. */
export interface Part {
  /** Most requests of a run. */
  limit: number | undefined;
  /** From 1. */
  number: number;
  /** How many runs try everything. */
  of: number;
  /** Ids of the cases that are left for other runs. */
  later: ReadonlySet<string>;
}

export interface PartOptions {
  /** Most requests of a run; undefined: as many as it takes. */
  limit: number | undefined;
  /** Which part, from 1; without it, the parts take turns by day. */
  number?: number | undefined;
  now: Date;
}

/** Which of the cases a run tries, and which the runs of other days do. Pure. */
export function partOf(cases: readonly Case[], { limit, number, now }: PartOptions): Part {
  const parts = limit === undefined ? [cases] : divide(cases, limit - BESIDE_CASES);
  const turn = number === undefined ? Math.floor(now.getTime() / DAY_MS) : number - 1;
  const index = turn % parts.length;
  const chosen = new Set(parts[index]);
  const later = cases.filter((testCase) => !chosen.has(testCase)).map(({ id }) => id);
  return { limit, number: index + 1, of: parts.length, later: new Set(later) };
}

/** `part 1 of 2`; undefined where the run tries everything. */
export const nameOf = ({ number, of }: Pick<Part, 'number' | 'of'>): string | undefined =>
  of === 1 ? undefined : `part ${number} of ${of}`;

/** Why a case is not in this run; undefined where it is. */
export function leftForLater(
  { id, claims }: Case,
  { limit, later }: Pick<Part, 'limit' | 'later'>,
): SkippedCase | undefined {
  if (!later.has(id)) return undefined;
  const reason = `left for the run of another day: one sends about ${limit} requests at most (B24_REQUESTS)`;
  return { case: id, claims, reason, later: true };
}

/**
 * As few parts as keep within so many requests each and have every case in one of them. What shows the same claims is spread
 * over the parts, and a part that has requests to spare gets cases of others for claims that it does not show: so each
 * run tries nearly every claim, in other forms than the run before. Bursts count as one request: what they send, the
 * portal limits. Deterministic.
 */
export function divide(cases: readonly Case[], limit: number): Case[][] {
  const least = Math.max(1, Math.ceil(requestsOfCases(cases) / limit));
  for (let count = least; count <= cases.length; count++) {
    const parts = spread(cases, count, limit);
    if (!parts) continue;
    for (const part of parts) fill(part, cases, limit);
    return parts.map((part) => cases.filter((testCase) => part.holds(testCase)));
  }
  return cases.map((testCase) => [testCase]);
}

/** Each case in the part that lacks most of its claims, of two such in the smaller one; undefined where they do not fit. */
function spread(cases: readonly Case[], count: number, limit: number): PartInMaking[] | undefined {
  const parts = Array.from({ length: count }, () => new PartInMaking());
  for (const testCase of cases) {
    const fitting = parts.filter((part) => part.requestsWith(testCase) <= limit);
    const [first, ...others] = fitting;
    if (!first) return undefined;
    const best = others.reduce((one, other) => {
      const difference = other.gainOf(testCase) - one.gainOf(testCase);
      return difference > 0 || (difference === 0 && other.requests < one.requests) ? other : one;
    }, first);
    best.add(testCase);
  }
  return parts;
}

/** Adds what shows most further claims for its requests, as long as there is room. */
function fill(part: PartInMaking, cases: readonly Case[], limit: number): void {
  const others = new Set(cases.filter((testCase) => !part.holds(testCase)));
  for (;;) {
    let best: { testCase: Case; worth: number } | undefined;
    for (const testCase of others) {
      const requests = part.requestsWith(testCase);
      const gain = part.gainOf(testCase);
      // What has nothing to add now has nothing to add later.
      if (gain === 0 || requests > limit) others.delete(testCase);
      else {
        const worth = gain / Math.max(1, requests - part.requests);
        if (best === undefined || worth > best.worth) best = { testCase, worth };
      }
    }
    if (!best) return;
    part.add(best.testCase);
    others.delete(best.testCase);
  }
}

class PartInMaking {
  requests = 0;
  readonly #cases = new Set<Case>();
  readonly #claims = new Set<string>();
  /** What its cases make together. */
  readonly #shared = new Set<string>();

  holds(testCase: Case): boolean {
    return this.#cases.has(testCase);
  }

  add(testCase: Case): void {
    this.requests = this.requestsWith(testCase);
    this.#cases.add(testCase);
    for (const claim of shownBy(testCase)) this.#claims.add(claim);
    for (const key of sharesOf(testCase)) this.#shared.add(key);
  }

  /** Its requests once it has the case as well. */
  requestsWith(testCase: Case): number {
    const made = sharesOf(testCase).filter((key) => this.#shared.has(key)).length;
    return this.requests + requestsOf({ ...testCase, burst: undefined }) - made;
  }

  /** What the case shows and it does not show yet. */
  gainOf(testCase: Case): number {
    return shownBy(testCase).filter((claim) => !this.#claims.has(claim)).length;
  }
}

/** Its claims, and that its method is there. */
const shownBy = ({ claims, method }: Case): string[] => [...claims, method];

const requestsOfCases = (cases: readonly Case[]): number =>
  requestsOfAll(cases.map((testCase) => ({ ...testCase, burst: undefined })));

const sharesOf = ({ before, after }: Case): string[] =>
  [...before, ...after].flatMap((step) =>
    step.kind === 'request' && step.share !== undefined ? [step.share] : [],
  );
