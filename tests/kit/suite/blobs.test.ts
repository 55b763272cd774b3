import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { ArgumentError } from '../../../src/shell/settings.ts';
import { checkShards, MARK, markOf, type RunMark } from '../../../src/shell/shards.ts';
import { readSettings } from '../../../src/target/environment.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-blobs-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const RUN: RunMark = {
  suite: '1.0.0',
  contract: 'abc',
  target: 'mock (documented)',
  selection: '',
  compared: { confidence: 'reviewed', tests: '' },
};
const PORTAL = 'portal https://one.bitrix24.com';

/** A blob report as Playwright writes it, as far as it tells of its run. */
function blob(
  shard: { current: number; total: number } | undefined,
  mark: Partial<RunMark> | null = {},
  ended = true,
): Uint8Array {
  const metadata = mark === null ? {} : { [MARK]: { ...RUN, ...mark } };
  const events = [
    { method: 'onBlobReportMetadata', params: { version: 2, shard } },
    { method: 'onConfigure', params: { config: { metadata } } },
    { method: 'onBegin' },
    ...(ended ? [{ method: 'onEnd', params: { result: { status: 'passed' } } }] : []),
  ];
  return zipSync({ 'report.jsonl': strToU8(events.map((event) => `${JSON.stringify(event)}\n`).join('')) });
}

const of = (current: number, total: number) => ({ current, total });

function check(files: Readonly<Record<string, Uint8Array>>): string[] {
  const folder = mkdtempSync(join(scratch, 'blobs-'));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return checkShards(folder);
}

describe('blob reports to be merged', () => {
  it('are fine where they are all parts of one run', () => {
    assert.deepEqual(check({ 'a.zip': blob(of(1, 2)), 'b.zip': blob(of(2, 2)) }), []);
    assert.deepEqual(check({ 'a.zip': blob(undefined) }), []);
    assert.deepEqual(check({ 'a.zip': blob(of(1, 1)), 'notes.txt': strToU8('x') }), []);
  });

  it('are told to lack what is missing of the run', () => {
    assert.deepEqual(check({ 'a.zip': blob(of(2, 2)) }), ['Shard 1 of 2 is missing']);
    assert.deepEqual(check({ 'a.zip': blob(of(1, 4)), 'b.zip': blob(of(3, 4)) }), [
      'Shard 2 of 4 is missing',
      'Shard 4 of 4 is missing',
    ]);
  });

  const two = (mark: Partial<RunMark>) => ({ 'a.zip': blob(of(1, 2)), 'b.zip': blob(of(2, 2), mark) });
  const REFUSED: [string, Readonly<Record<string, Uint8Array>>, RegExp][] = [
    [
      'two kinds of target',
      two({ target: PORTAL }),
      /different targets[\s\S]*a\.zip: mock \(documented\)\n {2}b\.zip: portal https:\/\/one/,
    ],
    [
      'two portals',
      {
        'a.zip': blob(of(1, 2), { target: PORTAL }),
        'b.zip': blob(of(2, 2), { target: 'portal https://two.bitrix24.com' }),
      },
      /different targets/,
    ],
    ['two profiles', two({ target: 'mock (self-hosted)' }), /different targets/],
    ['two versions', two({ suite: '1.0.1' }), /different versions of the suite/],
    ['two contracts', two({ contract: 'abd' }), /different contract data/],
    [
      'two selections',
      two({ selection: '--grep @errors' }),
      /different selections[\s\S]*a\.zip: all\n {2}b\.zip: --grep @errors/,
    ],
    [
      'two divisions',
      { 'a.zip': blob(of(1, 2)), 'b.zip': blob(of(2, 3)) },
      /different divisions[\s\S]*shard 2 of 3/,
    ],
    [
      'a whole run and a shard',
      { 'a.zip': blob(undefined), 'b.zip': blob(of(2, 2)) },
      /different divisions[\s\S]*a whole run/,
    ],
    [
      'the same shard twice',
      { 'a.zip': blob(of(1, 2)), 'b.zip': blob(of(2, 2)), 'c.zip': blob(of(2, 2)) },
      /shard 2 of 2 is there 2 times: b\.zip, c\.zip/,
    ],
    [
      'two whole runs',
      { 'a.zip': blob(undefined), 'b.zip': blob(undefined) },
      /a whole run is there 2 times/,
    ],
    ['a folder without any', { 'x.txt': strToU8('x') }, /There is no blob report \(\*\.zip\)/],
    [
      'reports in folders below',
      { 'one/a.zip': blob(of(1, 2)), 'two/b.zip': blob(of(2, 2)) },
      /left out: one\/a\.zip, two\/b\.zip/,
    ],
    [
      'a file cut short',
      { 'a.zip': blob(of(1, 1)).slice(0, 200) },
      /a\.zip cannot be read: .*\n.*Fetch it again/,
    ],
    ['an empty file', { 'a.zip': new Uint8Array() }, /a\.zip cannot be read/],
    ['a file that is not a zip', { 'a.zip': strToU8('<html>not found</html>') }, /a\.zip cannot be read/],
    ['a zip of something else', { 'a.zip': zipSync({ 'x.txt': strToU8('x') }) }, /not a whole blob report/],
    ['a report that does not end', { 'a.zip': blob(of(1, 1), {}, false) }, /not a whole blob report/],
    ['a report of another project', { 'a.zip': blob(of(1, 1), null) }, /not a report of this suite/],
  ];
  for (const [what, files, message] of REFUSED)
    it(`are refused: ${what}`, () => {
      assert.throws(
        () => check(files),
        (error: Error) => {
          assert.ok(error instanceof ArgumentError);
          assert.match(error.message, message);
          return true;
        },
      );
    });

  it('are refused where the folder is not there', () => {
    assert.throws(() => checkShards(join(scratch, 'nowhere')), /--merge .*nowhere cannot be read/);
  });
});

describe('the mark of a run', () => {
  const settings = readSettings({});
  const selection = (...words: string[]): string => markOf(settings, words).selection;

  it('tells what chooses tests, however it is written, and not how they are shared out', () => {
    assert.equal(
      selection('--grep', '@errors', '--shard', '1/2', '--reporter=blob', '--workers=1'),
      '--grep @errors',
    );
    assert.equal(selection('--shard=2/2', '--grep=@errors', '-j', '4', '--quiet'), '--grep @errors');
    assert.notEqual(selection('--grep', '@errors'), selection('--grep-invert', '@errors'));
    const others = readSettings({ B24_CONFIDENCE: 'parsed', B24_DOCS: '/docs' });
    assert.equal(markOf(others, []).selection, 'B24_CONFIDENCE=parsed B24_DOCS');
    // Checks of pages change no claim.
    assert.deepEqual(markOf(others, ['-x']).compared, { confidence: 'parsed', tests: '-x' });
  });

  it('tells target and suite', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(
      [markOf(settings, []).suite, markOf(settings, []).target],
      [version, 'mock (documented)'],
    );
    const portal = { B24_TARGET: 'portal', B24_WEBHOOK: 'https://one.bitrix24.com/rest/1/codecode/' };
    assert.equal(markOf(readSettings(portal), []).target, PORTAL);
  });
});
