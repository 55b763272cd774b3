import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Corpus } from '../corpus.ts';
import { type InputOf, type JobName, jobOf, type OutputOf } from './jobs.ts';

/** Processes and threads begin with files that the sources became: none of them translates anything. */
const STARTER = `import(${JSON.stringify(new URL('../../shell/compiled.mjs', import.meta.url).href)})
  .then(({ compiled }) => compiled('docs-thread'));`;

const MOST_THREADS = 4;

/** Threads for a number of things; fewer than `each` of them are done sooner than a thread is started. */
export function threadsFor(things: number, each: number): number {
  return Math.max(1, Math.min(availableParallelism(), MOST_THREADS, Math.ceil(things / each)));
}

/** The part of the pages that this thread alone does, and the most of them: others take half a second to start. */
const AHEAD = { part: 1 / 25, most: 100 };

/** The pages of a corpus divided into shares; the first is that of this thread, which does not wait for its start. */
export function sharesOf(corpus: Corpus, count: number): Corpus[] {
  const ahead = Math.min(AHEAD.most, Math.floor(corpus.files.length * AHEAD.part));
  return Array.from({ length: count }, (_, nth) => ({
    ...corpus,
    files: corpus.files.filter((__, index) => (index < ahead ? 0 : index % count) === nth),
  }));
}

/** What a thread says: something for the others, or that it is done. */
export type Message = { told: unknown } | { done: unknown };

/**
 * Does a job for several inputs: the first in this thread, each other one in a thread of its own.
 *
 * @returns outputs in the order of inputs
 * @throws what a job throws
 */
export async function inThreads<Name extends JobName>(
  name: Name,
  inputs: readonly InputOf<Name>[],
): Promise<OutputOf<Name>[]> {
  const threads = inputs.slice(1).map((input) => openThread(name, input));
  const others = Promise.all(threads.map(({ done }) => done));
  // A thread that fails is told of where it is waited for, however long this one works.
  others.catch(() => {});
  try {
    const job = await jobOf(name);
    const own = await job(inputs[0], async (told) => {
      const all = [told, ...(await Promise.all(threads.map((thread) => thread.told)))];
      for (const thread of threads) thread.answer(all);
      return all;
    });
    return [own, ...(await others)] as OutputOf<Name>[];
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

interface Thread {
  told: Promise<unknown>;
  done: Promise<unknown>;
  answer(all: readonly unknown[]): void;
  close(): Promise<unknown>;
}

function openThread(job: JobName, input: unknown): Thread {
  const worker = new Worker(STARTER, { eval: true, workerData: { job, input } });
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A thread ended with ${code} before it was done.`)));
  });
  failed.catch(() => {});
  const message = <T>(pick: (message: Message) => T | undefined): Promise<T> =>
    Promise.race([
      failed,
      new Promise<T>((resolve) => {
        worker.on('message', (said: Message) => {
          const picked = pick(said);
          if (picked !== undefined) resolve(picked);
        });
      }),
    ]);
  const told = message((said) => ('told' in said ? { value: said.told } : undefined)).then(
    ({ value }) => value,
  );
  told.catch(() => {});
  return {
    told,
    done: message((said) => ('done' in said ? { value: said.done } : undefined)).then(({ value }) => value),
    answer: (all) => worker.postMessage(all),
    close: () => worker.terminate(),
  };
}
