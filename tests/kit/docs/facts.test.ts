import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
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
import { methodFacts, sectionOf, toLines } from '../../../src/docs/facts.ts';
import { digest, findSource } from '../../../src/docs/source.ts';
import { ROOT } from '../../../src/suite/load.ts';
import { INCLUDES, readSample, SHOP } from './pages.ts';

const facts = methodFacts(readSample(SHOP), SHOP);

describe('the facts of a method page', () => {
  it('are names, types, marks, codes, statuses and digests', () => {
    assert.deepEqual(
      facts?.parameters.map(({ name, types, required, fields }) => [
        name,
        types,
        required ?? false,
        fields?.length ?? 0,
      ]),
      [
        ['THING_ID', ['integer', 'string'], true, 0],
        ['TAGS', ['string[]'], true, 0],
        ['BUYER', ['object'], true, 2],
        ['NOTE', ['string', 'null'], false, 0],
      ],
    );
    assert.equal(
      facts?.parameters[0]?.digest,
      digest(findSource(SHOP, { heading: 'Method Parameters', row: 'THING_ID' }) ?? ''),
    );
    assert.deepEqual(facts?.errors, {
      statuses: [400, 403],
      example: { code: 'SOLD_OUT', text: 'Nothing left' },
      rows: [
        { code: 'SOLD_OUT', text: 'Nothing left', heading: 'Possible Error Codes' },
        { code: '', text: 'Closed', heading: 'Possible Error Codes' },
      ],
      system: true,
    });
    assert.deepEqual([facts?.success.statuses, facts?.success.shape?.['/time/start']], [[200], 'number']);
    assert.deepEqual(
      [facts?.scope, facts?.deprecated, facts?.successor],
      ['shop', true, 'shop.v2.Thing.sell'],
    );
    assert.deepEqual([facts?.lacks, facts?.unread], [undefined, undefined]);
  });

  it('are no sentences of the page', () => {
    for (const words of ['The method sells', 'The buyer', 'No such thing in the shop', 'anyone with a till'])
      assert.equal(JSON.stringify(facts).includes(words), false, words);
  });

  it('are none of a page of another kind', () => {
    assert.equal(methodFacts(readSample('# A page\n'), '# A page\n'), undefined);
  });

  it('stand in lines sorted by method and page', () => {
    const line = (method: string, page: string) =>
      ({ ...structuredClone(facts), method, page }) as NonNullable<typeof facts>;
    const lines = toLines([line('b.c', 'x.md'), line('a.c', 'y.md'), line('a.c', 'x.md')]);
    assert.deepEqual(
      lines
        .trim()
        .split('\n')
        .map((text) => [JSON.parse(text).method, JSON.parse(text).page]),
      [
        ['a.c', 'x.md'],
        ['a.c', 'y.md'],
        ['b.c', 'x.md'],
      ],
    );
  });

  for (const [page, section] of [
    ['api-reference/chat-bots/bots/add.md', 'chat-bots'],
    ['api-reference/one.md', 'api-reference'],
    ['settings/how/batch.md', 'settings'],
    ['one.md', 'one'],
  ] as const)
    it(`of ${page} are in the file of ${section}`, () => {
      assert.equal(sectionOf(page), section);
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
  const docs = (...words: string[]) =>
    spawnSync('node', ['--import', 'tsx', 'src/cli/docs.ts', ...words], { cwd: ROOT, encoding: 'utf8' });

  it('writes a file for each section, and what the checkout says of its revision', () => {
    const out = join(root, 'facts');
    const run = () => docs('facts', '--docs', join(root, 'docs'), '--out', out);
    assert.equal(run().status, 0);
    assert.deepEqual(readdirSync(out).sort(), ['revision.json', 'shop.jsonl', 'till.jsonl']);
    assert.deepEqual(JSON.parse(readFileSync(join(out, 'revision.json'), 'utf8')), {
      repository: null,
      commit: null,
      date: null,
      methods: 2,
    });
    const before = readFileSync(join(out, 'shop.jsonl'), 'utf8');
    rmSync(join(root, 'docs/api-reference/till'), { recursive: true });
    run();
    assert.equal(readFileSync(join(out, 'shop.jsonl'), 'utf8'), before);
    assert.equal(existsSync(join(out, 'till.jsonl')), false);
  });

  it('keeps what a directory has that it did not write', () => {
    const out = join(root, 'other');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.jsonl'), '{}\n');
    docs('facts', '--docs', join(root, 'docs'), '--out', out);
    assert.ok(existsSync(join(out, 'mine.jsonl')));
  });

  for (const words of [['read'], ['lint'], ['facts'], ['draft']])
    it(`${words[0]} ends quietly where nobody reads on`, async () => {
      for (let nth = 0; nth < 40; nth++)
        write(`api-reference/many/p${nth}.md`, SHOP.replace('## Response Handling', '### Elsewhere'));
      const command = spawn('node', ['--import', 'tsx', 'src/cli/docs.ts', ...words, join(root, 'docs')], {
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
