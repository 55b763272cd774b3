import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildContract } from '../../../src/contract/contract.ts';
import { compareDigests } from '../../../src/docs/digests.ts';
import { digest } from '../../../src/docs/source.ts';
import { lineWith, schemas } from '../contract/sample.ts';

const PAGES: Record<string, string> = {
  'own.md': '# Own page\n\nFirst statement.\n\n#|\n|| **NAME** | A name ||\n|#\n',
  'other.md': '# Other page\n\n- an item\n',
};

const FILE = `
page: { path: own.md, title: Own page }
parameters:
  - name: NAME
    types: [string]
    required: never
    source: { heading: Own page, row: NAME, digest: '${digest('**NAME** | A name')}' }
claims:
  - id: own.first
    statement: The first statement holds.
    strength: must
    source: &first { heading: Own page, part: paragraph 1, digest: '${digest('First statement.')}' }
    untestable: only words are compared here
  - id: own.again
    statement: The first statement holds in another way.
    strength: must
    source: *first
    untestable: only words are compared here
  - id: own.elsewhere
    statement: The item of the other page holds.
    strength: must
    source:
      page: other.md
      heading: Other page
      part: item 1
      digest: '${digest('- an item')}'
    untestable: only words are compared here
`;

const contract = buildContract([{ path: 'fixtures/own.yaml', text: FILE }], schemas);
const compare = (change: Record<string, string | undefined> = {}) => {
  const pages: Record<string, string | undefined> = { ...PAGES, ...change };
  return compareDigests(contract, (path) => pages[path]);
};
const HERE = { file: 'fixtures/own.yaml' };

describe('comparing the contract with the pages', () => {
  it('finds nothing where nothing changed', () => {
    assert.deepEqual(compare(), []);
  });

  it('finds nothing where only links, emphasis and line breaks changed', () => {
    assert.deepEqual(compare({ 'own.md': (PAGES['own.md'] ?? '').replace('First st', '**First**\nst') }), []);
  });

  it('finds a text that changed, with the line of its digest', () => {
    const found = compare({ 'other.md': '# Other page\n\n- another item\n' });
    assert.deepEqual(
      found.map(({ range: _, ...finding }) => finding),
      [
        {
          ...HERE,
          line: lineWith(FILE, digest('- an item')),
          where: 'other.md › Other page › item 1',
          before: digest('- an item'),
          after: digest('- another item'),
        },
      ],
    );
  });

  it('knows where in the file the digest stands', () => {
    const [finding] = compare({ 'other.md': '# Other page\n\n- another item\n' });
    assert.equal(FILE.slice(...(finding?.range ?? [0, 0])), `'${digest('- an item')}'`);
  });

  it('finds a place that is gone from its page', () => {
    const [finding] = compare({ 'other.md': '# Other page\n\nNo list any more.\n' });
    assert.deepEqual([finding?.where, finding?.after], ['other.md › Other page › item 1', undefined]);
  });

  it('finds every statement of a page that is gone', () => {
    const found = compare({ 'own.md': undefined });
    assert.deepEqual(
      found.map(({ where, after }) => [where, after]),
      [
        ['own.md › Own page › paragraph 1', undefined],
        ['own.md › Own page › paragraph 1', undefined],
        ['own.md › Own page › NAME', undefined],
      ],
    );
  });

  it('finds the sources of parameters, too', () => {
    const [finding] = compare({ 'own.md': (PAGES['own.md'] ?? '').replace('A name', 'Another name') });
    assert.equal(finding?.where, 'own.md › Own page › NAME');
    assert.equal(finding?.line, lineWith(FILE, 'row: NAME'));
  });

  it('names the place of an anchor for every use of it', () => {
    const found = compare({ 'own.md': (PAGES['own.md'] ?? '').replace('First', 'Last') });
    assert.deepEqual(
      found.map(({ line }) => line),
      [lineWith(FILE, '&first'), lineWith(FILE, '&first')],
    );
    assert.deepEqual(
      found.map(({ range }) => range !== undefined),
      [true, false],
    );
  });
});
