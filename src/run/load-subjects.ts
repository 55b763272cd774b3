import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { recipesOf } from '../survey/recipes.ts';
import { readSafety } from '../survey/safety.ts';
import { type Subject, subjectsOf } from '../survey/subject.ts';
import { SAFETY } from './contract-data.ts';
import { loadResources, loadSchemas } from './load.ts';
import { loadAllFacts } from './load-facts.ts';
import { ROOT } from './root.ts';

/**
 * All documented methods, with what a call of each does.
 *
 * @throws DataError where safety.yaml is wrong
 */
export function loadSubjects(): Subject[] {
  const all = loadAllFacts();
  const file = { path: relative(ROOT, SAFETY), text: readFileSync(SAFETY, 'utf8') };
  const names = all.map(({ facts }) => facts.method);
  return subjectsOf(all, readSafety(file, loadSchemas(), names), recipesOf(loadResources().all));
}

/** Changes with what pages state of any method. */
export function digestOfSubjects(subjects: readonly Subject[]): string {
  const hash = createHash('sha256');
  for (const { facts } of subjects) hash.update(`${facts.method} ${facts.digest}\n`);
  return hash.digest('hex').slice(0, 16);
}
