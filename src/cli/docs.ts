/**
 * `npm run docs -- digests [--docs DIR] [--write]`: compares the digests in the contract data with the documentation
 * pages. Exit codes: 0 nothing changed, 1 something did, 2 could not run.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareDigests, type DigestFinding } from '../docs/digests.ts';
import { loadContract, ROOT } from '../suite/load.ts';
import { EXIT_NOT_MADE, loadSettings, orExit } from '../suite/settings.ts';
import { ConfigError } from '../target/environment.ts';

const HELP = `npm run docs -- digests [--docs DIR] [--write]

Compares the contract's digests with the pages of a documentation checkout (--docs or B24_DOCS).
  --write   write the new digests into the contract data, once you have read what changed`;

const { positionals, values } = orExit(() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        docs: { type: 'string' },
        write: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n${HELP}`);
  }
});
if (values.help || positionals[0] !== 'digests') {
  console.log(HELP);
  process.exit(values.help ? 0 : EXIT_NOT_MADE);
}
const directory = orExit(() => {
  const named = values.docs ?? loadSettings().get('B24_DOCS');
  if (named === undefined)
    throw new ConfigError('Name a checkout of the documentation by --docs DIR or B24_DOCS.');
  if (!existsSync(named) || !statSync(named).isDirectory())
    throw new ConfigError(`${named} is no directory.`);
  return named;
});
const contract = orExit(loadContract);
const findings = compareDigests(contract, (path) => {
  const file = join(directory, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
});
for (const { file, line, where, after } of findings)
  console.log(
    `${file}:${line}: ${where}: ${after === undefined ? 'is no longer on the page' : 'reads differently now'}`,
  );
if (values.write) write(findings);
console.log(findings.length === 0 ? 'Every source reads as it did.' : `${findings.length} sources changed.`);
process.exitCode = findings.length === 0 ? 0 : 1;

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
