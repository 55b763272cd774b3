import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Corpus, type CorpusFile, findPages, isWithin, readPage, readText } from '../../docs/corpus.ts';
import {
  type ContractDrift,
  compareContract,
  type PageText,
  type SourcedClaim,
} from '../../docs/drift/contract.ts';
import { compareRevisions, type Drift } from '../../docs/drift/revisions.ts';
import { type KnownFacts, readFacts } from '../../docs/facts/load.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { loadContract } from '../../run/load.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import { checkout } from './digests.ts';
import { FACTS } from './facts.ts';
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
  Compares the facts in fixtures/facts and the sources of claims with the pages: of a whole checkout (--docs or
  B24_DOCS), or those named. Says what is reworded (facts as before), changed, removed, new, which claims it concerns,
  and where the contract data has it; and what one of the two cannot say. It edits nothing: 'facts' writes the facts
  anew, 'digests --write' the digests of what you have read.
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
  const known = readFacts(FACTS, 'fixtures/facts');
  const chosen =
    args.names.length === 0
      ? ofCheckout(contract.claims, known, args)
      : ofNamed(contract.claims, known, args);
  const { drift, notComparable, unchanged } = compareContract(contract, chosen.read, known, chosen.pages);
  const all = [...chosen.drift, ...drift];
  for (const finding of all) console.log(`${finding.file}:${finding.line}: ${tell(finding)}`);
  for (const finding of notComparable) console.log(`${finding.page}: ${tell(finding)}`);
  writeJson(args.json, [...all.map(withoutPlace), ...notComparable]);
  return summary([...all, ...notComparable], `${unchanged} claims read as they did`);
}

interface Chosen {
  pages: ReadonlySet<string>;
  read(path: string): PageText | undefined;
  /** What the choice itself tells: pages that came or moved. */
  drift: ContractDrift[];
}

function ofCheckout(
  claims: readonly SourcedClaim[],
  known: readonly KnownFacts[],
  args: DocsArguments,
): Chosen {
  const root = checkout(args);
  const corpus = orExit(() =>
    (args.docs === undefined ? asConfig : asArgument)(() => findPages([root], root)),
  );
  const files = new Map(corpus.files.map((entry) => [entry.file, entry]));
  const pages = new Set([
    ...claims.map(({ source }) => source.page),
    ...known.map(({ facts }) => facts.page),
  ]);
  orExit(() => {
    if (![...pages].some((page) => files.has(page)))
      throw new (args.docs === undefined ? ConfigError : ArgumentError)(
        `${root} has no page that the contract knows, such as ${[...pages][0]}: is it the root of the documentation?`,
      );
  });
  const { drift, movedTo } = findMoved(corpus, known);
  return {
    pages,
    read(path) {
      const entry = files.get(path) ?? movedTo.get(path);
      return entry && pageText(corpus, entry);
    },
    drift,
  };
}

/** Method pages of the checkout that are new, or that are the page of a known method in another place. */
function findMoved(
  corpus: Corpus,
  known: readonly KnownFacts[],
): { drift: ContractDrift[]; movedTo: Map<string, CorpusFile> } {
  const drift: ContractDrift[] = [];
  const movedTo = new Map<string, CorpusFile>();
  const here = new Set(corpus.files.map(({ file }) => file));
  const paths = new Set(known.map(({ facts }) => facts.page));
  const lost = new Map(
    known.flatMap((entry) =>
      'method' in entry.facts && !here.has(entry.facts.page) ? [[entry.facts.method, entry]] : [],
    ),
  );
  for (const entry of corpus.files) {
    if (paths.has(entry.file) || !entry.file.endsWith('.md')) continue;
    const { kind, method, title } = readPage(corpus, entry);
    if (kind !== 'method' || method === undefined) continue;
    const { file, heading } = { file: entry.file, heading: title };
    const from = lost.get(method);
    if (from) {
      movedTo.set(from.facts.page, entry);
      const moved = { page: from.facts.page, heading, row: 'page', before: from.facts.page, after: file };
      drift.push({ kind: 'changed', ...moved, file: from.file, line: from.line });
    } else drift.push({ kind: 'new', page: file, heading, after: method, file, line: 1 });
  }
  return { drift, movedTo };
}

