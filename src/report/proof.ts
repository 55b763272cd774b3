import { toCurl } from '../wire/curl.ts';
import type { Exchange, Header } from '../wire/exchange.ts';
import { type Redactor, redactDeep } from '../wire/redact.ts';
import type { EvidenceRequest, EvidenceResponse, EvidenceStep } from './claims.gen.ts';

/** An exchange in a form that may be shown and stored: secrets replaced, bodies as text. */
export interface Proof {
  /** What was sent first, and what came; absent where nothing was. */
  before?: EvidenceStep[];
  request: EvidenceRequest;
  response?: EvidenceResponse;
  failure?: string;
}

/** Longer bodies are cut, in characters. */
const LONGEST_BODY = 20_000;

export function toProof({ request, response, failure }: Exchange, redact: Redactor, trustCa: boolean): Proof {
  const proof: Proof = {
    request: {
      method: request.method,
      url: request.url,
      headers: copy(request.headers),
      ...(request.body ? { body: text(request.body) } : {}),
      curl: toCurl(request, trustCa),
    },
    ...(response
      ? { response: { status: response.status, headers: copy(response.headers), body: text(response.body) } }
      : {}),
    ...(failure ? { failure: `${failure.message} (${failure.code})` } : {}),
  };
  return cutBodies(redactDeep(proof, redact));
}

/** Only once it is redacted: a cut through a secret would leave a part that nothing finds. */
function cutBodies({ request, response, ...rest }: Proof): Proof {
  return {
    ...rest,
    request: { ...request, ...(request.body === undefined ? {} : { body: cut(request.body) }) },
    ...(response ? { response: { ...response, body: cut(response.body) } } : {}),
  };
}

/** What a person reads under a step: the request as a line to paste, the answer, what is wrong with it. */
export function proofText(proof: Proof, problems: readonly string[]): string {
  const { before = [], request, response } = proof;
  const first = before.flatMap((step) => [
    step.request.curl,
    `→ HTTP ${step.response?.status ?? 'no answer'} ${step.response?.body ?? ''}`,
    '',
  ]);
  const answer = response
    ? [
        `HTTP ${response.status}`,
        ...response.headers.map(([name, value]) => `${name}: ${value}`),
        '',
        response.body,
      ]
    : [`no answer: ${proof.failure ?? ''}`];
  return [
    ...(problems.length > 0 ? ['# Contradicted', ...problems, ''] : []),
    ...(first.length > 0 ? ['# Sent first', ...first] : []),
    '# Request',
    request.curl,
    '',
    '# Answer',
    ...answer,
    '',
  ].join('\n');
}

const copy = (headers: readonly Header[]): [string, string][] =>
  headers.map(([name, value]) => [name, value]);

const text = (body: Uint8Array): string => Buffer.from(body).toString('utf8');

const cut = (body: string): string => shorten(body, LONGEST_BODY);

/** For redacted texts only. */
export function shorten(whole: string, length: number): string {
  return whole.length <= length ? whole : `${whole.slice(0, length)}… (${whole.length} characters)`;
}
