import { type Corpus, createFinder, readPage } from '../corpus.ts';
import type { Problem } from '../reader/blocks.ts';
import type { PageData } from '../reader/page.ts';
import type { Job } from '../threads/jobs.ts';
import type { LintFinding } from './finding.ts';
import { lintPage } from './lint.ts';
import { type PageOutline, plainOutlineOf } from './outline.ts';
import { lintTwins } from './twins.ts';

/** What is to be linted; plain data, that threads may be given. */
export interface LintTask {
  corpus: Corpus;
  /** The same pages in another language. */
  twins: Corpus | undefined;
  rules: readonly string[];
}

/** What was found; pages that cannot be opened have no findings, but a reason. */
export interface Linted {
  findings: LintFinding[];
  unreadable: { file: string; problems: Problem[] }[];
}

/** A share of the pages: read first, then, once the outlines of all pages are known, linted. */
export const lintShare: Job<LintTask, Linted, PageOutline[]> = async ({ corpus, twins, rules }, exchange) => {
  const pages = corpus.files.map((file) => readPage(corpus, file));
  // Made here and not where they are sent from: by then the other threads wait.
  const outlines = (await exchange(pages.map(plainOutlineOf))).flat();
  const known = new Map(outlines.map((outline) => [outline.file, outline]));
  const elsewhere = createFinder(corpus);
  const find = (file: string): PageOutline | PageData | undefined => known.get(file) ?? elsewhere(file);
  const byName = new Map(twins?.files.map((one) => [one.file, one]));
  const twinPages: PageData[] = [];
  const findings = pages.flatMap((page) => {
    const found = lintPage(page, find, rules);
    const named = byName.get(page.file);
    if (!twins || !named) return found;
    const twin = readPage(twins, named);
    twinPages.push(twin);
    return [...found, ...lintTwins(page, twin).filter(({ rule }) => rules.includes(rule))];
  });
  const unreadable = [...pages, ...twinPages].filter(({ kind }) => kind === 'unreadable');
  return { findings, unreadable: unreadable.map(({ file, problems }) => ({ file, problems })) };
};
