import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { SAFETY } from '../../../src/run/contract-data.ts';
import { loadSchemas } from '../../../src/run/load.ts';
import { loadAllFacts } from '../../../src/run/load-facts.ts';
import { loadSubjects } from '../../../src/run/load-subjects.ts';
import { ROOT } from '../../../src/run/root.ts';
import { type Classify, readSafety } from '../../../src/survey/safety.ts';
import type { Subject } from '../../../src/survey/subject.ts';

export const facts = loadAllFacts();

export function classify(text = readFileSync(SAFETY, 'utf8')): Classify {
  const names = facts.map((each) => each.facts.method);
  return readSafety({ path: relative(ROOT, SAFETY), text }, loadSchemas(), names);
}

export function allSubjects(): Subject[] {
  return loadSubjects();
}
