import assert from 'node:assert/strict';
import test from 'node:test';
import { bench, postText } from './support.ts';

const handler = { EVENT_HANDLER: 'https://handler.invalid/' };

test('a suite can make its own bot and chat, and remove them', async (t) => {
  const { hook } = await bench(t);
  const own = { CLIENT_ID: 'suite0own' };
  const call = async (method: string, parameters = {}) => {
    const { status, json } = await hook(method, { ...own, ...parameters });
    assert.equal(status, 200, `${method} ${JSON.stringify(json)}`);
    return json.result;
  };
  const properties = { PROPERTIES: { NAME: 'Own', LAST_NAME: 'Bot' } };
  const bot = await call('imbot.register', { ...handler, CODE: 'own', ...properties });
  assert.equal(await call('imbot.register', { ...handler, CODE: 'own', ...properties }), bot);
  const list = (await call('imbot.bot.list')) as Record<string, unknown>;
  assert.deepEqual(list[String(bot)], { ID: bot, NAME: 'Own Bot', CODE: 'own', OPENLINE: 'N' });
  assert.equal(await call('imbot.update', { BOT_ID: bot, FIELDS: { PROPERTIES: { NAME: 'Ätsch' } } }), true);
  assert.equal(
    ((await call('imbot.bot.list')) as Record<string, { NAME: string }>)[String(bot)]?.NAME,
    'Ätsch Bot',
  );

  const chat = await call('imbot.chat.add', {
    TITLE: 'Own chat',
    USERS: [1, '7', 999],
    ENTITY_TYPE: 'KIT',
    ENTITY_ID: 'x',
  });
  assert.deepEqual(await call('imbot.chat.get', { ENTITY_TYPE: 'KIT', ENTITY_ID: 'x' }), { ID: chat });
  const dialog = (await call('imbot.dialog.get', { DIALOG_ID: `chat${chat}` })) as Record<string, unknown>;
  assert.deepEqual([dialog.name, dialog.owner, dialog.user_counter], ['Own chat', bot, 3]);
  assert.equal(await call('imbot.chat.sendTyping', { DIALOG_ID: `chat${chat}` }), true);

  const leave = await hook('imbot.chat.leave', { ...own, CHAT_ID: chat });
  assert.deepEqual([leave.status, leave.json.error], [403, 'ACCESS_ERROR']);
  assert.equal(await call('imbot.chat.setOwner', { CHAT_ID: chat, USER_ID: 1 }), true);
  assert.equal(await call('imbot.chat.leave', { CHAT_ID: chat }), true);
  assert.equal((await hook('imbot.chat.leave', { ...own, CHAT_ID: chat })).json.error, 'WRONG_REQUEST');
  assert.equal(await call('imbot.unregister', { BOT_ID: bot }), true);
  assert.equal((await hook('imbot.chat.sendTyping', { ...own, DIALOG_ID: '7' })).json.error, 'BOT_ID_ERROR');
  const next = await call('imbot.register', { ...handler, CODE: 'own', ...properties });
  assert.notEqual(next, bot);
});

test('registration is refused as documented', async (t) => {
  const { hook } = await bench(t);
  const good = { CLIENT_ID: 'kit', ...handler, CODE: 'kit', PROPERTIES: { NAME: 'Kit' } };
  for (const [changes, code] of [
    [{ CLIENT_ID: '' }, 'ACCESS_DENIED'],
    [{ EVENT_HANDLER: '' }, 'EVENT_MESSAGE_ADD_ERROR'],
    [{ EVENT_HANDLER: '', EVENT_MESSAGE_ADD: 'https://a.invalid' }, 'EVENT_WELCOME_MESSAGE_ERROR'],
    [{ EVENT_HANDLER: 'nowhere' }, 'EVENT_MESSAGE_ADD_ERROR'],
    [{ CODE: ' ' }, 'CODE_ERROR'],
    [{ PROPERTIES: {} }, 'NAME_ERROR'],
    [{ PROPERTIES: 'x' }, 'NAME_ERROR'],
    [{ CODE: 'mock_bot' }, 'WRONG_REQUEST'],
  ] as const) {
    assert.equal(
      (await hook('imbot.register', { ...good, ...changes })).json.error,
      code,
      JSON.stringify(changes),
    );
  }
  for (let bot = 1; bot <= 5; bot++)
    assert.equal((await hook('imbot.register', { ...good, CODE: `kit${bot}` })).status, 200);
  assert.equal((await hook('imbot.register', { ...good, CODE: 'kit6' })).json.error, 'MAX_COUNT_ERROR');
});

