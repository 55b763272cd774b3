import { connect as connectTcp, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createSecureContext } from 'node:tls';
import { Agent, request } from 'undici';
import { type Clock, type MockOptions, type MockPortal, startMockPortal } from '../../../src/mock/index.ts';

/** What came back: the text as sent, and the same read as JSON where it is JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: { readonly [key: string]: unknown };
}

export interface Init {
  readonly verb?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A portal that ends with the test, and a client that trusts it. */
export interface Bench {
  readonly portal: MockPortal;
  /** Environment variable that must be there. */
  env(name: string): string;
  send(url: string, init?: Init): Promise<Reply>;
  /** Calls a method by webhook with JSON parameters; the webhook's CLIENT_ID comes on its own. */
  hook(method: string, parameters?: Record<string, unknown>): Promise<Reply>;
  /** Calls a method with an OAuth token in the JSON body. */
  oauth(method: string, parameters?: Record<string, unknown>, token?: string): Promise<Reply>;
}

export async function bench(t: TestContext, options: MockOptions = {}): Promise<Bench> {
  const failures: unknown[] = [];
  const portal = await startMockPortal({ onFailure: (error) => failures.push(error), ...options });
  // Read once, not anew for every connection.
  const dispatcher = new Agent({ connect: { secureContext: createSecureContext({ ca: portal.ca }) } });
  t.after(async () => {
    await dispatcher.destroy();
    await portal.close();
    if (failures.length > 0) throw failures[0];
  });

  const send = async (url: string, { verb = 'GET', headers = {}, body }: Init = {}): Promise<Reply> => {
    const response = await request(url, {
      dispatcher,
      method: verb as 'GET',
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return replyOf(response.statusCode, response.headers, await response.body.text());
  };
  return calling(portal, send);
}

/** The same portal, asked without a connection: for who asks thousands of times what it answers, not how it is sent. */
export function withoutConnection({ portal }: Pick<Bench, 'portal'>): Bench {
  return calling(portal, async (url, { verb = 'GET', headers = {}, body = '' } = {}) => {
    const { protocol, origin } = new URL(url);
    const answer = await portal.answer({
      verb,
      target: url.slice(origin.length),
      headers,
      body: Buffer.from(body),
      secure: protocol === 'https:',
      address: '127.0.0.1',
    });
    const cookies = answer.cookies === undefined ? {} : { 'set-cookie': [...answer.cookies] };
    return replyOf(answer.status, { ...cookies, ...answer.headers }, String(answer.text ?? ''));
  });
}

function replyOf(status: number, headers: Reply['headers'], text: string): Reply {
  return { status, headers, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
}

function calling(portal: MockPortal, send: Bench['send']): Bench {
  const env = (name: string) => {
    const value = portal.environment[name];
    if (value === undefined) throw new Error(`The portal's environment has no ${name}`);
    return value;
  };
  return {
    portal,
    env,
    send,
    hook: (method, parameters = {}) =>
      send(env('B24_WEBHOOK') + method, post({ CLIENT_ID: env('B24_CLIENT_ID'), ...parameters })),
    oauth: (method, parameters = {}, token = env('B24_OAUTH_ACCESS_TOKEN')) =>
      send(`${portal.httpsUrl}/rest/${method}`, post({ ...parameters, auth: token })),
  };
}

/** A POST with a JSON body. */
export function post(value: unknown): Init {
  return { verb: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** A POST with a body of any kind. */
export function postText(contentType: string | undefined, body: string | Buffer): Init {
  return { verb: 'POST', headers: contentType === undefined ? {} : { 'content-type': contentType }, body };
}

/** A clock that moves only by `tick`. */
export function stillClock(now: number): Clock & { tick(seconds: number): void } {
  let current = now;
  return {
    now: () => current,
    tick(seconds) {
      current += seconds;
    },
  };
}

/** Writes bytes to the plain-HTTP port and returns everything that comes back until the server closes. */
export function raw(portal: Pick<MockPortal, 'httpUrl'>, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = open(portal);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    socket.write(bytes);
  });
}

/** A bare connection to the plain-HTTP port. */
export function open(portal: Pick<MockPortal, 'httpUrl'>): Socket {
  const { hostname, port } = new URL(portal.httpUrl);
  return connectTcp({ host: hostname, port: Number(port) });
}
