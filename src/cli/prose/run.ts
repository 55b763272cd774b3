import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProse } from './check.ts';

/** Made from other files, which are checked in their place. */
const MADE = /^docs\/(?:claims-json|documentation-rules)\.md$|\.gen\.ts$/;

/**
 * Checks all files of a checkout in which people read sentences.
 *
 * @param say is given a line for each word to reword, and their number in the end
 * @returns the exit code
 */
export async function runProse(root: string, say: (line: string) => void): Promise<number> {
  const rules = readFileSync(join(root, 'prose.yaml'), 'utf8');
  let count = 0;
  for (const file of filesIn(root)) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const { line, column, found, instead } of await checkProse(file, text, rules)) {
      say(`${file}:${line}:${column}: do not write '${found}'; write ${instead}`);
      count++;
    }
  }
  if (count === 0) return 0;
  say(`${count} to reword; the words and the reasons are in prose.yaml.`);
  return 1;
}

function filesIn(root: string): string[] {
  const filesOf = (directory: string, ending: string): string[] =>
    readdirSync(join(root, directory), { recursive: true })
      .map((path) => join(directory, String(path)))
      .filter((path) => path.endsWith(ending))
      .sort();
  return [
    'README.md',
    'CONTRIBUTING.md',
    ...filesOf('docs', '.md'),
    ...filesOf('fixtures/contract', '.yaml'),
    ...filesOf('schemas', '.json'),
    ...filesOf('src', '.ts'),
  ].filter((path) => !MADE.test(path));
}