/** Pages that are named stand for the known page of that path, or else of that file name. */
function ofNamed(claims: readonly SourcedClaim[], known: readonly KnownFacts[], args: DocsArguments): Chosen {
  const corpus = orExit(() => asArgument(() => findPages(args.names, args.docs)));
  const ours = new Set(claims.map(({ source }) => source.page));
  const stated = new Set(known.map(({ facts }) => facts.page));
  const files = new Map<string, CorpusFile>();
  for (const entry of corpus.files) {
    const isPage = ours.has(entry.file) || stated.has(entry.file);
    const named = args.names.map((name) => resolve(name)).includes(entry.path);
    const page = isPage ? entry.file : named ? byName(basename(entry.path), ours, stated) : undefined;
    if (page !== undefined) files.set(page, entry);
  }
  orExit(() => {
    if (files.size === 0) throw new ArgumentError(`The contract has no page of ${args.names.join(', ')}.`);
  });
  return {
    pages: new Set(files.keys()),
    read(path) {
      const entry = files.get(path);
      return entry && pageText(corpus, { ...entry, file: path });
    },
    drift: [],
  };
}

/** The page of that file name that claims come from, or the only one that facts are of. */
function byName(name: string, ...kinds: ReadonlySet<string>[]): string | undefined {
  for (const pages of kinds) {
    const found = [...pages].filter((page) => basename(page) === name);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

function pageText(corpus: Corpus, entry: CorpusFile): PageText {
  let data: PageData | undefined;
  const text = orExit(() => asConfig(() => readText(entry.path)));
  return {
    text,
    get data() {
      // What a page says that cannot be read is not known to be gone.
      data ??= orExit(() =>
        asConfig(() => {
          const read = readPage(corpus, entry);
          if (read.kind === 'unreadable') throw new Error(`${entry.path}: ${read.problems[0]?.message}`);
          return read;
        }),
      );
      return data;
    },
  };
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
  const read = pairs.map(([old, now]) => ({
    old: readPage(before, old),
    now: readPage(after, now),
    paths: [old.path, now.path] as const,
  }));
  const unread = tellUnreadable(read.flatMap(({ old, now }) => [old, now]));
  const drift = read.flatMap(({ old, now, paths: [one, other] }) =>
    [old, now].some(({ kind }) => kind === 'unreadable')
      ? []
      : compareRevisions(old, now, [readText(one), readText(other)]),
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

function tell({ claim, kind, fact, page, heading, row, before, after, claims }: Drift): string {
  const where = [page, heading, row].filter((part) => part !== undefined).join(' › ');
  const values = [before, after].some((value) => value !== undefined)
    ? `: ${before || '(nothing)'} → ${after || '(nothing)'}${fact === undefined ? '' : ` (${fact})`}`
    : '';
  const affected = claims === undefined ? '' : `; claims: ${claims.join(', ')}`;
  const what = kind === 'not-comparable' ? 'not comparable' : kind;
  return `${what}${claim === undefined ? '' : ` ${claim}`}: ${where}${values}${affected}`;
}

function withoutPlace({ file: _file, line: _line, ...rest }: ContractDrift): Drift {
  return rest;
}

function summary(drift: readonly Drift[], rest: string): number {
  const count = (kind: Drift['kind']): number => drift.filter((finding) => finding.kind === kind).length;
  console.log(
    `${rest}; ${count('reworded')} reworded, ${count('changed')} changed, ${count('removed')} removed, ${count('new')} new.`,
  );
  const unknown = count('not-comparable');
  if (unknown > 0)
    console.log(
      `${unknown} not comparable: one of the two revisions lacks the part, so nobody knows what changed.`,
    );
  return drift.length > unknown ? 1 : 0;
}
