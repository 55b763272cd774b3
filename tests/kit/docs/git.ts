import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A repository of pages that a test makes. */
export interface TestRepository {
  directory: string;
  git(...words: string[]): string;
  /**
   * Makes a commit with pages written, and without those that are undefined; returns its id. Nothing is checked out.
   *
   * @param from the commit that it follows, on no branch; by default it is the next of `main`
   */
  commit(pages: Record<string, string | undefined>, from?: string): string;
  remove(): void;
}

export function makeRepository(): TestRepository {
  const directory = mkdtempSync(join(tmpdir(), 'b24-pages-'));
  const run = (words: readonly string[], input?: string): string =>
    execFileSync('git', words, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    }).trim();
  run(['init', '--quiet', '--initial-branch=main']);
  let last: string | undefined;
  let apart = 0;
  return {
    directory,
    git: (...words) => run(words),
    commit(pages, from) {
      // One program in place of one for each of writing, adding, committing and asking for the id.
      const branch = from === undefined ? 'refs/heads/main' : `refs/apart/${apart++}`;
      const parent = from ?? last;
      const stream = [
        `commit ${branch}`,
        'mark :1',
        'committer Test <test@localhost> 1767225600 +0000',
        dataOf('Change pages'),
        ...(parent === undefined ? [] : [`from ${parent}`]),
        ...Object.entries(pages).flatMap(([path, text]) =>
          text === undefined ? [`D ${path}`] : [`M 100644 inline ${path}`, dataOf(text)],
        ),
        'get-mark :1',
        '',
      ];
      const id = run(['fast-import', '--quiet'], stream.join('\n'));
      if (from === undefined) last = id;
      return id;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** As fast-import takes texts. */
const dataOf = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;
