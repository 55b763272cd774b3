import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { makeCertificate } from '../mock/certificate.ts';
import type { Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import type { Exchange, Header, WireRequest, WireResponse } from '../wire/exchange.ts';
import type { Call } from './example.ts';
import { errorOf, methodOf, parametersOf } from './received.ts';
import { openTunnel } from './tunnel.ts';

/** A request as an example makes it: its address from the path on. */
export interface Received {
  method: string;
  path: string;
  headers: readonly Header[];
  body: Uint8Array;
}

/**
 * The only way from an example to the target: examples know its address alone, and what they send is passed on by our own
 * client, with the run's certificates, limits and token. So what really left is known, whatever the language.
 */
export interface Relay {
  /** `127.0.0.1:PORT`, where examples find the target over TLS. */
  host: string;
  /** A proxy that leads here, for libraries that forget the port. */
  proxy: string;
  /** PEM that examples trust; the target's own is our client's business. */
  ca: string;
  /** Passes a request on, for runners that intercept requests instead. */
  pass(request: Received): Promise<WireResponse>;
  /** Calls since the last time this was asked. */
  calls(): Call[];
  close(): Promise<void>;
}

/** What requests are passed on with. */
export interface RelayMeans {
  target: Target;
  client: HttpClient;
  /** A new access token instead of one that has expired. */
  renew?: ((expired: string) => Promise<string>) | undefined;
  /** Whether a call may go to the target; default: every one. */
  lets?: ((method: string, parameters: Record<string, unknown>) => boolean) | undefined;
}

/** Headers between two hosts, which are not passed on. */
const HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect']);
/** Of answers: their bodies are passed on decoded. */
const CODED = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'content-encoding',
]);

export async function openRelay(means: RelayMeans): Promise<Relay> {
  const calls: Call[] = [];
  const pass = async (request: Received): Promise<WireResponse> => {
    const method = methodOf(request.path);
    const parameters = await parametersOf(request.path, request.headers, request.body);
    if (method !== undefined && means.lets?.(method, parameters ?? {}) === false) {
      calls.push({ method, parameters, status: undefined });
      return refusal(403, 'not passed on');
    }
    const { response, failure } = await forward(request, means);
    const answer = response ?? refusal(502, failure?.code ?? 'no answer');
    if (method !== undefined)
      calls.push({ method, parameters, status: answer.status, error: errorOf(answer.body) });
    return answer;
  };
  const { ca, cert, key } = await makeCertificate('valid', 'localhost');
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    void receive(incoming)
      .then(pass)
      .then(({ status, headers, body }) => {
        outgoing.writeHead(status, headers.filter(([name]) => !CODED.has(name.toLowerCase())).flat());
        outgoing.end(body);
      })
      // The example has hung up.
      .catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const tunnel = await openTunnel(Number(port));
  return {
    host: `127.0.0.1:${port}`,
    proxy: tunnel.url,
    ca,
    pass,
    calls: () => calls.splice(0),
    async close() {
      await tunnel.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward({ method, path, headers, body }: Received, { target, client, renew }: RelayMeans) {
  const send = async (change: (text: string) => string): Promise<Exchange> => {
    const request: WireRequest = {
      method,
      url: target.origin('https') + change(path),
      headers: headers
        .filter(([name]) => !HOP.has(name.toLowerCase()))
        .map(([name, value]) => [name, change(value)] as const),
      ...(body.length > 0
        ? { body: Buffer.from(change(Buffer.from(body).toString('latin1')), 'latin1') }
        : {}),
    };
    // There is room for it: the example waited before it began, and its own patience is short.
    const exchange = await client.send(request, { impatient: true });
    const { response } = exchange;
    const spoilt = !response || errorOf(response.body) === 'QUERY_LIMIT_EXCEEDED';
    return spoilt ? client.send(request) : exchange;
  };
  const exchange = await send((text) => text);
  if (!renew || !exchange.response || errorOf(exchange.response.body) !== 'expired_token') return exchange;
  const { token = '' } = target.access({ token: 'own' }, 'https');
  const fresh = await renew(token).catch(() => undefined);
  if (fresh === undefined) return exchange;
  target.useToken(fresh);
  return send((text) => text.replaceAll(token, fresh));
}

async function receive(incoming: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const raw = incoming.rawHeaders;
  const headers = raw.flatMap((name, index): Header[] =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : [],
  );
  const { method = 'GET', url: path = '/' } = incoming;
  return { method, path, headers, body: Buffer.concat(parts) };
}

function refusal(status: number, error: string): WireResponse {
  return {
    status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ error, error_description: '' })),
  };
}
