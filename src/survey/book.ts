import type { Source } from '../contract/source.ts';
import type { ClaimResult, Layer, Shown } from '../report/claims.gen.ts';
import type { Subject } from './subject.ts';

/** A claim made from facts alone. */
export interface SurveyClaim {
  id: string;
  subject: Subject;
  layer: Layer;
  /** What the page says, in our words, true or false of a portal. */
  says: string;
  /** must: the page states it; should: from its examples; observed: no page states it, so that nothing contradicts it. */
  strength: ClaimResult['strength'];
  source: Source;
  /** Where in the answer it is decided. */
  looksAt?: string;
}

/** What showed something: registers the exchange with the report, once, and gives its place there. */
export interface Witness {
  show(): number;
}

/** What an answer says of a fact, so that it can be compared with other documents than the one that was claimed. */
export interface Seen {
  says: string;
  /** Whether a document that states this is right: `integer`, `absent`, a scope, a status. */
  fits(meaning: string): boolean;
}

interface Entry {
  claim: SurveyClaim;
  confirmed: { by: Witness; saw: Seen | undefined }[];
  contradicted: { by: Witness; problem: string; saw: Seen | undefined }[];
  blocked: { by?: Witness | undefined; why: string }[];
  /** Why it was not tried, with what would let it. */
  lacks?: string | undefined;
  untestable?: string | undefined;
}

/** Contradictions whose exchanges are kept for a claim. */
const MOST_SHOWN = 3;

/** Every claim of the survey and what was found of it. */
export class Book {
  readonly #entries = new Map<string, Entry>();

  get claims(): readonly SurveyClaim[] {
    return [...this.#entries.values()].map(({ claim }) => claim);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** What pages state twice is one claim. */
  add(claim: SurveyClaim): void {
    if (!this.#entries.has(claim.id))
      this.#entries.set(claim.id, { claim, confirmed: [], contradicted: [], blocked: [] });
  }

  /** @param saw where another document may say otherwise and be as right */
  confirm(id: string, by: Witness, saw?: Seen): void {
    this.#entries.get(id)?.confirmed.push({ by, saw });
  }

  /**
   * @param problem what was expected and what came
   * @param saw where another document may say what came
   */
  contradict(id: string, by: Witness, problem: string, saw?: Seen): void {
    this.#entries.get(id)?.contradicted.push({ by, problem, saw });
  }

  /** It was tried, and the answer does not show it. */
  block(id: string, why: string, by?: Witness): void {
    this.#entries.get(id)?.blocked.push({ by, why });
  }

  /** It cannot be tried on this target; the first reason counts. */
  lack(id: string, why: string): void {
    const entry = this.#entries.get(id);
    if (entry) entry.lacks ??= why;
  }

  /** No run tries it, whatever the target has. */
  leave(id: string, why: string): void {
    const entry = this.#entries.get(id);
    if (entry) entry.untestable ??= why;
  }

  verdictOf(id: string): ClaimResult['verdict'] | undefined {
    const entry = this.#entries.get(id);
    return entry && verdictOf(entry);
  }

  /** What the portal says of each claim that was tried and that a page makes, in the order in which they were added. */
  *told(): Generator<Told> {
    for (const { claim, confirmed, contradicted } of this.#entries.values()) {
      if (claim.strength === 'observed') continue;
      const [wrong] = contradicted;
      const right = confirmed.find(({ saw }) => saw !== undefined) ?? confirmed[0];
      if (wrong) yield { claim, isRight: false, says: wrong.problem, saw: wrong.saw };
      else if (right) yield { claim, isRight: true, says: claim.says, saw: right.saw };
    }
  }

  /**
   * One result for each claim, in the order in which they were added.
   *
   * @param leftOut why a claim is not exercised of which nothing is known
   * @param clean takes secrets out of a text that quotes an answer, and shortens it
   */
  results(leftOut: string, clean: (text: string) => string): ClaimResult[] {
    return [...this.#entries.values()].map((entry) => toResult(entry, leftOut, clean));
  }
}

/** What the portal says of a claim. */
export interface Told {
  claim: SurveyClaim;
  isRight: boolean;
  /** What was expected and what came, where it is not right. */
  says: string;
  saw: Seen | undefined;
}

function verdictOf({ confirmed, contradicted }: Entry): ClaimResult['verdict'] {
  if (contradicted.length > 0) return 'contradicted';
  return confirmed.length > 0 ? 'confirmed' : 'not-exercised';
}

function toResult(entry: Entry, leftOut: string, clean: (text: string) => string): ClaimResult {
  const { claim, confirmed, contradicted, blocked } = entry;
  const { id, subject, layer, says, strength, source, looksAt } = claim;
  const { page, heading, row, part, digest } = source;
  const verdict = verdictOf(entry);
  const shownBy = exchangesOf(entry, verdict, clean);
  return {
    id,
    method: subject.facts.method,
    ...(subject.facts.rest === undefined ? {} : { rest: subject.facts.rest }),
    statement: says,
    strength,
    source: {
      page,
      heading,
      ...(row === undefined ? {} : { row }),
      ...(part === undefined ? {} : { part }),
      ...(digest === undefined ? {} : { digest }),
    },
    layer,
    verdict,
    ...(verdict === 'not-exercised' ? whyNot(entry, leftOut, clean) : {}),
    counts: {
      confirmed: confirmed.length,
      contradicted: contradicted.length,
      blocked: blocked.length,
    },
    ...(looksAt === undefined ? {} : { looksAt: [looksAt] }),
    evidence: [],
    ...(shownBy.length === 0 ? {} : { shownBy }),
  };
}

function exchangesOf(
  { confirmed, contradicted, blocked }: Entry,
  verdict: ClaimResult['verdict'],
  clean: (text: string) => string,
): Shown[] {
  if (verdict === 'contradicted')
    return contradicted
      .slice(0, MOST_SHOWN)
      .map(({ by, problem }) => ({ exchange: by.show(), problem: clean(problem) }));
  if (verdict === 'confirmed') return confirmed.slice(0, 1).map(({ by }) => ({ exchange: by.show() }));
  return blocked.slice(0, 1).flatMap(({ by }) => (by ? [{ exchange: by.show() }] : []));
}

function whyNot(
  { untestable, blocked, lacks }: Entry,
  leftOut: string,
  clean: (text: string) => string,
): Pick<ClaimResult, 'reason' | 'reasonKind'> {
  if (untestable !== undefined) return { reason: untestable, reasonKind: 'untestable' };
  const [first] = blocked;
  if (first) return { reason: clean(first.why), reasonKind: 'blocked' };
  if (lacks !== undefined) return { reason: lacks, reasonKind: 'missing' };
  return { reason: leftOut, reasonKind: 'not-selected' };
}
