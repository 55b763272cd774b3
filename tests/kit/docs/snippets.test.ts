import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lintPage, RULES } from '../../../src/docs/lint/lint.ts';
import type { PageOutline } from '../../../src/docs/lint/outline.ts';
import { faultyPage, SAMPLE_PAGE, SNIPPETS } from '../../../src/docs/lint/snippets.ts';
import { lintTwins } from '../../../src/docs/lint/twins.ts';
import { readSample } from './pages.ts';

/** Pages that the sample page links to. */
const find = (file: string): PageOutline => ({
  file,
  kind: 'method',
  method: file.endsWith('list.md') ? 'shop.thing.list' : 'shop.thing.get',
  called: undefined,
  anchors: new Set(),
  booleans: undefined,
});

/** What cannot be but at the same time: a row in other letters leaves the key of the example without one. */
const ALONG: Readonly<Record<string, string>> = { 'returned-case': 'returned-keys' };

const sample = readSample(SAMPLE_PAGE);

const rulesOn = (text: string): string[] => {
  const page = readSample(text);
  const found = [...lintPage(page, find, Object.keys(RULES)), ...lintTwins(page, sample)];
  return [...new Set(found.map(({ rule }) => rule))];
};

describe('the page that rules are explained on', () => {
  it('has nothing that a rule finds', () => {
    assert.deepEqual(rulesOn(SAMPLE_PAGE), []);
  });

  it('has a part for every rule, and for nothing else', () => {
    assert.deepEqual(Object.keys(SNIPPETS).sort(), Object.keys(RULES).sort());
  });

  for (const [rule, snippet] of Object.entries(SNIPPETS))
    it(`${rule}: speaks before, and not after`, () => {
      assert.equal(SAMPLE_PAGE.split(snippet.after).length, 2, 'stands once in the page');
      const found = rulesOn(faultyPage(snippet));
      assert.ok(found.includes(rule), `found ${found.join(', ') || 'nothing'}`);
      // What is said beside it is said of the other language, in which nothing is wrong.
      if (!rule.startsWith('twin-'))
        assert.deepEqual(
          found.filter((other) => other !== rule && other !== ALONG[rule] && !other.startsWith('twin-')),
          [],
        );
    });
});
