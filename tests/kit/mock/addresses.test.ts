import assert from 'node:assert/strict';
import test from 'node:test';
import { bench, post, postText } from './support.ts';

const unknown = { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' };
const encode = (value: string) => encodeURIComponent(value);

test('every spelling of an address that clients use is served, not redirected', async (t) => {
  const { portal, env, send } = await bench(t);
  const hook = new URL(env('B24_WEBHOOK')).pathname;
  const typing = { CLIENT_ID: env('B24_CLIENT_ID'), DIALOG_ID: '7' };
  const slashed = hook.replace('/rest/1/', '//rest//1//');
  for (const path of [
    `${hook}imbot.chat.sendTyping`,
    `${hook}imbot.chat.sendTyping/`,
    `${hook}imbot.chat.sendTyping.json`,
    `${hook}imbot.chat.sendTyping.json/`,
    `${hook}imbot.chat.sendtyping`,
    `${hook}IMBOT.CHAT.SENDTYPING.JSON`,
    `${hook}/imbot.chat.sendTyping//`,
    `${slashed}imbot.chat.sendTyping`,
    `${hook}imbot.chat.send%54yping`,
    `${hook}imbot.chat.sendTyping?bx24_request_id=x&bx24_sdk_ver=2.2.0&bx24_sdk_type=b24-js-sdk`,
  ]) {
    const { status, json } = await send(portal.httpsUrl + path, post(typing));
    assert.deepEqual([status, json.result], [200, true], path);
  }
  const token = { ...typing, auth: env('B24_OAUTH_ACCESS_TOKEN') };
  for (const path of ['/rest/imbot.chat.sendTyping', '/rest//imbot.chat.sendtyping.json/']) {
    assert.equal((await send(portal.httpsUrl + path, post(token))).status, 200, path);
  }
});

test('unknown methods and paths are refused before any authorization', async (t) => {
  const { portal, env, send } = await bench(t);
  for (const path of [
    '/rest/1/wrong0code/no.such.method',
    '/rest/no.such.method.json',
    '/rest/api',
    `${new URL(env('B24_WEBHOOK')).pathname}profile.php`,
    '/rest/1/wrong0code/',
    '/rest/1/wrong0code',
    '/rest/',
    '/rest',
    '/',
    '/favicon.ico',
    '/rest/%zz%',
    '/%',
    '/rest/constructor',
    '/rest/__proto__',
  ]) {
    for (const url of [portal.httpsUrl, portal.httpUrl]) {
      const { status, json } = await send(url + path);
      assert.deepEqual([status, json], [404, unknown], url + path);
    }
  }
});

test('parameters come by query, JSON, form, multipart, plain text and without content type', async (t) => {
  const { env, send } = await bench(t);
  const url = `${env('B24_WEBHOOK')}imbot.chat.sendTyping`;
  const client = env('B24_CLIENT_ID');
  const form = `client_id=${encode(client)}&Bot_Id=39&DIALOG_ID=chat123`;
  const part = (name: string, value: string) =>
    `--Some0Boundary\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const multipart = `${part('CLIENT_ID', client)}${part('BOT_ID', '39')}${part('DIALOG_ID', 'chat123')}--Some0Boundary--\r\n`;
  const requests = {
    GET: send(`${url}?${form}`),
    'POST without body': send(`${url}?${form}`, { verb: 'POST' }),
    'POST with an empty JSON list': send(`${url}?${form}`, post([])),
    'POST with JSON that does not parse': send(`${url}?${form}`, postText('application/json', '{"BOT_ID":')),
    'POST with JSON in invalid UTF-8': send(
      `${url}?${form}`,
      postText('application/json', Buffer.from('{"BOT_ID":"\xff"}', 'latin1')),
    ),
    'POST with a JSON scalar': send(`${url}?${form}`, postText('application/json', '47')),
    JSON: send(url, post({ client_id: client, bot_id: 39, Dialog_Id: 'chat123' })),
    'JSON of another charset': send(
      url,
      postText('application/json; charset=koi-7', JSON.stringify({ CLIENT_ID: client, DIALOG_ID: '7' })),
    ),
    'urlencoded form': send(url, postText('application/x-www-form-urlencoded', form)),
    'form as text/plain': send(url, postText('text/plain', form)),
    'form without content type': send(url, postText(undefined, form)),
    'form of nonsense type': send(url, postText('; / nonsense', form)),
    multipart: send(url, postText('multipart/form-data; boundary=Some0Boundary', multipart)),
    'query and body together': send(`${url}?BOT_ID=39`, post({ CLIENT_ID: client, DIALOG_ID: 'chat123' })),
    'body over query': send(
      `${url}?BOT_ID=47&dialog_id=`,
      post({ CLIENT_ID: client, BOT_ID: 39, DIALOG_ID: 'chat123' }),
    ),
    'last of equal names': send(`${url}?DIALOG_ID=x&BOT_ID=47&${form}`),
  };
  for (const [how, request] of Object.entries(requests)) {
    const { status, text } = await request;
    assert.equal(status, 200, `${how}: ${text}`);
  }
});

test('malformed multipart counts as no parameters', async (t) => {
  const { env, send } = await bench(t);
  const url = `${env('B24_WEBHOOK')}profile`;
  const opened = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx';
  for (const [type, body] of [
    ['multipart/form-data', opened],
    ['multipart/form-data; boundary=', opened],
    ['multipart/form-data; boundary=b', opened],
    ['multipart/form-data; boundary=b', opened.replace('; name="a"', '; name="a"; filename="f"')],
    [
      'multipart/form-data; boundary=b',
      `${opened.replace('\r\n\r\n', '\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\n\xd8')}\r\n--b--`,
    ],
    ['multipart/form-data; boundary=b', 'garbage'],
  ] as const) {
    assert.equal((await send(url, postText(type, Buffer.from(body, 'latin1')))).status, 200, body);
  }
});

test('a browser gets its headers on answers, errors and preflights', async (t) => {
  const { portal, hook, send } = await bench(t);
  const preflight = await send(`${portal.httpsUrl}/rest/profile`, {
    verb: 'OPTIONS',
    headers: { origin: 'https://app.invalid', 'access-control-request-method': 'POST' },
  });
  assert.deepEqual([preflight.status, preflight.text], [200, '']);
  for (const { headers } of [preflight, await hook('profile'), await hook('no.such.method')]) {
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['access-control-allow-headers'], 'origin, content-type, accept');
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});
