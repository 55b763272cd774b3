import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isBrowserText, readBrowserText } from './reader/browser-text.ts';
import { type PageData, readMarkdown } from './reader/page.ts';

/** A page of the corpus: `file` is its path in the documentation repository, with slashes. */
export interface CorpusFile {
  file: string;
  path: string;
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
  const paths = named.flatMap((name) => {
    const path = resolve(name);
    if (!existsSync(path)) throw new Error(`${name} is not there.`);
    return statSync(path).isDirectory() ? pagesIn(path) : [path];
  });
  if (paths.length === 0) throw new Error(`There is no page in ${named.join(', ')}.`);
  const top = resolve(root ?? rootOf(resolve(named[0] ?? '.')));
  const files = [...new Set(paths)].map((path) => ({ path, file: nameOf(path, top) }));
  return { root: top, files: files.sort((one, other) => (one.file < other.file ? -1 : 1)) };
}

function pagesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && PAGE.test(entry.name) && !entry.parentPath.includes(`${sep}.git${sep}`),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

function rootOf(path: string): string {
  const own = statSync(path).isDirectory() ? path : dirname(path);
  let found = own;
  for (let at = own; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, '_includes'))) found = at;
  return found;
}

function nameOf(path: string, root: string): string {
  const name = relative(root, path);
  return (name.startsWith('..') ? path : name).split(sep).join('/');
}

/** Reads one page, its includes resolved against itself, or, where they start with a slash, against the root. */
export function readPage(corpus: Corpus, { file, path }: CorpusFile): PageData {
  const text = readFileSync(path, 'utf8');
  if (isBrowserText(text)) return readBrowserText(file, text);
  return readMarkdown(file, text, (name, from) => {
    const base = name.startsWith('/') ? corpus.root : dirname(resolve(corpus.root, from));
    const target = join(base, name);
    const found = existsSync(target) && statSync(target).isFile();
    return found ? { file: nameOf(target, corpus.root), text: readFileSync(target, 'utf8') } : undefined;
  });
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
