import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { count } from '../../base/phrase.ts';
import { buildContract } from '../../contract/contract.ts';
import type { PageTitles, SourceLock } from '../../contract/source.ts';
import { createFinder, readText } from '../../docs/corpus.ts';
import { compareLock, type DigestFinding, LOCK, TITLES } from '../../docs/digests.ts';
import type { SourcedClaim } from '../../docs/drift/contract.ts';
import { loadResources, loadSchemas, ROOT, readContractFiles } from '../../run/load.ts';
import { loadFacts } from '../../run/load-facts.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import { inProject, type Kinds, openReporter } from './findings.ts';
import { FORMATS } from './formats.ts';
import { asArgument, asConfig, type DocsArguments, type DocsCommand, docsRoot } from './shared.ts';

const KINDS = {
  reworded: { level: 'warning', says: 'a source that reads differently now' },
  gone: { level: 'error', says: 'a source that is no longer on its page' },
  missing: {
    level: 'error',
    says: 'a source that is not on its page and never was: the contract does not load',
  },
  unlocked: { level: 'warning', says: 'a source that is not in the lock yet' },
  unused: { level: 'note', says: 'an entry of the lock that no claim comes from any more' },
} as const satisfies Kinds;

/** Compares the lock of sources with the pages, and writes it anew on request. */
export const digests: DocsCommand = {
  options: ['write', 'rule', 'skip'],
  formats: FORMATS,
  nameless: true,
  help: `digests [--write]
  Compares ${LOCK}, the digests of what hand-written claims were made from, with the pages of a documentation checkout
  (--docs or B24_DOCS); says file and line of each claim whose source reads differently, is gone, or is not in the lock.
  Rules: ${Object.keys(KINDS).join(', ')}.
  --write   write the lock anew, once you have read what changed, and the titles of the pages (${TITLES})`,
  run(args) {
    const reporter = openReporter(digests, args, KINDS);
    const directory = checkout(args);
    const path = join(ROOT, LOCK);
    const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SourceLock) : {};
    const claims = orExit(allClaims);
    // Of the others, facts keep the digest.
    const handWritten = claims.filter(({ source }) => source.digest === undefined);
    const { findings, lock } = compareLock(handWritten, before, (page) => {
      const file = join(directory, page);
      return existsSync(file) ? orExit(() => asConfig(() => readText(file))) : undefined;
    });
    for (const finding of findings) {
      const { file, line, page, where } = finding;
      const rule = kindOf(finding);
      reporter.report(
        { rule, file, line, message: `${where}: ${MESSAGES[rule]}` },
        { path: inProject(file), page },
      );
    }
    if (args.write) {
      const write = (file: string, value: object): void =>
        orExit(() =>
          asArgument(() => writeFileSync(join(ROOT, file), `${JSON.stringify(value, null, 2)}\n`)),
        );
      write(LOCK, lock);
      write(
        TITLES,
        orExit(() => titlesOf(claims, directory)),
      );
    }
    reporter.end({
      summary: [
        reporter.reported.length === 0
          ? 'Every source reads as it did.'
          : `${count(reporter.reported.length, 'source')} changed.`,
      ],
      data: () => findings.filter((finding) => reporter.rules.has(kindOf(finding))),
    });
    // What is nowhere on its page has no digest, and without it the contract does not load.
    const isMissing = findings.some((finding) => kindOf(finding) === 'missing');
    return isMissing ? EXIT_NOT_MADE : reporter.reported.length === 0 ? 0 : 1;
  },
};

const MESSAGES: Record<keyof typeof KINDS, string> = {
  unused: 'no claim comes from there any more',
  missing: "is not on the page: mend the claim's source, or name the checkout that has it by --docs",
  gone: 'is no longer on the page',
  unlocked: 'is not in the lock yet',
  reworded: 'reads differently now',
};

function kindOf({ before, after, unused }: DigestFinding): keyof typeof KINDS {
  if (unused) return 'unused';
  if (after === undefined) return before === undefined ? 'missing' : 'gone';
  return before === undefined ? 'unlocked' : 'reworded';
}

/** Titles of the pages that claims come from, by path; of a page that the checkout lacks, as it was. */
function titlesOf(claims: readonly SourcedClaim[], directory: string): PageTitles {
  const file = join(ROOT, TITLES);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PageTitles) : {};
  const find = createFinder({ root: directory, files: [] });
  const pages = [...new Set(claims.map(({ source }) => source.page))].sort();
  return Object.fromEntries(
    pages.flatMap((page) => {
      const title = find(page)?.title || before[page];
      return title === undefined ? [] : [[page, title]];
    }),
  );
}

/** Without the lock, those alone have no digest whose sources a person names. */
function allClaims(): readonly SourcedClaim[] {
  return buildContract(readContractFiles(), loadSchemas(), {
    ...loadFacts(),
    resources: loadResources(),
    confidence: 'parsed',
  }).claims;
}

/** The checkout, which must be a directory. */
export function checkout(args: DocsArguments): string {
  return orExit(() => {
    const named = docsRoot(args);
    if (named === undefined)
      throw new ArgumentError('Name a checkout of the documentation by --docs DIR or B24_DOCS.');
    if (!existsSync(named) || !statSync(named).isDirectory())
      throw new (args.docs === undefined ? ConfigError : ArgumentError)(`${named} is not a directory.`);
    return named;
  });
}
