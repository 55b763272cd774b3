import assert from 'node:assert/strict';
import test from 'node:test';
import { bench, post } from './support.ts';

const webhookScope = 'The request requires higher privileges than provided by the webhook token';
const tokenScope = 'The request requires higher privileges than provided by the access token';

// _includes/system-errors.md (D), and for the wrong token what portals answer (L).
const everywhere = {
  'wrong webhook': [401, 'INVALID_CREDENTIALS', 'Invalid request credentials'],
  'no credentials': [401, 'NO_AUTH_FOUND', 'Wrong authorization data'],
  'wrong token': [401, 'invalid_token', 'Unable to get application by token'],
  'expired token': [401, 'expired_token', 'The access token provided has expired'],
  'denied token': [401, 'user_access_error', 'The user does not have access to the application'],
  'webhook without scope': [401, 'insufficient_scope', webhookScope],
  'token without scope': [401, 'insufficient_scope', tokenScope],
} as const;

const cases = {
  documented: {
    ...everywhere,
    'webhook by HTTP': [401, 'INVALID_REQUEST', 'Https required'],
    'token by HTTP': [401, 'INVALID_REQUEST', 'Https required'],
  },
  'self-hosted': {
    ...everywhere,
    'webhook by HTTP': [401, 'INVALID_REQUEST', 'Https required.'],
    'token by HTTP': [400, 'DIALOG_ID_EMPTY', "Dialog ID can't be empty"],
  },
} as const;

for (const profile of ['documented', 'self-hosted'] as const) {
  test(`authorization failures of the profile ${profile}`, async (t) => {
    const { portal, env, send, oauth } = await bench(t, { profile });
    const typing = 'imbot.chat.sendTyping';
    const onHttp = (url: string) => url.replace(portal.httpsUrl, portal.httpUrl);
    const expected = cases[profile];
    const check = async (name: keyof typeof expected, reply: ReturnType<typeof send>) => {
      const { status, json } = await reply;
      const [wanted, error, error_description] = expected[name];
      assert.deepEqual([status, json], [wanted, { error, error_description }], name);
    };

    await check('wrong webhook', send(`${portal.httpsUrl}/rest/1/no0such0code/profile`));
    await check('wrong webhook', send(env('B24_WEBHOOK').replace('/rest/1/', '/rest/7/') + typing));
    await check('wrong webhook', send(env('B24_WEBHOOK').replace(/.\/$/, '9/') + typing));
    await check('wrong webhook', send(env('B24_WEBHOOK').replace(/.\/$/, '/') + typing));
    await check('no credentials', send(`${portal.httpsUrl}/rest/${typing}`));
    await check(
      'no credentials',
      send(`${portal.httpsUrl}/rest/${typing}`, post({ auth: '', access_token: ['x'] })),
    );
    await check('wrong token', oauth(typing, {}, 'no0such0token'));
    await check('expired token', oauth(typing, {}, env('B24_OAUTH_EXPIRED_TOKEN')));
    await check('denied token', oauth(typing, {}, env('B24_OAUTH_DENIED_TOKEN')));
    await check('webhook by HTTP', send(onHttp(env('B24_WEBHOOK')) + typing));
    await check('webhook by HTTP', send(`${portal.httpUrl}/rest/1/no0such0code/${typing}`));
    await check(
      'token by HTTP',
      send(`${portal.httpUrl}/rest/${typing}?auth=${env('B24_OAUTH_ACCESS_TOKEN')}`),
    );
    await check('webhook without scope', send(env('B24_WEBHOOK_NO_SCOPE') + typing));
    await check('token without scope', oauth(typing, {}, env('B24_OAUTH_NO_SCOPE_TOKEN')));
  });
}

test('a token comes as auth or access_token, in query or body, or as Authorization: Bearer', async (t) => {
  const { portal, env, send } = await bench(t);
  const url = `${portal.httpsUrl}/rest/profile`;
  const token = env('B24_OAUTH_ACCESS_TOKEN');
  const form = { verb: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  for (const reply of [
    send(`${url}?auth=${token}`),
    send(`${url}?access_token=${token}`),
    send(`${url}?AUTH=${token}`),
    send(url, post({ auth: token })),
    send(url, post({ access_token: token })),
    send(url, { ...form, body: `auth=${token}` }),
    send(url, { headers: { authorization: `Bearer ${token}` } }),
    send(url, { headers: { authorization: `bearer ${token}` } }),
  ]) {
    assert.equal((await reply).status, 200);
  }
});

test('tokens expire on the portal clock', async (t) => {
  let now = 1_760_000_000;
  const { oauth } = await bench(t, { clock: { now: () => now } });
  assert.equal((await oauth('profile')).status, 200);
  now += 3599.9;
  assert.equal((await oauth('profile')).status, 200);
  now += 0.1;
  assert.equal((await oauth('profile')).json.error, 'expired_token');
});
