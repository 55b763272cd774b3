import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { loadWorld, profiles } from '../../../src/mock/index.ts';
import { type Bench, bench, post, postText, type Reply } from './support.ts';

/** Calls as they were seen: L on live portals, S in public copies of the portal's module, D documented. */

const all = ['documented', 'self-hosted', 'cloud'] as const;
const observed = ['self-hosted', 'cloud'] as const;
const TYPING = 'imbot.chat.sendTyping';

type Errors = Record<string, { error: string; error_description: string }>;
const batchOf = (reply: Reply) =>
  reply.json.result as { result: Record<string, unknown>; result_error: Errors };
const codesOf = (errors: Errors) => Object.entries(errors).map(([key, { error }]) => [key, error]);
const outcome = ({ status, json }: Reply) => [status, json.error ?? null];

test('app.info serves webhooks with SCOPE and LICENSE (L), and is refused as documented (D)', async (t) => {
  const [{ scopes } = {}] = (await loadWorld()).webhooks;
  for (const profile of observed) {
    const it = await bench(t, { profile });
    const { status, json } = await it.hook('app.info');
    assert.deepEqual(
      [status, json.result],
      [200, { SCOPE: [...(scopes ?? [])].sort(), LICENSE: 'en_pro100' }],
      profile,
    );
    const poor = await it.send(`${it.env('B24_WEBHOOK_NO_SCOPE')}app.info`);
    assert.deepEqual((poor.json.result as { SCOPE: unknown }).SCOPE, ['user']);
    assert.equal(((await it.oauth('app.info')).json.result as { STATUS: string }).STATUS, 'L');
  }
  const { status, json } = await (await bench(t)).hook('app.info');
  assert.deepEqual(
    [status, json],
    [403, { error: 'ACCESS_DENIED', error_description: 'Access denied! Application context required' }],
  );
});

test('method.get looks names up exactly, in lower case (S)', async (t) => {
  for (const profile of observed) {
    const { hook } = await bench(t, { profile });
    const known = async (name: string) => (await hook('method.get', { name })).json.result;
    for (const name of [TYPING, 'User.get', 'PROFILE', ' profile', 'profile '])
      assert.deepEqual(await known(name), { isExisting: false, isAvailable: false }, `${profile}, ${name}`);
    for (const name of [TYPING.toLowerCase(), 'user.get', 'profile'])
      assert.deepEqual(await known(name), { isExisting: true, isAvailable: true }, `${profile}, ${name}`);
  }
});

test('methods lists lower case, without what is not for everybody (S)', async (t) => {
  for (const profile of observed) {
    const { hook } = await bench(t, { profile });
    const names = (await hook('methods', { full: true })).json.result as string[];
    assert.deepEqual(
      names.filter((name) => name !== name.toLowerCase()),
      [],
      profile,
    );
    assert.ok(names.includes(TYPING.toLowerCase()));
    assert.ok(!names.some((name) => name.startsWith('imbot.v2.')), names.join());
  }
});

test('controller methods mind the case of their names, others do not (L)', async (t) => {
  const name = 'imbot.v2.Chat.InputAction.notify';
  for (const profile of all) {
    const it = await bench(t, { profile });
    const parameters = { botId: 39, botToken: it.env('B24_CLIENT_ID'), dialogId: 'chat123' };
    const good = await it.hook(name, parameters);
    assert.deepEqual([good.status, good.json.result], [200, { result: true }], good.text);
    assert.equal((await it.hook(`${name}.json`, parameters)).status, 200);
    for (const other of [name.toLowerCase(), name.toUpperCase(), 'imbot.v2.chat.InputAction.notify'])
      assert.deepEqual(outcome(await it.hook(other, parameters)), [404, 'ERROR_METHOD_NOT_FOUND'], other);
    const query = new URLSearchParams({ ...parameters, botId: '39' });
    const { result, result_error } = batchOf(
      await it.hook('batch', { cmd: { good: `${name}?${query}`, bad: `${name.toLowerCase()}?${query}` } }),
    );
    assert.deepEqual(
      [result, codesOf(result_error)],
      [{ good: { result: true } }, [['bad', 'ERROR_METHOD_NOT_FOUND']]],
    );
    for (const other of [TYPING.toLowerCase(), TYPING.toUpperCase()])
      assert.equal((await it.hook(other, { DIALOG_ID: '7' })).status, 200, other);
  }
});

test('newer methods ignore parameters in capitals, older ones take any case (L)', async (t) => {
  const it = await bench(t, { profile: 'cloud' });
  const name = 'imbot.v2.Chat.InputAction.notify';
  const token = it.env('B24_CLIENT_ID');
  const error = async (parameters: Record<string, unknown>) => (await it.hook(name, parameters)).json.error;
  assert.equal(await error({ BOTID: 39, BOTTOKEN: token, DIALOGID: '7' }), 'BOT_TOKEN_NOT_SPECIFIED');
  assert.equal(await error({ BOT_ID: 39, botToken: token, dialogId: '7' }), 'BOT_ID_REQUIRED');
  assert.equal(await error({ botId: 39, botToken: token, DialogId: '7' }), 'ACCESS_DENIED');
  assert.equal(await error({ botId: 99, botToken: token, dialogId: '7' }), 'BOT_NOT_FOUND');
  assert.equal(await error({ botId: 47, botToken: token, dialogId: '7' }), 'BOT_OWNERSHIP_ERROR');
  const oauth = await it.oauth(name, { botId: Number(it.env('B24_OAUTH_BOT_ID')), dialogId: '7' });
  assert.deepEqual(oauth.json.result, { result: true });
  assert.equal((await it.hook(TYPING, { dialog_id: '7', Bot_Id: 39 })).status, 200);
});

