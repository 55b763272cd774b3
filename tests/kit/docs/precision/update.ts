/**
 * `B24_DOCS=DIR node --import tsx tests/kit/docs/precision/update.ts --twins DIR`: lints the documentation with every rule,
 * drops labels of findings that are gone, prints those of each sample that nobody has labelled yet, and writes the table of
 * docs/documentation-checks.md. `--twins` names the pages in another language. With `--right DIGEST …` and `--wrong DIGEST …` findings of the sample get their labels.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findPages } from '../../../../src/docs/corpus.ts';
import { digestOf } from '../../../../src/docs/lint/digest.ts';
import { RULES } from '../../../../src/docs/lint/rules.ts';
import { lintCorpus } from '../../../../src/docs/lint/run.ts';
import { type Labels, precisionTable, sampleOf, withTable } from './figures.ts';

const LABELS = new URL('./labels.json', import.meta.url);
const PAGE = new URL('../../../../docs/documentation-checks.md', import.meta.url);

const root = process.env.B24_DOCS;
if (!root) throw new Error('B24_DOCS names the checkout of the documentation');
const { values } = parseArgs({
  options: {
    twins: { type: 'string' },
    right: { type: 'string', multiple: true },
    wrong: { type: 'string', multiple: true },
  },
});
const said = new Map([
  ...(values.right ?? []).flatMap((words) => words.split(',')).map((digest) => [digest, true] as const),
  ...(values.wrong ?? []).flatMap((words) => words.split(',')).map((digest) => [digest, false] as const),
]);
if (!values.twins) throw new Error('--twins DIR names the same pages in another language');
const before = JSON.parse(readFileSync(LABELS, 'utf8')) as Labels;
const corpus = findPages([root]);
const twins = findPages([values.twins], values.twins);
const { findings } = await lintCorpus({ corpus, twins, rules: Object.keys(RULES) });
const labels: Labels = { pages: corpus.files.length, twins: twins.files.length, rules: {} };
for (const id of Object.keys(RULES)) {
  const own = findings.filter(({ rule }) => rule === id);
  const known = new Map(before.rules[id]?.sample.map(({ digest, right }) => [digest, right]));
  const sample = sampleOf(own).flatMap((finding) => {
    const digest = digestOf(finding);
    const right = said.get(digest) ?? known.get(digest);
    if (right !== undefined) return [{ file: finding.file, line: finding.line, digest, right }];
    console.log(`${digest}  ${finding.file}:${finding.line}: ${id}: ${finding.message}`);
    return [];
  });
  labels.rules[id] = { findings: own.length, sample };
}
writeFileSync(LABELS, `${JSON.stringify(labels, null, 2)}\n`);
writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), precisionTable(labels, Object.keys(labels.rules))));
