import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { ROOT } from '../../../src/run/load.ts';
import { assertIncomplete, type Run, runConformance } from './support.ts';

/** Cases of several kinds, in one worker each: to start one costs more than they do. */
const SOME = ['--grep', '@encoding|batch webhook', '--workers', '1'];

describe('a run in shards', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-shards-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('gives, merged, the same claims.json as one run, but for times', async () => {
    const blobs = join(scratch, 'blobs');
    const [one, two, whole] = await Promise.all([
      firstShard(blobs),
      shard(blobs, 2),
      runConformance(scratch, {}, SOME),
    ]);
    assert.deepEqual([one.code, two.code, whole.code], [0, 0, 0], one.output + two.output + whole.output);
    const merged = await runConformance(scratch, {}, ['--merge', blobs]);
    assert.equal(merged.code, 0, merged.output);
    assert.deepEqual(timeless(merged.report), timeless(whole.report));
    assert.deepEqual([one.report.shard, merged.report.shard], [{ current: 1, total: 2 }, undefined]);
    // What is kept to be merged is remembered once, merged.
    assert.ok(!existsSync(join(one.folder, 'history.jsonl')));
    assert.ok(existsSync(join(merged.folder, 'history.jsonl')));

    rmSync(join(blobs, '1.zip'));
    const lacking = await runConformance(scratch, {}, ['--merge', blobs]);
    assert.equal(lacking.code, 2, lacking.output);
    assertIncomplete(lacking, /^Shard 1 of 2 is missing$/);
    assert.match(
      lacking.output,
      /^! INCOMPLETE: Shard 1 of 2 is missing: the run is not complete · exit code 2 · file:/m,
    );
  });

  it('is no failure where a shard has no test, and leaves its part to the others', async () => {
    const folder = join(scratch, 'few-blobs');
    const env = (number: number) => ({ PLAYWRIGHT_BLOB_OUTPUT_FILE: join(folder, `${number}.zip`) });
    const few = ['--grep', 'a method with a misspelt name', '--workers', '1', '--reporter', 'blob'];
    const shards = await Promise.all(
      [1, 2].map((number) => runConformance(scratch, env(number), [...few, '--shard', `${number}/2`])),
    );
    assert.deepEqual(
      shards.map(({ code }) => code),
      [0, 0],
      shards.map(({ output }) => output).join(),
    );
    assert.ok(shards.some(({ report }) => report.cases.run === 0));
    const merged = await runConformance(scratch, {}, ['--merge', folder]);
    assert.equal(merged.code, 0, merged.output);
  });

  it('keeps the last results where its shards cannot be merged', async () => {
    const empty = mkdtempSync(join(scratch, 'empty-'));
    const { code, output, folder } = await runConformance(scratch, {}, ['--merge', empty]);
    assert.equal(code, 2, output);
    assert.match(output, /^The arguments are wrong:\n {2}There is no blob report/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is not complete, also merged, where a worker died', async () => {
    const blobs = join(scratch, 'broken-blobs');
    const dies = "setInterval(()=>process.env.TEST_WORKER_INDEX==='0'&&process.exit(3),1).unref()";
    const [, lost] = await Promise.all([
      firstShard(blobs),
      shard(blobs, 2, { NODE_OPTIONS: `--import=data:text/javascript,${dies}` }),
    ]);
    assert.equal(lost.code, 2, `not the code of a contradiction: ${lost.output}`);
    assert.equal(lost.report.totals.contradicted, 0);
    assert.match(lost.output, /failed for another reason than a contradiction/);
    assertIncomplete(lost, /failed for another reason/);
    const merged = await runConformance(scratch, {}, ['--merge', blobs]);
    assert.equal(merged.code, 2, merged.output);
    assertIncomplete(merged, /failed for another reason/);
    assert.ok(merged.report.totals.confirmed > 0, 'what others found stays');
  });

  /** Made once: what it keeps is put into the folder. */
  let first: Promise<Run> | undefined;
  async function firstShard(blobs: string): Promise<Run> {
    first ??= shard(join(scratch, 'first'), 1);
    const ended = await first;
    mkdirSync(blobs, { recursive: true });
    copyFileSync(join(scratch, 'first', '1.zip'), join(blobs, '1.zip'));
    return ended;
  }

  const shard = (blobs: string, number: number, env: Record<string, string> = {}) =>
    runConformance(scratch, { ...env, PLAYWRIGHT_BLOB_OUTPUT_FILE: join(blobs, `${number}.zip`) }, [
      '--shard',
      `${number}/2`,
      '--reporter',
      'blob',
      ...SOME,
    ]);
});

describe('the CI files', () => {
  let help = '';
  before(async () => {
    const words = ['src/shell/compiled.mjs', 'conformance', '--help'];
    help = (await promisify(execFile)(process.execPath, words, { cwd: ROOT })).stdout;
  });

  for (const path of ['.github/workflows/gate.yml', '.github/workflows/nightly.yml', '.gitlab-ci.yml']) {
    it(`${path} calls commands and options that exist`, () => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const commands = commandsIn(parse(text));
      assert.ok(commands.length > 0);
      const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
      for (const command of commands.filter((one) => one.startsWith('npm run '))) {
        const [, script = '', options = ''] = /^npm run (\S+)(?: -- (.*))?$/.exec(command) ?? [];
        assert.ok(Object.hasOwn(scripts, script), `${command}: there is no script ${script}`);
        for (const option of options.match(/--[a-z-]+/g) ?? [])
          assert.ok(help.includes(option), `${command}: ${option}`);
      }
    });
  }
});

/** Everything but moments, durations, ports and what depends on them. */
function timeless(report: ClaimsReport): unknown {
  const { startedAt: _, timings = [], ...rest } = report;
  // The slowest stands first.
  const inOrder = timings.toSorted((left, right) => (left.case < right.case ? -1 : 1));
  return JSON.parse(
    JSON.stringify({ ...rest, timings: inOrder }, (key, value: unknown) => {
      if (['headers', 'body', 'url', 'curl', 'durationMs'].includes(key)) return undefined;
      // What is quoted of an answer has its times in it.
      return typeof value === 'string' ? value.replace(/\d[\d.:T+-]*/g, '0') : value;
    }),
  );
}

function commandsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split('\n').filter((line) => line.startsWith('npm '));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(commandsIn);
  return [];
}
