import { bodyLines, eventLine, logLine, problemLine } from '../mock/cli/log.ts';
import type { Answer, Call, MockOptions, World } from '../mock/index.ts';
import { learn, secretsIn } from '../wire/handed-out.ts';
import { createRedactor, type Secret } from '../wire/redact.ts';
import { isDistinctive, PLACEHOLDERS, placeholderFor } from '../wire/secret-rules.ts';

/** The log of a mock portal: a line a request, without secrets. */
export interface MockLog {
  readonly options: Pick<MockOptions, 'onAnswer' | 'onBrokenConnection' | 'onEvent'>;
  /** Nothing is said of connections that the end of the portal cuts. */
  end(): void;
}

const CLIENT_ID = '**put_your_client_id_here**';

/** @param now the wall clock: the portal's own may stand anywhere */
export function createMockLog(
  world: World,
  detail: 'lines' | 'bodies',
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): MockLog {
  const redact = createRedactor(secretsOf(world));
  let ended = false;
  const say = (line: string): void => {
    if (!ended) write(line);
  };
  return {
    options: {
      onAnswer(call, answer, ms) {
        learn(secretsOfCall(call, answer));
        const logged = { call: masked(call), answer, ms, at: now() };
        say(logLine(logged, redact));
        if (detail === 'bodies') for (const line of bodyLines(logged, redact)) say(line);
      },
      onEvent: (event) => say(redact(eventLine(event, now()))),
      onBrokenConnection: (problem) => say(redact(problemLine(problem, now()))),
    },
    end() {
      ended = true;
    },
  };
}

function secretsOf({ webhooks, applications, bots, tokens, codes = [] }: World): Secret[] {
  const as = (placeholder: string, values: readonly (string | undefined)[]): Secret[] =>
    values.flatMap((value) => (value === undefined ? [] : [{ value, placeholder }]));
  return [
    ...as(
      PLACEHOLDERS.webhook,
      webhooks.map(({ code }) => code),
    ),
    ...as(
      PLACEHOLDERS.clientSecret,
      applications.map(({ clientSecret }) => clientSecret),
    ),
    ...as(
      CLIENT_ID,
      bots.map(({ webhookClientId }) => webhookClientId),
    ),
    ...as(
      PLACEHOLDERS.access,
      tokens.map(({ accessToken }) => accessToken),
    ),
    ...as(
      PLACEHOLDERS.refresh,
      tokens.map(({ refreshToken }) => refreshToken),
    ),
    ...as(
      PLACEHOLDERS.code,
      codes.map(({ code }) => code),
    ),
  ];
}

/** What a call carries, which may be meant for a real portal, and what the answer hands out. */
function secretsOfCall(call: Call, answer: Answer): Secret[] {
  const { credentials, spelledParameters } = call;
  const sent = JSON.stringify(Object.fromEntries(spelledParameters));
  const bodies = [sent, JSON.stringify(answer.body ?? {})];
  const path = call.request.target.split(/[?#]/, 1)[0] ?? '';
  const found = [
    ...(credentials.kind === 'webhook'
      ? [{ value: credentials.code, placeholder: PLACEHOLDERS.webhook }]
      : []),
    ...(credentials.kind === 'token' ? [{ value: credentials.token, placeholder: PLACEHOLDERS.access }] : []),
    ...[...sent.matchAll(/\bclient_id["\\]*[:=]["\\]*([^"\\&\s]+)/gi)].map(([, value = '']) => ({
      value,
      placeholder: CLIENT_ID,
    })),
    // An address that was put together wrongly has the code of a webhook in any place. Methods have dots,
    // and no other word of an address has digits.
    ...path
      .split('/')
      .flatMap((part) =>
        part.includes('.') || !/\d/.test(part) ? [] : [{ value: part, placeholder: '**path**' }],
      ),
  ];
  return [
    ...bodies.flatMap((body) => secretsIn({ status: 0, headers: [], body: Buffer.from(body) })),
    ...found.filter(({ value }) => isDistinctive(value)),
  ];
}

/** The same call, with what has the name of a secret replaced, however short it is. */
function masked(call: Call): Call {
  const inAddress = call.endpoint === 'oauth-token';
  const mask = (value: unknown, name = ''): unknown => {
    const placeholder = /^client_id$/i.test(name) ? CLIENT_ID : placeholderFor(name, inAddress);
    if (placeholder !== undefined && (typeof value === 'string' || typeof value === 'number'))
      return placeholder;
    if (Array.isArray(value)) return value.map((each: unknown) => mask(each, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner, key)]));
  };
  const parameters = [...call.spelledParameters].map(([name, value]) => [name, mask(value, name)] as const);
  return { ...call, spelledParameters: new Map(parameters) };
}
