import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { type TestContext } from 'node:test';
import { connect } from 'node:tls';
import { createMockLog } from '../../../src/cli/mock-log.ts';
import { loadWorld } from '../../../src/mock/index.ts';
import { type Bench, bench, open, post, postText } from './support.ts';

interface LoggedBench extends Bench {
  readonly lines: string[];
  /** The next line, as soon as it is written. */
  next(): Promise<string>;
}

async function logged(t: TestContext, detail: 'lines' | 'bodies' = 'lines'): Promise<LoggedBench> {
  const lines: string[] = [];
  let told = () => {};
  const write = (line: string): void => {
    lines.push(line.replace(/ *\d+ ms/, ' N ms'));
    told();
  };
  const log = createMockLog(await loadWorld(), detail, write, () => new Date(2026, 0, 2, 3, 4, 5));
  const portal = await bench(t, log.options);
  const next = async (): Promise<string> => {
    while (lines.length === 0) await new Promise<void>((resolve) => (told = resolve));
    return lines.shift() ?? '';
  };
  return { ...portal, lines, next };
}

test('a line a request: time, status, milliseconds, form, method, error', async (t) => {
  const { send, hook, oauth, env, portal, lines } = await logged(t);
  const webhook = env('B24_WEBHOOK');
  await hook('imbot.chat.sendTyping', { BOT_ID: 39, DIALOG_ID: 'chat123' });
  await send(`${webhook}imbot.chat.sendTyping.json?BOT_ID=39`);
  await oauth('imbot.chat.sendTyping', { BOT_ID: 1 });
  await send(`${webhook}nothing.xml`, postText('multipart/form-data; boundary=x', '--x--\r\n'));
  await send(`${portal.httpUrl}/rest/profile`, postText('application/x-www-form-urlencoded', 'a=b'));
  await send(`${portal.httpsUrl}/oauth/token/?grant_type=x`);
  await send(`${portal.httpsUrl}/other/place`);
  await send(`${webhook}batch`, post({ cmd: { a: 'profile', b: 'no.method', c: 'no.other' } }));
  assert.deepEqual(lines, [
    '03:04:05  200 N ms  https webhook POST json       imbot.chat.sendTyping',
    '03:04:05  403 N ms  https webhook GET  query      imbot.chat.sendTyping.json  ACCESS_DENIED: Access denied! Client ID not specified',
    '03:04:05  400 N ms  https token   POST json       imbot.chat.sendTyping       BOT_ID_ERROR: Bot not found',
    '03:04:05  404 N ms  https webhook POST multipart  nothing.xml                 ERROR_METHOD_NOT_FOUND: Method not found!',
    '03:04:05  401 N ms  http  none    POST form       profile                     INVALID_REQUEST: Https required',
    '03:04:05  400 N ms  https -       GET  query      oauth/token                 invalid_request: Wrong authorization request',
    '03:04:05  404 N ms  https none    GET  -          /other/place                ERROR_METHOD_NOT_FOUND: Method not found!',
    '03:04:05  200 N ms  https webhook POST json       batch                       3 commands, 2 refused: ERROR_METHOD_NOT_FOUND',
  ]);
});

test('pages, redirects and parameters that are lost are told', async (t) => {
  const { send, portal, env, lines } = await logged(t);
  const url = `${env('B24_WEBHOOK')}profile`;
  portal.control.fault({ page: 'bad-gateway' });
  await send(url);
  portal.control.fault({ page: 'moved', location: '/there/' });
  await send(url);
  await send(url, postText('application/json', '{"a":'));
  await send(url, postText('application/json', '"a"'));
  await send(url, { verb: 'PUT', body: 'a=b' });
  assert.deepEqual(
    lines.map((line) => line.slice(line.indexOf('profile')).replace(/ {2,}/g, ' ')),
    [
      'profile a page, not an answer',
      'profile leads to /there/',
      'profile the body is not JSON, so its parameters are lost',
      'profile the body is JSON, but no object',
      'profile the body of a PUT is not read',
    ],
  );
});

