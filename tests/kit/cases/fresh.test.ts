import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case, Step } from '../../../src/cases/case.ts';
import { generateCases, type Selection } from '../../../src/cases/generate.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import {
  change,
  contextOf,
  contractOf,
  FACTS,
  factsOf,
  fieldFact,
  lineWith,
  PLATFORM,
  PLATFORM_FILE,
  problemsOf,
} from '../contract/sample.ts';

const FILE = 'fixtures/change-chat.yaml';
const CHANGE = `
method: change.chat
confidence: reviewed
uses: { chat: fresh }

values: { CHAT_ID: $chat.id, BOT_ID: $bot.id, TITLE: a title }

claims:
  - id: effect
    says: The title is the new one afterwards.
    source: paragraph 3
    check: { flow: true }
    case:
      steps:
        - act: change.chat
        - observe: fourth.method
          with: { ID: chat$chat.id, TEXT: costs $$chat.id }
          expect: { /result/$chat.id/NAME: a title }
  - id: again
    says: The title may be changed again.
    source: paragraph 4
    check: { success: { /result: { type: boolean } } }
    case:
      steps:
        - arrange: make.item
          capture: { chat: /result }
        - act: change.chat
`;
const integer = (name: string) => fieldFact(name, 'integer', { required: true });
const context = contextOf([
  ...FACTS,
  factsOf('change.chat', {
    parameters: [integer('CHAT_ID'), integer('BOT_ID'), fieldFact('TITLE', 'string', { required: true })],
  }),
]);
const withChange = (text = CHANGE, platform = PLATFORM): Contract =>
  contractOf({ [FILE]: text, [PLATFORM_FILE]: platform }, context);

const contract = withChange();
const casesOf = (of: Contract = contract, selection: Selection = 'full'): Case[] =>
  generateCases(of, selection).filter(({ method }) => method === 'change.chat');
function named(id: string, of: Contract = contract): Case {
  const found = generateCases(of, 'full').find((testCase) => testCase.id === id);
  assert.ok(found, `no case ${id}`);
  return found;
}
type RequestStep = Extract<Step, { kind: 'request' }>;
const requests = (steps: readonly Step[]): RequestStep[] =>
  steps.flatMap((step) => (step.kind === 'request' ? step : []));
/** Steps that make something before a case: method, name of what they make, key by which they are shared. */
const makings = ({ before }: Case): unknown[] =>
  requests(before).map(({ plan, capture, share }) => [plan.method, Object.keys(capture).join(), share]);

const PLAIN = 'change.chat/webhook,post,none';

