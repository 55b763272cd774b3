import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { field, methodPage, table } from './cases.ts';
import { docsHere } from './in-process.ts';

const root = mkdtempSync(join(tmpdir(), 'b24-differences-'));
after(() => rmSync(root, { recursive: true, force: true }));
for (const folder of ['en/shop', 'ru/shop', 'schemas', 'broken', 'other', 'empty'])
  mkdirSync(join(root, folder), { recursive: true });

const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
const SCHEMA = {
  $v: 1,
  method: 'shop.thing.sell',
  scope: 'shop',
  params: [{ name: 'id', type: 'integer', required: true }],
  source: { file: 'shop/sell.md' },
};
write('en/shop/sell.md', methodPage({}));
write('ru/shop/sell.md', methodPage({ parameters: table(field('id', 'integer')) }));
write('schemas/shop.thing.sell.json', JSON.stringify(SCHEMA));
write('schemas/manifest.json', '{"methods": 1}');
write('broken/sell.json', '{\n  "method": "shop.thing.sell",\n  "params": [,]\n}');
write('other/sell.json', JSON.stringify({ ...SCHEMA, params: [{ name: 'id' }] }, null, 2));

const differences = (...words: string[]) =>
  docsHere(['differences', ...words], { cwd: root, env: { B24_DOCS: '', B24_DOCS_RU: '', B24_SCHEMAS: '' } });

describe('differences, as a command', () => {
  it('tells at the row of the English page who says what, and who stands alone', async () => {
    const { stdout, status } = await differences('--docs', 'en', '--docs-ru', 'ru', '--schemas', 'schemas');
    assert.match(
      stdout,
      /^en\/shop\/sell\.md:\d+: russian-alone \(warning\): shop\.thing\.sell: parameters\.id required: yes \(English page, official schema\), no \(Russian page\); alone: Russian page$/m,
    );
    assert.match(stdout, /^1 method compared, 1 difference\.$/m);
    assert.equal(status, 1);
  });

  it('writes them as data', async () => {
    const { stdout } = await differences('en/shop/sell.md', '--docs', 'en', '--docs-ru', 'ru', '--json', '-');
    assert.deepEqual(JSON.parse(stdout), [
      {
        method: 'shop.thing.sell',
        fact: 'parameters.id required',
        said: [
          { by: 'english', says: 'yes' },
          { by: 'russian', says: 'no' },
        ],
      },
    ]);
  });

  it('finds nothing where documents say the same, of the committed facts as well', async () => {
    const { stdout, status } = await differences('--docs', 'en', '--schemas', 'schemas');
    assert.match(stdout, /^1 method compared, 0 differences\.$/m);
    assert.equal(status, 0);
    assert.match(
      (await differences('--schemas', 'schemas')).stdout,
      /^0 methods compared, 0 differences\.$/m,
    );
  });

  for (const [what, words, said] of [
    ['nothing to compare with', [], /--docs-ru DIR, --schemas DIR or both/],
    ['a folder that is not there', ['--schemas', 'nowhere'], /nowhere is not a folder with official schemas/],
    ['a folder without schemas', ['--schemas', 'empty'], /There is no official schema of a method in/],
    ['a folder without pages', ['--docs-ru', 'empty'], /There is no page in/],
    ['what is not JSON', ['--schemas', 'broken'], /broken\/sell\.json:3: /],
    ['another shape', ['--schemas', 'other'], /other\/sell\.json:6: 'params\.0' .*'type'/],
  ] as const)
    it(`says that there is ${what}, and where`, async () => {
      const { stderr, status } = await differences(...words);
      assert.match(stderr, said);
      assert.equal(status, 2);
    });
});
