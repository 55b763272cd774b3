import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contradiction, type Failure, isFinding } from '../../../src/shell/contradiction.ts';

const failure = (name: string, reason: string): Failure => ({
  case: name,
  problem: {
    claim: 'a',
    strength: 'must',
    text: `a (must): ${reason}\n  sent: GET /${name}\n  case: ${name}`,
  },
});

describe('the error of a test', () => {
  it('tells of each failure with what was sent', () => {
    const { message } = contradiction([failure('one', 'got 1'), failure('two', 'got 2')]);
    assert.equal(
      message,
      '2 contradicted\n\na (must): got 1\n  sent: GET /one\n  case: one\n\na (must): got 2\n  sent: GET /two\n  case: two',
    );
  });

  it('tells once what many cases say alike, and names some of them', () => {
    const names = ['one', 'two', 'three', 'four', 'five'];
    const { message } = contradiction(names.map((name) => failure(name, 'got 1')));
    assert.equal(
      message,
      '5 contradicted\n\na (must): got 1\n  sent: GET /one\n  case: one\n  also: 4 more cases: two three four …',
    );
    assert.match(
      contradiction(names.slice(0, 2).map((name) => failure(name, 'x'))).message,
      /also: 1 more case: two$/,
    );
  });

  it('has no stack: it would say nothing about the portal', () => {
    const error = contradiction([failure('one', 'got 1')]);
    assert.equal(error.stack, error.message);
  });
});

describe('a failed test', () => {
  const found = { failed: true } as const;
  const error = { message: '1 contradicted' };

  it('has found something where it says so and failed by that alone', () => {
    assert.ok(isFinding([found], { status: 'failed', errors: [error] }));
    assert.ok(isFinding([{}, found], { status: 'failed', errors: [error] }));
  });

  for (const [what, outcomes, status, errors] of [
    ['without an outcome', [], 'failed', [error]],
    ['whose outcome is not to blame, however its error reads', [{}], 'failed', [error]],
    ['that ran out of time', [found], 'timedOut', [error]],
    ['that was interrupted', [found], 'interrupted', []],
    ['in which something else failed as well', [found], 'failed', [error, { message: 'a fixture' }]],
  ] as const)
    it(`is a failure of another kind ${what}`, () => {
      assert.equal(isFinding(outcomes, { status, errors: [...errors] }), false);
    });
});
