import type { Selection } from '../cases/generate.ts';

/** The embedded mock gets every form; a portal is spared and gets every pair of forms. */
export function selectionFor(kind: 'mock' | 'portal'): Selection {
  return kind === 'mock' ? 'full' : 'pairwise';
}
