import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A file that differs between two revisions; a page that moved has both paths. */
export interface FileChange {
  /** Path in the earlier revision; undefined for a file that is new. */
  before?: string;
  /** Path in the later revision; undefined for a file that is gone. */
  after?: string;
}

/** A commit with the files in which it differs from its first parent, or, of the first one, all its files. */
export interface Commit {
  id: string;
  /** Day of the commit, as YYYY-MM-DD. */
  date: string;
  subject: string;
  changes: (FileChange & { blob?: string })[];
}

/** Revisions of the documentation, as git keeps them. Only `.md` files are seen, links and submodules are not. */
export interface Repository {
  /** Where git finds it. */
  directory: string;
  /**
   * The id of a commit.
   *
   * @throws Error where the revision is not there
   */
  commitOf(revision: string): string;
  /** The commit that two revisions share, or undefined where their history does not say. */
  forkOf(base: string, head: string): string | undefined;
  /** Ids of the pages' contents by path. */
  pagesOf(commit: string): Map<string, string>;
  /** What differs between two commits. */
  changes(base: string, head: string): FileChange[];
  /** All commits up to a revision along first parents, the oldest first. */
  log(revision: string): Commit[];
  /** Pages with a line that includes another file, and the paths named in such lines. */
  includes(commit: string): { page: string; path: string }[];
  /** Reads contents at once that will be asked for one by one. */
  fetch(blobs: Iterable<string>): void;
  /** Lets go of the contents read so far. */
  forget(): void;
  /** The bytes of a page. */
  bytes(blob: string): Buffer;
  close(): void;
}

const PAGES = '*.md';
const MOST_BYTES = 1 << 30;

/**
 * Opens a checkout, a bare repository, or a bundle, which is unpacked into a directory of its own until `close`.
 *
 * @throws Error naming what is not there, or is not a repository, with what git says
 */
export function openRepository(path: string): Repository {
  if (!existsSync(path)) throw new Error(`${path} is not there.`);
  if (statSync(path).isDirectory()) return repositoryIn(path, path, () => {});
  if (!isBundle(path))
    throw new Error(`${path} is not a git repository: name a checkout, a bare repository or a bundle.`);
  const directory = mkdtempSync(join(tmpdir(), 'b24-bundle-'));
  const close = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    git(tmpdir(), ['clone', '--bare', '--quiet', '--', resolve(path), directory]);
    nameHead(directory);
    return repositoryIn(directory, path, close);
  } catch (error) {
    close();
    throw new Error(`${path} cannot be unpacked: ${saidBy(error)}`);
  }
}

