import assert from 'node:assert/strict';
import test from 'node:test';
import { bench, post } from './support.ts';

const notFound = { error: 'BOT_ID_ERROR', error_description: 'Bot not found' };
const foreign = { error: 'APP_ID_ERROR', error_description: 'Bot was installed by another REST application' };
const noDialog = { error: 'DIALOG_ID_EMPTY', error_description: "Dialog ID can't be empty" };
const noClient = { error: 'ACCESS_DENIED', error_description: 'Access denied! Client ID not specified' };
const method = 'imbot.chat.sendTyping';

test('sendTyping by webhook', async (t) => {
  const { hook, send, env } = await bench(t);

  for (const dialog of ['chat123', 'CHAT123', 'sg5', 'crm8', '7', 7, 1]) {
    const { status, json } = await hook(method, { BOT_ID: 39, DIALOG_ID: dialog });
    assert.equal(status, 200, `dialog ${dialog}`);
    assert.equal(json.result, true);
    assert.deepEqual(Object.keys(json), ['result', 'time']);
  }
  for (const dialog of [
    '',
    '0',
    0,
    'chat',
    'xchat1',
    'chat1x',
    'user7',
    '-7',
    -7,
    7.5,
    true,
    null,
    ['7'],
    { a: 7 },
  ]) {
    const { status, json } = await hook(method, { BOT_ID: 39, DIALOG_ID: dialog });
    assert.equal(status, 400, `dialog ${JSON.stringify(dialog)}`);
    assert.deepEqual(json, noDialog);
  }
  for (const bot of [39, '39', undefined, null, 41]) {
    assert.equal((await hook(method, { BOT_ID: bot, DIALOG_ID: '7' })).status, 200, `bot ${bot}`);
  }
  for (const bot of [999, 0, '', '0', -39, '39x', 'x', true, [39], { id: 39 }, 1e300]) {
    const { status, json } = await hook(method, { BOT_ID: bot, DIALOG_ID: '7' });
    assert.equal(status, 400, `bot ${JSON.stringify(bot)}`);
    assert.deepEqual(json, notFound);
  }
  for (const bot of [env('B24_FOREIGN_BOT_ID'), env('B24_OAUTH_BOT_ID')]) {
    const { status, json } = await hook(method, { BOT_ID: bot, DIALOG_ID: '7' });
    assert.equal(status, 400);
    assert.deepEqual(json, foreign);
  }
  for (const client of ['', null, [], {}]) {
    const { status, json } = await hook(method, { CLIENT_ID: client, BOT_ID: 39, DIALOG_ID: '7' });
    assert.equal(status, 403);
    assert.deepEqual(json, noClient);
  }
  const withoutClient = await send(env('B24_WEBHOOK') + method, post({ BOT_ID: 39, DIALOG_ID: '7' }));
  assert.deepEqual([withoutClient.status, withoutClient.json], [403, noClient]);
});

test('sendTyping checks the application, then the bot, then the dialog', async (t) => {
  const { hook } = await bench(t);
  assert.deepEqual((await hook(method, { CLIENT_ID: '', BOT_ID: 999 })).json, noClient);
  assert.deepEqual((await hook(method, { BOT_ID: 999 })).json, notFound);
  assert.deepEqual((await hook(method, { BOT_ID: 47 })).json, foreign);
  assert.deepEqual((await hook(method, { CLIENT_ID: 'has0no0bot' })).json, notFound);
  assert.deepEqual((await hook(method)).json, noDialog);
});

test('sendTyping by OAuth takes the application from the token, whatever CLIENT_ID says', async (t) => {
  const { oauth, env } = await bench(t);
  const ownBot = { BOT_ID: env('B24_OAUTH_BOT_ID'), DIALOG_ID: 'chat123' };
  assert.equal((await oauth(method, ownBot)).json.result, true);
  assert.equal((await oauth(method, { ...ownBot, CLIENT_ID: 'other' })).json.result, true);
  assert.equal((await oauth(method, { DIALOG_ID: 'chat123' })).json.result, true);
  assert.deepEqual((await oauth(method, { BOT_ID: 39, DIALOG_ID: '7' })).json, foreign);
  assert.deepEqual((await oauth(method, { DIALOG_ID: '7' }, env('B24_OAUTH_NO_BOT_TOKEN'))).json, notFound);
});

test('a self-hosted portal words APP_ID_ERROR differently', async (t) => {
  const { hook } = await bench(t, { profile: 'self-hosted' });
  const { status, json } = await hook(method, { BOT_ID: 47, DIALOG_ID: '7' });
  assert.equal(status, 400);
  assert.deepEqual(json, { ...foreign, error_description: 'Bot was installed by another rest application' });
});
