import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastify from 'fastify';
import type { Answer, Request } from './call.ts';
import type { ServerCertificate } from './certificate.ts';
import { readBody } from './wire/read-body.ts';

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Bytes. */
  readonly bodyLimit: number;
  /** Serves HTTPS with it; plain HTTP without. */
  readonly certificate: ServerCertificate | undefined;
  answer(request: Request): Promise<Answer>;
}

/**
 * Starts one server. Fastify accepts, times out and closes connections; it neither routes nor parses, because a portal
 * answers any path, verb and body in its own words.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { certificate, host, port } = options;
  const server = fastify({
    https: certificate ? { key: certificate.key, cert: certificate.cert } : null,
    rewriteUrl: () => '/',
    forceCloseConnections: true,
    clientErrorHandler: answerBrokenRequest,
  });

  server.addHook('onRequest', (request, reply) => {
    reply.hijack();
    keep(request.raw, reply.raw);
    // The client that goes away in the middle of its request gets no answer.
    serve(request.raw, reply.raw).catch(() => request.raw.socket.destroy());
  });

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { body, failure } = await readBody(message, options.bodyLimit);
    const answer = await options.answer({
      verb: message.method ?? 'GET',
      target: (message as { originalUrl?: string }).originalUrl ?? message.url ?? '/',
      headers: message.headers,
      body,
      secure: certificate !== undefined,
      address: message.socket.remoteAddress ?? '',
      ...(failure === undefined ? {} : { failure }),
    });
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

  await server.listen({ host, port });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => server.close(),
  };
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

/** What is no HTTP gets an answer too, in the portal's envelope; no stage sees it. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
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