test('no secret and no control character reaches the log, wherever a client puts it', async (t) => {
  const { send, portal, env, lines, oauth } = await logged(t, 'bodies');
  const real = 'q8w7e6r5t4y3u2i1';
  const { httpsUrl } = portal;
  await send(`${httpsUrl}/rest/1/${real}/profile`);
  await send(`${httpsUrl}/1/${real}/profile`);
  await send(`${httpsUrl}/rest/${real}/profile`);
  await send(`${httpsUrl}/rest/profile?auth=${real}`);
  await send(`${httpsUrl}/rest/${real}.json`);
  await send(`${httpsUrl}/rest/profile`, { headers: { authorization: `Bearer ${real}` } });
  await send(`${env('B24_WEBHOOK')}x`, post({ CLIENT_ID: real, DEEP: { botToken: real, Auth: real } }));
  await send(`${env('B24_WEBHOOK')}batch`, post({ cmd: [`x?CLIENT_ID=${real}`, `x?auth=${real}`] }));
  await send(
    `${httpsUrl}/oauth/token/?grant_type=refresh_token&client_id=${real}&client_secret=short&refresh_token=${real}`,
  );
  await send(`${httpsUrl}/rest/%1b%5b31m%0ared`);
  const query = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: env('B24_OAUTH_CLIENT_ID'),
    client_secret: env('B24_OAUTH_CLIENT_SECRET'),
    refresh_token: env('B24_OAUTH_REFRESH_TOKEN'),
  });
  const { json } = await send(`${httpsUrl}/oauth/token/?${query}`);
  await oauth('profile', {}, String(json.access_token));
  const text = lines.join('\n');
  for (const secret of [
    real,
    'short',
    String(json.access_token),
    String(json.refresh_token),
    ...Object.entries(portal.environment).flatMap(([name, value]) =>
      /TOKEN|SECRET|B24_CLIENT_ID/.test(name) ? [value] : [],
    ),
    new URL(env('B24_WEBHOOK')).pathname.split('/')[3] ?? '',
  ])
    assert.equal(text.includes(secret), false, `${secret} in ${lines.find((line) => line.includes(secret))}`);
  assert.ok(text.includes('\\u001b[31m\\u000ared'), text);
});

test('with bodies, the parameters as they were understood and the answer follow', async (t) => {
  const { hook, portal, lines } = await logged(t, 'bodies');
  await hook('imbot.chat.sendTyping', { BOT_ID: 1, DIALOG_ID: 'x'.repeat(3000) });
  portal.control.fault({ page: 'login' });
  await hook('profile');
  const [, sent = '', got, , , page] = lines;
  assert.match(
    sent,
    /^ {2}> \{"CLIENT_ID":"\*\*put_your_client_id_here\*\*","BOT_ID":1,"DIALOG_ID":"x+… \d+ more characters$/,
  );
  assert.equal(got, '  < {"error":"BOT_ID_ERROR","error_description":"Bot not found"}');
  assert.match(page ?? '', /^ {2}< text\/html; charset=UTF-8, \d+ bytes$/);
});

test('connections that never come to a request are told', async (t) => {
  const { portal, next } = await logged(t);
  const port = (url: string): number => Number(new URL(url).port);
  const secure = (url: string, options: object) =>
    connect({ host: '127.0.0.1', port: port(url), servername: 'localhost', ...options }).on(
      'error',
      () => {},
    );
  const line = async (): Promise<string> => (await next()).slice('03:04:05  ---           '.length);

  secure(portal.httpUrl, {});
  assert.equal(await line(), 'HTTPS came to the port for plain HTTP');
  open({ httpUrl: portal.httpsUrl.replace('https:', 'http:') })
    .on('error', () => {})
    .write('GET / HTTP/1.1\r\n\r\n');
  assert.equal(await line(), 'plain HTTP came to the port for HTTPS');
  open(portal)
    .on('error', () => {})
    .write('nonsense\r\n\r\n');
  assert.match(await line(), /^what came is not HTTP: /);
  const silent = secure(portal.httpsUrl, { ca: portal.ca });
  // By then the server, too, has done with the handshake.
  await once(silent, 'session');
  silent.destroy();
  assert.equal(await line(), 'a client went away without a request; it may not trust the CA');
});

test('what the end of the portal cuts is not told', async (t) => {
  const lines: string[] = [];
  const log = createMockLog(await loadWorld(), 'lines', (line) => lines.push(line));
  const { portal } = await bench(t, log.options);
  const { port } = new URL(portal.httpsUrl);
  const client = connect({ host: '127.0.0.1', port: Number(port), ca: portal.ca }).on('error', () => {});
  await once(client, 'session');
  log.end();
  await Promise.all([once(client, 'close'), portal.close()]);
  assert.deepEqual(lines, []);
});
