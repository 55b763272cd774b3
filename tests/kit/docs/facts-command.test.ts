import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findPages } from '../../../src/docs/corpus.ts';
import { toLines } from '../../../src/docs/facts/collect.ts';
import { readShares } from '../../../src/docs/facts/run.ts';
import { ROOT } from '../../../src/run/load.ts';
import { docsHere } from './in-process.ts';
import { INCLUDES, SHOP } from './pages.ts';

describe('pages read in shares', () => {
  it('state the same, however many threads read them', async () => {
    const corpus = findPages([join(ROOT, 'tests/kit/docs/small')]);
    const [alone = [], apart = []] = await Promise.all(
      [1, 2].map(async (count) => {
        const shares = await readShares(corpus, count);
        const lines = shares.flatMap(({ found, platform }) => [
          ...found.map(({ facts }) => facts),
          ...platform,
        ]);
        return [shares.length, toLines(lines)];
      }),
    );
    assert.deepEqual([alone[0], apart[0]], [1, 2]);
    assert.equal(apart[1], alone[1]);
  });
});

describe('npm run docs -- facts', () => {
  const root = mkdtempSync(join(tmpdir(), 'b24-facts-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, 'docs', file)), { recursive: true });
    writeFileSync(join(root, 'docs', file), text);
  };
  const shop = SHOP.replaceAll('../_includes', '/_includes');
  for (const [file, text] of Object.entries(INCLUDES)) write(file, text);
  write('api-reference/shop/sell.md', shop);
  write('api-reference/till/sell.md', shop.replaceAll('shop.thing.sell', 'till.open'));
  const docs = (...words: string[]) => docsHere(words);

  it('writes a file for each section, and what the checkout says of its revision', async () => {
    const out = join(root, 'facts');
    const run = () => docs('facts', '--docs', join(root, 'docs'), '--out', out);
    assert.equal((await run()).status, 0);
    assert.deepEqual(readdirSync(out).sort(), [
      'platform.jsonl',
      'revision.json',
      'shop.jsonl',
      'till.jsonl',
    ]);
    assert.deepEqual(JSON.parse(readFileSync(join(out, 'revision.json'), 'utf8')), {
      repository: null,
      commit: null,
      date: null,
      methods: 2,
      platform: 1,
    });
    const before = readFileSync(join(out, 'shop.jsonl'), 'utf8');
    rmSync(join(root, 'docs/api-reference/till'), { recursive: true });
    await run();
    assert.equal(readFileSync(join(out, 'shop.jsonl'), 'utf8'), before);
    assert.equal(existsSync(join(out, 'till.jsonl')), false);
  });

  it('keeps what a directory has that it did not write', async () => {
    const out = join(root, 'other');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.jsonl'), '{}\n');
    await docs('facts', '--docs', join(root, 'docs'), '--out', out);
    assert.ok(existsSync(join(out, 'mine.jsonl')));
  });

  it('names the revision that it is given', async () => {
    const out = join(root, 'named');
    const named = ['--repository', 'shop-docs', '--commit', '0123abc', '--date', '2026-01-02'];
    await docs('facts', '--docs', join(root, 'docs'), '--out', out, ...named, '--newer', 'one.md=4567def');
    assert.deepEqual(JSON.parse(readFileSync(join(out, 'revision.json'), 'utf8')), {
      repository: 'shop-docs',
      commit: '0123abc',
      date: '2026-01-02',
      pages: { 'one.md': '4567def' },
      methods: 1,
      platform: 1,
    });
  });

  for (const [title, words, told] of [
    [
      'no revision for the facts of the contract',
      [],
      /does not say of which revision it is: name it by --repository/,
    ],
    ['a commit that is not one', ['--commit', 'main'], /--commit 'main' is not a commit: 7 to 40 hex digits/],
    ['a day of another form', ['--date', '1 May'], /--date '1 May' is not a day: YYYY-MM-DD/],
    ['a newer page without its commit', ['--newer', 'one.md'], /--newer 'one.md' is not PATH=COMMIT/],
  ] as const)
    it(`refuses ${title}`, async () => {
      const before = readFileSync(join(ROOT, 'fixtures/facts/revision.json'), 'utf8');
      const { status, stderr } = await docs('facts', '--docs', join(root, 'docs'), ...words);
      assert.match(stderr, told);
      assert.equal(status, 2);
      assert.equal(readFileSync(join(ROOT, 'fixtures/facts/revision.json'), 'utf8'), before);
    });

  it('leaves out a saved copy of a page, and puts one without a page where its neighbours are', async () => {
    const out = join(root, 'saved');
    const copy = (method: string): string =>
      `Sell ${method}\nScope:\nshopWho can execute the method: anyone\nThe method sells.\nResponse Handling\nHTTP Status: 200\nError Handling\nHTTP Status: 400\n`;
    write('000_1.txt', copy('shop.thing.sell'));
    write('000_2.txt', copy('shop.thing.rent'));
    const { stderr } = await docs('facts', '--docs', join(root, 'docs'), '--out', out);
    assert.match(
      stderr,
      /000_1\.txt: left out: a saved copy; the page of shop\.thing\.sell is api-reference\/shop\/sell\.md/,
    );
    assert.match(
      stderr,
      /000_2\.txt: a saved copy, the only page of shop\.thing\.rent; put into shop\.jsonl/,
    );
    const lines = readFileSync(join(out, 'shop.jsonl'), 'utf8').trim().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).page),
      ['000_2.txt', 'api-reference/shop/sell.md'],
    );
    for (const name of ['000_1.txt', '000_2.txt']) rmSync(join(root, 'docs', name));
  });

  it('makes exactly these lines', async () => {
    const out = join(root, 'exact');
    await docs('facts', '--docs', join(ROOT, 'tests/kit/docs/small'), '--out', out);
    for (const name of ['shop.jsonl', 'platform.jsonl'])
      assert.equal(
        readFileSync(join(out, name), 'utf8'),
        readFileSync(join(ROOT, 'tests/kit/docs/small-facts', name), 'utf8'),
        `${name}: to make it anew: npm run docs -- facts --docs tests/kit/docs/small --out tests/kit/docs/small-facts`,
      );
  });

  for (const words of [['read'], ['lint'], ['facts', '--out', '-'], ['draft']])
    it(`${words[0]} ends quietly where nobody reads on`, async () => {
      for (let nth = 0; nth < 40; nth++)
        write(`api-reference/many/p${nth}.md`, SHOP.replace('## Response Handling', '### Elsewhere'));
      const command = spawn('node', ['src/shell/compiled.mjs', 'docs', ...words, join(root, 'docs')], {
        cwd: ROOT,
      });
      let told = '';
      command.stderr.on('data', (data) => {
        told += data;
      });
      command.stdout.destroy();
      const code = await new Promise((resolve) => command.on('close', resolve));
      assert.doesNotMatch(told, /EPIPE|Unhandled/);
      assert.ok(code === 0 || code === 1, String(code));
    });
});
