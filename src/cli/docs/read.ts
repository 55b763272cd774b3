import { count } from '../../base/phrase.ts';
import { readCorpus } from '../../docs/read/run.ts';
import type { ReadPage } from '../../docs/read/share.ts';
import { type Blame, reasonOf } from '../../docs/reader/reasons.ts';
import { type Kinds, openReporter, pathsOf } from './findings.ts';
import { FORMATS } from './formats.ts';
import { corpusOf, type DocsCommand } from './shared.ts';

const KINDS = {
  unreadable: { level: 'error', says: 'a file that cannot be opened, or is not text' },
  'not-read': { level: 'warning', says: 'what the page has and the reader cannot read' },
  'page-lacks': { level: 'warning', says: 'what the page itself lacks or has wrong' },
  'not-used': {
    level: 'note',
    says: 'a table, a list or code that no fact was read from',
    outcome: 'skipped',
  },
} as const satisfies Kinds;

const BLAMED: Record<Blame, keyof typeof KINDS> = { page: 'page-lacks', reader: 'not-read' };

/** Reads pages and tells what could not be read. */
export const read: DocsCommand = {
  options: ['rule', 'skip'],
  formats: FORMATS,
  help: `read [FILE|DIR …]
  Reads pages as data; lists which method pages are read, partly read, not read, and why; which tables, lists and code
  nothing was read from; and how many pages have lost nothing but what they lack themselves. JSON is what was read.
  Rules: ${Object.keys(KINDS).join(', ')}.`,
  async run(args) {
    const reporter = openReporter(read, args, KINDS);
    const corpus = corpusOf(args);
    const pages = await readCorpus(corpus, args.json !== undefined || args.format === 'json');
    const pathOf = pathsOf(corpus.files);
    for (const { file, kind, problems, unused } of pages) {
      const where = { path: pathOf(file) };
      for (const { line, message } of problems) {
        const rule = kind === 'unreadable' ? 'unreadable' : BLAMED[reasonOf(message).blame];
        reporter.report({ rule, file, line, message }, where);
      }
      for (const { line, block, what, reason } of unused)
        reporter.report({ rule: 'not-used', file, line, message: `${block} '${what}': ${reason}` }, where);
    }
    const methods = pages.filter(({ kind }) => kind === 'method');
    reporter.end({
      details: reasonsOf(methods),
      summary: summaryOf(methods, pages.length - methods.length),
      data: () => pages.map(({ json }) => json),
    });
    return reporter.reported.some(({ rule }) => rule !== 'not-used') ? 1 : 0;
  },
};

/** How many method pages are read. */
function summaryOf(methods: readonly ReadPage[], others: number): string[] {
  const numberOf = (state: string): number => methods.filter((page) => page.state === state).length;
  const whole = methods.filter(({ isWhole }) => isWhole).length;
  const share = methods.length === 0 ? '' : ` (${((whole / methods.length) * 100).toFixed(1)} %)`;
  const all = count(methods.length, 'method page');
  return [
    `${all}: ${numberOf('read')} read, ${numberOf('partly read')} partly read, ${numberOf('not read')} not read; ${count(others, 'other page')}.`,
    `Read as a whole, or lacking only what the page itself lacks: ${whole} of ${all}${share}.`,
  ];
}

function reasonsOf(methods: readonly ReadPage[]): string[] {
  const groups: [title: string, entries: [file: string, reason: string][]][] = [
    ['What pages lack', problemsOf(methods, 'page')],
    ['What the reader could not read', problemsOf(methods, 'reader')],
    [
      'What was not used',
      methods.flatMap(({ file, unused }) =>
        unused.map(({ block, reason }): [string, string] => [file, `${block}: ${reason}`]),
      ),
    ],
  ];
  return groups.flatMap(([title, entries]) => {
    const byReason = new Map<string, string[]>();
    for (const [file, reason] of entries) {
      const files = byReason.get(reason) ?? [];
      files.push(file);
      byReason.set(reason, files);
    }
    const lines = [...byReason]
      .sort(([one, ours], [other, theirs]) => theirs.length - ours.length || (one < other ? -1 : 1))
      .map(([reason, files]) => `  ${files.length} on ${count(new Set(files).size, 'page')}: ${reason}`);
    return lines.length === 0 ? [] : [`${title}:`, ...lines, ''];
  });
}

function problemsOf(methods: readonly ReadPage[], blame: Blame): [file: string, reason: string][] {
  return methods.flatMap(({ file, problems }) =>
    problems
      .map(({ message }) => reasonOf(message))
      .filter((found) => found.blame === blame)
      .map(({ reason }): [string, string] => [file, reason]),
  );
}
