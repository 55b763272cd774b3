import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import tls from 'node:tls';
import { createClient } from '../../../src/wire/client.ts';
import type { WireRequest } from '../../../src/wire/exchange.ts';
import { certificate, client, closedPort, record, serve, serveBytes } from './server.ts';

const get = (url: string, headers: WireRequest['headers'] = []): WireRequest => ({
  method: 'GET',
  url,
  headers,
});
const text = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8');

describe('the client sends a request exactly as it is given', () => {
  it('the path and query to the letter', async (t) => {
    const { url, received } = await record(t);
    await client(t).send(get(`${url}/rest/1/a%2Fb/some.method.json?A=%5B1%5D&b=%27%20+`));
    assert.equal(received[0]?.url, '/rest/1/a%2Fb/some.method.json?A=%5B1%5D&b=%27%20+');
  });

  it('the headers as spelt, in order, with none but its own of the connection', async (t) => {
    const { url, received } = await record(t);
    await client(t).send(
      get(url, [
        ['User-Agent', 'kit'],
        ['X-b', '1'],
        ['X-A', '2'],
        ['X-b', '3'],
      ]),
    );
    const own = ['host', 'connection'];
    assert.deepEqual(
      received[0]?.headers.filter(([name]) => !own.includes(name.toLowerCase())),
      [
        ['User-Agent', 'kit'],
        ['X-b', '1'],
        ['X-A', '2'],
        ['X-b', '3'],
      ],
    );
  });

  it('a GET without a body or word of one', async (t) => {
    const { url, received } = await record(t);
    await client(t).send(get(url));
    assert.equal(received[0]?.method, 'GET');
    assert.equal(received[0]?.body.length, 0);
    const names = received[0]?.headers.map(([name]) => name.toLowerCase()) ?? [];
    assert.ok(!names.includes('content-length') && !names.includes('transfer-encoding'), names.join());
  });

  it('the bytes of a body with their length', async (t) => {
    const { url, received } = await record(t);
    const body = Buffer.from([0, 255, 10, 13, 0xc3, 0x28]);
    await client(t).send({ method: 'POST', url, headers: [['Content-Type', 'x/y']], body });
    assert.deepEqual(received[0]?.body, body);
    const length = received[0]?.headers.find(([name]) => name.toLowerCase() === 'content-length');
    assert.equal(length?.[1], '6');
  });

  it('and counts what it sent, answered or not', async (t) => {
    const { url } = await record(t);
    const one = client(t);
    await one.send(get(url));
    await one.send(get(`http://127.0.0.1:${await closedPort()}`));
    assert.equal(one.sent, 2);
  });
});

describe('the client gives back an answer exactly as it came', () => {
  it('headers in order, spelt and repeated as on the wire', async (t) => {
    const url = await serveBytes(t, (socket) =>
      reply(
        socket,
        'HTTP/1.1 200 OK\r\nX-Zed: 1\r\nset-COOKIE: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\n{}',
      ),
    );
    const { response } = await client(t).send(get(url));
    assert.deepEqual(response?.headers, [
      ['X-Zed', '1'],
      ['set-COOKIE', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Content-Length', '2'],
    ]);
  });

  for (const status of [200, 201, 204, 400, 401, 403, 404, 500, 503])
    it(`status ${status}`, async (t) => {
      const url = await serve(t, (_request, response) => response.writeHead(status).end());
      const exchange = await client(t).send(get(url));
      assert.equal(exchange.response?.status, status);
      assert.equal(exchange.failure, undefined);
    });

  it('bytes that are no UTF-8', async (t) => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    const url = await serve(t, (_request, response) => response.end(bytes));
    const { response } = await client(t).send(get(url));
    assert.deepEqual(Buffer.from(response?.body ?? []), bytes);
  });

  it('a body in pieces, put together', async (t) => {
    const url = await serve(t, (_request, response) => {
      response.write('{"a":');
      response.end('1}');
    });
    assert.equal(text((await client(t).send(get(url))).response?.body), '{"a":1}');
  });

  for (const status of [301, 302, 303, 307, 308])
    it(`a redirect ${status}, which it does not follow`, async (t) => {
      const asked: string[] = [];
      const url = await serve(t, (request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(status, { location: '/elsewhere' }).end();
      });
      const { response } = await client(t).send(get(`${url}/here`));
      assert.equal(response?.status, status);
      assert.deepEqual(asked, ['/here']);
    });

  it('bytes in a coding that nobody knows, whatever its name', async (t) => {
    const url = await serve(t, (_, response) => {
      response.setHeader('Content-Encoding', 'constructor');
      response.end('{}');
    });
    const { response } = await client(t).send(get(url));
    assert.equal(text(response?.body), '{}');
  });

  it('with the request it belongs to', async (t) => {
    const { url } = await record(t);
    const request = get(url);
    assert.equal((await client(t).send(request)).request, request);
  });
});

