import { createHash } from 'node:crypto';
import type { MethodFacts } from '../../contract/facts.gen.ts';
import { changesForCallers, type Words } from './changes.ts';
import { RevisionPages } from './pages.ts';
import type { DatedChange } from './replay.ts';
import { type Commit, openRepository } from './repository.ts';

/** A part of the pages, whose revisions one thread reads; plain data. */
export interface Share {
  directory: string;
  commits: readonly Commit[];
  nth: number;
  count: number;
}

interface State {
  facts: MethodFacts | undefined;
  words: Words;
  /** Files that the page includes, and those that they include. */
  includes: ReadonlySet<string>;
}

/** Commits whose contents are fetched at once. */
const AT_ONCE = 20;

/** Reads the pages of a share revision by revision: each content once, and again where what it includes changed. */
export function replayShare({ directory, commits, nth, count }: Share): {
  changes: DatedChange[];
  read: number;
  first: number;
} {
  const repository = openRepository(directory);
  const isOurs = divide(commits, nth, count);
  const files = new Map<string, string>();
  const states = new Map<string, State>();
  /** Included files that list the errors of every method. */
  const systems = new Set<string>();
  const changes: DatedChange[] = [];
  let [read, first] = [0, 0];
  commits.forEach((commit, index) => {
    if (index % AT_ONCE === 0) {
      repository.forget();
      // Asked for one by one, the contents of shared files would cost a process each.
      const shared = new Set([...states.values()].flatMap(({ includes }) => [...includes]));
      const isWanted = (path: string): boolean => isOurs(path) || shared.has(path) || INCLUDED.test(path);
      const next = commits.slice(index, index + AT_ONCE).flatMap((one) => one.changes);
      repository.fetch([
        ...[...shared].flatMap((path) => files.get(path) ?? []),
        ...next.flatMap(({ after, blob }) => (after !== undefined && blob && isWanted(after) ? blob : [])),
      ]);
    }
    const touched = new Set<string>();
    for (const { before, after, blob } of commit.changes) {
      if (before !== undefined && before !== after) files.delete(before);
      if (after !== undefined && blob !== undefined) files.set(after, blob);
      for (const path of [before, after]) if (path !== undefined) touched.add(path);
    }
    const pages = new RevisionPages(repository, files);
    const pairs = new Map<string, string>();
    for (const { before, after } of commit.changes) {
      const path = after ?? before ?? '';
      if (isOurs(path)) pairs.set(path, before ?? path);
    }
    const shared = [...touched].filter((path) => !listsErrors(path, pages) || !systems.has(path));
    for (const [path, { includes }] of states)
      if (!pairs.has(path) && shared.some((file) => includes.has(file))) pairs.set(path, path);
    for (const path of touched)
      if (listsErrors(path, pages)) systems.add(path);
      else systems.delete(path);
    for (const [path, before] of pairs) {
      const known = states.get(before);
      states.delete(before);
      const page = files.has(path) ? pages.read(path) : undefined;
      if (page) {
        read++;
        states.set(path, {
          facts: page.facts,
          words: page.words,
          includes: closureOf(path, pages.included),
        });
      }
      if (index === 0) first += page?.facts ? 1 : 0;
      else
        for (const change of changesForCallers(known?.facts, page?.facts, {
          before: known?.words,
          after: page?.words,
        }))
          changes.push({ commit: commit.id, date: commit.date, ...change });
    }
  });
  return { changes, read, first };
}

/**
 * Whether a file is a list of the errors that any method may answer. Of that list the facts of a page say only that it is
 * included: pages need not be read again where it goes on to be one.
 */
function listsErrors(path: string, pages: RevisionPages): boolean {
  return INCLUDED.test(path) && pages.files.has(path) && (pages.read(path)?.data.system.length ?? 0) > 0;
}

const INCLUDED = /(^|\/)_?includes?\//;

function closureOf(path: string, included: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set<string>();
  const look = (file: string): void => {
    for (const target of included.get(file) ?? [])
      if (!found.has(target)) {
        found.add(target);
        look(target);
      }
  };
  look(path);
  return found;
}

/** Divides paths by chance, but the same way in every run; a page that moves stays with its thread. */
function divide(commits: readonly Commit[], nth: number, count: number): (path: string) => boolean {
  const origins = new Map<string, string>();
  for (const { changes } of commits)
    for (const { before, after } of changes)
      if (before !== undefined && after !== undefined && before !== after && !origins.has(after))
        origins.set(after, before);
  const shares = new Map<string, boolean>();
  return (path) => {
    const known = shares.get(path);
    if (known !== undefined) return known;
    const seen = new Set<string>();
    let origin = path;
    for (
      let next: string | undefined = path;
      next !== undefined && !seen.has(next);
      next = origins.get(next)
    ) {
      seen.add(next);
      origin = next;
    }
    const isOurs = createHash('sha1').update(origin).digest().readUInt32BE(0) % count === nth;
    shares.set(path, isOurs);
    return isOurs;
  };
}
