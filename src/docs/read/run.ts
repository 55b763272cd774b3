import type { Corpus } from '../corpus.ts';
import { inThreads, sharesOf, threadsFor } from '../threads/run.ts';
import type { ReadPage } from './share.ts';

/** Fewer pages than that are read sooner than a thread is started. */
const PAGES_PER_THREAD = 600;

/**
 * Reads all pages of a corpus, in several threads where there are many, in the order of their paths.
 *
 * @param asJson whether all that was read is wanted
 * @param count how many threads, this one among them
 */
export async function readCorpus(
  corpus: Corpus,
  asJson = false,
  count = threadsFor(corpus.files.length, PAGES_PER_THREAD),
): Promise<ReadPage[]> {
  const shares = sharesOf(corpus, count).map((share) => ({ corpus: share, asJson }));
  const pages = new Map((await inThreads('read', shares)).flat().map((page) => [page.file, page]));
  return corpus.files.flatMap(({ file }) => pages.get(file) ?? []);
}
