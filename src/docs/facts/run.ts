import type { Corpus } from '../corpus.ts';
import { inThreads, sharesOf, threadsFor } from '../threads/run.ts';
import type { Share } from './share.ts';

/** Fewer pages than that are read sooner than a thread is started. */
const PAGES_PER_THREAD = 600;

/**
 * Reads the facts of a corpus, in several threads where there are many pages.
 *
 * @param count how many threads, this one among them
 */
export async function readShares(
  corpus: Corpus,
  count = threadsFor(corpus.files.length, PAGES_PER_THREAD),
): Promise<Share[]> {
  return inThreads('facts', sharesOf(corpus, count));
}
