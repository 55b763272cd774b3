import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { addToHar, beginHar, endHar } from '../../../src/recording/har-file.ts';
import { type ReadEntry, RecordingError, readHar } from '../../../src/recording/read-har.ts';
import { loadContract, ROOT } from '../../../src/run/load.ts';

const { schemas } = loadContract();
let folder: string;
let path: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'b24-har-'));
  path = join(folder, 'some.har');
});
after(() => rm(folder, { recursive: true, force: true }));

const ENTRY = {
  request: { method: 'GET', url: 'https://a.example/rest/1/abcd/profile' },
  response: { status: 200 },
};
const withEntries = (entries: string): string =>
  `{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"pages":[{"id":"1"}],\n"entries":[\n${entries}\n]}}`;
const entry = JSON.stringify(ENTRY);

async function read(text: string | Buffer): Promise<ReadEntry[]> {
  await writeFile(path, text);
  const all: ReadEntry[] = [];
  await readHar(path, schemas, { onEntry: (each) => void all.push(each) });
  return all;
}

/** What the user is told, without the path. */
async function complaint(text: string | Buffer): Promise<string> {
  try {
    await read(text);
  } catch (error) {
    assert.ok(error instanceof RecordingError, String(error));
    assert.ok(error.message.startsWith(path));
    return error.message.slice(path.length);
  }
  throw new Error('nothing was complained about');
}

test('entries come with their number and their line', async () => {
  const all = await read(`\ufeff${withEntries(`${entry},\n${JSON.stringify(ENTRY, null, 1)},\n${entry}`)}`);
  const lines = JSON.stringify(ENTRY, null, 1).split('\n').length;
  assert.deepEqual(
    all.map(({ number, line }) => [number, line]),
    [
      [1, 3],
      [2, 4],
      [3, 4 + lines],
    ],
  );
  assert.deepEqual(all[1]?.entry, ENTRY);
});

