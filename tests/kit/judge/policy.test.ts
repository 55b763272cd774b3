import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { excuseFor, failsTest } from '../../../src/judge/policy.ts';

const LENIENT = { strict: false };
const STRICT = { strict: true };

describe('what excuses a contradiction', () => {
  it('is a deviation, or an opposite statement that may hold, which goes before', () => {
    assert.deepEqual(
      excuseFor(undefined, () => true, undefined),
      {},
    );
    assert.deepEqual(
      excuseFor([], () => true, 'known'),
      { deviation: 'known' },
    );
    assert.deepEqual(
      excuseFor(['a', 'b'], (id) => id === 'b', 'known'),
      { disagreement: ['b'] },
    );
    assert.deepEqual(
      excuseFor(['a'], () => false, undefined),
      {},
    );
  });
});

describe('a contradiction fails the test that saw it', () => {
  for (const [what, strength, policy, fails] of [
    ['of a statement', 'must', LENIENT, true],
    ['of a hint', 'should', LENIENT, false],
    ['of a hint in a strict run', 'should', STRICT, true],
    ['of what no page states, however strict', 'observed', STRICT, false],
  ] as const)
    it(`${fails ? 'where it is' : 'never where it is'} ${what}`, () => {
      assert.equal(failsTest({ strength }, undefined, policy), fails);
    });

  it('not where it is excused, or the whole run may excuse it', () => {
    assert.equal(failsTest({ strength: 'must' }, { claim: 'a' }, STRICT), false);
    assert.equal(failsTest({ strength: 'must', disagreesWith: ['b'] }, undefined, STRICT), false);
    assert.equal(failsTest({ strength: 'must', disagreesWith: [] }, undefined, STRICT), true);
  });
});
