import { toCurl } from '../wire/curl.ts';
import { type Exchange, type Header, isPlainHttp, NOT_SENT } from '../wire/exchange.ts';
import { maskHeader } from '../wire/handed-out.ts';
import { type Redactor, redactDeep } from '../wire/redact.ts';
import type { Evidence, EvidenceStep } from './claims.gen.ts';
import { shorten } from './shorten.ts';

/** An exchange in a form that may be shown and stored: secrets replaced, bodies as text; with those of the case's other steps. */
export type RedactedExchange = Omit<Evidence, 'case' | 'problems'>;

/** Whether the target left a request without an answer; plain HTTP it need not answer at all. */
export function isUnanswered({ request, failure }: RedactedExchange): boolean {
  return failure !== undefined && !isPlainHttp(request) && !failure.startsWith(NOT_SENT);
}

/** Longer bodies are cut, in characters. */
const LONGEST_BODY = 20_000;

export function toRedactedExchange(
  { request, response, timing, failure }: Exchange,
  redact: Redactor,
  trustCa: boolean,
): RedactedExchange {
  const exchange: RedactedExchange = {
    request: {
      method: request.method,
      url: request.url,
      headers: copy(request.headers),
      ...(request.body ? { body: text(request.body) } : {}),
      curl: toCurl(request, trustCa),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: response.headers.map(maskHeader),
            body: text(response.body),
          },
        }
      : {}),
    ...(timing === undefined ? {} : { durationMs: Math.round(timing.ms) }),
    ...(failure ? { failure: `${failure.message} (${failure.code})` } : {}),
  };
  return cutBodies(redactDeep(exchange, redact));
}

/** What a report needs of an exchange that nobody will look at. Nothing of it is from the wire but the method and the status. */
export const barest = ({ request: { method }, response }: Exchange): RedactedExchange => ({
  request: { method, url: '', headers: [], curl: '' },
  ...(response ? { response: { status: response.status, headers: [], body: '' } } : {}),
});

/** Only once it is redacted: a cut through a secret would leave a part that nothing finds. */
function cutBodies({ request, response, ...rest }: RedactedExchange): RedactedExchange {
  return {
    ...rest,
    request: { ...request, ...(request.body === undefined ? {} : { body: cut(request.body) }) },
    ...(response ? { response: { ...response, body: cut(response.body) } } : {}),
  };
}

/** What a person reads under a step: the request as a line to paste, the answer, what is wrong with it. */
export function exchangeText(exchange: RedactedExchange, problems: readonly string[]): string {
  const { story = [], before = [], after = [], tries = [], request, response } = exchange;
  const listed = (steps: readonly EvidenceStep[]): string[] =>
    steps.flatMap((step) => [
      ...(step.step === undefined ? [] : [step.step]),
      step.request.curl,
      step.response
        ? `→ HTTP ${step.response.status} ${step.response.body}`
        : `→ no answer: ${step.failure ?? ''}`,
      '',
    ]);
  const answer = response
    ? [
        `HTTP ${response.status}`,
        ...response.headers.map(([name, value]) => `${name}: ${value}`),
        '',
        response.body,
      ]
    : [`no answer: ${exchange.failure ?? ''}`];
  return [
    ...(problems.length > 0 ? ['# Contradicted', ...problems, ''] : []),
    ...(story.length > 0 ? ['# Steps', ...story, ''] : []),
    ...(before.length > 0 ? ['# Sent first', ...listed(before)] : []),
    ...(tries.length > 0 ? ['# Earlier tries', ...listed(tries)] : []),
    '# Request',
    request.curl,
    '',
    '# Answer',
    ...answer,
    '',
    ...(after.length > 0 ? ['# Sent afterwards', ...listed(after)] : []),
  ].join('\n');
}

const copy = (headers: readonly Header[]): [string, string][] =>
  headers.map(([name, value]) => [name, value]);

const text = (body: Uint8Array): string => Buffer.from(body).toString('utf8');

const cut = (body: string): string => shorten(body, LONGEST_BODY);
