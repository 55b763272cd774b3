import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
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
    ['--import', 'tsx', 'src/cli/report.ts', ...files],
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
    assert.match(readFileSync(join(folder, 'matrix.html'), 'utf8'), /1 claim differs/);
  });

  it('says what to do where there is no report yet', () => {
    const { code, output } = command();
    assert.equal(code, 2, output);
    assert.match(output, /no report yet at .*index\.html: npm run conformance makes one/);
  });

  it('refuses one run, and files that are no runs', () => {
    assert.match(command(stored(KEPT)).output, /a matrix compares two runs or more/);
    const other = join(scratch, 'other.json');
    writeFileSync(other, '{"a":1}');
    const { code, output } = command(stored(KEPT), other);
    assert.equal(code, 2, output);
    assert.match(output, /other\.json is not a claims\.json: the file must have required property/);
    assert.match(command(stored(KEPT), '/nowhere.json').output, /\/nowhere\.json cannot be read/);
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
