/**
 * `npm run prose`: plain English in documents, messages and statements of the contract, by the words of `prose.yaml`.
 * Exit 1 where one of them is used, with file, line, column, and what to write instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProse } from './prose/check.ts';

const FILES = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesOf('docs', '.md'),
  ...filesOf('fixtures/contract', '.yaml'),
  ...filesOf('schemas', '.json'),
  ...filesOf('src', '.ts'),
];

/** Made from other files, which are checked in their place. */
const MADE = /^docs\/(?:claims-json|documentation-rules)\.md$|\.gen\.ts$/;

const rules = readFileSync('prose.yaml', 'utf8');
let count = 0;
for (const file of FILES.filter((path) => !MADE.test(path))) {
  for (const { line, column, found, instead } of await checkProse(file, readFileSync(file, 'utf8'), rules)) {
    console.error(`${file}:${line}:${column}: do not write '${found}'; write ${instead}`);
    count++;
  }
}
if (count > 0) {
  console.error(`${count} to reword; the words and the reasons are in prose.yaml.`);
  process.exitCode = 1;
}

function filesOf(directory: string, ending: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
