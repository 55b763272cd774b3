import { readPages } from '../../docs/corpus.ts';
import { readState, toJson } from '../../docs/page-json.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { type Blame, isWhole, reasonOf } from '../../docs/reader/reasons.ts';
import { corpusOf, type DocsCommand, writeJson } from './shared.ts';

/** Reads pages and tells what could not be read. */
export const read: DocsCommand = {
  help: `read [FILE|DIR …] [--json FILE]
  Reads pages as data; lists which method pages are read, partly read, not read, and why; which tables, lists and code
  nothing was read from; and how many pages have lost nothing but what they lack themselves.`,
  run(args) {
    const corpus = corpusOf(args);
    const pages = readPages(corpus);
    writeJson(args.json, pages.map(toJson));
    for (const { file, problems, unused } of pages) {
      for (const { line, message } of problems) console.log(`${file}:${line}: ${message}`);
      for (const { line, block, what, reason } of unused)
        console.log(`${file}:${line}: not used: ${block} '${what}': ${reason}`);
    }
    for (const line of summaryOf(pages)) console.log(line);
    return pages.some(({ problems }) => problems.length > 0) ? 1 : 0;
  },
};

/** Counts by reason, and how many method pages are read. */
function summaryOf(pages: readonly PageData[]): string[] {
  const methods = pages.filter(({ kind }) => kind === 'method');
  const count = (state: string): number => methods.filter((page) => readState(page) === state).length;
  const whole = methods.filter((page) => readState(page) !== 'not read' && isWhole(page)).length;
  const share = methods.length === 0 ? '' : ` (${((whole / methods.length) * 100).toFixed(1)} %)`;
  return [
    ...reasonsOf(methods),
    `${methods.length} method pages: ${count('read')} read, ${count('partly read')} partly read, ${count('not read')} not read; ${pages.length - methods.length} other pages.`,
    `${whole} of ${methods.length} method pages${share} are read whole, or lack only what the page itself lacks.`,
  ];
}

function reasonsOf(methods: readonly PageData[]): string[] {
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
      .map(([reason, files]) => `  ${files.length} on ${new Set(files).size} pages: ${reason}`);
    return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
  });
}

function problemsOf(methods: readonly PageData[], blame: Blame): [file: string, reason: string][] {
  return methods.flatMap(({ file, problems }) =>
    problems
      .map(({ message }) => reasonOf(message))
      .filter((found) => found.blame === blame)
      .map(({ reason }): [string, string] => [file, reason]),
  );
}
