import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BotOwner, findBot, registerBot, unregisterBot } from '../../../src/portal/bots.ts';
import type { Caller, Reply } from '../../../src/target/call.ts';
import { TargetError } from '../../../src/target/preflight.ts';

type Answers = Record<string, unknown>;

const GONE: Reply = {
  status: 404,
  result: undefined,
  error: 'ERROR_METHOD_NOT_FOUND',
  description: 'Method not found!',
};

/** A portal that answers some methods with a result and knows no others. */
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
  const owner = (clientId?: string): BotOwner => ({ call, clientId });
  return { owner, asked };
}

describe('bots of a portal whose imbot.* methods are gone', () => {
  it('are registered by imbot.v2, hidden, with the same secret as bot token', async () => {
    const { owner, asked } = portalWith({ 'imbot.v2.Bot.register': { bot: { id: 77 } } });
    const { id } = await registerBot(owner('secret'), 'code', 'name');
    assert.equal(id, 77);
    assert.deepEqual(asked[1], [
      'imbot.v2.Bot.register',
      { fields: { code: 'code', properties: { name: 'name' }, isHidden: true, botToken: 'secret' } },
    ]);
  });

  it('are registered without a bot token under OAuth', async () => {
    const { owner, asked } = portalWith({ 'imbot.v2.Bot.register': { bot: { id: 77 } } });
    await registerBot(owner(), 'code', 'name');
    assert.deepEqual(asked[1]?.[1], {
      fields: { code: 'code', properties: { name: 'name' }, isHidden: true },
    });
  });

  it('are found by their code', async () => {
    const { owner } = portalWith({
      'imbot.v2.Bot.list': {
        bots: [
          { id: 3, code: 'other' },
          { id: 4, code: 'code' },
        ],
      },
    });
    assert.equal(await findBot(owner('secret'), 'code'), 4);
    assert.equal(await findBot(owner('secret'), 'unknown'), undefined);
  });

  it('are removed', async () => {
    const { owner, asked } = portalWith({ 'imbot.v2.Bot.unregister': { result: true } });
    const reply = await unregisterBot(owner('secret'), 4);
    assert.equal(reply.error, undefined);
    assert.deepEqual(asked[1], ['imbot.v2.Bot.unregister', { botId: 4, botToken: 'secret' }]);
  });
});

describe('bots of a portal with imbot.*', () => {
  it('are left to it: imbot.v2 is not asked, whatever it refuses', async () => {
    const { owner, asked } = portalWith({
      'imbot.register': new Error('MAX_COUNT_ERROR'),
      'imbot.bot.list': { 4: { ID: 4, CODE: 'code' } },
      'imbot.unregister': true,
    });
    const { id, reply } = await registerBot(owner('secret'), 'code', 'name');
    assert.deepEqual([id, reply.error], [undefined, 'MAX_COUNT_ERROR']);
    assert.equal(await findBot(owner('secret'), 'code'), 4);
    await unregisterBot(owner('secret'), 4);
    assert.deepEqual(
      asked.map(([method]) => method),
      ['imbot.register', 'imbot.bot.list', 'imbot.unregister'],
    );
    for (const [, parameters] of asked)
      assert.equal((parameters as { CLIENT_ID?: string }).CLIENT_ID, 'secret');
  });
});

it('a portal that lists no bots at all is a reason, not an empty list', async () => {
  const { owner } = portalWith({});
  await assert.rejects(
    findBot(owner('secret'), 'code'),
    (error) =>
      error instanceof TargetError && /ERROR_METHOD_NOT_FOUND \(Method not found!\)/.test(error.message),
  );
});
