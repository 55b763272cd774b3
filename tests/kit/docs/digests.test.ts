import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOf, type SourceLock } from '../../../src/contract/source.ts';
import { compareLock, LOCK } from '../../../src/docs/digests.ts';
import type { SourcedClaim } from '../../../src/docs/drift/contract.ts';
import { digest } from '../../../src/docs/source.ts';
import { loadContract, readLock, readTitles } from '../../../src/run/load.ts';

const PAGES: Record<string, string> = {
  'own.md': '# Own page\n\nFirst statement.\n\n#|\n|| **NAME** | A name ||\n|#\n',
  'other.md': '# Other page\n\n- an item\n',
};

const claims: SourcedClaim[] = [
  { page: 'own.md', heading: 'Own page', part: 'paragraph 1' },
  { page: 'own.md', heading: 'Own page', row: 'NAME' },
  { page: 'other.md', heading: 'Other page', part: 'item 1' },
  // Two claims may come from one place.
  { page: 'own.md', heading: 'Own page', part: 'paragraph 1' },
].map((source, index) => ({ id: `own.${index}`, source, file: 'own.yaml', line: index + 1 }));

const LOCKED: SourceLock = {
  'other.md': { 'Other page > item 1': digest('- an item') },
  'own.md': {
    'Own page > NAME': digest('**NAME** | A name'),
    'Own page > paragraph 1': digest('First statement.'),
  },
};

function compare(change: Record<string, string | undefined> = {}, lock: SourceLock = LOCKED) {
  const pages: Record<string, string | undefined> = { ...PAGES, ...change };
  return compareLock(claims, lock, (path) => pages[path]);
}

const own = (from: string, to: string): Record<string, string> => ({
  'own.md': (PAGES['own.md'] ?? '').replace(from, to),
});

describe('comparing the lock of sources with the pages', () => {
  it('finds nothing where nothing changed, or links, emphasis and line breaks alone', () => {
    assert.deepEqual(compare().findings, []);
    assert.deepEqual(compare(own('First st', '**First**\nst')).findings, []);
  });

  it('finds a text that changed, with file and line of each claim', () => {
    const after = digest('Last statement.');
    const { findings, lock } = compare(own('First', 'Last'));
    const where = 'own.md › Own page › paragraph 1';
    const found = { page: 'own.md', where, before: digest('First statement.'), after };
    assert.deepEqual(findings, [
      { file: 'own.yaml', line: 1, ...found },
      { file: 'own.yaml', line: 4, ...found },
    ]);
    assert.equal(lock['own.md']?.['Own page > paragraph 1'], after);
  });

  it('finds a place that is gone, and keeps its digest', () => {
    const { findings, lock } = compare({ 'other.md': '# Other page\n\nNo list any more.\n' });
    assert.deepEqual(
      findings.map(({ where, after }) => [where, after]),
      [['other.md › Other page › item 1', undefined]],
    );
    assert.deepEqual(lock, LOCKED);
  });

  it('finds every source of a page that is gone', () => {
    assert.equal(compare({ 'own.md': undefined }).findings.length, 3);
  });

  it('finds what is not in the lock, and adds it', () => {
    const { findings, lock } = compare({}, { 'own.md': LOCKED['own.md'] ?? {} });
    assert.deepEqual(
      findings.map(({ where, before, after }) => [where, before, after]),
      [['other.md › Other page › item 1', undefined, digest('- an item')]],
    );
    assert.deepEqual(lock, LOCKED);
  });

  it('finds what no claim comes from, and leaves it out', () => {
    const { findings, lock } = compare(
      {},
      { ...LOCKED, 'own.md': { ...LOCKED['own.md'], 'Own page > OLD': '0'.repeat(16) } },
    );
    assert.deepEqual(
      findings.map(({ file, where, unused }) => [file, where, unused]),
      [[LOCK, 'own.md › Own page › OLD', true]],
    );
    assert.deepEqual(lock, LOCKED);
  });

  it('is sorted by page and place', () => {
    const shuffled = compareLock(claims.toReversed(), LOCKED, (path) => PAGES[path]);
    assert.equal(JSON.stringify(shuffled.lock), JSON.stringify(LOCKED));
  });
});

describe('the committed lock', () => {
  it('is sorted, and has a digest for places that claims come from alone', () => {
    const lock = readLock();
    const places = new Set(loadContract().claims.map(({ source }) => `${source.page}\n${placeOf(source)}`));
    for (const [page, entries] of Object.entries(lock))
      for (const place of Object.keys(entries))
        assert.ok(places.has(`${page}\n${place}`), `${page}: ${place}`);
    const pages = Object.keys(lock);
    assert.deepEqual(pages, [...pages].sort());
  });
});

describe('the titles of pages', () => {
  const { claims, titles } = loadContract('parsed');

  it('are known of every page that a claim comes from', () => {
    const pages = new Set(claims.map(({ source }) => source.page));
    for (const page of pages)
      assert.ok(
        titles.get(page),
        `${page} has no title: npm run docs -- digests --docs DIR --write notes the titles of all pages`,
      );
  });

  it('are those of the pages themselves, where a page of contract data calls one otherwise', () => {
    assert.equal(titles.get('api-reference/data-types.md'), readTitles()['api-reference/data-types.md']);
  });

  it('are kept of pages that claims come from alone, sorted', () => {
    const kept = Object.keys(readTitles());
    const pages = new Set(claims.map(({ source }) => source.page));
    assert.deepEqual(
      kept.filter((page) => !pages.has(page)),
      [],
    );
    assert.deepEqual(kept, [...kept].sort());
  });
});
