import { readPages } from '../../docs/corpus.ts';
import { readState, toJson } from '../../docs/page-json.ts';
import { corpusOf, type DocsCommand, writeJson } from './shared.ts';

/** Reads pages and tells what could not be read. */
export const read: DocsCommand = {
  help: `read [FILE|DIR …] [--json FILE]
  Reads pages as data; tells which method pages are read, partly read, not read, and why.`,
  run(args) {
    const corpus = corpusOf(args);
    const pages = readPages(corpus);
    writeJson(args.json, pages.map(toJson));
    for (const { file, problems } of pages)
      for (const { line, message } of problems) console.log(`${file}:${line}: ${message}`);
    const methods = pages.filter(({ kind }) => kind === 'method');
    const count = (state: string): number => methods.filter((page) => readState(page) === state).length;
    console.log(
      `${methods.length} method pages: ${count('read')} read, ${count('partly read')} partly read, ${count('not read')} not read; ${pages.length - methods.length} other pages.`,
    );
    return pages.some(({ problems }) => problems.length > 0) ? 1 : 0;
  },
};
