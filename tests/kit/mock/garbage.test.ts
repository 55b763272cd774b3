import assert from 'node:assert/strict';
import test from 'node:test';
import { bench, open, post, postText, raw } from './support.ts';

test('bodies beyond the limit are answered by the web server (L)', async (t) => {
  const { portal, env, send, hook } = await bench(t, { bodyLimit: 1000 });
  for (const size of [1001, 10_000_000]) {
    const { status, headers, text } = await send(
      `${env('B24_WEBHOOK')}profile`,
      postText('application/json', Buffer.alloc(size, ' ')),
    );
    assert.deepEqual([status, headers['content-type']], [413, 'text/html; charset=UTF-8']);
    assert.match(text, /<title>413 Request Entity Too Large/);
  }
  const chunked = `${'3e8\r\n'}${' '.repeat(1000)}\r\n1\r\n \r\n0\r\n\r\n`;
  const answer = await raw(
    portal,
    `POST /rest/profile.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
  );
  assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*<title>413 Request/);
  assert.equal(
    (await send(`${env('B24_WEBHOOK')}profile`, postText('application/json', ' '.repeat(1000)))).status,
    200,
  );
  assert.equal((await hook('profile')).status, 200);
});

test('names that reach for prototypes reach nothing', async (t) => {
  const { env, send } = await bench(t);
  const url = `${env('B24_WEBHOOK')}imbot.chat.sendTyping`;
  const evil =
    '__proto__[DIALOG_ID]=7&constructor[prototype][DIALOG_ID]=7&a[__proto__][DIALOG_ID]=7&__proto__=7';
  const client = env('B24_CLIENT_ID');
  const pollute = `{"__proto__":{"DIALOG_ID":"7"},"constructor":{"prototype":{"DIALOG_ID":"7"}},"CLIENT_ID":"${client}"}`;
  for (const reply of [
    send(`${url}?CLIENT_ID=${client}&${evil}`),
    send(`${url}?CLIENT_ID=${client}`, postText('application/x-www-form-urlencoded', evil)),
    send(url, postText('application/json', pollute)),
  ]) {
    assert.equal((await reply).json.error, 'DIALOG_ID_EMPTY');
  }
  assert.equal(({} as Record<string, unknown>).DIALOG_ID, undefined);
});

test('deep, wide and broken parameters are survived', async (t) => {
  const { env, send } = await bench(t);
  const url = `${env('B24_WEBHOOK')}profile`;
  for (const init of [
    postText('application/json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    postText('application/json', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    postText('application/x-www-form-urlencoded', `a${'[b]'.repeat(50_000)}=1`),
    postText(
      'application/x-www-form-urlencoded',
      'a[999999999][5]=1&a[]=2&a[[=3&]a=4&[]=5&=6&%=7&%zz=8&a%5B=9',
    ),
    postText(
      'application/x-www-form-urlencoded',
      Array.from({ length: 20_000 }, (_, i) => `a${i}=${i}`).join('&'),
    ),
    postText('application/x-www-form-urlencoded', Buffer.from([0xff, 0xfe, 0x3d, 0x00, 0x26, 0xc0, 0x80])),
    postText('text/plain', '\u0000'.repeat(1000)),
  ]) {
    assert.equal((await send(url, init)).status, 200);
  }
});

test('any verb gets an envelope', async (t) => {
  const { portal, send, env } = await bench(t);
  for (const verb of ['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'SEARCH', 'TRACE']) {
    const { status, json } = await send(`${env('B24_WEBHOOK')}no.such.method`, { verb, body: '{}' });
    assert.deepEqual([status, json.error], [404, 'ERROR_METHOD_NOT_FOUND'], verb);
  }
  const head = await send(`${env('B24_WEBHOOK')}profile`, { verb: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
  assert.match(
    await raw(portal, 'NONSENSE / HTTP/1.1\r\nHost: x\r\n\r\n'),
    /^HTTP\/1\.1 400 [\s\S]*"error":"BAD_REQUEST"/,
  );
});

test('what is not HTTP is answered and does no harm', async (t) => {
  const { portal, hook } = await bench(t);
  const head = 'POST /rest/profile HTTP/1.1\r\nHost: x\r\n';
  assert.match(await raw(portal, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*"error":"BAD_REQUEST"/);
  assert.match(await raw(portal, `${head}X: ${'x'.repeat(100_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
  assert.match(await raw(portal, `${head}Content-Length: x\r\n\r\n`), /^HTTP\/1\.1 400 /);
  assert.match(await raw(portal, `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`), /^HTTP\/1\.1 400 /);
  assert.match(await raw(portal, '\x16\x03\x01\x02\x00\x01\x00'), /^HTTP\/1\.1 400 /);
  assert.match(
    await raw(
      portal,
      `GET http://else.invalid/rest/no.method.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ),
    /^HTTP\/1\.1 404 [\s\S]*<error>ERROR_METHOD_NOT_FOUND/,
  );
  assert.match(
    await raw(portal, 'GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1\.1 404 /,
  );
  assert.equal((await hook('profile')).status, 200);
});

test('what is not HTTP takes no answer away from the requests before it', async (t) => {
  const { portal } = await bench(t);
  const statuses = async (bytes: string) =>
    (await raw(portal, bytes)).match(/HTTP\/1\.1 \d+/g)?.map((line) => Number(line.slice(-3)));
  const request = 'GET /rest/no.method HTTP/1.1\r\nHost: x\r\n\r\n';
  const post = 'POST /rest/no.method HTTP/1.1\r\nHost: x\r\n';
  assert.deepEqual(await statuses(`${request}GARBAGE\r\n\r\n`), [404, 400]);
  assert.deepEqual(await statuses(`${request.repeat(3)}GARBAGE\r\n\r\n`), [404, 404, 404, 400]);
  assert.deepEqual(await statuses(`${post}Content-Length: 1\r\n\r\n{}\r\n\r\n`), [404, 400]);
  // A body that breaks off belongs to a request that nobody can answer otherwise.
  const broken = `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`;
  assert.deepEqual(await statuses(`${request}${broken}`), [404, 400]);
});

test('what is not TLS does the HTTPS port no harm', async (t) => {
  const { portal, hook } = await bench(t);
  await raw({ httpUrl: portal.httpsUrl }, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await raw({ httpUrl: portal.httpsUrl }, Buffer.alloc(1000, 0x16));
  assert.equal((await hook('profile')).status, 200);
});

test('a client that leaves half-way does no harm', async (t) => {
  const { portal, hook } = await bench(t);
  const half = 'POST /rest/profile HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":';
  for (const leave of ['destroy', 'resetAndDestroy', 'end'] as const) {
    await new Promise<void>((resolve) => {
      const socket = open(portal);
      socket.on('error', () => {});
      socket.resume();
      socket.on('close', () => resolve());
      socket.write(half, () => socket[leave]());
    });
  }
  assert.equal((await hook('profile')).status, 200);
});

test('a stage that throws ends in the portal envelope', async (t) => {
  const seen: unknown[] = [];
  const { hook } = await bench(t, {
    onFailure: (error) => seen.push(error),
    stages: (stages) => [
      {
        name: 'broken',
        phase: 'decide',
        run: () => {
          throw new Error('secret detail');
        },
      },
      ...stages,
    ],
  });
  const { status, text } = await hook('profile', post({}).headers);
  assert.equal(status, 500);
  assert.equal(text, '{"error":"INTERNAL_SERVER_ERROR","error_description":"Internal server error"}');
  assert.equal(String(seen[0]), 'Error: secret detail');
});
