import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Contract, ContractPage } from '../../contract/contract.ts';
import { type Corpus, type CorpusFile, findPages, isWithin, readPage, readText } from '../../docs/corpus.ts';
import { type ContractDrift, compareContract, type PageText } from '../../docs/drift/contract.ts';
import { compareRevisions, type Drift } from '../../docs/drift/revisions.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { loadContract } from '../../suite/load.ts';
import { checkout } from './digests.ts';
import {
  asArgument,
  asConfig,
  type DocsArguments,
  type DocsCommand,
  tellUnreadable,
  writeJson,
  wrongArguments,
} from './shared.ts';

const HELP = `drift [FILE|DIR …] [--docs DIR] [--from FILE|DIR] [--json FILE]
  Compares the contract with the pages: of a whole checkout (--docs or B24_DOCS), or those named. Tells what is
  reworded (facts as before), changed, removed, new, and where the contract data says it. It edits nothing;
  'digests --write' stores the digests of what you have read.
  --from   compares the named pages with an earlier revision of them instead`;

/** Compares pages with the contract, or with an earlier revision of themselves. */
export const drift: DocsCommand = {
  options: ['from'],
  help: HELP,
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
  const corpus = orExit(() => asArgument(() => findPages(args.names, args.docs)));
  const files = new Map<string, CorpusFile>();
  for (const { page } of contract.pages) {
    const found =
      corpus.files.find(({ file }) => file === page.path) ??
      corpus.files.find(({ path }) => args.names.includes(path) && basename(path) === basename(page.path));
    if (found) files.set(page.path, found);
  }
  const pages = contract.pages.filter(({ page }) => files.has(page.path));
  orExit(() => {
    if (pages.length === 0) throw new ArgumentError(`The contract has no page of ${args.names.join(', ')}.`);
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
  return orExit(() =>
    asConfig(() => {
      const data = readPage(corpus, one);
      if (data.kind === 'unreadable') throw new Error(`${one.path}: ${data.problems[0]?.message}`);
      return { text: readText(one.path), data };
    }),
  );
}

function againstRevision(args: DocsArguments, from: string): number {
  const [before, after] = orExit(() =>
    asArgument((): [Corpus, Corpus] => {
      if (args.names.length === 0) throw wrongArguments('Name the pages to compare with --from.', HELP);
      return [findPages([from]), findPages(args.names, args.docs)];
    }),
  );
  const pairs = pairsOf(before, after);
  orExit(() => {
    if (pairs.length > 0) return;
    const [ours, theirs] = [after.files[0]?.file, before.files[0]?.file];
    throw new ArgumentError(
      `No page of ${args.names.join(', ')} is in ${from}: the one has ${ours}, the other ${theirs}.`,
    );
  });
  const read = pairs.map(([old, now]) => [readPage(before, old), readPage(after, now)] as const);
  const unread = tellUnreadable(read.flat());
  const drift = read.flatMap(([old, now]) =>
    [old, now].some(({ kind }) => kind === 'unreadable') ? [] : compareRevisions(old, now),
  );
  for (const file of before.files)
    if (isNamed(file, after, args.names) && !pairs.some(([old]) => old === file)) {
      const { title: heading, method = file.file } = readPage(before, file);
      drift.push({ kind: 'removed', page: file.file, heading, before: method });
    }
  for (const one of drift) console.log(`${one.page}: ${tell(one)}`);
  writeJson(args.json, drift);
  const code = summary(
    drift,
    `${pairs.length} pages compared, ${after.files.length - pairs.length} without an earlier revision`,
  );
  return unread ? EXIT_NOT_MADE : code;
}

/** Pages of both, by their path; two single files, whatever they are called. */
function pairsOf(before: Corpus, after: Corpus): [old: CorpusFile, now: CorpusFile][] {
  const single = before.files.length === 1 && after.files.length === 1;
  const byName = new Map(before.files.map((one) => [one.file, one]));
  return after.files.flatMap((now): [CorpusFile, CorpusFile][] => {
    const old = single ? before.files[0] : byName.get(now.file);
    return old ? [[old, now]] : [];
  });
}

/** Whether the page would stand in a directory that was named; single pages that are named say nothing of others. */
function isNamed({ file }: CorpusFile, { root }: Corpus, names: readonly string[]): boolean {
  return names.some((name) => statSync(name).isDirectory() && isWithin(resolve(name), resolve(root, file)));
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
