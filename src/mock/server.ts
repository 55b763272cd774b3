import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer, Request } from './call.ts';
import type { ServerCertificate } from './certificate.ts';
import { readBody } from './wire/read-body.ts';

export interface Listener {
  readonly port: number;
  /** Ends all connections, whatever they are doing. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Serves HTTPS with it; plain HTTP without. */
  readonly certificate?: ServerCertificate | undefined;
  /** Called with what went wrong on a connection before there was a request, in words. */
  readonly onBroken?: ((problem: string) => void) | undefined;
  readonly timeouts?: Timeouts;
}

/** Milliseconds. */
export interface Timeouts {
  readonly keepAliveTimeout: number;
  readonly headersTimeout: number;
  /** For all of a request. */
  readonly requestTimeout: number;
  /** Between two looks at what has waited too long. */
  readonly connectionsCheckingInterval: number;
}

/**
 * What web servers in front of portals allow, rather than the 5 s of Node. A client that sends a byte now and then keeps its
 * connection no longer than that.
 */
const TIMEOUTS: Timeouts = {
  keepAliveTimeout: 72_000,
  headersTimeout: 60_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 10_000,
};

/**
 * Opens a server that hands every request to `handle`. What is not HTTP gets an answer in the portal's envelope.
 * @throws {Error} of Node with `syscall: 'listen'` when the port cannot be had
 */
export async function openServer(options: ListenOptions, handle: RequestListener): Promise<Listener> {
  const { certificate, host, port, onBroken, timeouts = TIMEOUTS } = options;
  const server = certificate
    ? createHttpsServer({ ...timeouts, key: certificate.key, cert: certificate.cert }, handle)
    : createHttpServer({ ...timeouts }, handle);
  // Connections that are still in their handshake are known to nobody else.
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('clientError', answerBrokenRequest);
  if (onBroken !== undefined) tellBroken(server, onBroken);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
}

/** Tells of connections that never came to a request: what a person would otherwise look for in vain. */
function tellBroken(server: Server, onBroken: (problem: string) => void): void {
  const asked = new WeakSet<Socket>();
  server.on('request', ({ socket }: IncomingMessage) => asked.add(socket));
  server.on('clientError', (error: BrokenRequest, socket: Socket) => {
    asked.add(socket);
    // What goes wrong in TLS arrives here as well.
    if (/^(HPE|ERR_HTTP)_/.test(error.code ?? '')) onBroken(brokenWords(error));
  });
  server.on('tlsClientError', (error: BrokenRequest) => onBroken(handshakeWords(error)));
  // Some clients (Node) look at the certificate when the handshake is over, and say nothing.
  server.on('secureConnection', (socket: Socket) =>
    socket.once('close', () => {
      if (!asked.has(socket)) onBroken(`a client went away without a request; ${TRUST}`);
    }),
  );
}

type BrokenRequest = Error & { code?: string; rawPacket?: Buffer };

const TRUST = 'it may not trust the CA';

function handshakeWords({ code = '', message }: BrokenRequest): string {
  if (code === 'ERR_SSL_HTTP_REQUEST') return 'plain HTTP came to the port for HTTPS';
  if (/ALERT_(UNKNOWN_CA|CERTIFICATE_UNKNOWN|BAD_CERTIFICATE)/.test(code))
    return `a client refused the certificate; ${TRUST}`;
  if (/ALERT_CERTIFICATE_EXPIRED/.test(code)) return 'a client refused the certificate, as it has expired';
  if (code === 'ECONNRESET') return `a client went away in the TLS handshake; ${TRUST}`;
  return `the TLS handshake failed: ${message}`;
}

function brokenWords({ code = '', message, rawPacket }: BrokenRequest): string {
  // The first byte of every TLS record of a handshake (RFC 8446, 5.1).
  if (rawPacket?.[0] === 22) return 'HTTPS came to the port for plain HTTP';
  return code === 'HPE_HEADER_OVERFLOW'
    ? 'the headers of a request are too large'
    : `what came is not HTTP: ${message}`;
}

export interface PortalListenOptions extends ListenOptions {
  /** Bytes. */
  readonly bodyLimit: number;
  answer(request: Request): Promise<Answer>;
}

/** Opens a server of a portal. It neither routes nor parses: a portal answers any path, verb and body in its own words. */
export function listen({ bodyLimit, answer, ...options }: PortalListenOptions): Promise<Listener> {
  const secure = options.certificate !== undefined;
  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { body, failure } = await readBody(message, bodyLimit);
    const given = await answer({
      verb: message.method ?? 'GET',
      target: message.url ?? '/',
      headers: message.headers,
      body,
      secure,
      address: message.socket.remoteAddress ?? '',
      ...(failure === undefined ? {} : { failure }),
    });
    write(given, response);
  }
  return openServer(options, (message, response) => {
    keep(message, response);
    // The client that goes away in the middle of its request gets no answer.
    serve(message, response).catch(() => message.socket.destroy());
  });
}

function write(answer: Answer, response: ServerResponse): void {
  const text = answer.text ?? '';
  // An answer in chunks names no length.
  const length = 'transfer-encoding' in answer.headers ? {} : { 'content-length': Buffer.byteLength(text) };
  if (answer.interim === 100) response.writeContinue();
  if (answer.interim === 102) response.writeProcessing();
  if (answer.interim === 103)
    response.writeEarlyHints({ link: '</bitrix/js/main/core/core.js>; rel=preload' });
  const cookies = answer.cookies === undefined ? {} : { 'set-cookie': [...answer.cookies] };
  response.writeHead(answer.status, { ...length, ...cookies, ...answer.headers });
  response.end(text);
}

/** Requests of a connection that have not been answered yet, in their order. */
const unanswered = new WeakMap<Socket, Set<{ message: IncomingMessage; response: ServerResponse }>>();

function keep(message: IncomingMessage, response: ServerResponse): void {
  const { socket } = message;
  const exchanges = unanswered.get(socket) ?? new Set();
  unanswered.set(socket, exchanges);
  const exchange = { message, response };
  exchanges.add(exchange);
  response.once('close', () => exchanges.delete(exchange));
}

const brokenRequests: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What is not HTTP gets an answer too, in the portal's envelope; no stage sees it. */
function answerBrokenRequest(error: Error & { code?: string }, stream: NodeJS.WritableStream): void {
  const socket = stream as Socket;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = '{"error":"BAD_REQUEST","error_description":"Request could not be read"}';
  const status = brokenRequests[error.code ?? ''] ?? '400 Bad Request';
  const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close`;
  const refuse = () => socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
  // Whole requests before it are answered first, in their order.
  const last = [...(unanswered.get(socket) ?? [])].filter(({ message }) => message.complete).at(-1);
  if (last === undefined) refuse();
  else last.response.once('finish', refuse);
}
