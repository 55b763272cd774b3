import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type ClientOptions, createClient, type HttpClient } from '../../../src/wire/client.ts';

/** What arrived. */
export interface Received {
  method: string;
  url: string;
  /** Name and value as on the wire, in order. */
  headers: [name: string, value: string][];
  body: Buffer;
}

export interface Identity {
  key: string;
  cert: string;
}

export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = request.rawHeaders.flatMap((name, index, all): [string, string][] =>
    index % 2 === 0 ? [[name, all[index + 1] ?? '']] : [],
  );
  return { method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(chunks) };
}

/** A server on a free port of loopback that ends with the test; over HTTPS where it has an identity. */
export async function serve(t: TestContext, listener: RequestListener, identity?: Identity): Promise<string> {
  const server = identity ? createHttps(identity, listener) : createHttp(listener);
  t.after(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `${identity ? 'https' : 'http'}://127.0.0.1:${await listen(server)}`;
}

/** Answers 200 and keeps what arrived. */
export async function record(
  t: TestContext,
  identity?: Identity,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const url = await serve(
    t,
    async (request, response) => {
      received.push(await receive(request));
      response.end('{}');
    },
    identity,
  );
  return { url, received };
}

/** A bare TCP server, for answers that no HTTP server would give. */
export async function serveBytes(t: TestContext, onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** A port of loopback on which nothing listens any more. */
export async function closedPort(): Promise<number> {
  const server = createTcp();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A client that ends with the test. */
export function client(t: TestContext, options: ClientOptions = {}): HttpClient {
  const one = createClient({ timeoutMs: 20_000, ...options });
  t.after(() => one.close());
  return one;
}

/** A certificate that vouches for itself. */
export async function certificate(host: { ip: string } | { name: string }): Promise<Identity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [type, value] = 'ip' in host ? (['ip', host.ip] as const) : (['dns', host.name] as const);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=kit test',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true), new SubjectAlternativeNameExtension([{ type, value }])],
  });
  const key = PemConverter.encode(
    await crypto.subtle.exportKey('pkcs8', keys.privateKey),
    PemConverter.PrivateKeyTag,
  );
  return { key, cert: certificate.toString('pem') };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
