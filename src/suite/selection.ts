import type { Selection } from '../cases/generate.ts';
import type { Settings } from '../target/environment.ts';

/** The embedded mock gets the full product; a portal is spared and gets every pair. */
export function selectionFor(settings: Settings): Selection {
  return settings.target === 'mock' ? 'full' : 'pairwise';
}
