import { gzipSync } from 'node:zlib';
import type { Answer, Call } from '../call.ts';
import { inNewerForm } from '../newer/refusal.ts';
import type { Stage } from '../stage.ts';
import { timeOf } from '../time.ts';
import { PHP_WARNING } from '../wire/documents.ts';
import { renderXml } from '../wire/xml.ts';

/** Adds `time` to a success; errors carry none (observed). */
export const time: Stage = {
  name: 'time',
  phase: 'finish',
  run(call) {
    const { answer } = call;
    if (answer?.body === undefined || !('result' in answer.body)) return undefined;
    return { ...answer, body: { ...answer.body, time: timeOf(call) } };
  },
};

/** Gives refusals that both versions share the form of REST 3.0, where such a call was made. */
export const newerForm: Stage = {
  name: 'newer-form',
  phase: 'finish',
  run: ({ answer, endpoint }) => (answer && endpoint === 'rest-v3' ? inNewerForm(answer) : undefined),
};

/** Headers of every answer (observed). */
const common = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'origin, content-type, accept',
  'x-content-type-options': 'nosniff',
};

/** Adds the headers that every answer carries. `date` follows the portal's clock, as `time` does. */
export const headers: Stage = {
  name: 'headers',
  phase: 'finish',
  run(call) {
    const { answer, portal } = call;
    if (answer === undefined) return undefined;
    const date = new Date(portal.clock.now() * 1000).toUTCString();
    if (answer.outside) return { ...answer, headers: { server: 'nginx', date, ...answer.headers } };
    const plain = { ...answer, headers: { ...common, date, ...answer.headers } };
    return portal.profile.liveHeaders ? withLiveHeaders(plain, call) : plain;
  },
};

/** What web server and site add on live portals (observed). The cookies are secrets of a session. */
function withLiveHeaders(answer: Answer, { portal, caller, processing }: Call): Answer {
  const session = portal.nextSecret('mocksession', 32);
  return {
    ...answer,
    headers: {
      server: 'nginx',
      'x-powered-cms': 'Bitrix Site Manager (0123456789abcdef0123456789abcdef)',
      p3p: 'policyref="/bitrix/p3p.xml", CP="NON DSP COR CUR ADM DEV PSA PSD OUR UNR BUS UNI COM NAV INT DEM STA"',
      'strict-transport-security': 'max-age=31536000; includeSubdomains',
      ...(caller?.application !== undefined && { 'x-bitrix-rest-application': caller.application }),
      'x-bitrix-rest-time': processing.toFixed(10),
      'x-bitrix-rest-user-time': processing.toFixed(10),
      'x-bitrix-rest-system-time': (0).toFixed(10),
      ...answer.headers,
      'x-content-type-options': 'nosniff, nosniff',
    },
    cookies: [
      `PHPSESSID=${session}; path=/; secure; HttpOnly`,
      `BITRIX_SM_UIDH=${session.toUpperCase()}; path=/; secure; HttpOnly`,
      'qmb=0.; path=/',
    ],
  };
}

/** Turns the body into bytes and names their type (custom-methods.md, example, for both types). */
export const render: Stage = {
  name: 'render',
  phase: 'finish',
  run({ answer, format, portal }) {
    if (answer === undefined) return undefined;
    if (answer.body === undefined) return { ...answer, text: answer.text ?? '' };
    const [type, text] =
      format === 'xml'
        ? ['text/xml', renderXml(answer.body, portal.profile.xmlDeclaration)]
        : ['application/json', JSON.stringify(answer.body)];
    return { ...answer, headers: { 'content-type': `${type}; charset=utf-8`, ...answer.headers }, text };
  },
};

/** Compresses the bytes where the client asked and the portal does, and puts in front of them what a fault wants. */
export const deliver: Stage = {
  name: 'deliver',
  phase: 'finish',
  run: (call) => call.answer && compressed(prefixed(call.answer, call), call),
};

function prefixed(answer: Answer, { prefix }: Call): Answer {
  if (prefix === undefined) return answer;
  if (prefix !== 'php-warning') return { ...answer, interim: prefix };
  return { ...answer, text: Buffer.concat([Buffer.from(PHP_WARNING), Buffer.from(answer.text ?? '')]) };
}

function compressed(answer: Answer, { portal, request }: Call): Answer {
  if (!portal.profile.liveHeaders || answer.text === undefined || answer.text.length === 0) return answer;
  if ('content-encoding' in answer.headers || !accepts(request.headers['accept-encoding'])) return answer;
  const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { ...answer, headers, text: gzipSync(answer.text) };
}

/** Whether `Accept-Encoding` names gzip, and not with the weight 0 that refuses it. */
function accepts(value: string | readonly string[] | undefined): boolean {
  return String(value ?? '')
    .split(',')
    .map((coding) =>
      coding
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q\s*=\s*/),
    )
    .some(([name, weight = '1']) => name === 'gzip' && Number(weight) > 0);
}
