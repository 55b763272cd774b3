import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Corpus } from '../corpus.ts';
import { readShare, type Share } from './share.ts';

/** A thread does not inherit what reads TypeScript: it registers that itself. */
const STARTER = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./share-worker.ts', import.meta.url).href)});
});`;

/** Fewer pages than that are read sooner than a thread is started. */
const PAGES_PER_SHARE = 600;
const MOST_SHARES = 4;

/**
 * Reads the pages of a corpus, in several threads where there are many.
 *
 * @param count how many threads, this one among them
 */
export async function readShares(
  corpus: Corpus,
  count = Math.min(availableParallelism(), MOST_SHARES, Math.ceil(corpus.files.length / PAGES_PER_SHARE)),
): Promise<Share[]> {
  const shares = Math.max(1, count);
  const share = (nth: number): Corpus => ({
    ...corpus,
    files: corpus.files.filter((_, index) => index % shares === nth),
  });
  const threads = Array.from(
    { length: shares - 1 },
    (_, index) => new Worker(STARTER, { eval: true, workerData: share(index + 1) }),
  );
  try {
    const others = threads.map(async (thread) => {
      const [read] = (await once(thread, 'message')) as [Share];
      return read;
    });
    // A thread that fails is told of where it is waited for, however long this one reads.
    const all = Promise.all(others);
    all.catch(() => {});
    return [readShare(share(0)), ...(await all)];
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
