import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { count } from '../../base/phrase.ts';
import { type Corpus, type CorpusFile, findPages, isWithin, readPage, readText } from '../../docs/corpus.ts';
import {
  type ContractDrift,
  compareContract,
  type PageText,
  type SourcedClaim,
} from '../../docs/drift/contract.ts';
import { compareRevisions, type Drift, type DriftKind } from '../../docs/drift/revisions.ts';
import { type KnownFacts, readFacts } from '../../docs/facts/load.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { lineOf } from '../../docs/source.ts';
import { loadContract } from '../../run/load.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import { checkout } from './digests.ts';
import { FACTS } from './facts.ts';
import { type Found, inProject, type Kind, openReporter, type Reporter, type Where } from './findings.ts';
import { FORMATS } from './formats.ts';
import {
  asArgument,
  asConfig,
  type DocsArguments,
  type DocsCommand,
  tellUnreadable,
  wrongArguments,
} from './shared.ts';

const KINDS = {
  changed: { level: 'error', says: 'what a page now states otherwise' },
  removed: { level: 'error', says: 'what a page no longer states' },
  new: { level: 'warning', says: 'what a page states now and did not state before' },
  reworded: { level: 'warning', says: 'other words for the same facts' },
  'not-comparable': {
    level: 'note',
    says: 'what one of the two revisions cannot say, so that nobody knows whether it changed',
    outcome: 'skipped',
  },
} as const satisfies Record<DriftKind, Kind>;

const HELP = `drift [FILE|DIR …] [--from FILE|DIR]
  Compares the facts in fixtures/facts and the sources of claims with the pages: of a whole checkout (--docs or
  B24_DOCS), or those named. Says what is reworded (facts as before), changed, removed, new, which claims it concerns,
  and where the contract data has it; and what one of the two cannot say. It edits nothing: 'facts' writes the facts
  anew, 'digests --write' the digests of what you have read. Rules: ${Object.keys(KINDS).join(', ')}.
  --from   compares the named pages with an earlier revision of them instead`;

/** Compares pages with the contract, or with an earlier revision of themselves. */
export const drift: DocsCommand = {
  options: ['from', 'rule', 'skip'],
  formats: FORMATS,
  help: HELP,
  run(args) {
    return args.from === undefined ? againstContract(args) : againstRevision(args, args.from);
  },
};

function againstContract(args: DocsArguments): number {
  const reporter = openReporter(drift, args, KINDS);
  const contract = orExit(loadContract);
  const known = readFacts(FACTS, 'fixtures/facts');
  const chosen =
    args.names.length === 0
      ? ofCheckout(contract.claims, known, args)
      : ofNamed(contract.claims, known, args);
  const compared = compareContract(contract, chosen.read, known, chosen.pages);
  const placed = [...chosen.drift, ...compared.drift].filter(({ kind }) => reporter.rules.has(kind));
  for (const found of placed) {
    const { file, line, page } = found;
    reportDrift(reporter, found, { file, line }, { path: chosen.pathOf(file) ?? inProject(file), page });
  }
  const unknown = compared.notComparable.filter(({ kind }) => reporter.rules.has(kind));
  for (const found of unknown) {
    const text = chosen.read(found.page)?.text ?? '';
    const place = { file: found.page, line: lineNow(found, text) };
    reportDrift(reporter, found, place, { path: chosen.pathOf(found.page) });
  }
  return end(reporter, [...placed.map(withoutPlace), ...unknown], sameLine(compared.unchanged));
}

function sameLine(number: number): string {
  return `${count(number, 'claim')} ${number === 1 ? 'reads as it' : 'read as they'} did`;
}

interface Chosen {
  pages: ReadonlySet<string>;
  read(path: string): PageText | undefined;
  /** Where a page is on this machine. */
  pathOf(page: string): string | undefined;
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
    pathOf: (path) => (files.get(path) ?? movedTo.get(path))?.path,
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
    pathOf: (path) => files.get(path)?.path,
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
  const reporter = openReporter(drift, args, KINDS);
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
  const found: Drift[] = [];
  const add = (drift: Drift, text: string, path: string): void => {
    if (!reporter.rules.has(drift.kind)) return;
    found.push(drift);
    reportDrift(reporter, drift, { file: drift.page, line: lineNow(drift, text) }, { path });
  };
  for (const { old, now, paths } of read) {
    if ([old, now].some(({ kind }) => kind === 'unreadable')) continue;
    const [before, text] = [readText(paths[0]), readText(paths[1])];
    for (const drift of compareRevisions(old, now, [before, text])) add(drift, text, paths[1]);
  }
  for (const file of before.files)
    if (isNamed(file, after, args.names) && !pairs.some(([old]) => old === file)) {
      const { title: heading, method = file.file } = readPage(before, file);
      add({ kind: 'removed', page: file.file, heading, before: method }, '', file.path);
    }
  const without = after.files.length - pairs.length;
  const code = end(
    reporter,
    found,
    `${count(pairs.length, 'page')} compared, ${without} without an earlier revision`,
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

/** Where the later page states what changed; of a row that came, `after` is its code and its text. */
function lineNow({ heading, row, after }: Drift, text: string): number {
  return lineOf(text, { heading, ...(row === undefined ? {} : { row }) }, after?.replace(/^\S+: /, ''));
}

function reportDrift(
  reporter: Reporter,
  drift: Drift,
  place: Pick<Found, 'file' | 'line'>,
  where: Where,
): void {
  reporter.report({ rule: drift.kind, ...place, message: messageOf(drift) }, where);
}

function messageOf({ claim, fact, page, heading, row, before, after, claims }: Drift): string {
  const where = [page, heading, row].filter((part) => part !== undefined).join(' › ');
  const values = [before, after].some((value) => value !== undefined)
    ? `: ${before || '(nothing)'} → ${after || '(nothing)'}${fact === undefined ? '' : ` (${fact})`}`
    : '';
  const affected = claims === undefined ? '' : `; claims: ${claims.join(', ')}`;
  return `${claim === undefined ? '' : `${claim}: `}${where}${values}${affected}`;
}

function withoutPlace({ file: _file, line: _line, ...rest }: ContractDrift): Drift {
  return rest;
}

/** Sums up; returns the exit code. What is not comparable fails nothing. */
function end(reporter: Reporter, drift: readonly Drift[], rest: string): number {
  const unknown = drift.filter(({ kind }) => kind === 'not-comparable').length;
  const different = drift.length - unknown;
  reporter.end({
    summary: [
      `${rest}; ${count(different, 'difference')}.`,
      ...(unknown > 0
        ? [
            `Not comparable: ${unknown}. One of the two revisions lacks the part, so nobody knows what changed.`,
          ]
        : []),
    ],
    data: () => drift,
  });
  return different > 0 ? 1 : 0;
}
