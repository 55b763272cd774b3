import type { Contract } from '../contract/contract.ts';
import { citation } from '../judge/explain.ts';
import { fails, type Policy, staleFails } from '../judge/policy.ts';
import type { ClaimsReport } from './claims.gen.ts';
import { reportedVerdict } from './reported-verdict.ts';
import { shorten } from './shorten.ts';
import { printable } from './text.ts';

/** In characters; an annotation is a note on a line. */
const LONGEST_PROBLEM = 300;

/**
 * Workflow commands for GitHub: each contradiction at the claim's line in the contract data, so that it is shown there.
 * What does not fail the run is a warning.
 */
export function renderAnnotations(report: ClaimsReport, contract: Contract, policy: Policy): string[] {
  const contradicted = report.claims.filter((claim) => reportedVerdict(claim) === 'contradicted');
  return [
    ...contradicted.map((claim) => {
      const level = fails(claim, policy) ? 'error' : 'warning';
      const problem = shorten(claim.evidence[0]?.problems[0] ?? 'contradicted', LONGEST_PROBLEM);
      return command(level, claim.id, `${claim.statement}\n${problem}\n${citation(claim.source)}`, contract);
    }),
    ...report.stale.map(({ claim, why }) =>
      command(
        staleFails(policy) ? 'error' : 'warning',
        claim,
        `stale deviation: ${why}; remove it`,
        contract,
      ),
    ),
  ];
}

function command(level: 'error' | 'warning', id: string, text: string, contract: Contract): string {
  const claim = contract.claim(id);
  const place = claim ? `file=${property(claim.file)},line=${claim.line},` : '';
  return `::${level} ${place}title=${property(id)}::${message(text)}`;
}

/** A line break would end the command, and what follows could be another one. */
function message(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
