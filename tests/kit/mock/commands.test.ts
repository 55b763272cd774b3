import assert from 'node:assert/strict';
import test from 'node:test';
import { bench } from './support.ts';

const LANG = [
  { LANGUAGE_ID: 'de', TITLE: 'Hilfe' },
  { LANGUAGE_ID: 'en', TITLE: 'Help', PARAMS: 'what about' },
];
const GIVEN = { EVENT_COMMAND_ADD: 'https://handler.invalid/', LANG };

test('a command is given, listed, changed, answered and taken away, by whoever owns its bot', async (t) => {
  const it = await bench(t);
  const CLIENT_ID = it.env('B24_CLIENT_ID');
  const call = async (method: string, parameters: object) =>
    (await it.hook(method, { CLIENT_ID, ...parameters })).json;
  const listed = async () =>
    (await it.hook('imbot.v2.Command.list', { botId: 39, botToken: CLIENT_ID })).json.result;
  const { result: COMMAND_ID } = await call('imbot.command.register', {
    ...GIVEN,
    BOT_ID: 39,
    COMMAND: 'help',
    HIDDEN: 'Y',
  });
  const again = await call('imbot.command.register', { ...GIVEN, BOT_ID: 39, COMMAND: 'help' });
  assert.equal(again.result, COMMAND_ID);
  const command = {
    id: COMMAND_ID,
    botId: 39,
    command: '/help',
    common: false,
    hidden: true,
    extranetSupport: false,
    title: 'Help',
    params: 'what about',
    category: 'Mock bot',
    context: '',
  };
  assert.deepEqual(await listed(), { commands: [command] });

  const FIELDS = { COMMAND: 'assist', HIDDEN: 'N' };
  assert.equal((await call('imbot.command.update', { COMMAND_ID, FIELDS })).result, true);
  assert.deepEqual(await listed(), { commands: [{ ...command, command: '/assist', hidden: false }] });

  const { result: MESSAGE_ID } = await call('imbot.message.add', {
    DIALOG_ID: 'chat123',
    MESSAGE: '/assist',
  });
  const { result: id } = await call('imbot.command.answer', {
    COMMAND: 'assist',
    MESSAGE_ID,
    MESSAGE: 'Here',
  });
  const { result: dialog } = (await it.hook('im.dialog.messages.get', { DIALOG_ID: 'chat123', LIMIT: 1 }))
    .json;
  const [message] = (dialog as { messages: Record<string, unknown>[] }).messages;
  assert.deepEqual([message?.id, message?.text, message?.author_id], [id, 'Here', 39]);

  for (const [parameters, error] of [
    [{ COMMAND_ID, CLIENT_ID: 'other' }, 'APP_ID_ERROR'],
    [{ COMMAND_ID: 999 }, 'COMMAND_ID_ERROR'],
    [{}, 'COMMAND_ID_ERROR'],
    [{ COMMAND_ID, CLIENT_ID: '' }, 'ACCESS_DENIED'],
  ] as const)
    for (const method of ['imbot.command.update', 'imbot.command.answer', 'imbot.command.unregister'])
      assert.equal((await call(method, parameters)).error, error, method);
  assert.equal((await it.oauth('imbot.command.unregister', { COMMAND_ID })).json.error, 'APP_ID_ERROR');
  assert.equal((await call('imbot.command.unregister', { COMMAND_ID })).result, true);
  assert.deepEqual(await listed(), { commands: [] });
  assert.equal((await call('imbot.command.unregister', { COMMAND_ID })).error, 'COMMAND_ID_ERROR');
});

test('commands go with their bot', async (t) => {
  const it = await bench(t);
  const own = { CLIENT_ID: it.env('B24_CLIENT_ID') };
  const register = { ...own, ...GIVEN, BOT_ID: 41, COMMAND: 'help' };
  const { result: COMMAND_ID } = (await it.hook('imbot.command.register', register)).json;
  await it.hook('imbot.unregister', { ...own, BOT_ID: 41 });
  assert.equal(
    (await it.hook('imbot.command.update', { ...own, COMMAND_ID })).json.error,
    'COMMAND_ID_ERROR',
  );
  assert.equal((await it.hook('imbot.command.register', register)).json.error, 'BOT_ID_ERROR');
});
