import { inThreads, threadsFor } from '../threads/run.ts';
import type { CallerChange } from './kinds.ts';
import { openRepository } from './repository.ts';

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

const COMMITS_PER_THREAD = 8;

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
  try {
    const commits = repository.log(repository.commitOf(revision));
    const count = shares ?? threadsFor(commits.length, COMMITS_PER_THREAD);
    const { directory } = repository;
    const all = await inThreads(
      'history',
      Array.from({ length: count }, (_, nth) => ({ directory, commits, nth, count })),
    );
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
    repository.close();
  }
}