test('other methods of bots and chats refuse as documented', async (t) => {
  const { hook, send, env } = await bench(t);
  for (const [method, parameters, code] of [
    ['imbot.unregister', {}, 'BOT_ID_ERROR'],
    ['imbot.unregister', { BOT_ID: 47 }, 'APP_ID_ERROR'],
    ['imbot.update', { BOT_ID: 39 }, 'WRONG_REQUEST'],
    ['imbot.update', { FIELDS: { CODE: 'x' } }, 'BOT_ID_ERROR'],
    ['imbot.update', { BOT_ID: 39, FIELDS: { PROPERTIES: { NAME: '', LAST_NAME: '' } } }, 'NAME_ERROR'],
    ['imbot.chat.add', { USERS: 'x' }, 'INVALID_FORMAT'],
    ['imbot.chat.updateTitle', { TITLE: 'x' }, 'CHAT_ID_EMPTY'],
    ['imbot.chat.updateTitle', { CHAT_ID: 123, TITLE: ' \n' }, 'TITLE_EMPTY'],
    ['imbot.chat.updateTitle', { CHAT_ID: 9, TITLE: 'x' }, 'ACCESS_ERROR'],
    ['imbot.chat.setOwner', { CHAT_ID: 123 }, 'USER_ID_EMPTY'],
    ['imbot.chat.setOwner', { CHAT_ID: 123, USER_ID: 7 }, 'WRONG_REQUEST'],
    ['imbot.chat.leave', {}, 'CHAT_ID_EMPTY'],
    ['imbot.dialog.get', {}, 'DIALOG_ID_EMPTY'],
    ['imbot.dialog.get', { DIALOG_ID: 'chat9' }, 'ACCESS_ERROR'],
    ['app.info', {}, 'ACCESS_DENIED'],
  ] as const) {
    assert.equal(
      (await hook(method, parameters)).json.error,
      code,
      `${method} ${JSON.stringify(parameters)}`,
    );
  }
  assert.equal((await hook('imbot.chat.get')).json.result, null);
  const page = (await send(`${env('B24_WEBHOOK')}user.get?FILTER[ID]=7`)).json;
  assert.deepEqual([page.total, page.next, (page.result as unknown[]).length], [1, undefined, 1]);
});

