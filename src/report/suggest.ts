import { stringify } from 'yaml';
import type { ClaimsReport } from './claims.gen.ts';
import { reportedVerdict } from './reported-verdict.ts';
import { printable } from './text.ts';

/** Days until a suggested deviation must be looked at again. */
const DAYS = 90;

/**
 * A file of known deviations (schemas/deviations.schema.json) with what a run contradicted, to be gone through by hand:
 * link and owner are for a person to fill in, and the file is refused until they are.
 */
export function suggestDeviations(report: ClaimsReport): string {
  const expires = new Date(Date.parse(report.startedAt) + DAYS * 86_400_000).toISOString().slice(0, 10);
  const deviations = report.claims
    .filter((claim) => reportedVerdict(claim) === 'contradicted')
    .map((claim) => ({
      claim: claim.id,
      reason: printable(claim.evidence[0]?.problems[0] ?? 'contradicted by this target'),
      link: '',
      owner: '',
      expires,
    }));
  if (deviations.length === 0) return '# Nothing is contradicted: no deviation is needed.';
  const head =
    '# Known deviations of this target: check each, fill in link and owner, name the file in B24_DEVIATIONS.';
  return `${head}\n${stringify({ deviations }, { lineWidth: 0 })}`;
}
