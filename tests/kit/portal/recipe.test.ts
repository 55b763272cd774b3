import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFollowing } from '../../../src/portal/following.ts';
import type { Creation } from '../../../src/portal/ledger.ts';
import { ask, type Following, find, make, remove } from '../../../src/portal/recipe.ts';
import { loadResources } from '../../../src/run/load.ts';
import type { Caller, Reply } from '../../../src/target/call.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { TargetError } from '../../../src/target/preflight.ts';

type Answers = Record<string, unknown>;

const GONE: Reply = {
  status: 404,
  result: undefined,
  error: 'ERROR_METHOD_NOT_FOUND',
  description: 'Method not found!',
};
const resources = loadResources();
const settings = readSettings({
  B24_TARGET: 'portal',
  B24_WEBHOOK: 'https://portal.test/rest/1/c0de-of-webhook/',
  B24_CLIENT_ID: 'secret-of-bot',
});

/** A portal that answers some methods with a result, refuses with an Error's message, and knows no other methods. */
function portalWith(answers: Answers) {
  const asked: [string, unknown][] = [];
  const call: Caller = async (method, parameters) => {
    asked.push([method, parameters]);
    if (!Object.hasOwn(answers, method)) return GONE;
    const result = answers[method];
    if (result instanceof Error)
      return { status: 400, result: undefined, error: result.message, description: 'no' };
    return { status: 200, result, error: undefined, description: undefined };
  };
  const following = (need: string, change: Partial<Creation> = {}): Following => {
    const instance = resources.instances.find((each) => each.need === need) ?? assert.fail(need);
    const creation: Creation = {
      resource: instance.resource.name,
      role: instance.role,
      by: instance.by,
      code: 'unique-code',
      ending: instance.ending,
      derived: false,
      run: 'run1',
      origin: '',
      pid: 1,
      ...change,
    };
    return createFollowing(instance, creation, {
      callers: { webhook: call, token: call },
      resources,
      settings,
    });
  };
  return { following, asked };
}

describe('bots of a portal whose imbot.* methods are gone', () => {
  it('are registered by imbot.v2, hidden, with the same secret as bot token', async () => {
    const { following, asked } = portalWith({ 'imbot.v2.Bot.register': { bot: { id: 77 } } });
    const { id } = await make(following('bot.id'));
    assert.equal(id, 77);
    const properties = { name: 'b24-conformance run1' };
    const fields = { code: 'unique-code', properties, isHidden: true, botToken: 'secret-of-bot' };
    assert.deepEqual(asked[1], ['imbot.v2.Bot.register', { fields }]);
  });

  it('are registered without a bot token under OAuth', async () => {
    const { following, asked } = portalWith({ 'imbot.v2.Bot.register': { bot: { id: 77 } } });
    await make(following('bot.id@token'));
    const properties = { name: 'b24-conformance run1' };
    assert.deepEqual(asked[1]?.[1], { fields: { code: 'unique-code', properties, isHidden: true } });
  });

  it('are found by their code', async () => {
    const listed = (code: string) =>
      portalWith({
        'imbot.v2.Bot.list': {
          bots: [
            { id: 3, code: 'other' },
            { id: 4, code },
          ],
        },
      });
    assert.equal(await find(listed('unique-code').following('bot.id')), 4);
    assert.equal(await find(listed('yet another').following('bot.id')), undefined);
  });

  it('are removed', async () => {
    const { following, asked } = portalWith({ 'imbot.v2.Bot.unregister': { result: true } });
    const reply = await remove(following('bot.id', { id: 4 }));
    assert.ok(reply !== 'gone' && reply.error === undefined);
    assert.deepEqual(asked[1], ['imbot.v2.Bot.unregister', { botId: 4, botToken: 'secret-of-bot' }]);
  });

  it('are gone already where the portal does not find them', async () => {
    const { following } = portalWith({ 'imbot.v2.Bot.unregister': new Error('BOT_NOT_FOUND') });
    assert.equal(await remove(following('bot.id', { id: 4 })), 'gone');
  });
});

describe('bots of a portal with imbot.*', () => {
  it('are left to it: imbot.v2 is not asked, whatever it refuses', async () => {
    const { following, asked } = portalWith({
      'imbot.register': new Error('MAX_COUNT_ERROR'),
      'imbot.bot.list': { 4: { ID: '4', CODE: 'unique-code' } },
      'imbot.unregister': new Error('BOT_ID_ERROR'),
    });
    const { id, reply, method } = await make(following('bot.id'));
    assert.deepEqual([id, reply.error, method], [undefined, 'MAX_COUNT_ERROR', 'imbot.register']);
    assert.equal(await find(following('bot.id')), 4, 'an id is a number, also where the portal gives a text');
    assert.equal(await remove(following('bot.id', { id: 4 })), 'gone');
    assert.deepEqual(
      asked.map(([method]) => method),
      ['imbot.register', 'imbot.bot.list', 'imbot.unregister'],
    );
    for (const [, parameters] of asked)
      assert.equal((parameters as { CLIENT_ID?: string }).CLIENT_ID, 'secret-of-bot');
  });

  it('of another application are made and removed by another secret', async () => {
    const { following, asked } = portalWith({ 'imbot.register': 5 });
    await make(following('bot.foreign'));
    assert.equal(Object(asked[0]?.[1]).CLIENT_ID, 'secret-of-bot-foreign');
  });

  for (const result of [true, null, 0, -1, '', 'x', {}, [], 1.5, Number.MAX_SAFE_INTEGER + 1])
    it(`have no id where the answer is ${JSON.stringify(result)}`, async () => {
      const { following } = portalWith({ 'imbot.register': result });
      assert.equal((await make(following('bot.id'))).id, undefined);
    });
});

