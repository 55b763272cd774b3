import assert from 'node:assert/strict';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { profiles } from '../../../src/mock/index.ts';
import { bench, raw, stillClock } from './support.ts';

/** Headers of live portals (L). */

test('answers of the cloud carry cookies of a session and headers of the site (L)', async (t) => {
  const { hook, oauth, env, portal } = await bench(t, {
    profile: 'cloud',
    clock: stillClock(1_760_000_000),
  });
  portal.control.setCost('profile', 0.5);
  const { headers } = await hook('profile');
  const cookies = headers['set-cookie'] as string[];
  assert.match(cookies[0] ?? '', /^PHPSESSID=mocksession\d{21}; path=\/; secure; HttpOnly$/);
  assert.deepEqual(
    cookies.map((cookie) => cookie.split('=')[0]),
    ['PHPSESSID', 'BITRIX_SM_UIDH', 'qmb'],
  );
  assert.match(String(headers['x-powered-cms']), /^Bitrix Site Manager \([0-9a-f]{32}\)$/);
  assert.match(String(headers.p3p), /^policyref="\/bitrix\/p3p\.xml", CP="/);
  assert.equal(headers['x-bitrix-rest-time'], '0.5000000000');
  assert.ok('x-bitrix-rest-user-time' in headers && 'x-bitrix-rest-system-time' in headers);
  assert.equal(headers['x-content-type-options'], 'nosniff, nosniff');
  assert.equal(headers['access-control-allow-origin'], '*');
  assert.equal(headers['x-bitrix-rest-application'], undefined);
  assert.equal((await oauth('profile')).headers['x-bitrix-rest-application'], env('B24_OAUTH_CLIENT_ID'));
  const other = (await hook('no.such')).headers['set-cookie'] as string[];
  assert.notEqual(other[0], cookies[0], 'whoever sends no cookie gets a new session');
});

test('the other profiles have them only where the switch is set (L)', async (t) => {
  for (const profile of ['documented', 'self-hosted'] as const) {
    const names = async (liveHeaders: boolean) => {
      const { hook } = await bench(t, { profile: { ...profiles[profile], liveHeaders } });
      return Object.keys((await hook('profile')).headers);
    };
    for (const name of ['set-cookie', 'x-powered-cms', 'p3p', 'x-bitrix-rest-time', 'server']) {
      assert.ok((await names(true)).includes(name), `${profile} with ${name}`);
      assert.ok(!(await names(false)).includes(name), `${profile} without ${name}`);
    }
  }
});

test('gzip comes only when it is asked for (L)', async (t) => {
  const { env, send, portal } = await bench(t, { profile: 'cloud' });
  const url = `${env('B24_HTTP_URL')}/rest/profile`;
  for (const [asked, coded] of [
    ['gzip', true],
    ['gzip, deflate, br', true],
    ['deflate, GZIP;q=0.5', true],
    ['br', false],
    ['gzip;q=0', false],
    ['gzip ; q=0.0, br', false],
    ['identity', false],
    ['', false],
  ] as const) {
    const response = await request(url, { headers: { 'accept-encoding': asked } });
    const bytes = Buffer.from(await response.body.arrayBuffer());
    assert.equal(response.headers['content-encoding'], coded ? 'gzip' : undefined, asked);
    const text = (coded ? gunzipSync(bytes) : bytes).toString();
    assert.equal(JSON.parse(text).error, 'INVALID_REQUEST');
    assert.equal(Number(response.headers['content-length']), bytes.length);
    if (coded) assert.equal(response.headers.vary, 'Accept-Encoding');
  }
  portal.control.fault({ page: 'empty' });
  const empty = await send(url, { headers: { 'accept-encoding': 'gzip' } });
  assert.deepEqual([empty.text, empty.headers['content-encoding']], ['', undefined]);
});

test('each cookie is a header of its own on the wire (L)', async (t) => {
  const { portal } = await bench(t, { profile: 'cloud' });
  const received = await raw(portal, 'GET /rest/profile HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.equal(received.match(/\r\nset-cookie: /gi)?.length, 3);
});
