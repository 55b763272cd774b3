import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { findPages } from '../../../src/docs/corpus.ts';
import { digestOf } from '../../../src/docs/lint/digest.ts';
import { DEFAULT_RULES, RULES } from '../../../src/docs/lint/lint.ts';
import { lintCorpus } from '../../../src/docs/lint/run.ts';
import {
  ENOUGH,
  type Labels,
  precisionOf,
  precisionTable,
  SAMPLE,
  sampleOf,
  withTable,
} from './precision/figures.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const labels = JSON.parse(read('./precision/labels.json')) as Labels;
const looking = Object.keys(RULES);

interface ChangeLabels {
  messages: { revision: string; file: string; right: boolean }[];
  silent: { revision: string; neutral: boolean }[];
}

describe('the precision of messages on pull requests', () => {
  const { messages, silent } = JSON.parse(read('./precision/pull-requests.json')) as ChangeLabels;

  it('is known from twenty pages or more, each looked at once', () => {
    assert.ok(messages.length >= 20);
    assert.equal(new Set(messages.map(({ revision, file }) => `${revision} ${file}`)).size, messages.length);
    assert.ok(messages.filter(({ right }) => right).length / messages.length >= ENOUGH);
  });

  it('goes with silence where nothing was changed', () => {
    assert.ok(silent.length >= 15);
    // What a page that is of no method says of an object's fields is not compared.
    const missed = silent.filter(({ neutral }) => !neutral).map(({ revision }) => revision);
    assert.deepEqual(missed, ['f485e149']);
  });
});

describe('the precision of rules', () => {
  it('is in the documentation as the labels have it', () => {
    const page = read('../../../docs/documentation-checks.md');
    assert.equal(
      page,
      withTable(page, precisionTable(labels, looking)),
      'run tests/kit/docs/precision/update.ts with B24_DOCS',
    );
  });

  it('is known of every rule, from a whole sample', () => {
    assert.deepEqual(Object.keys(labels.rules), looking);
    for (const [id, { findings, sample }] of Object.entries(labels.rules))
      assert.equal(sample.length, Math.min(findings, SAMPLE), `${id} has findings that nobody labelled`);
  });

  it('decides which rules speak by default', () => {
    for (const [id, rule] of Object.entries(labels.rules)) {
      const isOn = (precisionOf(rule) ?? 1) >= ENOUGH;
      assert.equal(DEFAULT_RULES.includes(id), isOn, `${id} should be ${isOn ? 'on' : 'off'} by default`);
    }
  });

  it('comes from a sample that stays where findings come and go', () => {
    const findings = Array.from({ length: 60 }, (_, index) => ({
      rule: 'time',
      file: `${index}.md`,
      line: 1,
      message: 'x',
    }));
    const [first, ...others] = sampleOf(findings);
    const without = sampleOf(findings.filter((finding) => finding !== first));
    assert.deepEqual(without.slice(0, others.length), others);
  });

  it('needs a place in the page', () => {
    assert.throws(() => withTable('# Checks', 'x'), /no place for the table/);
  });
});

const docs = process.env.B24_DOCS;

// A checkout of the documentation is no part of the project: without one nobody can say what the labels are of.
if (docs !== undefined && existsSync(docs))
  describe('the labels of rules, on the documentation in B24_DOCS', () => {
    it('are of findings that lint still has, and of the sample that it would draw', async () => {
      const ofTwins = new Set(Object.keys(RULES).filter((id) => RULES[id]?.look === undefined));
      const rules = looking.filter((id) => !ofTwins.has(id));
      const { findings } = await lintCorpus({ corpus: findPages([docs]), twins: undefined, rules });
      const drawn = (id: string): string[] =>
        sampleOf(findings.filter(({ rule }) => rule === id))
          .map((finding) => digestOf(finding))
          .sort();
      for (const id of rules)
        assert.deepEqual(labels.rules[id]?.sample.map(({ digest }) => digest).sort() ?? [], drawn(id), id);
    });
  });
