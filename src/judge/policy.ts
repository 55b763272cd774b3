import type { VerdictName } from './tally.ts';

/** What fails a run: the one place that decides it. Exit code, colours and every report of a run follow it. */
export interface Policy {
  /** Contradicted hints and wording (`should`) fail a run as well. */
  strict: boolean;
  /** Where only drift fails a run: ids of the claims whose contradiction is new. Undefined: every contradiction does. */
  fresh?: ReadonlySet<string> | undefined;
}

/** Where nothing else is asked for. */
export const LENIENT: Policy = { strict: false };

/** A claim as the policy looks at it. */
export interface ClaimStanding {
  id: string;
  strength: 'must' | 'should' | 'observed';
  verdict: VerdictName;
  /** Contradicted as a current deviation of the target says. */
  deviation?: unknown;
  /** Contradicted, but the documentation also says the opposite. */
  disagreement?: unknown;
}

/** A run as the policy looks at it. */
export interface RunStanding {
  claims: readonly ClaimStanding[];
  /** Known deviations that no longer hold. */
  stale: readonly unknown[];
  /** Why the run was not made as a whole. */
  incomplete: readonly string[];
  /** Of all documented methods: a run may be made for it alone. */
  survey?: { numbers: { verdicts: number } } | undefined;
  /** Of a part of a run: what it did not exercise another part may have. */
  shard?: unknown;
}

export type RunVerdict = 'passed' | 'passed with hints' | 'failed' | 'incomplete';

/** How a run ended, and by what. */
export interface Decision {
  verdict: RunVerdict;
  /** 0: nothing that fails a run is contradicted; 1: something is; 2: the run was not made as a whole. */
  exitCode: 0 | 1 | 2;
  /** Contradicted claims that fail the run. */
  failing: number;
  /** Contradicted hints and wording that do not. */
  hints: number;
  /** Contradictions that do not fail the run because the previous run had them, too. */
  old: number;
  /** Known deviations that no longer hold. */
  stale: number;
  /** Whether the run was made as a whole. */
  complete: boolean;
}

/** Whether a contradiction of the claim is accounted for already. */
export function isExcused({
  deviation,
  disagreement,
}: Pick<ClaimStanding, 'deviation' | 'disagreement'>): boolean {
  return deviation !== undefined || disagreement !== undefined;
}

/**
 * Why a contradiction does not count against the target: the documentation also says the opposite, and that may hold; or
 * a known deviation of the target that has not expired.
 *
 * @param disagreesWith claims that say the opposite
 * @param isTenable whether such a claim holds, or was not tried
 */
export function excuseFor<D>(
  disagreesWith: readonly string[] | undefined,
  isTenable: (claim: string) => boolean,
  deviation: D | undefined,
): { disagreement?: string[]; deviation?: D } {
  const disagreement = (disagreesWith ?? []).filter(isTenable);
  if (disagreement.length > 0) return { disagreement };
  return deviation === undefined ? {} : { deviation };
}

/**
 * Whether a contradiction fails the test that saw it. A single test knows nothing of what others find: whether the target
 * keeps the opposite statement only the whole run shows.
 */
export function failsTest(
  {
    strength,
    disagreesWith,
  }: { strength: ClaimStanding['strength']; disagreesWith?: readonly string[] | undefined },
  deviation: unknown,
  policy: Policy,
): boolean {
  return counts(strength, policy) && !isExcused(excuseFor(disagreesWith, () => true, deviation));
}

/** Whether a contradiction of a claim of such strength fails a run. */
export function counts(strength: ClaimStanding['strength'], { strict }: Policy): boolean {
  return strength === 'must' || (strength === 'should' && strict);
}

/** Whether the claim is contradicted and nothing excuses it. */
export function isContradicted(claim: ClaimStanding): boolean {
  return claim.verdict === 'contradicted' && !isExcused(claim);
}

/** Whether the claim fails the run. */
export function fails(claim: ClaimStanding, policy: Policy): boolean {
  return isContradicted(claim) && counts(claim.strength, policy) && (policy.fresh?.has(claim.id) ?? true);
}

/** Whether a deviation that no longer holds fails the run: where only drift does, it does not. */
export function staleFails({ fresh }: Policy): boolean {
  return fresh === undefined;
}

/**
 * How a run ended. A contradiction counts even in a run that was broken off: what was seen was seen. Claims that no page
 * states (`observed`) are not part of a run's claims.
 */
export function decide(run: RunStanding, policy: Policy): Decision {
  const contradicted = run.claims.filter(isContradicted);
  const failing = contradicted.filter((claim) => fails(claim, policy)).length;
  const hints = contradicted.filter((claim) => !counts(claim.strength, policy)).length;
  const stale = run.stale.length;
  const exercised =
    run.shard !== undefined ||
    run.claims.some((claim) => claim.verdict === 'confirmed') ||
    (run.survey?.numbers.verdicts ?? 0) > 0;
  const complete = run.incomplete.length === 0 && exercised;
  const found = { failing, hints, old: contradicted.length - failing - hints, stale, complete };
  if (failing > 0 || (stale > 0 && staleFails(policy))) return { verdict: 'failed', exitCode: 1, ...found };
  if (!complete) return { verdict: 'incomplete', exitCode: 2, ...found };
  if (contradicted.length + stale > 0) return { verdict: 'passed with hints', exitCode: 0, ...found };
  return { verdict: 'passed', exitCode: 0, ...found };
}
