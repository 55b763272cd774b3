import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { Exchange, WireRequest } from '../../../src/wire/exchange.ts';
import { client, serve, serveBytes } from './server.ts';

const FINAL = 'HTTP/1.1 200 OK\r\nX-Final: 1\r\nContent-Length: 14\r\n\r\n{"result":"x"}';

const request = (url: string, method: 'GET' | 'POST'): WireRequest => ({
  method,
  url,
  headers: [['Content-Type', 'application/x-www-form-urlencoded']],
  ...(method === 'POST' ? { body: Buffer.from('A=1') } : {}),
});

const said = ({ response, failure }: Exchange): string =>
  response
    ? `${response.status} ${response.headers.map(([name]) => name).join()} ${Buffer.from(response.body)}`
    : `failure ${failure?.code}`;

const WHOLE = '200 X-Final,Content-Length {"result":"x"}';

/** One piece after another, each when the one before it has gone out. */
function inPieces(socket: Socket, [piece, ...rest]: readonly string[]): void {
  if (piece !== undefined) socket.write(piece, () => setImmediate(inPieces, socket, rest));
}

const INTERIM: [title: string, pieces: readonly string[]][] = [
  ['100 Continue in one piece with the answer', [`HTTP/1.1 100 Continue\r\n\r\n${FINAL}`]],
  ['100 Continue in a piece of its own', ['HTTP/1.1 100 Continue\r\n\r\n', FINAL]],
  ['100 Continue without a phrase', [`HTTP/1.1 100 \r\n\r\n${FINAL}`]],
  ['100 Continue with headers', [`HTTP/1.1 100 Continue\r\nDate: now\r\nX-A: 1\r\n\r\n${FINAL}`]],
  ['100 Continue of HTTP/1.0', [`HTTP/1.0 100 Continue\r\n\r\n${FINAL}`]],
  ['100 Continue twice', [`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${FINAL}`]],
  ['100 Continue cut in its first word', ['HT', 'TP/1.1 1', '00 Continue\r\n\r', `\n${FINAL}`]],
  ['100 Continue byte for byte', [...`HTTP/1.1 100 Continue\r\n\r\n${FINAL}`]],
  ['102 Processing', [`HTTP/1.1 102 Processing\r\n\r\n${FINAL}`]],
  [
    '103 Early Hints after 100 Continue',
    [`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${FINAL}`],
  ],
  [
    '100 Continue after 103 Early Hints, in a piece of its own',
    ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', `HTTP/1.1 100 Continue\r\n\r\n${FINAL}`],
  ],
];

describe('interim answers that nobody asked for are passed over', () => {
  for (const method of ['GET', 'POST'] as const)
    for (const [title, pieces] of INTERIM)
      it(`${title}, to a ${method}`, async (t) => {
        const url = await serveBytes(t, (socket) => socket.once('data', () => inPieces(socket, pieces)));
        assert.equal(said(await client(t).send(request(url, method))), WHOLE);
      });

  it('for each of several requests of one connection', async (t) => {
    let connections = 0;
    const url = await serveBytes(t, (socket) => {
      connections += 1;
      socket.on('data', () => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${FINAL}`));
    });
    const one = client(t, { connections: 1 });
    for (let left = 3; left > 0; left--) assert.equal(said(await one.send(request(url, 'POST'))), WHOLE);
    assert.equal(connections, 1);
  });

  it('as a server of Node sends it', async (t) => {
    const url = await serve(t, (_, response) => {
      response.writeContinue();
      response.end('{}');
    });
    const { response } = await client(t).send(request(url, 'POST'));
    assert.equal(response?.status, 200);
  });
});

describe('what is no interim answer is left as it is', () => {
  it('a body with the words of one', async (t) => {
    const body = 'HTTP/1.1 100 Continue\r\n\r\nx';
    const url = await serveBytes(t, (socket) =>
      socket.once('data', () =>
        inPieces(socket, [`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`, body]),
      ),
    );
    const { response } = await client(t).send(request(url, 'GET'));
    assert.equal(Buffer.from(response?.body ?? []).toString(), body);
  });

  it('a status that begins alike', async (t) => {
    const url = await serveBytes(t, (socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 1000 X\r\n\r\n')),
    );
    assert.match(said(await client(t).send(request(url, 'GET'))), /^failure HTTPParserError/);
  });

  it('a connection that ends after it', async (t) => {
    const url = await serveBytes(t, (socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 100 Continue\r\n\r\n')),
    );
    assert.equal(said(await client(t).send(request(url, 'GET'))), 'failure UND_ERR_SOCKET');
  });

  it('a head without end', async (t) => {
    const url = await serveBytes(t, (socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 100 Continue\r\nX-A: ${'a'.repeat(40_000)}`)),
    );
    assert.match(said(await client(t).send(request(url, 'GET'))), /^failure UND_ERR_/);
  });
});
