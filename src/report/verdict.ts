import { type Decision, decide, type Policy, type RunVerdict } from '../judge/policy.ts';
import type { ClaimsReport } from './claims.gen.ts';
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

export function endingOf(report: ClaimsReport, policy: Policy): Ending {
  const decision = decide(report, policy);
  const reason = reasonOf(decision, report, policy);
  return { ...decision, reason, headline: headlineOf(decision, reason) };
}

/** The last line of a run: `passed with hints, exit code 0: …` */
export function endingLine({ verdict, exitCode, reason }: Ending): string {
  return `${verdict}, exit code ${exitCode}: ${reason}`;
}

function reasonOf(decision: Decision, report: ClaimsReport, policy: Policy): string {
  const { verdict, failing, hints, old, stale, complete } = decision;
  if (verdict === 'incomplete')
    return incompleteLine(report) ?? 'no claim was confirmed: the run is not complete.';
  if (verdict === 'passed') {
    const { deviations } = report.totals;
    const beyond = deviations > 0 ? ` beyond ${count(deviations, 'known deviation')}` : '';
    return `nothing is contradicted${beyond}`;
  }
  const claims = policy.fresh === undefined ? 'claim' : 'new claim';
  const parts = [
    failing > 0 && `${count(failing, claims)} ${failing === 1 ? 'is' : 'are'} contradicted`,
    stale > 0 && `${count(stale, 'known deviation')} no longer ${stale === 1 ? 'holds' : 'hold'}`,
    old > 0 && `${count(old, 'claim')} ${old === 1 ? 'is' : 'are'} contradicted as in the previous run`,
    hints > 0 &&
      `${hints === 1 ? '1 hint or wording is' : `${hints} hints or wordings are`} contradicted, which fails a run only with --strict`,
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
