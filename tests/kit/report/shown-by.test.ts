import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../../../src/report/claims.gen.ts';
import { evidenceOf } from '../../../src/report/shown-by.ts';

const evidence = (name: string): Evidence => ({
  case: name,
  request: { method: 'POST', url: 'https://portal.invalid/', headers: [], curl: 'curl' },
  problems: [],
});

test('a claim of the survey has the exchanges that the report keeps once for all', () => {
  const report = { exchanges: [evidence('one'), evidence('two')] };
  const shownBy = [{ exchange: 1, problem: 'expected string, got integer' }, { exchange: 0 }];
  assert.deepEqual(
    evidenceOf({ evidence: [], shownBy }, report).map((each) => [each.case, each.problems]),
    [
      ['two', ['expected string, got integer']],
      ['one', []],
    ],
  );
});

test('a claim with evidence of its own has that', () => {
  assert.deepEqual(evidenceOf({ evidence: [evidence('own')] }, {}), [evidence('own')]);
});
