import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import test from 'node:test';
import { connect as connectTls } from 'node:tls';
import { request } from 'undici';
import { startMockPortal } from '../../../src/mock/index.ts';
import { listen } from '../../../src/mock/server.ts';
import { bench, open, raw } from './support.ts';

/** What becomes of connections: kept, closed, broken off. */

const GET = 'GET /rest/no.method HTTP/1.1\r\nHost: x\r\n';
const UPLOAD = 'POST /rest/profile HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":';

/** Both ends of connections that this process has open. */
const socketsOpen = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

test('a connection is kept for further requests, and closed when the client asks for it', async (t) => {
  const { portal } = await bench(t);
  const statuses = async (bytes: string) => (await raw(portal, bytes)).match(/HTTP\/1\.1 404/g)?.length;
  assert.equal(await statuses(`${GET}\r\n${GET}\r\n${GET}Connection: close\r\n\r\n`), 3);
  assert.equal(await statuses(`${GET}Connection: close\r\n\r\n${GET}\r\n`), 1);
  const kept = await raw(portal, `${GET}\r\n${GET}Connection: close\r\n\r\n`);
  assert.match(kept, /Connection: keep-alive\r\nKeep-Alive: timeout=72\r\n/);
});

test('HTTP/1.0 is answered, and its connection closed unless it asks to keep it', async (t) => {
  const { portal } = await bench(t);
  const old = 'GET /rest/no.method HTTP/1.0\r\n';
  assert.match(await raw(portal, `${old}\r\n`), /^HTTP\/1\.1 404 [\s\S]*Connection: close\r\n/);
  const kept = await raw(portal, `${old}Connection: keep-alive\r\n\r\n${old}\r\n`);
  assert.equal(kept.match(/HTTP\/1\.1 404/g)?.length, 2);
});

test('headers of up to 16 KiB are read, more are refused', async (t) => {
  const { portal } = await bench(t);
  const of = (size: number) => raw(portal, `${GET}X: ${'x'.repeat(size)}\r\nConnection: close\r\n\r\n`);
  assert.match(await of(15_000), /^HTTP\/1\.1 404 /);
  assert.match(await of(17_000), /^HTTP\/1\.1 431 [\s\S]*"error":"BAD_REQUEST"/);
});

test('close ends connections that are idle, half-way through a request, waiting or in their handshake', async () => {
  const portal = await startMockPortal({
    control: true,
    // A call that nobody answers.
    stages: () => [{ name: 'never', phase: 'decide', run: () => new Promise<undefined>(() => {}) }],
  });
  const https = { host: '127.0.0.1', port: Number(new URL(portal.httpsUrl).port) };
  const secure = connectTls({ ...https, ca: portal.ca });
  await once(secure, 'secureConnect');
  const sockets: Socket[] = [
    open(portal),
    open(portal),
    open(portal),
    connect(https),
    connect(https),
    secure,
  ];
  const ended = sockets.map((socket) => {
    socket.on('error', () => {});
    return new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
    });
  });
  await Promise.all(sockets.filter((socket) => socket.connecting).map((socket) => once(socket, 'connect')));
  const [, uploading, waiting, , handshaking] = sockets;
  uploading?.write(UPLOAD);
  waiting?.write(`${GET}\r\n`);
  handshaking?.write('\x16\x03\x01\x02\x00');
  secure.write(UPLOAD);
  await portal.close();
  await Promise.all(ended);
  await assert.rejects(request(portal.httpUrl), { code: 'ECONNREFUSED' });
  await assert.rejects(request(portal.controlPort?.url ?? ''), { code: 'ECONNREFUSED' });
});

test('uploads that break off leave nothing open', async (t) => {
  const { portal, hook } = await bench(t);
  await hook('profile');
  const before = socketsOpen();
  for (const leave of ['destroy', 'resetAndDestroy', 'end'] as const) {
    const sockets = Array.from({ length: 10 }, () => open(portal));
    await Promise.all(
      sockets.map(async (socket) => {
        socket.on('error', () => {}).resume();
        const closed = new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
        });
        socket.write(UPLOAD, () => socket[leave]());
        await closed;
      }),
    );
  }
  await until(() => socketsOpen() <= before);
  assert.equal((await hook('profile')).status, 200);
});

test('the control port refuses what is not a command of a sane size', async (t) => {
  const { portal } = await bench(t, { control: true });
  const { url = '', token = '' } = portal.controlPort ?? {};
  const send = async (body: string, verb: 'POST' | 'GET' = 'POST') => {
    const response = await request(url, {
      method: verb,
      headers: { authorization: `Bearer ${token}` },
      ...(verb === 'GET' ? {} : { body }),
    });
    assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
    const { error } = (await response.body.json()) as { error: string };
    return [response.statusCode, error.replace(/:.*/, '')];
  };
  assert.deepEqual(await send('{"do":'), [400, 'POST one command as JSON']);
  assert.deepEqual(await send('', 'GET'), [400, 'POST one command as JSON']);
  assert.deepEqual(await send(' '.repeat(70_000)), [413, 'A command has at most 65536 bytes']);
  assert.match(await raw({ httpUrl: url }, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
});

for (const [what, sent] of [
  ['its headers', 'POST / HTTP/1.1\r\nhost: x\r\n'],
  ['its body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n'],
] as const)
  test(`a client that never comes to the end of ${what} loses its connection, and others are answered`, async (t) => {
    const timeouts = {
      keepAliveTimeout: 1000,
      headersTimeout: 50,
      requestTimeout: 50,
      connectionsCheckingInterval: 10,
    };
    const server = await listen({
      host: '127.0.0.1',
      port: 0,
      bodyLimit: 1000,
      timeouts,
      answer: async () => ({ status: 200, headers: {}, text: '{}' }),
    });
    t.after(() => server.close());
    const slow = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(server.port, '127.0.0.1');
        await once(socket, 'connect');
        socket.write(sent);
        return socket;
      }),
    );
    const closed = slow.map((socket) => text(socket));
    assert.equal((await request(`http://127.0.0.1:${server.port}/`)).statusCode, 200);
    for (const answer of await Promise.all(closed)) assert.match(answer, /^HTTP\/1\.1 408 /);
  });