describe('a resource that a method has fresh', () => {
  it('is made before each case that changes it, once for all of them', () => {
    const shared = casesOf().filter(
      ({ id, request }) => !/effect|again|CHAT_ID\.left/.test(id) && request.credential.token !== 'own',
    );
    assert.ok(shared.length > 5);
    for (const testCase of shared)
      assert.deepEqual(makings(testCase), [['imbot.chat.add', 'chat', 'chat by webhook']], testCase.id);
    const { request, needs, before } = named(PLAIN);
    assert.equal(request.parameters.CHAT_ID?.value, '$captured.chat');
    assert.equal(request.parameters.BOT_ID?.value, '$bot.id', 'what is shared stays');
    assert.deepEqual([...needs].sort(), ['bot.clientId', 'bot.id', 'provision', 'webhook']);
    const [making] = requests(before);
    assert.deepEqual([making?.role, making?.capture], ['arrange', { chat: '/result' }]);
    assert.equal(making?.plan.parameters.BOT_ID?.value, '$bot.id');
  });

  it('is not made for a case that does not name it', () => {
    const without = casesOf().filter(({ id }) => id.includes('CHAT_ID.left-out'));
    assert.ok(without.length > 0);
    for (const { before, request } of without)
      assert.deepEqual([before, request.parameters.CHAT_ID], [[], undefined]);
  });

  it('is made anew for each valid request that uses it up', () => {
    const own = withChange(change(CHANGE, '{ chat: fresh }', '{ chat: own }'));
    for (const testCase of casesOf(own).filter(({ id }) => !/again|CHAT_ID\.left/.test(id))) {
      const [, , share] = (makings(testCase)[0] ?? []) as unknown[];
      const isShared = testCase.expected.kind !== 'success' && !/effect/.test(testCase.id);
      assert.equal(share !== undefined, isShared, testCase.id);
    }
  });

  it('is made before what is prepared for each valid request', () => {
    const prepare = "prepare: [{ arrange: fourth.method, with: { ID: '$chat.id', TEXT: it } }]\n";
    const text = change(CHANGE, '\nvalues:', `\n${prepare}\nvalues:`);
    const prepared = named(PLAIN, withChange(text));
    assert.deepEqual(
      requests(prepared.before).map(({ plan }) => [plan.method, plan.parameters.ID?.value]),
      [
        ['imbot.chat.add', undefined],
        ['fourth.method', '$captured.chat'],
      ],
    );
    const [problem] = problemsOf({ [FILE]: change(text, '{ arrange:', '{ observe:') }, context);
    assert.match(problem?.message ?? '', /what is prepared is an 'arrange'/);
  });

  it('is made in the plainest form, whatever the form of the case', () => {
    const [making] = requests(named('change.chat/webhook,get,xml').before);
    assert.deepEqual(
      [making?.plan.verb, making?.plan.suffix, making?.plan.credential],
      ['POST', '', { webhook: 'own' }],
    );
  });

  it('is made by token for those who call by token', () => {
    const byToken = casesOf().filter(
      ({ id, request }) => request.credential.token === 'own' && !id.includes('CHAT_ID.left-out'),
    );
    assert.ok(byToken.length > 3);
    for (const testCase of byToken) {
      assert.deepEqual(makings(testCase), [['imbot.chat.add', 'chat', 'chat by token']], testCase.id);
      const [making] = requests(testCase.before);
      assert.deepEqual(making?.plan.credential, { token: 'own', in: 'json' });
      assert.ok(testCase.needs.includes('bot.id@token'), testCase.id);
    }
  });

  it('is made by webhook for a case without a credential that could make it', () => {
    assert.deepEqual(makings(named('change.chat/nobody')), [['imbot.chat.add', 'chat', 'chat by webhook']]);
  });

  it('is made for one case alone where that looks at what it did', () => {
    const effect = named('change.chat.effect');
    assert.deepEqual(makings(effect), [['imbot.chat.add', 'chat', undefined]]);
    const [observing] = requests(effect.after);
    assert.deepEqual(
      Object.values(observing?.plan.parameters ?? {}).map(({ value }) => value),
      ['chat$captured.chat', 'costs $$chat.id'],
      'within a text, and not where two dollar signs are a dollar sign',
    );
    assert.deepEqual(observing?.expect, { '/result/$captured.chat/NAME': 'a title' });
  });

  it('is not made where a step of the case makes it', () => {
    const again = named('change.chat.again');
    assert.deepEqual(makings(again), [['make.item', 'chat', undefined]]);
    assert.equal(again.request.parameters.CHAT_ID?.value, '$captured.chat');
  });

  it("is made for another page's case that calls the method, too", () => {
    const platform = `${PLATFORM}  - { id: it, title: it, call: change.chat, with: { CHAT_ID: $captured.chat }, claims: [error.form], expect: any }\n`;
    const it = named('it', withChange(CHANGE, platform));
    assert.deepEqual(makings(it), [['imbot.chat.add', 'chat', 'chat by webhook']]);
    assert.deepEqual(Object.keys(it.request.parameters), ['CHAT_ID'], 'such a page says all that it sends');
  });

  it('is what the target gives, where it is shared', () => {
    for (const text of [
      change(CHANGE, 'uses: { chat: fresh }', 'uses: { chat: shared }'),
      change(CHANGE, 'uses: { chat: fresh }\n', ''),
    ]) {
      const { before, request, needs } = named(PLAIN, withChange(text));
      assert.deepEqual([before, request.parameters.CHAT_ID?.value], [[], '$chat.id']);
      assert.deepEqual(needs, ['webhook', 'chat.id', 'bot.id']);
    }
  });

  it('is made the same way where a target should be spared', () => {
    for (const testCase of casesOf(contract, 'pairwise'))
      assert.equal(makings(testCase).length, testCase.id.includes('CHAT_ID.left-out') ? 0 : 1, testCase.id);
  });
});

describe('resources of which one belongs to the other', () => {
  for (const uses of ['{ bot: fresh, chat: fresh }', '{ chat: fresh, bot: fresh }'])
    it(`are made in an order in which they can, the one in the other: ${uses}`, () => {
      const both = named(PLAIN, withChange(change(CHANGE, '{ chat: fresh }', uses)));
      assert.deepEqual(makings(both), [
        ['imbot.register', 'bot', 'bot by webhook'],
        // Not the key of a chat of the target's bot, which another method's cases may have.
        ['imbot.chat.add', 'chat', 'chat with bot by webhook'],
      ]);
      const [, chat] = requests(both.before);
      assert.equal(chat?.plan.parameters.BOT_ID?.value, '$captured.bot');
      assert.equal(both.request.parameters.BOT_ID?.value, '$captured.bot');
      assert.ok(!both.needs.includes('bot.id'));
    });
});

describe('a resource that cannot be had so is a mistake', () => {
  for (const [uses, message] of [
    ['{ chta: fresh }', /^nothing says how a 'chta' is made; did you mean 'chat'\?$/],
    ['{ bto: shared }', /^nothing says how a 'bto' is made; did you mean 'bot'\?$/],
    ['{ user: fresh }', /^nothing says how a 'user' is made$/],
    ['{ constructor: fresh }', /^nothing says how a 'constructor' is made/],
    ['{ chat: frsh }', /'uses\.chat'.*fresh/],
  ] as const)
    it(uses, () => {
      const text = change(CHANGE, '{ chat: fresh }', uses);
      const [problem] = problemsOf({ [FILE]: text }, context);
      assert.match(problem?.message ?? '', message);
      assert.deepEqual([problem?.file, problem?.line], [FILE, lineWith(text, 'uses:')]);
    });
});
