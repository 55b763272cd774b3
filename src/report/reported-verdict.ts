import type { ClaimResult } from './claims.gen.ts';

/** A verdict, with contradictions that do not count against the target kept apart. */
export type ReportedVerdict = 'confirmed' | 'contradicted' | 'deviation' | 'disagreement' | 'not-exercised';

/** What needs a reader's eye comes first. */
export const REPORTED_VERDICTS: readonly ReportedVerdict[] = [
  'contradicted',
  'deviation',
  'disagreement',
  'not-exercised',
  'confirmed',
];

export function reportedVerdict({ verdict, deviation, disagreement }: ClaimResult): ReportedVerdict {
  if (verdict !== 'contradicted') return verdict;
  if (disagreement !== undefined) return 'disagreement';
  return deviation === undefined ? 'contradicted' : 'deviation';
}
