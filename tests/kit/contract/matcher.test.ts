import assert from 'node:assert/strict';
import { it, describe as suite } from 'node:test';
import type { Matcher } from '../../../src/contract/contract.ts';
import { describe, fillMatcher, toSchema } from '../../../src/contract/matcher.ts';
import { schemas } from './sample.ts';

const ROWS: [matcher: Matcher, words: string, right: unknown[], wrong: unknown[]][] = [
  ['a', '"a"', ['a'], ['b', 1]],
  [{ is: [1] }, '[1]', [[1]], [[1, 2], '1']],
  [{ oneOf: ['a', 1] }, 'one of "a", 1', ['a', 1], ['1']],
  [{ type: 'integer' }, 'an integer', [1], [1.5, '1']],
  [{ type: ['string', 'null'] }, 'a text or null', ['', null], [0]],
  [{ matches: '^a' }, 'a text that matches ^a', ['ab'], ['b', 1]],
  [{ type: 'array', length: 2 }, 'a list of 2', [[1, 2]], [[1], { a: 1, b: 2 }]],
  [{ length: 1 }, 'a list or an object of 1', [[1], { a: 1 }], [[], 'a']],
  [{ longerThan: 1 }, 'a list or an object of more than 1', [[1, 2]], [[1]]],
  [{ contains: ['a', 1] }, 'a list with "a" and 1', [[1, 2, 'a']], [['a'], 'a']],
  [
    { has: { ID: { type: 'integer' } } },
    'an object with ID (an integer)',
    [{ ID: 1, x: 2 }],
    [{ ID: '1' }, {}, []],
  ],
  [
    { may: { ID: { type: 'integer' } } },
    'an object, where it has them, with ID (an integer)',
    [{ ID: 1, x: 2 }, {}],
    [{ ID: '1' }, []],
  ],
  [
    { type: 'array', length: 2, each: { matches: '\\S' } },
    'a list of 2, each a text that matches \\S',
    [['a', 'b']],
    [['a', ' '], ['a']],
  ],
  [
    { entries: ['a', { type: 'number' }] },
    'a list or an object, first "a", then a number',
    [['a', 1, 2], { 0: 'a', 1: 2 }],
    [[1, 'a'], ['a']],
  ],
  [{ atLeast: 1, below: 2 }, 'a number of at least 1 and below 2', [1, 1.5], [2, 0, '1']],
  [{ present: true }, 'there, whatever its value', [null, 0], []],
  [{ says: 'a deal', type: 'object' }, 'a deal', [{}], [1]],
];

suite('a matcher', () => {
  for (const [matcher, words, right, wrong] of ROWS)
    it(`reads '${words}' after 'expected NAME to be'`, () => {
      const schema = toSchema(matcher);
      const validate = schemas.inline(schema);
      assert.equal(schema.description, words);
      for (const value of right) assert.ok(validate(value), JSON.stringify(value));
      for (const value of wrong) assert.ok(!validate(value), JSON.stringify(value));
    });

  it('of a shape in schemas/ names it', () => {
    assert.equal(describe({ $ref: 'time.schema.json' }), 'as in time.schema.json');
  });

  it('is filled in its constants, not in its patterns, at any depth', () => {
    const matcher: Matcher = {
      matches: '^\\d$',
      each: { has: { ID: '$bot.id' }, may: { ID: '$bot.id' } },
      entries: [{ oneOf: ['$bot.id'] }],
      contains: '$bot.id:text',
    };
    assert.deepEqual(
      fillMatcher(matcher, () => 7),
      {
        matches: '^\\d$',
        each: { has: { ID: 7 }, may: { ID: 7 } },
        entries: [{ oneOf: [7] }],
        contains: '7',
      },
    );
  });
});
