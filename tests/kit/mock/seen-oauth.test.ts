import assert from 'node:assert/strict';
import test from 'node:test';
import type { Fault } from '../../../src/mock/index.ts';
import { type Bench, bench, stillClock } from './support.ts';

/** The authorization server as it was seen on live portals (L). */

const pair = ({ portal, env, send }: Bench, fields: Record<string, string>) => {
  const query = new URLSearchParams({
    client_id: env('B24_OAUTH_CLIENT_ID'),
    client_secret: env('B24_OAUTH_CLIENT_SECRET'),
    ...fields,
  });
  return send(`${portal.httpsUrl}/oauth/token/?${query}`);
};
const renew = (it: Bench) =>
  pair(it, { grant_type: 'refresh_token', refresh_token: it.env('B24_OAUTH_REFRESH_TOKEN') });
const exchange = (it: Bench, code: string) => pair(it, { grant_type: 'authorization_code', code });
const outcome = async (reply: ReturnType<typeof pair>) => {
  const { status, json } = await reply;
  return [status, json.error];
};

test('a renewal may be refused with wrong_client, WRONG_CLIENT and 200, PAYMENT_REQUIRED or 502 (L)', async (t) => {
  const it = await bench(t);
  for (const [oauth, status, code] of [
    ['wrong_client', 400, 'wrong_client'],
    ['WRONG_CLIENT', 200, 'WRONG_CLIENT'],
    ['PAYMENT_REQUIRED', 402, 'PAYMENT_REQUIRED'],
    ['expired_token', 400, 'expired_token'],
    ['invalid_grant', 400, 'invalid_grant'],
  ] as const) {
    it.portal.control.fault({ oauth });
    // Calls of methods pass it by.
    assert.equal((await it.hook('profile')).status, 200);
    assert.deepEqual(await outcome(renew(it)), [status, code], oauth);
  }
  it.portal.control.fault({ oauth: 'bad-gateway' } satisfies Fault);
  const { status, text } = await renew(it);
  assert.equal(status, 502);
  assert.match(text, /<h1>502 Bad Gateway/);
  assert.equal((await renew(it)).status, 200, 'the refresh token has not been used up');
});

test('a late or used code is expired_token in the cloud, invalid_grant elsewhere (L)', async (t) => {
  for (const [profile, code] of [
    ['cloud', 'expired_token'],
    ['self-hosted', 'invalid_grant'],
    ['documented', 'invalid_grant'],
  ] as const) {
    const clock = stillClock(1_760_000_000);
    const it = await bench(t, { profile, clock });
    const issue = () => it.portal.control.issueCode(it.env('B24_OAUTH_CLIENT_ID'), 1);
    const used = issue();
    assert.equal((await exchange(it, used)).status, 200);
    assert.deepEqual(await outcome(exchange(it, used)), [400, code], `${profile}, used`);
    const late = issue();
    clock.tick(30);
    assert.deepEqual(await outcome(exchange(it, late)), [400, code], `${profile}, late`);
    const refresh_token = 'no0such0token';
    assert.deepEqual(
      await outcome(pair(it, { grant_type: 'refresh_token', refresh_token })),
      [400, 'invalid_grant'],
      `${profile}, renewal`,
    );
  }
});

test("domain is the portal's or the server's, and scope may be app (L)", async (t) => {
  const cloud = await bench(t, { profile: 'cloud' });
  const pairs = [
    await renew(cloud),
    await exchange(cloud, cloud.portal.control.issueCode(cloud.env('B24_OAUTH_CLIENT_ID'), 1)),
  ];
  for (const { json } of pairs) {
    assert.deepEqual([json.domain, json.scope], ['oauth.bitrix.info', 'app']);
    assert.equal(
      (await cloud.oauth('imbot.chat.sendTyping', { DIALOG_ID: '7' }, String(json.access_token))).status,
      200,
    );
  }
  const documented = await bench(t);
  const { json } = await renew(documented);
  assert.deepEqual([json.domain, json.scope], [new URL(documented.portal.httpsUrl).host, 'imbot,im,user']);
});

test('every token lives an hour, so that a later run finds all of them expired (L)', async (t) => {
  for (const profile of ['documented', 'self-hosted', 'cloud'] as const) {
    const clock = stillClock(1_760_000_000);
    const it = await bench(t, { profile, clock });
    const tokens = ['ACCESS', 'NO_SCOPE', 'NO_BOT', 'DENIED'].map((name) =>
      it.env(`B24_OAUTH_${name}_TOKEN`),
    );
    const codes = () =>
      Promise.all(
        tokens.map(async (token) => (await it.oauth('imbot.chat.sendTyping', {}, token)).json.error),
      );
    clock.tick(3599);
    assert.deepEqual(
      await codes(),
      ['DIALOG_ID_EMPTY', 'insufficient_scope', 'BOT_ID_ERROR', 'user_access_error'],
      profile,
    );
    clock.tick(1);
    assert.deepEqual(
      await codes(),
      tokens.map(() => 'expired_token'),
      profile,
    );
  }
});
