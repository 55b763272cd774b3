import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Reading } from './reader/blocks.ts';
import { isBrowserText, readBrowserText } from './reader/browser-text.ts';
import { type PageData, readMarkdown, unreadable } from './reader/page.ts';

/** A page of the corpus: `file` is its path in the documentation repository, with slashes. */
export interface CorpusFile {
  file: string;
  path: string;
  /** Where it may lead, being a link: the directory that was named. */
  within?: string;
}

export interface Corpus {
  root: string;
  files: CorpusFile[];
}

const PAGE = /\.(md|txt)$/;

/**
 * The pages of files and directories, and the documentation's root that they belong to.
 *
 * @param root named root; otherwise the outermost directory above that has `_includes`, or what was named itself
 * @throws Error naming what is not there, or holds no page
 */
export function findPages(named: readonly string[], root?: string): Corpus {
  const paths = named.flatMap((name): Omit<CorpusFile, 'file'>[] => {
    const path = resolve(name);
    if (!existsSync(path)) throw new Error(`${name} is not there.`);
    return statSync(path).isDirectory() ? pagesIn(path) : [{ path }];
  });
  if (paths.length === 0) throw new Error(`There is no page in ${named.join(', ')}.`);
  const top = resolve(root ?? rootOf(resolve(named[0] ?? '.')));
  // What is named itself may be a link to anywhere.
  const byPath = new Map<string, Omit<CorpusFile, 'file'>>();
  for (const one of paths) if (!byPath.has(one.path) || !one.within) byPath.set(one.path, one);
  const files = [...byPath.values()].map((one) => ({ ...one, file: nameOf(one.path, top) }));
  return { root: top, files: files.sort((one, other) => (one.file < other.file ? -1 : 1)) };
}

function pagesIn(directory: string): Omit<CorpusFile, 'file'>[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        (entry.isFile() || entry.isSymbolicLink()) &&
        PAGE.test(entry.name) &&
        !entry.parentPath.includes(`${sep}.git${sep}`),
    )
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isSymbolicLink() ? { path, within: directory } : { path };
    });
}

/** Whether a path is a directory's own or leads beneath it. */
export function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** @throws Error where a link leads out of the directory in which it was found */
function checkLink({ path, within }: Omit<CorpusFile, 'file'>): void {
  if (within === undefined) return;
  if (!isWithin(realpathSync(within), realpathSync(path)))
    throw new Error('cannot be read: the link leads out of the directory');
}

function rootOf(path: string): string {
  const own = statSync(path).isDirectory() ? path : dirname(path);
  let found = own;
  for (let at = own; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, '_includes'))) found = at;
  return found;
}

function nameOf(path: string, root: string): string {
  return (isWithin(root, path) ? relative(root, path) : path).split(sep).join('/');
}

/**
 * The text of a page, whatever ends its lines.
 *
 * @throws Error telling why it cannot be read
 */
export function readText(path: string): string {
  try {
    return toText(readBytes(path));
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`);
  }
}

function readBytes(path: string): Buffer {
  if (!statSync(path).isFile()) throw new Error('cannot be read: it is not a file');
  const bytes = readFileSync(path);
  if (bytes.includes(0)) throw new Error('cannot be read: it is not text in UTF-8');
  return bytes;
}

function toText(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
}

const INCLUDERS = new WeakMap<Corpus, Reading['include']>();

/** Finds included files of a corpus; each is opened once, pages of thousands include the same. */
function includerOf(corpus: Corpus): Reading['include'] {
  const known = INCLUDERS.get(corpus);
  if (known) return known;
  const opened = new Map<string, ReturnType<Reading['include']>>();
  const include: Reading['include'] = (name, from) => {
    const base = name.startsWith('/') ? corpus.root : dirname(resolve(corpus.root, from));
    const target = join(base, name);
    if (!opened.has(target)) {
      const found = PAGE.test(target) && existsSync(target) && statSync(target).isFile();
      opened.set(target, found ? { file: nameOf(target, corpus.root), text: readText(target) } : undefined);
    }
    return opened.get(target);
  };
  INCLUDERS.set(corpus, include);
  return include;
}

/** Reads one page, its includes resolved against itself, or, where they start with a slash, against the root. */
export function readPage(corpus: Corpus, one: CorpusFile): PageData {
  const { file, path } = one;
  let bytes: Buffer;
  try {
    checkLink(one);
    bytes = readBytes(path);
  } catch (error) {
    return unreadable(file, reasonOf(error));
  }
  const text = toText(bytes);
  const page = isBrowserText(text)
    ? readBrowserText(file, text)
    : readMarkdown(file, text, includerOf(corpus));
  if (isUtf8(bytes)) return page;
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  return { ...page, problems: [{ line, message: 'bytes that are not UTF-8' }, ...page.problems] };
}

/** Why a file cannot be read, without its path: that differs from machine to machine. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : `cannot be read: ${code}`;
}

/** Finds pages by their path below the root, each read once. */
export function createFinder(corpus: Corpus): (file: string) => PageData | undefined {
  const known = new Map<string, PageData | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const path = join(corpus.root, file);
      const there = PAGE.test(file) && !file.startsWith('..') && existsSync(path) && statSync(path).isFile();
      known.set(file, there ? readPage(corpus, { file, path }) : undefined);
    }
    return known.get(file);
  };
}

export function readPages(corpus: Corpus): PageData[] {
  return corpus.files.map((one) => readPage(corpus, one));
}
