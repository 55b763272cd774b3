import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Contract, ContractPage } from '../../contract/contract.ts';
import { type Corpus, type CorpusFile, findPages, readPage, readText } from '../../docs/corpus.ts';
import { type ContractDrift, compareContract, type PageText } from '../../docs/drift/contract.ts';
import { compareRevisions, type Drift } from '../../docs/drift/revisions.ts';
import { loadContract } from '../../suite/load.ts';
import { EXIT_NOT_MADE, orExit } from '../../suite/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import { checkout } from './digests.ts';
import { asConfig, type DocsArguments, type DocsCommand, tellUnreadable, writeJson } from './shared.ts';

/** Compares pages with the contract, or with an earlier revision of themselves. */
export const drift: DocsCommand = {
  help: `drift [FILE|DIR …] [--docs DIR] [--from FILE|DIR] [--json FILE]
  Compares the contract with the pages: of a whole checkout (--docs or B24_DOCS), or those named. Tells what is
  reworded (facts as before), changed, removed, new, and where the contract data says it. It edits nothing;
  'digests --write' stores the digests of what you have read.
  --from   compares the named pages with an earlier revision of them instead`,
  run(args) {
    return args.from === undefined ? againstContract(args) : againstRevision(args, args.from);
  },
};

function againstContract(args: DocsArguments): number {
  const contract = orExit(loadContract);
  const { pages, read } = args.names.length === 0 ? ofCheckout(contract, args) : ofNamed(contract, args);
  const { drift, unchanged } = compareContract(contract, read, pages);
  for (const one of drift) console.log(`${one.file}:${one.line}: ${tell(one)}`);
  writeJson(args.json, drift.map(withoutPlace));
  return summary(drift, `${unchanged} claims read as they did`);
}

interface Chosen {
  pages: readonly ContractPage[];
  read(path: string): PageText | undefined;
}

function ofCheckout(contract: Contract, args: DocsArguments): Chosen {
  const root = checkout(args);
  const corpus: Corpus = { root, files: [] };
  return {
    pages: contract.pages,
    read(path) {
      const file = join(root, path);
      return existsSync(file) ? pageText(corpus, { file: path, path: file }) : undefined;
    },
  };
}

/** Pages that are named stand for the contract's page of that path, or else of that file name. */
function ofNamed(contract: Contract, args: DocsArguments): Chosen {
  const corpus = orExit(() => asConfig(() => findPages(args.names, args.docs)));
  const files = new Map<string, CorpusFile>();
  for (const { page } of contract.pages) {
    const found =
      corpus.files.find(({ file }) => file === page.path) ??
      corpus.files.find(({ path }) => args.names.includes(path) && basename(path) === basename(page.path));
    if (found) files.set(page.path, found);
  }
  const pages = contract.pages.filter(({ page }) => files.has(page.path));
  orExit(() => {
    if (pages.length === 0) throw new ConfigError(`The contract has no page of ${args.names.join(', ')}.`);
  });
  return {
    pages,
    read(path) {
      const found = files.get(path) ?? corpus.files.find(({ file }) => file === path);
      return found && pageText(corpus, { ...found, file: path });
    },
  };
}

function pageText(corpus: Corpus, one: CorpusFile): PageText {
  // What a page says that cannot be read is not known to be gone.
  return { text: orExit(() => asConfig(() => readText(one.path))), data: readPage(corpus, one) };
}

function againstRevision(args: DocsArguments, from: string): number {
  const [before, after] = orExit(() =>
    asConfig((): [Corpus, Corpus] => {
      if (args.names.length === 0) throw new ConfigError('Name the pages to compare with --from.');
      return [findPages([from]), findPages(args.names, args.docs)];
    }),
  );
  const single = before.files.length === 1 && after.files.length === 1;
  let unread = false;
  const drift = after.files.flatMap((file) => {
    const old = single ? before.files[0] : before.files.find((one) => one.file === file.file);
    if (!old) return [];
    const pair = [readPage(before, old), readPage(after, file)] as const;
    const unreadable = tellUnreadable(pair);
    unread ||= unreadable;
    return unreadable ? [] : compareRevisions(...pair);
  });
  for (const one of drift) console.log(`${one.page}: ${tell(one)}`);
  writeJson(args.json, drift);
  const code = summary(drift, `${after.files.length} pages compared`);
  return unread ? EXIT_NOT_MADE : code;
}

function tell({ claim, kind, page, heading, row, before, after }: Drift): string {
  const where = [page, heading, row].filter((part) => part !== undefined).join(' › ');
  const values = [before, after].some((value) => value !== undefined)
    ? `: ${before ?? '(nothing)'} → ${after ?? '(nothing)'}`
    : '';
  return `${kind}${claim === undefined ? '' : ` ${claim}`}: ${where}${values}`;
}

function withoutPlace({ file: _file, line: _line, ...rest }: ContractDrift): Drift {
  return rest;
}

function summary(drift: readonly Drift[], rest: string): number {
  const count = (kind: string): number => drift.filter((one) => one.kind === kind).length;
  console.log(
    `${rest}; ${count('reworded')} reworded, ${count('changed')} changed, ${count('removed')} removed, ${count('new')} new.`,
  );
  return drift.length > 0 ? 1 : 0;
}
