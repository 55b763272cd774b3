import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter';
import { ROOT } from '../../../src/run/load.ts';
import { lastRunFolder } from '../../../src/shell/places.ts';
import { runConformance } from './support.ts';

/** A case that a self-hosted portal fails, in one worker: to start one costs more than it does. */
const ONE = ['--grep', 'access token over plain HTTP', '--workers', '1'];
const BROKEN = { B24_MOCK_PROFILE: 'self-hosted' };

describe("the suite's own reporter", { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-reporters-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  const own = join(scratch, 'own.ts');
  writeFileSync(
    own,
    'const silent: boolean = true;\nexport default class { printsToStdio() { return !silent; } }\n',
  );

  // In one run: what takes its place in one of these ways takes it here.
  it('is there with --reporter=line,null, one in TypeScript and PW_TEST_REPORTER=dot: results are new and the exit code is the same', async () => {
    const { code, output, report } = await runConformance(scratch, { ...BROKEN, PW_TEST_REPORTER: 'dot' }, [
      ...ONE,
      `--reporter=line,null,${own}`,
    ]);
    assert.equal(code, 1, output);
    assert.ok(report.totals.contradicted > 0);
    assert.match(output, /^✘ FAILED: \d+ claims? contradicted \(.*\) · exit code 1 · file:/m);
    assert.match(output, /^\[1\/\d+\] .*plain HTTP/m, 'what line says');
    assert.match(output, /^F(\[|F|$)/m, 'what dot says');
  });

  it('shows a contradiction as a failed test in every reporter, and leaves standard output to one that writes to it', async () => {
    const folder = mkdtempSync(join(scratch, 'results-'));
    const grep = ['--grep', 'over plain HTTP', '--workers', '1'];
    const words = ['src/shell/compiled.mjs', 'conformance', '--results', folder, ...grep];
    const { code, out } = await start([...words, '--reporter=json'], BROKEN);
    assert.equal(code, 1);
    // Nothing else is in it.
    const { suites, stats } = JSON.parse(out) as JSONReport;
    assert.ok(stats.unexpected > 0);
    assert.ok(stats.expected > 0);
    const results = specsOf(suites).flatMap((spec) => spec.tests.flatMap((test) => test.results));
    assert.deepEqual([...new Set(results.map(({ workerIndex }) => workerIndex))], [0]);
    const failed = results.filter(({ status }) => status === 'failed');
    assert.equal(failed.length, stats.unexpected);
    for (const { errors, steps } of failed) {
      assert.match(errors[0]?.message ?? '', /contradicted/);
      assert.ok((steps ?? []).length > 0, 'a case that contradicts is a step');
    }
    assert.match(
      readFileSync(join(folder, 'playwright', 'junit.xml'), 'utf8'),
      /<error message="\d+ contradicted"/,
    );
    // Nothing but what a person reads, also of tests that failed.
    assert.deepEqual(readdirSync(folder).sort(), [
      'badge.json',
      'claims.json',
      'history.jsonl',
      'index.html',
      'junit.xml',
      'playwright',
      'summary.md',
    ]);
    assert.deepEqual(readdirSync(join(folder, 'playwright')).sort(), ['index.html', 'junit.xml']);
    assert.match(readFileSync(join(lastRunFolder(folder), '.last-run.json'), 'utf8'), /"status": "failed"/);
    rmSync(lastRunFolder(folder), { recursive: true });
  });

  it('is there with --add-reporter list, which shows it, and lets Playwright stop at it', async () => {
    const options = ['--grep', 'over plain HTTP', '--workers', '1', '--add-reporter', 'list', '-x'];
    const { code, output, report } = await runConformance(scratch, BROKEN, options);
    assert.equal(code, 1, output);
    assert.match(output, /^ +✘ .*access token over plain HTTP/m);
    assert.ok(report.totals.contradicted > 0);
    assert.match(output, /^✘ FAILED: \d+ claims? contradicted \(.*\).*· exit code 1 · file:/m);
    assert.match(report.incomplete.join('; '), /tests? did not run|Something failed outside/);
  });

  it('is there with --reporter where Playwright is started without our command', async () => {
    const folder = mkdtempSync(join(scratch, 'results-'));
    const words = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=dot', ...ONE];
    const { code } = await start(words, { ...BROKEN, B24_RESULTS: folder });
    assert.equal(code, 1);
    assert.match(readFileSync(join(folder, 'badge.json'), 'utf8'), /contradicted","color":"red"/);
    const both = await start(words, { B24_RESULTS: folder, PW_TEST_REPORTER: 'line' });
    assert.equal(both.code, 2);
    assert.match(both.err, /leave no room for the suite's own reporter/);
  });

  it('keeps the last results where tests are only listed, whatever reporter is named', async () => {
    const folder = mkdtempSync(join(scratch, 'results-'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'claims.json'), 'of the last run');
    for (const options of [['--list'], ['--list', '--reporter', 'dot']]) {
      const { code, output } = await runConformance(scratch, {}, ['--results', folder, ...options]);
      assert.equal(code, 0, output);
      assert.match(output, /access token over plain HTTP/);
      assert.match(output, /webhook without the scope/);
      assert.deepEqual(readdirSync(folder), ['claims.json']);
      assert.equal(readFileSync(join(folder, 'claims.json'), 'utf8'), 'of the last run');
    }
  });

  it('ends with a guess where there is no such reporter', async () => {
    const { code, output } = await runConformance(scratch, {}, ['--reporter', 'dott']);
    assert.equal(code, 2, output);
    assert.match(output, /--reporter dott: that is neither .*; did you mean 'dot'\?/);
  });
});

function specsOf(suites: readonly JSONReportSuite[]): JSONReportSpec[] {
  return suites.flatMap((suite) => [...suite.specs, ...specsOf(suite.suites ?? [])]);
}

function start(
  words: readonly string[],
  environment: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: ROOT, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
