import tls from 'node:tls';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Agent, buildConnector, type Dispatcher, request as send } from 'undici';
import { own } from '../base/own.ts';
import { type Exchange, type Header, header, type WireFailure, type WireRequest } from './exchange.ts';
import { learnFrom } from './handed-out.ts';
import { skipInterim } from './interim.ts';

export interface ClientOptions {
  /** PEM of a private CA, trusted beside the public ones. */
  ca?: string | undefined;
  /** The public ones are not trusted: the target's process is this one, which has made the CA. */
  isCaAlone?: boolean;
  /** Connections per origin; further requests wait. */
  connections?: number;
  /** Milliseconds to wait for the headers, and again for the body. */
  timeoutMs?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** The documentation allows a request 60 s. */
export const TIME_LIMIT_MS = 65_000;

export interface SendOptions {
  /** Not to be tried again: the first answer counts, whatever it is. */
  impatient?: boolean;
}

/** Sends requests exactly as given: no redirects followed, nothing retried, certificates always checked. */
export interface HttpClient {
  /** Never throws: a failure to get an answer is part of the exchange. */
  send(request: WireRequest, options?: SendOptions): Promise<Exchange>;
  /** Requests sent so far. */
  readonly sent: number;
  close(): Promise<void>;
}

const LARGEST_ANSWER = 10 * 1024 * 1024;

export function createClient({
  ca,
  isCaAlone = false,
  connections = 8,
  timeoutMs = TIME_LIMIT_MS,
  now = Date.now,
}: ClientOptions = {}): HttpClient {
  const agent = new TimedAgent(now, {
    connections,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: LARGEST_ANSWER,
    connect: connectorFor(ca, isCaAlone),
  });
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    async send(request) {
      sent++;
      const going: Going = { since: now() };
      const timing = () => ({ startedAt: going.since, ms: now() - going.since });
      try {
        const answer = await send(request.url, {
          dispatcher: agent,
          opaque: going,
          method: request.method,
          headers: request.headers.flat(),
          body: request.body ?? null,
          responseHeaders: 'raw',
        });
        const headers = pairs(answer.headers);
        const bytes = new Uint8Array(await answer.body.arrayBuffer());
        const taken = timing();
        const body = await decoded(bytes, headers);
        const response = { status: answer.statusCode, headers, body };
        const exchange = { request, response, timing: taken };
        // Here, because every answer comes this way, before anybody can quote it.
        learnFrom(exchange);
        return exchange;
      } catch (error) {
        return { request, failure: toFailure(error), timing: timing() };
      }
    },
    close: () => agent.close(),
  };
}

/** A request under way; rides along with it through undici. */
interface Going {
  /** When it went out on its connection; until then, when it was handed over: what it waits is not the target's time. */
  since: number;
}

/**
 * Notes when a request goes out. An interceptor (`compose`) would put another handler in place of undici's, which loses the
 * headers as they stand on the wire; so undici's own tells it.
 */
class TimedAgent extends Agent {
  readonly #now: () => number;

  constructor(now: () => number, options: Agent.Options) {
    super(options);
    this.#now = now;
  }

  override dispatch(options: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { opaque } = options as { opaque?: Going };
    const connected = handler.onConnect?.bind(handler);
    if (opaque && connected)
      handler.onConnect = (...all) => {
        opaque.since = this.#now();
        connected(...all);
      };
    return super.dispatch(options, handler);
  }
}

function connectorFor(ca: string | undefined, isCaAlone: boolean): buildConnector.connector {
  const connect = buildConnector({
    timeout: 15_000,
    // Named, because NODE_TLS_REJECT_UNAUTHORIZED=0 would switch the checks off otherwise.
    rejectUnauthorized: true,
    ...(ca ? { secureContext: trusting(ca, isCaAlone) } : {}),
  });
  return (options, callback) =>
    connect(options, (...[error, socket]) =>
      error ? callback(error, null) : callback(null, skipInterim(socket)),
    );
}

const DECODERS: Readonly<Record<string, typeof gunzip>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  br: brotliDecompress,
};

/** A server may compress without being asked to (RFC 9110, 12.5.3); what is judged is what was compressed. */
async function decoded(body: Uint8Array, headers: readonly Header[]): Promise<Uint8Array> {
  const coding = header(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  const decode = own(DECODERS, coding);
  if (!decode || body.length === 0) return body;
  return new Uint8Array(await promisify(decode)(body, { maxOutputLength: LARGEST_ANSWER }));
}

const contexts = new Map<string, tls.SecureContext>();

/** Reading the public authorities takes 20 ms: once per private CA, not once per connection. */
function trusting(ca: string, isAlone: boolean): tls.SecureContext {
  const key = `${isAlone} ${ca}`;
  const known =
    contexts.get(key) ?? tls.createSecureContext({ ca: isAlone ? [ca] : [...tls.rootCertificates, ca] });
  contexts.set(key, known);
  return known;
}

/** With `responseHeaders: 'raw'` undici gives name, value, name, value, …; its types do not say so. */
function pairs(raw: unknown): Header[] {
  const flat = Array.isArray(raw) ? raw.map(String) : [];
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
}

function toFailure(error: unknown): WireFailure {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error) };
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : (error.cause ?? error);
  const code = [error, inner]
    .map((cause) => (cause as { code?: unknown }).code)
    .find((text) => typeof text === 'string');
  return {
    code: String(code ?? error.name),
    message: (inner instanceof Error ? inner.message : '') || error.message,
  };
}