test('a token in the header goes before a token in the parameters (S)', async (t) => {
  for (const profile of all) {
    const it = await bench(t, { profile });
    const url = `${it.portal.httpsUrl}/rest/profile`;
    const call = (header: string, parameter: string) =>
      it.send(`${url}?auth=${parameter}`, { headers: { authorization: `Bearer ${header}` } });
    const [valid, expired] = [it.env('B24_OAUTH_ACCESS_TOKEN'), it.env('B24_OAUTH_EXPIRED_TOKEN')];
    assert.deepEqual(outcome(await call(valid, expired)), [200, null], profile);
    assert.deepEqual(outcome(await call(expired, valid)), [401, 'expired_token'], profile);
    const body = await it.send(url, {
      ...post({ access_token: expired }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${valid}` },
    });
    assert.equal(body.status, 200);
  }
});

test('a content type in capitals is not read as JSON, but as a query string (S)', async (t) => {
  for (const profile of all) {
    const it = await bench(t, { profile });
    const url = `${it.env('B24_WEBHOOK')}${TYPING}?CLIENT_ID=${it.env('B24_CLIENT_ID')}`;
    const json = JSON.stringify({ DIALOG_ID: '7' });
    const send = async (type: string, body: string) => outcome(await it.send(url, postText(type, body)));
    for (const type of ['APPLICATION/JSON', 'Application/Json', 'application/JSON; charset=utf-8']) {
      assert.deepEqual(await send(type, json), [400, 'DIALOG_ID_EMPTY'], `${profile}, ${type}`);
      assert.deepEqual(await send(type, 'DIALOG_ID=7'), [200, null], `${profile}, ${type}`);
    }
    for (const type of ['application/json', 'application/json;charset=utf-8', ' application/json '])
      assert.deepEqual(await send(type, json), [200, null], `${profile}, ${type}`);
  }
});

test("CLIENT_ID '0' counts as left out (S)", async (t) => {
  for (const profile of all) {
    const { hook } = await bench(t, { profile });
    for (const CLIENT_ID of ['0', 0, '', null]) {
      const { status, json } = await hook(TYPING, { CLIENT_ID, DIALOG_ID: '7' });
      assert.deepEqual(
        [status, json.error_description],
        [403, 'Access denied! Client ID not specified'],
        `${profile}, ${CLIENT_ID}`,
      );
    }
    assert.deepEqual(outcome(await hook(TYPING, { CLIENT_ID: '00', DIALOG_ID: '7' })), [400, 'BOT_ID_ERROR']);
  }
});

test("a webhook's user is taken digit for digit, or by login name (S)", async (t) => {
  const world = await loadWorld();
  const [first, ...others] = world.users;
  const named = { ...world, users: [{ ...first, login: 'k.weber' } as NonNullable<typeof first>, ...others] };
  for (const profile of all) {
    const it = await bench(t, { profile });
    const code = new URL(it.env('B24_WEBHOOK')).pathname.split('/')[3];
    const call = ({ portal, send }: Bench, user: string) =>
      send(`${portal.httpsUrl}/rest/${user}/${code}/profile`);
    for (const user of ['01', '001', '1.0', '+1', '7', 'ines@portal.invalid', 'klaus'])
      assert.deepEqual(outcome(await call(it, user)), [401, 'INVALID_CREDENTIALS'], `${profile}, ${user}`);
    for (const user of ['1', 'klaus@portal.invalid', 'klaus%40portal.invalid'])
      assert.deepEqual(outcome(await call(it, user)), [200, null], `${profile}, ${user}`);
    const logins = await bench(t, { profile, world: named });
    assert.equal((await call(logins, 'k.weber')).status, 200);
    assert.equal((await call(logins, 'klaus@portal.invalid')).status, 401);
  }
});

test('a parameter token turns any call into the check of a signed link (S)', async (t) => {
  for (const profile of all) {
    const it = await bench(t, { profile });
    const refusal = [403, { error: 'ACCESS_DENIED', error_description: 'Access denied! Link check failed' }];
    for (const reply of [
      it.hook('profile', { token: 'imbot|x|y' }),
      it.oauth('profile', { token: 'x' }),
      it.send(`${it.portal.httpsUrl}/rest/profile?token=x`),
    ]) {
      const { status, json } = await reply;
      assert.deepEqual([status, json], refusal, profile);
    }
    assert.deepEqual(outcome(await it.hook('no.such', { token: 'x' })), [404, 'ERROR_METHOD_NOT_FOUND']);
    assert.equal((await it.hook('profile', { token: '' })).status, 200);
  }
});

test('XML has no declaration (S), and one where the documentation shows it (D)', async (t) => {
  for (const profile of all) {
    const { hook } = await bench(t, { profile });
    for (const reply of [await hook('profile.xml'), await hook('no.such.xml'), await hook('batch.xml')]) {
      const begins =
        profile === 'documented' ? '<?xml version="1.0" encoding="utf-8"?><response>' : '<response>';
      assert.ok(reply.text.startsWith(begins), `${profile}: ${reply.text}`);
      assert.equal(XMLValidator.validate(reply.text), true);
    }
  }
});

test('an address of 12 kB meets the web server (L)', async (t) => {
  for (const profile of all) {
    const it = await bench(t, { profile });
    const { status, headers, text } = await it.send(
      `${it.env('B24_WEBHOOK')}profile?x=${'x'.repeat(12_000)}`,
    );
    assert.deepEqual([status, headers['content-type']], [414, 'text/html; charset=UTF-8'], profile);
    assert.match(text, /<title>414 Request-URI Too Large<\/title>/);
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.equal((await it.send(`${it.env('B24_WEBHOOK')}profile?x=${'x'.repeat(7000)}`)).status, 200);
  }
});

test('a wrong webhook is INVALID_CREDENTIALS, no credential NO_AUTH_FOUND, an unknown token invalid_token (L)', async (t) => {
  for (const profile of observed) {
    const it = await bench(t, { profile });
    const call = async (path: string) => {
      const { status, json } = await it.send(`${it.portal.httpsUrl}/rest/${path}`);
      return [status, json.error, json.error_description];
    };
    assert.deepEqual(await call('1/no0such0code/profile'), [
      401,
      'INVALID_CREDENTIALS',
      'Invalid request credentials',
    ]);
    assert.deepEqual(await call('profile'), [401, 'NO_AUTH_FOUND', 'Wrong authorization data']);
    assert.deepEqual(await call('profile?auth=no0such0token'), [
      401,
      'invalid_token',
      'Unable to get application by token',
    ]);
  }
});

test("texts of methods come in the portal's language and can hold HTML, the module's own stay English (L)", async (t) => {
  const it = await bench(t, { profile: 'cloud' });
  const text = async (method: string, parameters = {}) => (await it.hook(method, parameters)).json;
  assert.deepEqual(await text('imbot.chat.updateTitle', { CHAT_ID: 123, TITLE: '' }), {
    error: 'TITLE_EMPTY',
    error_description: 'Der Titel darf nicht leer sein.',
  });
  assert.match(String((await text('imbot.dialog.get', { DIALOG_ID: 'chat9' })).error_description), /<br>$/);
  assert.deepEqual(await text(TYPING, { DIALOG_ID: '' }), {
    error: 'DIALOG_ID_EMPTY',
    error_description: "Dialog ID can't be empty",
  });
});

test('an error may have an empty code, and then its text alone says why (D)', async (t) => {
  const world = await loadWorld();
  for (const profile of all) {
    const { hook } = await bench(t, { profile, world });
    const { status, json } = await hook('crm.deal.get', { id: 1 });
    assert.deepEqual([status, json], [400, { error: '', error_description: 'Not found' }], profile);
    const { result_error } = batchOf(await hook('batch', { cmd: { deal: 'crm.deal.get?id=1' } }));
    assert.deepEqual(result_error, { deal: { error: '', error_description: 'Not found' } });
    assert.match(
      (await hook('crm.deal.get.xml', { id: 1 })).text,
      /<error><\/error><error_description>Not found</,
    );
  }
});

test('under /rest/api/ an error is an object (L)', async (t) => {
  for (const profile of all) {
    const it = await bench(t, { profile });
    const hook = new URL(it.env('B24_WEBHOOK')).pathname.replace('/rest/', '/rest/api/');
    for (const path of ['/rest/api/profile', `${hook}profile`, '/rest/API/tasks.task.unknown']) {
      const { status, json } = await it.send(it.portal.httpsUrl + path);
      const { code, ...message } = json.error as Record<string, string>;
      assert.deepEqual(
        [status, Object.keys(json), message],
        [404, ['error'], { message: 'Method not found' }],
      );
      assert.match(code ?? '', /^BITRIX_REST_V3_EXCEPTION_[A-Z_]+$/);
    }
  }
});

test('every difference of the cloud is data: each can be had alone', async (t) => {
  for (const [difference, check] of [
    [{ appInfoForWebhooks: true }, async ({ hook }: Bench) => (await hook('app.info')).status === 200],
    [
      { xmlDeclaration: false },
      async ({ hook }: Bench) => (await hook('profile.xml')).text.startsWith('<resp'),
    ],
    [{ liveHeaders: true }, async ({ hook }: Bench) => 'set-cookie' in (await hook('profile')).headers],
  ] as const) {
    assert.ok(await check(await bench(t, { profile: { ...profiles.documented, ...difference } })));
    assert.ok(!(await check(await bench(t))));
  }
});