function repositoryIn(directory: string, name: string, close: () => void): Repository {
  const ask = (...words: string[]): string => git(directory, words).toString('utf8');
  try {
    ask('rev-parse', '--git-dir');
  } catch (error) {
    close();
    throw new Error(`${name} is not a git repository: ${saidBy(error)}`);
  }
  const contents = new Map<string, Buffer>();
  const fetch = (blobs: Iterable<string>): void => {
    const wanted = [...new Set(blobs)].filter((blob) => !contents.has(blob));
    if (wanted.length === 0) return;
    const input = `${wanted.join('\n')}\n`;
    for (const [blob, bytes] of objectsOf(git(directory, ['cat-file', '--batch'], input)))
      contents.set(blob, bytes);
  };
  return {
    directory,
    commitOf(revision) {
      try {
        return ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`).trim();
      } catch {
        throw new Error(
          `There is no revision '${revision}' in ${name}: a clone without its history (depth) may lack it.`,
        );
      }
    },
    forkOf(base, head) {
      try {
        return ask('merge-base', base, head).trim() || undefined;
      } catch {
        return undefined;
      }
    },
    pagesOf(commit) {
      const pages = new Map<string, string>();
      for (const entry of ask('ls-tree', '-r', '-z', '--full-tree', commit).split('\0')) {
        const [, blob, path] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
        if (blob !== undefined && path?.endsWith('.md')) pages.set(path, blob);
      }
      return pages;
    },
    changes(base, head) {
      const words = ['diff-tree', '-r', '-z', '-M', '--raw', '--no-abbrev', base, head, '--', PAGES];
      return readRaw(ask(...words).split('\0'));
    },
    log(revision) {
      const words = [
        'log',
        '--first-parent',
        '--reverse',
        '-m',
        '--root',
        '-z',
        '-M',
        '--raw',
        '--no-abbrev',
      ];
      const text = ask(...words, '--format=%x01%H%x02%cs%x02%s%x01', revision, '--');
      const parts = text.split('\x01').slice(1);
      return parts.flatMap((part, index): Commit[] => {
        if (index % 2 === 1) return [];
        const [id = '', date = '', subject = ''] = part.split('\x02');
        return [{ id, date, subject, changes: readRaw((parts[index + 1] ?? '').split('\0')) }];
      });
    },
    includes(commit) {
      let text: string;
      try {
        text = ask('grep', '-z', '-I', '-e', '{%-\\{0,1\\} *include', commit, '--', PAGES);
      } catch (error) {
        // It ends so where nothing is found.
        if ((error as { status?: unknown }).status === 1) return [];
        throw error;
      }
      return text.split('\n').flatMap((line) => {
        const [name = '', code = ''] = line.split('\0');
        const page = name.slice(name.indexOf(':') + 1);
        return [...code.matchAll(/\{%-?\s*include[^%]*\]\(([^)\s]+)\)/g)].map(([, path = '']) => ({
          page,
          path,
        }));
      });
    },
    fetch,
    forget: () => contents.clear(),
    bytes(blob) {
      fetch([blob]);
      const bytes = contents.get(blob);
      if (!bytes) throw new Error(`${name} lacks the object ${blob}`);
      return bytes;
    },
    close,
  };
}

function git(directory: string, words: readonly string[], input?: string): Buffer {
  return execFileSync('git', ['-C', directory, '-c', 'core.quotePath=false', ...words], {
    ...(input === undefined ? {} : { input }),
    maxBuffer: MOST_BYTES,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
  });
}

/** What git wrote about its failure, in one line. */
function saidBy(error: unknown): string {
  const { stderr, message } = error as { stderr?: Buffer; message: string };
  const said = stderr?.toString('utf8').trim();
  return (said === undefined || said === '' ? message : said).split('\n')[0] ?? message;
}

function isBundle(path: string): boolean {
  const start = Buffer.alloc(16);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  return /^# v\d git bundle/.test(start.toString('latin1'));
}

/** A bundle may have branches without saying which is HEAD: where there is only one, it is that. */
function nameHead(directory: string): void {
  const heads = git(directory, ['for-each-ref', '--format=%(refname)', 'refs/heads/'])
    .toString('utf8')
    .trim();
  if (heads !== '' && !heads.includes('\n')) git(directory, ['symbolic-ref', 'HEAD', heads]);
}

/** Entries of `--raw -z`: modes, ids and status, then one path, or two where a file moved. */
function readRaw(tokens: readonly string[]): (FileChange & { blob?: string })[] {
  const changes: (FileChange & { blob?: string })[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const entry = /^\s*:(\d+) (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*$/.exec(tokens[index] ?? '');
    if (!entry) continue;
    const [, from = '', to = '', blob = '', status = ''] = entry;
    const first = tokens[++index] ?? '';
    const second = status === 'R' || status === 'C' ? (tokens[++index] ?? '') : first;
    // Links and submodules are not pages: a page that becomes one is gone.
    const before = status === 'C' || !from.startsWith('100') ? undefined : first;
    const after = to.startsWith('100') ? second : undefined;
    if ((before ?? after)?.endsWith('.md') || after?.endsWith('.md'))
      changes.push({
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after, blob }),
      });
  }
  return changes;
}

/** Answers of `cat-file --batch`: a line with id, type and size, then the bytes and a line end. */
function objectsOf(answers: Buffer): [blob: string, bytes: Buffer][] {
  const objects: [string, Buffer][] = [];
  let at = 0;
  while (at < answers.length) {
    const end = answers.indexOf(10, at);
    const [blob = '', , size] = answers.toString('latin1', at, end).split(' ');
    at = end + 1;
    // What is missing has a line without a size.
    if (size === undefined) continue;
    objects.push([blob, answers.subarray(at, at + Number(size))]);
    at += Number(size) + 1;
  }
  return objects;
}
