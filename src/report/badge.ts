import { LENIENT, type Policy, type RunVerdict } from '../judge/policy.ts';
import type { ClaimsReport } from './claims.gen.ts';
import { type Ending, endingOf } from './verdict.ts';

/** What shields.io reads from an address: https://shields.io/badges/endpoint-badge */
export interface Badge {
  schemaVersion: 1;
  label: string;
  message: string;
  color: string;
}

const COLORS: Record<RunVerdict, string> = {
  passed: 'brightgreen',
  'passed with hints': 'yellow',
  failed: 'red',
  incomplete: 'lightgrey',
};

/** `results/badge.json`: the run in a few words, in the colour of its verdict. */
export function renderBadge(report: ClaimsReport, policy: Policy = LENIENT): Badge {
  const ending = endingOf(report, policy);
  return {
    schemaVersion: 1,
    label: 'conformance',
    message: messageOf(report, ending),
    color: COLORS[ending.verdict],
  };
}

function messageOf({ totals, claims }: ClaimsReport, { verdict, failing, stale }: Ending): string {
  switch (verdict) {
    case 'failed':
      return failing > 0 ? `${failing} contradicted` : `${stale} stale`;
    case 'incomplete':
      return 'not complete';
    case 'passed with hints':
      return 'passed with hints';
    default:
      return `${totals.confirmed} of ${claims.length} confirmed${totals.deviations > 0 ? `, ${totals.deviations} known` : ''}`;
  }
}