describe('a chat', () => {
  it('is made on behalf of its owner, and found by what it is bound to', async () => {
    const { following, asked } = portalWith({ 'imbot.chat.add': 9, 'imbot.chat.get': { ID: '9' } });
    const values = { 'bot.id': 54 };
    assert.equal((await make(following('chat.id', { values }))).id, 9);
    assert.deepEqual(asked[0]?.[1], {
      BOT_ID: 54,
      CLIENT_ID: 'secret-of-bot',
      TYPE: 'CHAT',
      TITLE: 'b24-conformance run1',
      ENTITY_TYPE: 'B24CONFORMANCE',
      ENTITY_ID: 'unique-code',
    });
    assert.equal(await find(following('chat.id', { values })), 9);
    await make(following('chat.foreign', { values }));
    assert.equal(Object(asked[2]?.[1]).CLIENT_ID, 'secret-of-bot-foreign');
  });

  it('is not made where nothing is known of its owner', async () => {
    const { following } = portalWith({ 'imbot.chat.add': 9 });
    await assert.rejects(make(following('chat.id')), /nothing is known of the \$bot\.id that it belongs to/);
  });

  it('that is not there is not found, whatever shape that has', async () => {
    for (const result of [null, {}, [], { ID: null }, { ID: 0 }, 'no'])
      assert.equal(
        await find(
          portalWith({ 'imbot.chat.get': result }).following('chat.id', { values: { 'bot.id': 1 } }),
        ),
        undefined,
        JSON.stringify(result),
      );
  });
});

it('an answer without the list is a reason, an empty list is none', async () => {
  const listed = (result: unknown) => portalWith({ 'imbot.bot.list': result }).following('bot.id');
  for (const none of [[], {}, null]) assert.equal(await find(listed(none)), undefined);
  for (const other of [true, 'no', 7])
    await assert.rejects(find(listed(other)), /imbot\.bot\.list answers without the list \/result/);
});

it('a portal that lists no bots at all is a reason, not an empty list', async () => {
  await assert.rejects(
    find(portalWith({}).following('bot.id')),
    (error) =>
      error instanceof TargetError && /ERROR_METHOD_NOT_FOUND \(Method not found!\)/.test(error.message),
  );
});

describe('the question whose a thing is', () => {
  const CASES: [answers: Answers, belonging: string | undefined][] = [
    [{ 'imbot.chat.user.list': [4] }, 'own'],
    [{ 'imbot.chat.user.list': new Error('ACCESS_ERROR') }, 'own'],
    [{ 'imbot.chat.user.list': new Error('APP_ID_ERROR') }, 'foreign'],
    [{ 'imbot.chat.user.list': new Error('BOT_ID_ERROR') }, 'none'],
    [{ 'imbot.chat.user.list': new Error('CONNECTION_ERROR') }, undefined],
    [{ 'imbot.chat.user.list': new Error('constructor') }, undefined],
    [{ 'imbot.chat.sendTyping': new Error('DIALOG_ID_EMPTY') }, 'own'],
    [{ 'imbot.chat.sendTyping': new Error('BOT_ID_ERROR') }, 'none'],
    [{}, undefined],
  ];
  for (const [answers, belonging] of CASES) {
    const [method = 'no method', answer] = Object.entries(answers)[0] ?? [];
    it(`${method}: ${answer instanceof Error ? answer.message : JSON.stringify(answer)} means ${belonging}`, async () => {
      const answered = await ask(portalWith(answers).following('bot.id', { id: 4 }));
      assert.equal(answered?.belonging, belonging);
    });
  }

  const MEMBERS: [result: unknown, belonging: string | undefined][] = [
    [[1, 54], 'own'],
    [['1', '54'], 'own'],
    [{ 0: 54 }, 'own'],
    [[1], 'none'],
    [[], 'none'],
    ['54', undefined],
  ];
  for (const [result, belonging] of MEMBERS)
    it(`a chat with the members ${JSON.stringify(result)} is ${belonging}`, async () => {
      const { following } = portalWith({ 'imbot.chat.user.list': result });
      const answered = await ask(following('chat.id', { id: 9, values: { 'bot.id': 54 } }));
      assert.equal(answered?.belonging, belonging);
    });
});
