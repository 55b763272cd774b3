import type { Selection } from '../cases/generate.ts';

/** The embedded mock gets the full product; a portal is spared and gets every pair. */
export function selectionFor(kind: 'mock' | 'portal'): Selection {
  return kind === 'mock' ? 'full' : 'pairwise';
}