describe('no answer is a failure with a code, never an exception', () => {
  const failure = async (t: TestContext, request: WireRequest, options = {}) => {
    const exchange = await client(t, options).send(request);
    assert.equal(exchange.response, undefined);
    assert.ok(exchange.failure, 'no failure');
    assert.notEqual(exchange.failure.message, '');
    return exchange.failure.code;
  };

  it('nothing listens', async (t) => {
    assert.equal(await failure(t, get(`http://127.0.0.1:${await closedPort()}`)), 'ECONNREFUSED');
  });

  it('the name does not exist', async (t) => {
    assert.match(await failure(t, get('http://portal.invalid')), /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('the connection is reset', async (t) => {
    const url = await serveBytes(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    assert.equal(await failure(t, get(url)), 'ECONNRESET');
  });

  it('the connection is closed without a word', async (t) => {
    const url = await serveBytes(t, (socket) => socket.once('data', () => socket.end()));
    assert.equal(await failure(t, get(url)), 'UND_ERR_SOCKET');
  });

  it('the body is cut short', async (t) => {
    const url = await serveBytes(t, (socket) =>
      reply(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"result":'),
    );
    assert.equal(await failure(t, get(url)), 'UND_ERR_SOCKET');
  });

  it('the last chunk is missing', async (t) => {
    const url = await serveBytes(t, (socket) =>
      reply(socket, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'),
    );
    assert.equal(await failure(t, get(url)), 'UND_ERR_SOCKET');
  });

  it('the answer is not HTTP', async (t) => {
    const url = await serveBytes(t, (socket) => reply(socket, 'SSH-2.0-OpenSSH_9.0\r\n'));
    assert.match(await failure(t, get(url)), /^HPE_|^HTTPParserError$/);
  });

  it('the answer never comes', async (t) => {
    const url = await serveBytes(t, () => {});
    assert.equal(await failure(t, get(url), { timeoutMs: 50 }), 'UND_ERR_HEADERS_TIMEOUT');
  });

  it('the answer never ends', async (t) => {
    const url = await serveBytes(t, (socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{')),
    );
    assert.equal(await failure(t, get(url), { timeoutMs: 50 }), 'UND_ERR_BODY_TIMEOUT');
  });

  it('the answer is larger than any answer should be', async (t) => {
    const url = await serve(t, (_request, response) => response.end(Buffer.alloc(11 * 1024 * 1024)));
    assert.equal(await failure(t, get(url)), 'UND_ERR_RES_EXCEEDED_MAX_SIZE');
  });

  it('plain HTTP is spoken where HTTPS is expected', async (t) => {
    const { url } = await record(t);
    assert.match(await failure(t, get(url.replace('http:', 'https:'))), /SSL|TLS/);
  });

  it('the address is none', async (t) => {
    assert.equal(await failure(t, get('no address')), 'ERR_INVALID_URL');
  });

  it('a header is none', async (t) => {
    const { url } = await record(t);
    assert.equal(await failure(t, get(url, [['X', 'a\r\nY: b']])), 'UND_ERR_INVALID_ARG');
  });
});

describe('certificates are always checked', () => {
  it('a private CA is trusted when it is given', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    const { url } = await record(t, identity);
    const { response } = await client(t, { ca: identity.cert }).send(get(url));
    assert.equal(response?.status, 200);
  });

  it('an authority that nobody named is not', async (t) => {
    const { url, received } = await record(t, await certificate({ ip: '127.0.0.1' }));
    const { failure } = await client(t).send(get(url));
    assert.equal(failure?.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.deepEqual(received, []);
  });

  it('another CA than the one given is not', async (t) => {
    const { url, received } = await record(t, await certificate({ ip: '127.0.0.1' }));
    const other = await certificate({ ip: '127.0.0.1' });
    const { failure } = await client(t, { ca: other.cert }).send(get(url));
    assert.match(failure?.code ?? '', /SELF_SIGNED|UNABLE_TO|SIGNATURE/);
    assert.deepEqual(received, []);
  });

  it('a certificate for another host is not', async (t) => {
    const identity = await certificate({ name: 'other-host.invalid' });
    const { url, received } = await record(t, identity);
    const { failure } = await client(t, { ca: identity.cert }).send(get(url));
    assert.equal(failure?.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.deepEqual(received, []);
  });

  it('also when the environment says that they need not be', async (t) => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    t.after(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const { url, received } = await record(t, await certificate({ ip: '127.0.0.1' }));
    const { failure } = await client(t).send(get(url));
    assert.equal(failure?.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.deepEqual(received, []);
  });
});

/** Answers the first request with these bytes and closes. */
function reply(socket: Socket, bytes: string): void {
  socket.once('data', () => socket.end(bytes));
}

describe('how long an exchange took', () => {
  /** A clock that goes on by a second whenever it is read. */
  const clock = () => {
    let seconds = 0;
    return () => ++seconds * 1000;
  };

  it('is measured from sending the request to the end of the answer', async (t) => {
    const { url } = await record(t);
    assert.equal((await client(t, { now: clock() }).send(get(url))).timing?.ms, 1000);
  });

  it('leaves out what a request waits for a free connection', async (t) => {
    const { url } = await record(t);
    const one = client(t, { now: clock(), connections: 1 });
    const both = await Promise.all([one.send(get(url)), one.send(get(url))]);
    assert.deepEqual(
      both.map(({ timing }) => timing?.ms),
      [1000, 1000],
    );
  });

  it('is known of a request that got no answer', async (t) => {
    const url = await serveBytes(t, (socket) => socket.destroy());
    const exchange = await client(t, { now: clock() }).send(get(url));
    assert.notEqual(exchange.failure, undefined);
    assert.equal(exchange.timing?.ms, 1000);
  });
});

describe('the client trusts', () => {
  for (const [who, isCaAlone, number] of [
    ['a private CA beside the public ones', false, tls.rootCertificates.length + 1],
    ['a private CA alone, where it is told to', true, 1],
  ] as const)
    it(who, async (t) => {
      const made = t.mock.method(tls, 'createSecureContext');
      // A new one, as what is made of a CA is kept.
      const { cert: ca } = await certificate({ name: 'localhost' });
      createClient({ ca, isCaAlone });
      const [call] = made.mock.calls;
      const trusted = call?.arguments[0]?.ca;
      assert.ok(Array.isArray(trusted) && trusted.includes(ca));
      assert.equal(trusted.length, number);
    });
});
