import type { ClaimResult } from './claims.gen.ts';

/** A verdict, with contradictions that do not count against the target kept apart. */
export type Standing = 'confirmed' | 'contradicted' | 'deviation' | 'disagreement' | 'not-exercised';

/** What needs a reader's eye comes first. */
export const STANDINGS: readonly Standing[] = [
  'contradicted',
  'deviation',
  'disagreement',
  'not-exercised',
  'confirmed',
];

export function standing({ verdict, deviation, disagreement }: ClaimResult): Standing {
  if (verdict !== 'contradicted') return verdict;
  if (disagreement !== undefined) return 'disagreement';
  return deviation === undefined ? 'contradicted' : 'deviation';
}
