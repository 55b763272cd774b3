import { inThreads, sharesOf, threadsFor } from '../threads/run.ts';
import type { Linted, LintTask } from './share.ts';

/** Fewer are linted sooner than a thread is started. */
export const PAGES_PER_THREAD = 300;

/**
 * Lints all pages of a corpus, in several threads where there are many: what is found does not depend on how many.
 *
 * @param count how many threads, this one among them
 */
export async function lintCorpus(
  task: LintTask,
  count = threadsFor(task.corpus.files.length, PAGES_PER_THREAD),
): Promise<Linted> {
  const linted = await inThreads(
    'lint',
    sharesOf(task.corpus, count).map((corpus) => ({ ...task, corpus })),
  );
  const order = new Map(task.corpus.files.map(({ file }, index) => [file, index]));
  const findings = linted.flatMap((one) => one.findings);
  // Stable: the findings of a page stay in their order.
  findings.sort((one, other) => (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0));
  return { findings, unreadable: linted.flatMap((one) => one.unreadable) };
}
