import type { Case } from '../cases/case.ts';
import type { ContractClaim } from '../contract/contract.ts';

/** Page, heading and row or part, as a reader would look it up. */
export function citation(source: Pick<ContractClaim['source'], 'page' | 'heading' | 'row' | 'part'>): string {
  return [source.page, source.heading, source.row ?? source.part].filter(Boolean).join(' › ');
}

/**
 * A contradiction for someone who sees nothing else: what the documentation says and where, what was sent, what came.
 */
export function explain(claim: ContractClaim, testCase: Case, sent: string, reason: string): string {
  return [
    `${claim.id} (${claim.strength}): ${reason}`,
    `  the documentation says: ${claim.says}`,
    `  where: ${citation(claim.source)}`,
    `  sent: ${sent} [${testCase.title === testCase.group ? testCase.title : `${testCase.group}; ${testCase.title}`}]`,
    `  case: ${testCase.id}`,
  ].join('\n');
}
