import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildContract } from '../../contract/contract.ts';
import type { PageTitles, SourceLock } from '../../contract/source.ts';
import { createFinder, readText } from '../../docs/corpus.ts';
import { compareLock, type DigestFinding, LOCK, TITLES } from '../../docs/digests.ts';
import type { SourcedClaim } from '../../docs/drift/contract.ts';
import { loadFacts, loadResources, loadSchemas, ROOT, readContractFiles } from '../../run/load.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import { asArgument, asConfig, type DocsArguments, type DocsCommand, docsRoot, writeJson } from './shared.ts';

/** Compares the lock of sources with the pages, and writes it anew on request. */
export const digests: DocsCommand = {
  options: ['write'],
  nameless: true,
  help: `digests [--write] [--json FILE]
  Compares ${LOCK}, the digests of what hand-written claims were made from, with the pages of a documentation checkout
  (--docs or B24_DOCS); says file and line of each claim whose source reads differently, is gone, or is not in the lock.
  --write   write the lock anew, once you have read what changed, and the titles of the pages (${TITLES})`,
  run(args) {
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
    for (const finding of findings)
      console.log(`${finding.file}:${finding.line}: ${finding.where}: ${tell(finding)}`);
    writeJson(args.json, findings);
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
    console.log(
      findings.length === 0 ? 'Every source reads as it did.' : `${findings.length} sources changed.`,
    );
    // What is nowhere on its page has no digest, and without it the contract does not load.
    const isMissing = findings.some(({ before: known, after }) => known === undefined && after === undefined);
    return isMissing ? EXIT_NOT_MADE : findings.length === 0 ? 0 : 1;
  },
};

function tell({ before, after, unused }: DigestFinding): string {
  if (unused) return 'no claim comes from there any more';
  if (after === undefined)
    return before === undefined
      ? "is not on the page: mend the claim's source, or name the checkout that has it by --docs"
      : 'is no longer on the page';
  return before === undefined ? 'is not in the lock yet' : 'reads differently now';
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
