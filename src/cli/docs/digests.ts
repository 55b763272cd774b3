import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../docs/corpus.ts';
import { compareDigests, type DigestFinding } from '../../docs/digests.ts';
import { ArgumentError, orExit } from '../../shell/settings.ts';
import { loadContract, ROOT } from '../../suite/load.ts';
import { ConfigError } from '../../target/environment.ts';
import { asConfig, type DocsArguments, type DocsCommand, docsRoot, writeJson } from './shared.ts';

/** Compares the contract's digests with the pages, and writes new ones on request. */
export const digests: DocsCommand = {
  options: ['write'],
  nameless: true,
  help: `digests [--write] [--json FILE]
  Compares the contract's digests with the pages of a documentation checkout (--docs or B24_DOCS).
  --write   write the new digests into the contract data, once you have read what changed`,
  run(args) {
    const directory = checkout(args);
    const contract = orExit(loadContract);
    const findings = compareDigests(contract, (path) => {
      const file = join(directory, path);
      return existsSync(file) ? orExit(() => asConfig(() => readText(file))) : undefined;
    });
    for (const { file, line, where, after } of findings)
      console.log(
        `${file}:${line}: ${where}: ${after === undefined ? 'is no longer on the page' : 'reads differently now'}`,
      );
    writeJson(args.json, findings);
    if (args.write) write(findings);
    console.log(
      findings.length === 0 ? 'Every source reads as it did.' : `${findings.length} sources changed.`,
    );
    return findings.length === 0 ? 0 : 1;
  },
};

/** The checkout, which must be a directory. */
export function checkout(args: DocsArguments): string {
  return orExit(() => {
    const named = docsRoot(args);
    if (named === undefined)
      throw new ArgumentError('Name a checkout of the documentation by --docs DIR or B24_DOCS.');
    if (!existsSync(named) || !statSync(named).isDirectory())
      throw new (args.docs === undefined ? ConfigError : ArgumentError)(`${named} is no directory.`);
    return named;
  });
}

function write(changed: readonly DigestFinding[]): void {
  const files = new Set(changed.map((finding) => finding.file));
  for (const file of files) {
    const path = join(ROOT, file);
    let text = readFileSync(path, 'utf8');
    const edits = new Map<number, DigestFinding>();
    for (const finding of changed)
      if (finding.file === file && finding.range) edits.set(finding.range[0], finding);
    // From the end, so that earlier offsets stay right.
    for (const [from, { range, after }] of [...edits].sort(([one], [other]) => other - one))
      if (after !== undefined && range) text = `${text.slice(0, from)}'${after}'${text.slice(range[1])}`;
    writeFileSync(path, text);
  }
}
