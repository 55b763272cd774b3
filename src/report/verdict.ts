import { type Decision, decide, isContradicted, type Policy, type RunVerdict } from '../judge/policy.ts';
import type { ClaimResult, ClaimsReport } from './claims.gen.ts';
import { count, incompleteLine } from './text.ts';

/** Names of the four endings of a run, as class names and colours of a page. */
export const TONES: Record<RunVerdict, 'passed' | 'hints' | 'failed' | 'incomplete'> = {
  passed: 'passed',
  'passed with hints': 'hints',
  failed: 'failed',
  incomplete: 'incomplete',
};

/** How a run ended, in words. */
export interface Ending extends Decision {
  /** A line for the head of a page; without the verdict's name where the tone says it. */
  headline: string;
  /** Why the run ended so; goes behind the verdict's name. */
  reason: string;
}

/**
 * @param fresh ids of the claims whose contradiction the previous run did not have, where that is to be told although it
 *   does not decide
 */
export function endingOf(report: ClaimsReport, policy: Policy, fresh = policy.fresh): Ending {
  const decision = decide(report, policy);
  const reason = reasonOf(decision, report, fresh);
  return { ...decision, reason, headline: headlineOf(decision, reason) };
}

/** Verdict, reason and exit code in a line: `failed: 6 claims contradicted (2 must, 4 should) · exit code 1` */
export function endingLine({ verdict, exitCode, reason }: Ending): string {
  return `${verdict}: ${reason} · exit code ${exitCode}`;
}

/** `2 must, 4 should` */
export function strengths(claims: readonly Pick<ClaimResult, 'strength'>[]): string {
  return (['must', 'should'] as const)
    .map((strength) => [claims.filter((claim) => claim.strength === strength).length, strength] as const)
    .filter(([number]) => number > 0)
    .map(([number, strength]) => `${number} ${strength}`)
    .join(', ');
}

function reasonOf(
  { verdict, failing, hints, stale, complete }: Decision,
  report: ClaimsReport,
  fresh: ReadonlySet<string> | undefined,
): string {
  if (verdict === 'incomplete')
    return incompleteLine(report)?.replace(/\.$/, '') ?? 'no claim was confirmed: the run is not complete';
  if (verdict === 'passed') {
    const { deviations } = report.totals;
    const beyond = deviations > 0 ? ` beyond ${count(deviations, 'known deviation')}` : '';
    return `nothing is contradicted${beyond}`;
  }
  const contradicted = report.claims.filter(isContradicted);
  const isNew = contradicted.filter(({ id }) => fresh?.has(id)).length;
  const parts = [
    contradicted.length > 0 &&
      `${count(contradicted.length, 'claim')} contradicted (${strengths(contradicted)})${fresh ? `, ${isNew || 'none'} new` : ''}`,
    failing === 0 && hints > 0 && 'hints and wording (should) fail a run only with --strict',
    stale > 0 && `${count(stale, 'known deviation')} no longer ${stale === 1 ? 'holds' : 'hold'}`,
    !complete && 'the run is not complete',
  ];
  return parts.filter((part) => part !== false).join('; ');
}

function headlineOf({ verdict, failing, hints, stale }: Decision, reason: string): string {
  switch (verdict) {
    case 'failed':
      return failing > 0
        ? `${count(failing, 'claim')} ${failing === 1 ? 'is' : 'are'} contradicted${hints > 0 ? `, and ${count(hints, 'hint')}` : ''}`
        : `${count(stale, 'known deviation')} no longer ${stale === 1 ? 'holds' : 'hold'}`;
    case 'incomplete':
      return 'The run is not complete';
    case 'passed with hints':
      return 'Passed with hints';
    default:
      return reason.charAt(0).toUpperCase() + reason.slice(1);
  }
}
