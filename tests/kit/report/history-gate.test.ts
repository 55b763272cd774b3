import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { runConformance } from '../suite/support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-gate-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const history = join(scratch, 'elsewhere', 'history.jsonl');
const run = (...options: string[]) =>
  runConformance(scratch, { B24_MOCK_PROFILE: 'self-hosted' }, [
    '--grep',
    'access token over plain HTTP',
    '--workers',
    '1',
    '--history',
    history,
    ...options,
  ]);

it('--fail-on new fails on a contradiction once, and --history remembers it', async () => {
  const first = await run('--fail-on', 'new');
  assert.equal(first.code, 1, first.output);
  assert.match(first.output, /FAILED: ([1-9]\d*) claims? contradicted \(.*\), \1 new/);
  const second = await run('--fail-on=new');
  assert.equal(second.code, 0, second.output);
  assert.match(second.output, /[1-9]\d* claims? contradicted \(.*\), none new/);
  assert.equal(readFileSync(history, 'utf8').trim().split('\n').length, 2);
});

it('--fail-on takes no other word', async () => {
  const { code, output } = await run('--fail-on', 'nothing');
  assert.equal(code, 2, output);
  assert.match(output, /B24_FAIL_ON must be 'any' or 'new'/);
});
