import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeCertificate } from '../../../src/mock/certificate.ts';
import { type MockOptions, startMockPortal } from '../../../src/mock/index.ts';

/** A request as the stand-in sees it. */
export interface StandInCall {
  /** 1 for the first request. */
  number: number;
  secure: boolean;
  verb: string;
  url: string;
  body: string;
  /** The method in lower case, without a suffix. */
  method: string;
  /** Whether it goes to an address of a webhook. */
  byWebhook: boolean;
  /** Whether it is a call of the REST API. */
  rest: boolean;
  /** Whether it was sent with an access token, or with one that has this in it. */
  byToken(part?: string): boolean;
}

export interface StandInAnswer {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** What a stand-in answers in place of the mock portal behind it, and what it makes of the mock's answers. */
export interface Rule {
  before?: (call: StandInCall) => StandInAnswer | undefined;
  after?: (call: StandInCall, answer: Required<StandInAnswer>) => StandInAnswer;
}

export interface StandIn {
  /** Variables of a client that has everything that the seed world offers, at this stand-in. */
  environment: Record<string, string>;
  /** `METHOD` of each request to the REST API, in order. */
  calls: string[];
  close(): Promise<void>;
}

/**
 * A mock portal behind a proxy that answers otherwise by rule, over TLS, on free ports of loopback. Its environment
 * trusts the stand-in's certificate, and lets requests go without a pace.
 *
 * @param scratch folder for what the clients need
 */
export async function startStandIn(
  rule: Rule,
  { scratch, ...options }: MockOptions & { scratch: string },
): Promise<StandIn> {
  const mock = await startMockPortal(options);
  const certificate = await ownCertificate();
  const calls: string[] = [];
  let number = 0;
  const serve =
    (secure: boolean): http.RequestListener =>
    (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        const call = toCall(++number, secure, request, body);
        if (call.rest) calls.push(call.method);
        const early = rule.before?.(call);
        if (early) send(response, early);
        else
          pass(new URL(secure ? mock.httpsUrl : mock.httpUrl), mock.ca, request, body)
            .then((answer) => send(response, rule.after?.(call, answer) ?? answer))
            .catch(() => response.destroy());
      });
    };
  const servers = [
    https.createServer({ key: certificate.key, cert: certificate.cert }, serve(true)),
    http.createServer(serve(false)),
  ];
  const [httpsPort, httpPort] = await Promise.all(servers.map(listen));
  const folder = mkdtempSync(join(scratch, 'stand-in-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, certificate.ca);
  const environment = Object.fromEntries(
    Object.entries(mock.environment).map(([name, value]) => [
      name,
      value
        .replaceAll(mock.httpsUrl, `https://127.0.0.1:${httpsPort}`)
        .replaceAll(mock.httpUrl, `http://127.0.0.1:${httpPort}`),
    ]),
  );
  return {
    environment: {
      ...environment,
      B24_CA_FILE: caFile,
      B24_LEDGER: join(folder, 'ledger.jsonl'),
      B24_REQUESTS: 'all',
      B24_RATE: '1000',
      B24_BURST: '1000',
    },
    calls,
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await mock.close();
    },
  };
}

let made: ReturnType<typeof makeCertificate> | undefined;

/** One for the process: making keys is a large part of a start. */
const ownCertificate = () => (made ??= makeCertificate('valid', '127.0.0.1'));

function listen(server: http.Server | https.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

function toCall(number: number, secure: boolean, request: http.IncomingMessage, body: Buffer): StandInCall {
  const { url = '/', method: verb = 'GET', headers } = request;
  const path = url.split('?')[0] ?? '';
  const text = body.toString('latin1');
  const everything = `${url} ${text} ${headers.authorization ?? ''}`;
  return {
    number,
    secure,
    verb,
    url,
    body: text,
    method: (path.replace(/\/+$/, '').split('/').pop() ?? '').replace(/\.(json|xml)$/i, '').toLowerCase(),
    byWebhook: /^\/+rest\/+\d+\/+[^/]+\//.test(path),
    rest: path.startsWith('/rest/'),
    byToken: (part = '') =>
      /"(auth|access_token)"|(^|[?& ])(auth|access_token)=|name="(auth|access_token)"|Bearer /.test(
        everything,
      ) && everything.includes(part),
  };
}

/** Hands a request on to the mock as it came. */
function pass(
  base: URL,
  ca: string,
  { url, method, headers }: http.IncomingMessage,
  body: Buffer,
): Promise<Required<StandInAnswer>> {
  return new Promise((resolve, reject) => {
    const { request } = base.protocol === 'https:' ? https : http;
    request(
      {
        host: base.hostname,
        port: base.port,
        path: url,
        method,
        headers: { ...headers, host: base.host, connection: 'close' },
        ca,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: { ...answer.headers } as Record<string, string | string[]>,
            body: Buffer.concat(parts),
          }),
        );
      },
    )
      .on('error', reject)
      .end(body);
  });
}

const OWN_TO_A_CONNECTION = ['content-length', 'transfer-encoding', 'connection', 'keep-alive'];

function send(response: http.ServerResponse, { status, headers = {}, body = '' }: StandInAnswer): void {
  const kept = Object.entries(headers).filter(([name]) => !OWN_TO_A_CONNECTION.includes(name.toLowerCase()));
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...Object.fromEntries(kept), 'content-length': bytes.length });
  response.end(bytes);
}

/** A refusal as the REST API gives it. */
export const refuse = (status: number, error: string, text: string): StandInAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ error, error_description: text }),
});

