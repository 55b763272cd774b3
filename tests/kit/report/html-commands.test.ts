import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readRuns } from '../../../src/cli/report-files.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { ROOT } from '../../../src/run/load.ts';
import { writeResults } from '../../../src/shell/write-results.ts';
import { judgedCase, report } from './bench.ts';

const STATUS = 'some.method.status';
const scratch = mkdtempSync(join(tmpdir(), 'b24-report-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const KEPT = report([judgedCase(0, { [STATUS]: 'confirmed' })]);
const BROKEN = report([judgedCase(0, { [STATUS]: 'contradicted' })]);

function stored(made: ClaimsReport): string {
  const path = join(mkdtempSync(join(scratch, 'run-')), 'claims.json');
  writeFileSync(path, JSON.stringify(made));
  return path;
}

/** `npm run report`, with a results folder of its own. */
function command(...files: string[]): { code: number | null; output: string; folder: string } {
  const folder = mkdtempSync(join(scratch, 'results-'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/shell/compiled.mjs', 'report', ...files],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, B24_RESULTS: folder },
      encoding: 'utf8',
    },
  );
  return { code: status, output: stdout + stderr, folder };
}

describe('npm run report', () => {
  it('writes several runs side by side and prints where', () => {
    const { code, output, folder } = command(stored(KEPT), stored(BROKEN));
    assert.equal(code, 0, output);
    assert.equal(output.trim(), join(folder, 'matrix.html'));
    assert.match(readFileSync(join(folder, 'matrix.html'), 'utf8'), /contradict each other on 1 claim/);
  });

  it('makes the page of one run, from its data or its folder', () => {
    const file = stored(BROKEN);
    for (const path of [file, dirname(file)]) {
      const { code, output, folder } = command(path);
      assert.deepEqual([code, output.trim()], [0, join(folder, 'report.html')]);
      assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /1 claim is contradicted/);
    }
  });

  it('says what to do where there is no report yet', () => {
    const { code, output } = command();
    assert.equal(code, 2, output);
    assert.match(output, /no report yet at .*index\.html: npm run conformance makes one/);
  });

  it('ends with 2 and what to do where a path is no run', () => {
    const { code, output } = command(stored(KEPT), '--hepl');
    assert.deepEqual(
      [code, output],
      [2, "The arguments are wrong:\n  there is no option --hepl; did you mean '--help'?\n"],
    );
  });
});

describe('runs that were kept', () => {
  const folder = mkdtempSync(join(scratch, 'kept-'));
  const keep = (made: ClaimsReport, ...path: string[]): string => {
    const file = join(folder, ...path, 'claims.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(made));
    return file;
  };
  const first = keep(KEPT, 'jobs', 'node-20');
  const second = keep(BROKEN, 'jobs', 'node-24', 'results');
  const third = keep(BROKEN, 'alone');
  keep(KEPT, 'jobs', '.cache');
  keep(KEPT, 'jobs', 'node-20', 'older');

  it('are found in the folders below one, each once, and a run that has its own data is one run', () => {
    const names = (...paths: string[]): string[] => readRuns(paths).map(({ name }) => name);
    assert.deepEqual(names(join(folder, 'jobs')), [first, second]);
    assert.deepEqual(names(third, join(folder, 'jobs'), first), [third, first, second]);
    assert.deepEqual(
      readRuns([first, second]).map(({ report: made }) => made),
      [KEPT, BROKEN],
    );
  });

  for (const [what, name, text, message] of [
    [
      'an empty file',
      'claims.json',
      '',
      /claims\.json is empty: the run that was to write it has not ended$/,
    ],
    ['half a file', 'claims.json', '{\n  "a": [1,', /claims\.json(:2:11)?: the file ends in the middle; /],
    [
      'a wrong character',
      'claims.json',
      '{\n  "a": x}',
      /claims\.json(:2:8)?: this is not JSON \([\s\S]*\); name the claims/,
    ],
    ['other JSON', 'other.json', '{"a":1}', /other\.json is JSON, but not the claims\.json of a run$/],
    ['a list', 'other.json', '[]', /other\.json is JSON, but not the claims\.json of a run$/],
    [
      'a badge',
      'badge.json',
      '{"schemaVersion":1,"label":"x"}',
      /badge\.json is the badge of a run; name its claims/,
    ],
    [
      'a page',
      'index.html',
      '<p>',
      /index\.html is a page to read; name the claims\.json of the run instead$/,
    ],
    ['a history', 'history.jsonl', '{}', /history\.jsonl is a history, with a line a run; name/],
    [
      'another version',
      'claims.json',
      JSON.stringify({ ...KEPT, requests: 'many' }),
      /claims\.json: requests must be integer\nIt looks like a run of another version of the suite: /,
    ],
  ] as const)
    it(`are not ${what}`, () => {
      const file = join(mkdtempSync(join(scratch, 'wrong-')), name);
      writeFileSync(file, text);
      assert.throws(() => readRuns([file]), { name: 'ArgumentError', message });
    });

  it('are not where nothing is, which may be a slip', () => {
    assert.throws(() => readRuns([join(folder, 'jbos', 'node-20')]), {
      message: `${join(folder, 'jbos', 'node-20')}: there is no such file or folder; did you mean '${join(folder, 'jobs')}'?`,
    });
    assert.throws(() => readRuns([join(folder, 'jobs', 'node-20', 'clams.json')]), {
      message: /clams\.json: there is no such file or folder; did you mean '.*node-20\/claims\.json'\?$/,
    });
    const empty = mkdtempSync(join(scratch, 'empty-'));
    assert.throws(() => readRuns([empty]), {
      message: `${empty}: neither this folder nor one below it has a claims.json, which each run leaves in its results`,
    });
  });
});

describe('the results of a run', () => {
  it('are a page, data, summary, JUnit and a badge', () => {
    const folder = join(scratch, 'all');
    writeResults(folder, BROKEN, [], { strict: false, fresh: undefined });
    for (const name of ['index.html', 'claims.json', 'summary.md', 'junit.xml', 'badge.json'])
      assert.ok(existsSync(join(folder, name)), name);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'claims.json'), 'utf8')), BROKEN);
    assert.equal(JSON.parse(readFileSync(join(folder, 'badge.json'), 'utf8')).message, '1 contradicted');
  });

  it('add their summary to the step summary that GitHub names', () => {
    const summary = join(scratch, 'step.md');
    writeFileSync(summary, '# Before\n');
    process.env.GITHUB_STEP_SUMMARY = summary;
    try {
      writeResults(join(scratch, 'step'), KEPT, [], { strict: false, fresh: undefined });
    } finally {
      delete process.env.GITHUB_STEP_SUMMARY;
    }
    assert.match(readFileSync(summary, 'utf8'), /^# Before\n# Conformance of the Bitrix24 REST interface\n/);
  });
});