const BROKEN: readonly [name: string, text: string, said: RegExp][] = [
  ['nothing', '', /is empty\. Expected a HAR 1\.2 file; --record writes one/],
  ['a text', 'hello', /line 1 is not JSON: .*\n.*Expected a HAR 1\.2 file\. Export it again/],
  ['a list', '[1, 2]', /it has no entries\. Expected a HAR 1\.2 file: \{ "log"/],
  ['another JSON', '{"result":true}', /it has no entries/],
  ['no entry', withEntries(''), /it has no entries/],
  ['entries that are an object', '{"log":{"entries":{"a":1}}}', /it has no entries/],
  ['a half', '{"log":{"version":', /ends before the first entry/],
  ['a comma too many', withEntries(`${entry},\n${entry},,`), /line 4 is not JSON/],
  [
    'a quote too few',
    withEntries(`${entry},\n{"request":{"method":"GET",url":1}}`),
    /entry 2 \(line 4\) is not JSON/,
  ],
  ['more behind it', `${withEntries(entry)}\n{}`, /not JSON|follows the end/],
  [
    'a number in place of an entry',
    withEntries(`${entry},7`),
    /entry 2 .*expected it to be .*must be object, got 7/,
  ],
  [
    'an entry without a request',
    withEntries('{"response":{"status":200}}'),
    /entry 1 \(line 3\): expected it to be what HAR 1\.2 says: must have required property 'request'\n {2}Export the file again, or take these entries out/,
  ],
  [
    'wrong types',
    withEntries('{"request":{"method":"GET","url":["secret"]},"response":{"status":"200"}}'),
    /entry 1 \(line 3\): expected request\.url to be .*must be string, got a list/,
  ],
  [
    'a status that is a text',
    withEntries('{"request":{"method":"GET","url":"https://a"},"response":{"status":"a secret text"}}'),
    /expected response\.status to be .*must be integer, got a text/,
  ],
];
for (const [name, text, said] of BROKEN)
  test(`a message says what is wrong: ${name}`, async () => {
    const message = await complaint(text);
    assert.match(message, said);
    assert.ok(!message.includes('secret'));
  });

test('several mistakes are named at once, ten at most', async () => {
  const message = await complaint(withEntries([entry, ...Array(30).fill('{}')].join(',\n')));
  assert.equal(message.match(/must have required property/g)?.length, 10);
  assert.match(message, /entry 2 \(line 4\).*[\s\S]*entry 11 \(line 13\)/);
});

test('a file that is not there, or is a folder, is named', async () => {
  const reader = { onEntry() {} };
  await assert.rejects(
    readHar(join(folder, 'none.har'), schemas, reader),
    /none\.har cannot be read: ENOENT/,
  );
  await assert.rejects(readHar(folder, schemas, reader), /is not a file/);
});

test('hostile entries: depth, __proto__, not UTF-8', async () => {
  const deep = `{"request":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
  assert.match(
    await complaint(withEntries(`${entry},\n${deep}`)),
    /entry 2 \(line 4\) is nested more than 200 levels/,
  );
  const [own] = await read(
    withEntries(
      '{"__proto__":{"polluted":1},"request":{"method":"GET","url":"https://a","__proto__":{"x":1}},"response":{"status":200}}',
    ),
  );
  assert.ok(own && !('polluted' in own.entry));
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  const bytes = Buffer.from(withEntries(entry.replace('profile', '\u00ff')), 'latin1');
  assert.match(await complaint(bytes), /entry 1 \(line 3\) is not JSON/);
});

test('an entry larger than any answer ends the reading before it is in memory', async () => {
  const out = createWriteStream(path);
  out.write(withEntries(`${entry},\n{"request":{"method":"GET","url":"`).replace(/\n\]\}\}$/, ''));
  const chunk = 'a'.repeat(1024 * 1024);
  for (let mb = 0; mb < 70; mb++) if (!out.write(chunk)) await once(out, 'drain');
  out.end('"}}]}}');
  await finished(out);
  await assert.rejects(
    readHar(path, schemas, { onEntry() {} }),
    /entry 2 \(line 4\) is larger than 64 MB; take it out/,
  );
});

test('a file is read in less memory than it has bytes', async () => {
  const out = createWriteStream(path);
  const one = JSON.stringify({ ...ENTRY, comment: 'a'.repeat(10_000) });
  out.write(withEntries(entry).slice(0, -4));
  for (let count = 0; count < 15_000; count++) if (!out.write(`,\n${one}`)) await once(out, 'drain');
  out.end(']}}');
  await finished(out);
  const program = `
    import { loadContract } from './src/run/load.ts';
    import { readHar } from './src/recording/read-har.ts';
    const { entries } = await readHar(process.argv[1], loadContract().schemas, { onEntry() {} });
    console.log(entries);
  `;
  const words = ['--max-old-space-size=80', '--import', 'tsx', '--input-type=module', '-e', program, path];
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(stdout, '15001\n', stderr);
});

test('what a killed run left is read up to where it ends', async () => {
  const run = {
    format: 1,
    confidence: 'reviewed',
    cases: 'x',
    target: { kind: 'mock', origin: 'embedded' },
  } as const;
  beginHar(path, run);
  addToHar(path, [ENTRY, ENTRY]);
  const numbers: number[] = [];
  const reader = { onEntry: ({ number }: ReadEntry) => void numbers.push(number) };
  assert.deepEqual(await readHar(path, schemas, reader), {
    entries: 2,
    creator: 'b24-conformance 0.1.0',
    cutOff: true,
  });
  endHar(path, { target: run.target, skipped: [], brokenOff: [], isPart: false });
  assert.equal((await readHar(path, schemas, reader)).cutOff, false);
  assert.deepEqual(numbers, [1, 2, 1, 2]);
});

test('a recording of nothing is JSON all the same', async () => {
  beginHar(path);
  endHar(path);
  assert.match(await complaint(await readFile(path)), /it has no entries/);
});

test('it reads what JSON.parse reads, however the file is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1 }),
      fc.boolean(),
      async (extras, isWide) => {
        const entries = extras.map((extra) => ({ ...ENTRY, extra }));
        const log = { version: '1.2', creator: { name: 'x', version: '1' }, pages: extras, entries };
        const text = JSON.stringify({ log }, null, isWide ? 2 : 0);
        const all = await read(text);
        const parsed = JSON.parse(text) as { log: { entries: unknown[] } };
        assert.deepEqual(
          all.map((each) => each.entry),
          parsed.log.entries,
        );
      },
    ),
    { numRuns: 50 },
  );
});
