import assert from 'node:assert/strict';
import test from 'node:test';
import { bench } from './support.ts';

type Fields = Readonly<Record<string, unknown>>;

test('imbot and imbot.v2 have the same bots, by webhook and by access token', async (t) => {
  const it = await bench(t);
  const CLIENT_ID = it.env('B24_CLIENT_ID');
  const read = async (by: 'hook' | 'oauth', botId: unknown) =>
    ((await it[by]('imbot.v2.Bot.get', { botId, ...(by === 'hook' && { botToken: CLIENT_ID }) })).json
      .result ?? {}) as { bot: Fields; users: Fields[] };
  const listed = async (id: unknown) => {
    const { result } = (await it.hook('imbot.bot.list')).json;
    return (result as Record<string, Fields>)[String(id)];
  };

  const old = { CODE: 'old', TYPE: 'O', EVENT_HANDLER: 'https://handler.invalid/', CLIENT_ID };
  const PROPERTIES = {
    NAME: 'Old',
    LAST_NAME: 'Bot',
    COLOR: 'RED',
    PERSONAL_GENDER: 'F',
    WORK_POSITION: 'Helper',
  };
  const { result: id } = (await it.hook('imbot.register', { ...old, PROPERTIES })).json;
  const seen = await read('hook', id);
  assert.deepEqual(seen.bot, {
    id,
    code: 'old',
    type: 'openline',
    isHidden: false,
    isSupportOpenline: true,
    isReactionsEnabled: true,
    backgroundId: null,
    language: 'en',
    moduleId: 'rest',
    eventMode: 'webhook',
    countMessage: 0,
    countCommand: 0,
    countChat: 0,
    countUser: 0,
  });
  const { name, firstName, lastName, workPosition, color, gender } = seen.users[0] ?? {};
  assert.deepEqual(
    [name, firstName, lastName, workPosition, color, gender],
    ['Old Bot', 'Old', 'Bot', 'Helper', '#df532d', 'F'],
  );
  const { bot: brief } = await read('oauth', id);
  assert.deepEqual([brief.code, 'moduleId' in brief, 'countChat' in brief], ['old', false, false]);

  const register = async (fields: Fields) => (await it.oauth('imbot.v2.Bot.register', { fields })).json;
  const properties = { name: 'New', lastName: 'Bot' };
  const made = ((await register({ code: 'new', properties, isHidden: 'Y' })).result as { bot: Fields }).bot;
  assert.deepEqual(await listed(made.id), { ID: made.id, NAME: 'New Bot', CODE: 'new', OPENLINE: 'N' });
  assert.deepEqual([made.eventMode, made.isHidden], ['fetch', true]);
  const again = (await register({ code: 'new', properties: { name: 'Another' } })).result as typeof seen;
  assert.deepEqual([again.bot.id, again.users[0]?.name], [made.id, 'New Bot']);
  assert.equal((await register({ code: 'old', properties })).error, 'BOT_CODE_ALREADY_TAKEN');

  const FIELDS = { PROPERTIES: { LAST_NAME: 'Robot' }, CODE: 'newer' };
  assert.equal((await it.oauth('imbot.update', { BOT_ID: made.id, FIELDS })).json.result, true);
  const changed = await read('oauth', made.id);
  assert.deepEqual([changed.bot.code, changed.users[0]?.name], ['newer', 'New Robot']);
  const fields = { properties: { name: 'Newest' }, isSupportOpenline: true };
  await it.oauth('imbot.v2.Bot.update', { botId: made.id, fields });
  assert.deepEqual(await listed(made.id), {
    ID: made.id,
    NAME: 'Newest Robot',
    CODE: 'newer',
    OPENLINE: 'Y',
  });

  assert.equal((await it.hook('imbot.unregister', { BOT_ID: made.id })).json.error, 'APP_ID_ERROR');
  await it.oauth('imbot.v2.Bot.unregister', { botId: made.id });
  assert.equal((await it.oauth('imbot.unregister', { BOT_ID: made.id })).json.error, 'BOT_ID_ERROR');
  assert.equal(await listed(made.id), undefined);
});

test('a list of bots is that of one application, in pages', async (t) => {
  const it = await bench(t);
  const list = async (parameters: Fields) => {
    const botToken = it.env('B24_CLIENT_ID');
    const { result } = (await it.hook('imbot.v2.Bot.list', { botToken, ...parameters })).json;
    const { bots, users, hasNextPage } = result as { bots: Fields[]; users: Fields[]; hasNextPage: boolean };
    assert.deepEqual(
      bots.map(({ id }) => id),
      users.map(({ id }) => id),
    );
    return [bots.map(({ id }) => id), hasNextPage];
  };
  assert.deepEqual(await list({}), [[39, 41], false]);
  assert.deepEqual(await list({ limit: 1 }), [[39], true]);
  assert.deepEqual(await list({ limit: 1, offset: 1 }), [[41], false]);
  assert.deepEqual(await list({ filter: { type: 'supervisor' } }), [[], false]);
  assert.deepEqual(await list({ botToken: 'nobody' }), [[], false]);
});

test('with a new token a bot is reached by that one alone, unless another bot has it', async (t) => {
  const it = await bench(t);
  const [botToken, other] = [it.env('B24_CLIENT_ID'), 'mock0webhook0client0id0other0002'];
  const update = async (token: string, fields: Fields) =>
    (await it.hook('imbot.v2.Bot.update', { botId: 39, botToken: token, fields })).json;
  for (const taken of [other, 'x'.repeat(41)])
    assert.equal((await update(botToken, { botToken: taken })).error, 'BOT_TOKEN_ROTATION_FAILED');
  assert.equal((await update(botToken, { botToken: '  ' })).error, undefined);
  assert.equal((await update(botToken, { botToken: 'turned' })).error, undefined);
  assert.equal((await update(botToken, { isHidden: true })).error, 'BOT_OWNERSHIP_ERROR');
  assert.equal((await update('turned', {})).error, undefined);
  const typing = { BOT_ID: 39, DIALOG_ID: '7' };
  assert.equal((await it.hook('imbot.chat.sendTyping', typing)).json.error, 'APP_ID_ERROR');
  assert.equal((await it.hook('imbot.chat.sendTyping', { ...typing, CLIENT_ID: 'turned' })).status, 200);
  assert.equal((await it.hook('imbot.v2.Bot.update', { botId: 39, botToken: 'turned' })).json.error, '100');
});
