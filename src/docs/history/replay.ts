import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CallerChange } from './kinds.ts';
import { openRepository } from './repository.ts';
import { replayShare, type Share } from './share.ts';

/** A change of facts with the revision that made it. */
export interface DatedChange extends CallerChange {
  commit: string;
  /** Day of the commit, as YYYY-MM-DD. */
  date: string;
}

export interface History {
  revisions: number;
  /** First and last day. */
  from: string;
  to: string;
  /** Contents that were read: each page once for each content, and again where a file that it includes changed. */
  read: number;
  /** Pages with facts in the first revision: nobody knows what was before. */
  first: number;
  changes: DatedChange[];
}

/** A thread does not inherit what reads TypeScript: it registers that itself. */
const STARTER = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./share-worker.ts', import.meta.url).href)});
});`;

const MOST_SHARES = 4;
const COMMITS_PER_SHARE = 8;

/**
 * What each revision of a repository changed in the facts of its pages.
 *
 * @param path checkout, bare repository or bundle
 * @param revision the last one; earlier ones along first parents are replayed
 * @param shares threads among which the pages are divided; what is found does not depend on how many
 * @throws Error where the repository or the revision is not there
 */
export async function replay(path: string, revision = 'HEAD', shares?: number): Promise<History> {
  const repository = openRepository(path);
  const workers: Worker[] = [];
  try {
    const commits = repository.log(repository.commitOf(revision));
    const count =
      shares ??
      Math.max(
        1,
        Math.min(availableParallelism(), MOST_SHARES, Math.floor(commits.length / COMMITS_PER_SHARE)),
      );
    const shareOf = (nth: number): Share => ({ directory: repository.directory, commits, nth, count });
    const others = Array.from({ length: count - 1 }, async (_, index) => {
      const worker = new Worker(STARTER, { eval: true, workerData: shareOf(index + 1) });
      workers.push(worker);
      const [answer] = (await once(worker, 'message')) as [ReturnType<typeof replayShare>];
      return answer;
    });
    const all = [replayShare(shareOf(0)), ...(await Promise.all(others))];
    const order = new Map(commits.map(({ id }, index) => [id, index]));
    const changes = all.flatMap((share) => share.changes);
    const place = ({ commit }: DatedChange): number => order.get(commit) ?? 0;
    const text = ({ page, kind, name = '' }: DatedChange): string => `${page}\n${kind}\n${name}`;
    changes.sort(
      (one, other) =>
        place(one) - place(other) || (text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0),
    );
    return {
      revisions: commits.length,
      from: commits[0]?.date ?? '',
      to: commits.at(-1)?.date ?? '',
      read: all.reduce((sum, share) => sum + share.read, 0),
      first: all.reduce((sum, share) => sum + share.first, 0),
      changes,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    repository.close();
  }
}