/** The same in XML. */
export const refuseInXml = (status: number, error: string, text: string): StandInAnswer => ({
  status,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: `<response><error>${error}</error><error_description>${text}</error_description></response>`,
});

export const page = (status: number, title: string, body = ''): StandInAnswer => ({
  status,
  headers: { server: 'nginx', 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body || title}</body></html>`,
});

export const redirect = (status: number, location: string): StandInAnswer => ({
  status,
  headers: { location, 'content-type': 'text/html; charset=utf-8' },
});

const onWebhook =
  (answer: StandInAnswer) =>
  ({ secure, byWebhook }: StandInCall): StandInAnswer | undefined =>
    secure && byWebhook ? answer : undefined;
const onRest =
  (answer: StandInAnswer) =>
  ({ secure, rest }: StandInCall): StandInAnswer | undefined =>
    secure && rest ? answer : undefined;
const onToken =
  (answer: StandInAnswer, ...parts: readonly string[]) =>
  (call: StandInCall): StandInAnswer | undefined =>
    call.secure && call.rest && parts.some((part) => call.byToken(part)) ? answer : undefined;

/** Answers seen on portals, and some that are like them; the values are made up. */
export const RULES = {
  none: {},
  coupon: { before: onRest(redirect(302, '/bitrix/coupon_activation.php')) },
  'coupon elsewhere': {
    before: onRest(redirect(302, 'https://portal.invalid/bitrix/coupon_activation.php?a=b')),
  },
  'login redirect': { before: onRest(redirect(302, '/auth/?login=yes&backurl=%2Frest%2F')) },
  'login elsewhere': { before: onRest(redirect(303, 'https://login.company.invalid/saml?request=x')) },
  maintenance: { before: onRest(page(503, 'Maintenance', 'We will be back soon')) },
  'bad gateway': { before: onRest(page(502, '502 Bad Gateway')) },
  'login page': { before: onRest(page(200, 'Log in', '<form action="/?login=yes"></form>')) },
  'firewall page': { before: onRest(page(403, 'Forbidden')) },
  'not found page': { before: onRest(page(404, '404 Not Found')) },
  'empty body': { before: onRest({ status: 200, headers: { 'content-type': 'text/html' } }) },
  'dismissed user': { before: onWebhook(refuse(401, 'authorization_error', 'Unable to authorize user')) },
  overload: { before: onWebhook(refuse(401, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload.')) },
  plan: { before: onWebhook(refuse(401, 'ACCESS_DENIED', 'REST is available only by subscription')) },
  'plan in XML': {
    before: onWebhook(refuseInXml(401, 'ACCESS_DENIED', 'REST is available only by subscription')),
  },
  licence: { before: onWebhook(refuse(401, 'verification_needed', 'License check failed')) },
  unpaid: { before: onWebhook(refuse(401, 'PAYMENT_REQUIRED', 'Payment required')) },
  closed: { before: onWebhook(refuse(403, 'PORTAL_DELETED', 'Portal was deleted')) },
  'webhook gone': { before: onWebhook(refuse(401, 'INVALID_CREDENTIALS', 'Invalid request credentials')) },
  'side tokens expired': {
    before: onToken(
      refuse(401, 'expired_token', 'The access token provided has expired'),
      '00noscope',
      '00nobot',
      '00denied',
    ),
  },
  'side tokens unknown': {
    before: onToken(
      refuse(401, 'invalid_token', 'Unable to get application by token'),
      '00noscope',
      '00nobot',
      '00denied',
      '00expired',
    ),
  },
  'side tokens of a dismissed user': {
    before: onToken(
      refuse(401, 'authorization_error', 'Unable to authorize user'),
      '00noscope',
      '00nobot',
      '00denied',
      '00expired',
    ),
  },
  'disk quota': {
    before: onToken(
      refuse(401, 'ERROR_OAUTH', 'Исчерпан выделенный дисковый ресурс.<br>'),
      'mockaccesstoken',
    ),
  },
  'application removed': {
    before: onToken(refuse(401, 'APPLICATION_NOT_FOUND', 'Application not found'), 'mockaccesstoken'),
  },
  'authorization server unreachable': {
    before: onToken(
      refuse(401, 'CONNECTION_ERROR', 'Error connecting to authorization server'),
      'mockaccesstoken',
    ),
  },
  'expired token accepted': {
    before: ({ method, byToken }) =>
      method === 'scope' && byToken('00expired') ? success(['imbot', 'im', 'user']) : undefined,
  },
  'denied token accepted': {
    before: ({ method, byToken }) =>
      method === 'scope' && byToken('00denied') ? success(['imbot', 'im', 'user']) : undefined,
  },
  'token without scope': {
    before: ({ method, byToken }) =>
      method === 'scope' && byToken('00valid') ? success(['user']) : undefined,
  },
  'no webhook method user.list': {
    before: ({ method }) =>
      method === 'imbot.chat.user.list'
        ? refuse(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
        : undefined,
  },
  cookies: {
    after: (_call, answer) => ({
      ...answer,
      headers: { ...answer.headers, 'set-cookie': ['PHPSESSID=sessionMadeUp0001; path=/; secure; HttpOnly'] },
    }),
  },
  gzip: {
    after: (_call, answer) => ({
      ...answer,
      headers: { ...answer.headers, 'content-encoding': 'gzip' },
      body: gzipSync(answer.body),
    }),
  },
} as const satisfies Record<string, Rule>;

/** A success as the REST API gives it. */
function success(result: unknown): StandInAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ result }),
  };
}
