import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Lane, type Linted, type LintTask, openLane } from './lane.ts';
import type { PageOutline } from './outline.ts';

/** A thread does not inherit what reads TypeScript: it registers that itself. */
const STARTER = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./lane-worker.ts', import.meta.url).href)});
});`;

/** Fewer pages than that are read sooner than a thread is started. */
const PAGES_PER_LANE = 300;
const MOST_LANES = 4;

/**
 * Lints all pages of a corpus, in several threads where there are many: what is found does not depend on how many.
 *
 * @param lanes how many threads, this one among them
 */
export async function lintCorpus(
  task: LintTask,
  lanes = Math.min(availableParallelism(), MOST_LANES, Math.ceil(task.corpus.files.length / PAGES_PER_LANE)),
): Promise<Linted> {
  const count = Math.max(1, lanes);
  const share = (lane: number): LintTask => ({
    ...task,
    corpus: { ...task.corpus, files: task.corpus.files.filter((_, index) => index % count === lane) },
  });
  const threads = Array.from({ length: count - 1 }, (_, index) => openThread(share(index + 1)));
  try {
    const own = openLane(share(0));
    const outlines = await Promise.all(threads.map((thread) => thread.outlines));
    const all = [...own.outlines, ...outlines.flat()];
    const others = threads.map((thread) => thread.lint(all));
    const linted = [own.lint(all), ...(await Promise.all(others))];
    const order = new Map(task.corpus.files.map(({ file }, index) => [file, index]));
    const findings = linted.flatMap((one) => one.findings);
    // Stable: the findings of a page stay in their order.
    findings.sort((one, other) => (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0));
    return { findings, unreadable: linted.flatMap((one) => one.unreadable) };
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

function openThread(task: LintTask): {
  outlines: Promise<PageOutline[]>;
  lint(all: Lane['outlines']): Promise<Linted>;
  close(): Promise<unknown>;
} {
  const worker = new Worker(STARTER, { eval: true, workerData: task });
  const answer = async <T>(): Promise<T> => {
    const [value] = (await once(worker, 'message')) as [T];
    return value;
  };
  return {
    outlines: answer<PageOutline[]>(),
    lint(all) {
      const linted = answer<Linted>();
      worker.postMessage(all);
      return linted;
    },
    close: () => worker.terminate(),
  };
}
