import type { Contract, ContractClaim } from '../contract/contract.ts';
import type { Finding } from './judge.ts';

export type VerdictName = 'confirmed' | 'contradicted' | 'not-exercised';
export type ReasonKind = 'untestable' | 'missing' | 'blocked' | 'not-selected';

/** What one carried-out case brought. `Exchange` is what the caller keeps of one, as evidence. */
export interface JudgedCase<Exchange> {
  case: string;
  findings: readonly Finding[];
  /** Requests it took, where it was more than the one that was judged. */
  requests?: number;
  /** How long these took, in milliseconds; undefined where nobody measured it. */
  durationMs?: number;
  exchange: Exchange;
}

/** A case that the target could not carry. */
export interface SkippedCase {
  case: string;
  claims: readonly string[];
  /** What is missing, in words; the fewer words, the easier to mend. */
  reason: string;
  /** The run of another day tries it. */
  later?: true;
}

export interface Verdict<Exchange> {
  claim: ContractClaim;
  verdict: VerdictName;
  reason?: string;
  reasonKind?: ReasonKind;
  counts: { confirmed: number; contradicted: number; blocked: number };
  evidence: { case: string; problems: string[]; exchange: Exchange }[];
}

/** Contradictions kept per claim; the counts tell how many there were. */
const EVIDENCE_LIMIT = 5;

/**
 * One verdict per claim of the contract, in its order. Pure.
 *
 * A claim is contradicted when any case contradicts it, confirmed when at least one confirms it and none contradicts.
 * A claim that a form is accepted (`check.accepted`) is confirmed by one accepted case: a refusal is then due to what
 * the form was combined with, and contradicts the claims about every answer.
 *
 * @param judged in the order in which their evidence is to be preferred
 * @param leftOut why a claim is not exercised of which no case was met
 */
export function tally<Exchange>(
  contract: Contract,
  judged: readonly JudgedCase<Exchange>[],
  skipped: readonly SkippedCase[],
  leftOut = 'left out of this run',
): Verdict<Exchange>[] {
  const byClaim = new Map<string, { judgedCase: JudgedCase<Exchange>; finding: Finding }[]>();
  for (const judgedCase of judged)
    for (const finding of judgedCase.findings) {
      const found = byClaim.get(finding.claim) ?? [];
      found.push({ judgedCase: judgedCase, finding });
      byClaim.set(finding.claim, found);
    }
  return contract.claims.map((claim) => {
    if (claim.untestable !== undefined)
      return { claim, ...notExercised('untestable', claim.untestable), counts: NONE, evidence: [] };
    const found = byClaim.get(claim.id) ?? [];
    const of = (outcome: Finding['outcome']) => found.filter(({ finding }) => finding.outcome === outcome);
    const [confirmed, contradicted, blocked] = [of('confirmed'), of('contradicted'), of('blocked')];
    const counts = {
      confirmed: confirmed.length,
      contradicted: contradicted.length,
      blocked: blocked.length,
    };
    const evidence = (from: typeof found, limit: number) =>
      from.slice(0, limit).map(({ judgedCase, finding }) => ({
        case: judgedCase.case,
        problems: finding.reason === undefined ? [] : [finding.reason],
        exchange: judgedCase.exchange,
      }));
    if (contradicted.length > 0 && !(claim.check?.accepted && confirmed.length > 0))
      return { claim, verdict: 'contradicted', counts, evidence: evidence(contradicted, EVIDENCE_LIMIT) };
    if (confirmed.length > 0)
      return { claim, verdict: 'confirmed', counts, evidence: evidence(confirmed, 1) };
    return {
      claim,
      ...whyNot(claim, blocked[0]?.finding, skipped, leftOut),
      counts,
      evidence: evidence(blocked, 1),
    };
  });
}

const NONE = { confirmed: 0, contradicted: 0, blocked: 0 };

function whyNot(
  claim: ContractClaim,
  blocked: Finding | undefined,
  skipped: readonly SkippedCase[],
  leftOut: string,
) {
  if (blocked) return notExercised('blocked', blocked.reason ?? 'the answer does not show it');
  const ofClaim = skipped.filter((skippedCase) => skippedCase.claims.includes(claim.id));
  const later = ofClaim.find((skippedCase) => skippedCase.later);
  if (later) return notExercised('not-selected', later.reason);
  const reasons = ofClaim.map((skippedCase) => skippedCase.reason);
  const [easiest] = reasons.sort((left, right) => left.length - right.length || left.localeCompare(right));
  if (easiest !== undefined) return notExercised('missing', easiest);
  return notExercised('not-selected', leftOut);
}

function notExercised(reasonKind: ReasonKind, reason: string) {
  return { verdict: 'not-exercised', reasonKind, reason } as const;
}