test('any text survives the way through every encoding', async (t) => {
  const { hook, send, env } = await bench(t);
  const url = `${env('B24_WEBHOOK')}imbot.chat.updateTitle`;
  const title = async () =>
    ((await hook('imbot.dialog.get', { DIALOG_ID: 'chat123' })).json.result as { name: string }).name;
  for (const text of [
    '& ? % [ ] #',
    '100%25 = a&b=c;d+e',
    'Grüße 日本語 🤖',
    '<b>"\'</b>\\/',
    '[x]=]=',
    '__proto__',
    'a\tb\nc',
  ]) {
    const encoded = encodeURIComponent(text);
    const form = `CLIENT_ID=${env('B24_CLIENT_ID')}&CHAT_ID=123&TITLE=${encoded}`;
    const part = (name: string, value: string) =>
      `--b0undary\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const multipart = `${part('CLIENT_ID', env('B24_CLIENT_ID'))}${part('CHAT_ID', '123')}${part('TITLE', text)}--b0undary--\r\n`;
    for (const set of [
      () => send(`${url}?${form}`),
      () => send(url, postText('application/x-www-form-urlencoded', form)),
      () => send(url, postText('text/plain', form)),
      () => send(url, postText('multipart/form-data; boundary=b0undary', multipart)),
      () => hook('imbot.chat.updateTitle', { CHAT_ID: 123, TITLE: text }),
    ]) {
      await hook('imbot.chat.updateTitle', { CHAT_ID: 123, TITLE: 'before' });
      assert.equal((await set()).status, 200);
      assert.equal(await title(), text);
    }
  }
  await send(`${url}?CLIENT_ID=${env('B24_CLIENT_ID')}&CHAT_ID=123&TITLE=John&Martin`);
  assert.equal(await title(), 'John');
});

test('errors are those of each page where the portal is as documented, and of the family elsewhere (D)', async (t) => {
  for (const [profile, texts, status] of [
    ['documented', ['REST', 'REST', 'rest', 'rest', 'rest', 'rest'], 400],
    ['self-hosted', ['rest', 'rest', 'rest', 'rest', 'rest', 'rest'], 403],
    ['cloud', ['REST', 'REST', 'REST', 'REST', 'REST', 'REST'], 403],
  ] as const) {
    const { env, hook } = await bench(t, { profile });
    const foreign = { BOT_ID: env('B24_FOREIGN_BOT_ID'), CHAT_ID: 123 };
    const methods = ['sendTyping', 'add', 'leave', 'setOwner', 'updateTitle', 'user.list'];
    for (const [index, method] of methods.entries()) {
      const { json } = await hook(`imbot.chat.${method}`, foreign);
      assert.equal(json.error, 'APP_ID_ERROR');
      const text = `Bot was installed by another ${texts[index]} application`;
      assert.equal(json.error_description, text, `${profile}, ${method}`);
    }
    const { json } = await hook('imbot.chat.add', { CLIENT_ID: 'kit-other' });
    assert.equal(json.error, 'BOT_ID_ERROR');
    for (const [method, expected] of [
      ['updateTitle', status],
      ['setOwner', 403],
      ['user.list', 403],
    ] as const) {
      const refused = await hook(`imbot.chat.${method}`, { CHAT_ID: 9, TITLE: 'x', USER_ID: 7 });
      assert.deepEqual([refused.status, refused.json.error], [expected, 'ACCESS_ERROR'], method);
    }
  }
});

test('a title is changed by a bot that is in the chat, and read back by imbot.dialog.get (D)', async (t) => {
  const { env, hook } = await bench(t);
  const name = async () =>
    ((await hook('imbot.dialog.get', { DIALOG_ID: 'chat123' })).json.result as { name: string }).name;
  const given = { CHAT_ID: 123, TITLE: ' Renamed\n' };
  for (const [changed, error] of [
    [{ CHAT_ID: undefined }, 'CHAT_ID_EMPTY'],
    [{ CHAT_ID: 0 }, 'CHAT_ID_EMPTY'],
    [{ TITLE: undefined }, 'TITLE_EMPTY'],
    [{ TITLE: '' }, 'TITLE_EMPTY'],
    [{ CHAT_ID: 2147480001 }, 'ACCESS_ERROR'],
    [{ BOT_ID: 41 }, 'ACCESS_ERROR'],
    [{ BOT_ID: 2147480001 }, 'BOT_ID_ERROR'],
    [{ BOT_ID: Number(env('B24_FOREIGN_BOT_ID')) }, 'APP_ID_ERROR'],
    [{ CLIENT_ID: undefined }, 'ACCESS_DENIED'],
  ] as const) {
    assert.equal((await hook('imbot.chat.updateTitle', { ...given, ...changed })).json.error, error);
    assert.equal(await name(), 'Mock chat');
  }
  // The chat of another application's bot.
  const foreign = {
    CLIENT_ID: 'kit',
    EVENT_HANDLER: 'https://kit.invalid/',
    CODE: 'kit',
    PROPERTIES: { NAME: 'Kit' },
  };
  await hook('imbot.register', foreign);
  const { result: chat } = (await hook('imbot.chat.add', { CLIENT_ID: 'kit' })).json;
  const refused = await hook('imbot.chat.updateTitle', { ...given, CHAT_ID: chat });
  assert.equal(refused.json.error_description, 'Action unavailable');
  assert.equal((await hook('imbot.chat.updateTitle', { ...given, BOT_ID: null })).json.result, true);
  assert.equal(await name(), 'Renamed');
});
