import assert from 'node:assert/strict';
import test from 'node:test';
import { loadWorld } from '../../../src/mock/index.ts';
import { type Bench, bench, postText, stillClock } from './support.ts';

function renewal({ env }: Bench, changes: Record<string, string> = {}): string {
  return new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: env('B24_OAUTH_CLIENT_ID'),
    client_secret: env('B24_OAUTH_CLIENT_SECRET'),
    refresh_token: env('B24_OAUTH_REFRESH_TOKEN'),
    ...changes,
  }).toString();
}

test('renewal answers eleven fields, a token usable at once, and a new refresh token that serves once', async (t) => {
  const it = await bench(t, { clock: stillClock(1_760_000_000.5) });
  const { portal, send, oauth } = it;
  const first = await send(`${portal.httpsUrl}/oauth/token/?${renewal(it)}`);
  assert.equal(first.status, 200, first.text);
  assert.equal(first.headers['content-type'], 'application/json; charset=utf-8');
  const { access_token, refresh_token, ...rest } = first.json as Record<string, string>;
  assert.deepEqual(rest, {
    client_endpoint: `${portal.httpsUrl}/rest/`,
    server_endpoint: `${portal.httpsUrl}/rest/`,
    domain: new URL(portal.httpsUrl).host,
    expires: 1_760_003_600,
    expires_in: 3600,
    member_id: 'mock0member0id0of0the0portal0001',
    scope: 'imbot,im,user',
    status: 'L',
    user_id: 1,
  });
  assert.equal((await oauth('profile', {}, access_token)).status, 200);
  assert.equal((await oauth('profile')).status, 200);

  const again = await send(`${portal.httpsUrl}/oauth/token/?${renewal(it)}`);
  assert.deepEqual([again.status, again.json.error], [400, 'invalid_grant']);
  const next = await send(
    `${portal.httpsUrl}/oauth/token/?${renewal(it, { refresh_token: String(refresh_token) })}`,
  );
  assert.equal(next.status, 200);
  assert.notEqual(next.json.access_token, access_token);
  portal.control.advanceClock(3600);
  assert.equal((await oauth('profile', {}, access_token)).json.error, 'expired_token');
});

test('the token address is found with doubled slashes, under /rest/, by GET and by POST', async (t) => {
  const it = await bench(t);
  const { portal, send } = it;
  let refresh_token = it.env('B24_OAUTH_REFRESH_TOKEN');
  for (const path of [
    '/oauth/token/',
    '/oauth/token',
    '//oauth//token//',
    '/rest/oauth/token/',
    '/rest//oauth/token/',
  ]) {
    for (const post of [false, true]) {
      const form = renewal(it, { refresh_token });
      const url = portal.httpsUrl + path;
      const reply = await (post
        ? send(url, postText('application/x-www-form-urlencoded', form))
        : send(`${url}?${form}`));
      assert.equal(reply.status, 200, `${path} ${reply.text}`);
      refresh_token = String(reply.json.refresh_token);
    }
  }
});

test('a code is good once, for 30 seconds, and for its own application', async (t) => {
  const clock = stillClock(1_760_000_000);
  const it = await bench(t, { clock });
  const exchange = (code: string) =>
    it.send(`${it.portal.httpsUrl}/oauth/token/?${renewal(it, { grant_type: 'authorization_code', code })}`);
  const issue = (client = it.env('B24_OAUTH_CLIENT_ID')) => it.portal.control.issueCode(client, 7);

  const code = issue();
  const good = await exchange(code);
  assert.deepEqual(Object.keys(good.json).sort(), [
    'access_token',
    'client_endpoint',
    'domain',
    'expires_in',
    'member_id',
    'refresh_token',
    'scope',
    'server_endpoint',
    'status',
  ]);
  assert.equal((await it.oauth('profile', {}, String(good.json.access_token))).json.error, undefined);
  assert.equal((await exchange(code)).json.error, 'invalid_grant');
  const late = issue();
  clock.tick(30);
  assert.equal((await exchange(late)).json.error, 'invalid_grant');
  assert.equal((await exchange(issue('local.mock0oauth0app.00000002'))).json.error, 'invalid_grant');
  assert.equal((await exchange('no0such0code')).json.error, 'invalid_grant');
  assert.throws(() => issue('local.nobody'), RangeError);
  assert.throws(() => it.portal.control.issueCode(it.env('B24_OAUTH_CLIENT_ID'), 999), RangeError);
});

test('the documented errors of the authorization server', async (t) => {
  const world = await loadWorld();
  const it = await bench(t, {
    world: {
      ...world,
      applications: world.applications.map((each, index) => ({ ...each, unpaid: index === 1 })),
    },
  });
  const error = async (changes: Record<string, string>) => {
    const { status, json } = await it.send(`${it.portal.httpsUrl}/oauth/token/?${renewal(it, changes)}`);
    assert.deepEqual(Object.keys(json), ['error', 'error_description']);
    return [status, json.error];
  };
  assert.deepEqual(await error({ grant_type: '' }), [400, 'invalid_request']);
  assert.deepEqual(await error({ grant_type: 'password' }), [400, 'invalid_request']);
  assert.deepEqual(await error({ refresh_token: '' }), [400, 'invalid_request']);
  assert.deepEqual(await error({ client_secret: '' }), [400, 'invalid_request']);
  assert.deepEqual(await error({ client_id: 'local.nobody' }), [401, 'invalid_client']);
  assert.deepEqual(await error({ client_secret: 'wrong' }), [401, 'invalid_client']);
  assert.deepEqual(await error({ refresh_token: 'no0such0token' }), [400, 'invalid_grant']);
  assert.deepEqual(await error({ scope: 'imbot,crm' }), [400, 'invalid_scope']);
  const unpaid = {
    client_id: 'local.mock0oauth0app.00000002',
    client_secret: 'mockOauthSecretWithoutBots00000000000000000000002',
  };
  assert.deepEqual(await error(unpaid), [402, 'PAYMENT_REQUIRED']);
  it.portal.control.advanceClock(180 * 24 * 3600);
  assert.deepEqual(await error({}), [400, 'invalid_grant']);
});
