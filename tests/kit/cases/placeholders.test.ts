import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capabilitiesIn, fill, renameIn } from '../../../src/cases/placeholders.ts';

/** Things that are called as what gives them, and those that are not. */
const NAMESAKES = ['bot', 'foreignBot', 'oauthBot', 'user', 'clientId'];
const OTHERS = {
  webhook: ['me'],
  chat: ['dialog'],
  oauthApplication: ['oauthClientId', 'oauthClientSecret', 'refreshToken'],
};

describe('placeholders need', () => {
  const named = NAMESAKES.map((name) => [name, [name]] as const);
  for (const [capability, names] of [...named, ...Object.entries(OTHERS)])
    it(`${capability} for {${names.join('}, {')}}`, () => {
      for (const name of names) assert.deepEqual(capabilitiesIn(`before {${name}} after`), [capability]);
    });

  for (const [title, value, needs] of [
    ['each of them in its order', '{user}/{bot}/{user}', ['user', 'bot', 'user']],
    ['those in lists and maps', [{ a: '{bot}' }, ['{dialog}']], ['bot', 'chat']],
    ['nothing for what an earlier step captured', '{captured.bot}', []],
    ['nothing for other braces', '{"a":{b}} {bot.name} {} { bot }', []],
    ['nothing for what every object has', '{constructor}', []],
    ['nothing for values that are no text', [null, 7, true, undefined], []],
  ] as const)
    it(title, () => {
      assert.deepEqual(capabilitiesIn(value), needs);
    });
});

describe('placeholders are filled', () => {
  const filled = (value: unknown) => fill(value, (name) => `<${name}>`, { code: 'C', empty: '' });

  for (const [title, value, expected] of [
    ['by what they stand for', '{bot}, {me} and {bot}', '<bot>, <me> and <bot>'],
    ['by what was captured', '{captured.code}{captured.empty}', 'C'],
    ['not by what was not captured', '{captured.bot} {captured.other}', '{captured.bot} {captured.other}'],
    ['not by what merely has the name of a captured value', '{code}', '{code}'],
    ['not where the braces are others', '{"a":{b}} {}', '{"a":{b}} {}'],
    ['not by what every object has', '{valueOf}{captured.valueOf}', '{valueOf}{captured.valueOf}'],
    ['in lists and maps', { a: ['{bot}', { b: '{user}' }] }, { a: ['<bot>', { b: '<user>' }] }],
    ['beside values that are no text', { a: [null, 7, true] }, { a: [null, 7, true] }],
  ] as const)
    it(title, () => {
      assert.deepEqual(filled(value), expected);
    });
});

describe('placeholders are renamed', () => {
  const renamed = (value: unknown) => renameIn(value, { bot: 'oauthBot' });

  for (const [title, value, expected] of [
    ['where another thing takes the place', '{bot} {user} {bot}', '{oauthBot} {user} {oauthBot}'],
    ['not where a step captured the value', '{captured.bot}', '{captured.bot}'],
    ['not by what every object has', '{constructor}', '{constructor}'],
    ['in lists and maps', { a: ['{bot}', null, 7] }, { a: ['{oauthBot}', null, 7] }],
  ] as const)
    it(title, () => {
      assert.deepEqual(renamed(value), expected);
    });
});
