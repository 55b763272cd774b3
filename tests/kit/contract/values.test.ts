import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fill, isReference, referencesIn, unknownCasts } from '../../../src/contract/values.ts';

describe('references in a value', () => {
  const named = (value: unknown) => referencesIn(value).map(({ name }) => name);
  for (const [title, value, names] of [
    ['are found in their order', '$user.id/$bot.id/$user.id', ['user.id', 'bot.id', 'user.id']],
    ['within texts', 'chat$chat.id.', ['chat.id']],
    ['in lists, maps and keys', [{ $unique: '$bot.id' }, ['$chat.id']], ['unique', 'bot.id', 'chat.id']],
    ['of captured values', '$captured.bot_1', ['captured.bot_1']],
    ['with their types behind', '$bot.id:text $bot.id:number', ['bot.id', 'bot.id']],
    ["are not those of the portal's own", '$result[a][b]', []],
    ['nor dollar signs', '$$bot.id costs $5', []],
    ['nor in values that are not texts', [null, 7, true, undefined], []],
  ] as const)
    it(title, () => {
      assert.deepEqual(named(value), names);
    });

  it('are told from texts that hold more', () => {
    assert.deepEqual(['$bot.id', '$captured.a', 'x$bot.id', '$bot.id:text', '$$bot.id', 7].map(isReference), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('have no types but text and number', () => {
    assert.deepEqual(unknownCasts(['$bot.id:text', { a: '$bot.id:integer' }, 'x $bot.id:y']), [
      { name: 'bot.id', as: 'integer' },
    ]);
  });
});

describe('a reference is filled', () => {
  const VALUES: Readonly<Record<string, unknown>> = {
    'bot.id': 7,
    'captured.text': '7',
    'captured.yes': true,
    unique: 'u',
  };
  const filled = (value: unknown) => fill(value, (name) => VALUES[name]);
  for (const [title, value, expected] of [
    ['by its value, with its type', '$bot.id', 7],
    ['by its value of another type', '$captured.yes', true],
    ['as a text where that is said', '$bot.id:text', '7'],
    ['as a number where that is said', '$captured.text:number', 7],
    ['as a part of a longer text', 'chat$bot.id of $unique', 'chat7 of u'],
    ['in lists, maps and keys', { a: ['$bot.id', { k$unique: null }] }, { a: [7, { ku: null }] }],
    ['not where a dollar sign is written', '$$bot.id', '$bot.id'],
    ["not where it is the portal's own", '$result[a]', '$result[a]'],
    ['not beside values that are not texts', [null, 7, true], [null, 7, true]],
  ] as const)
    it(title, () => {
      assert.deepEqual(filled(value), expected);
    });
});
