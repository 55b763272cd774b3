import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository of pages that a test makes. */
export interface TestRepository {
  directory: string;
  git(...words: string[]): string;
  /** Writes pages, removes those that are undefined, and makes a commit of all that; returns its id. */
  commit(pages: Record<string, string | undefined>): string;
  remove(): void;
}

export function makeRepository(): TestRepository {
  const directory = mkdtempSync(join(tmpdir(), 'b24-pages-'));
  const git = (...words: string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false', ...words],
      { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    ).trim();
  git('init', '--quiet', '--initial-branch=main');
  return {
    directory,
    git,
    commit(pages) {
      for (const [file, text] of Object.entries(pages)) {
        const path = join(directory, file);
        mkdirSync(dirname(path), { recursive: true });
        if (text === undefined) rmSync(path);
        else writeFileSync(path, text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'Change pages');
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
