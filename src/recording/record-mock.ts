import type { Answer, Call } from '../mock/index.ts';
import { readSettings } from '../target/environment.ts';
import { secretsOf } from '../target/target.ts';
import type { Exchange, Header, Timing } from '../wire/exchange.ts';
import { learn } from '../wire/handed-out.ts';
import { createRedactor } from '../wire/redact.ts';
import { toEntry } from './entry.ts';
import { addToHar, beginHar, endHar } from './har-file.ts';
import { createStandIns } from './stand-ins.ts';
import { maskRequest, secretsOfEntry } from './traffic/secrets.ts';

/** Keeps what the mock portal is asked and answers, whoever asks. */
export interface MockRecording {
  /** @param ms how many the portal took */
  add(call: Call, answer: Answer, ms: number): void;
  /** The portal's own credentials, in the variables of its clients. */
  hide(environment: Readonly<Record<string, string>>): void;
  close(): void;
}

/**
 * Begins a HAR in place of what is in the file.
 *
 * @param now milliseconds since 1970
 * @throws Error of Node where the file cannot be written
 */
export function recordMock(path: string, now: () => number = Date.now): MockRecording {
  beginHar(path);
  const standIns = createStandIns();
  const redact = createRedactor([], standIns.of);
  return {
    add({ request }, answer, ms) {
      const exchange = toExchange(request, answer, { startedAt: now() - ms, ms });
      // Clients have credentials that are not the portal's, and the portal gives out new ones.
      learn(
        secretsOfEntry(
          toEntry(exchange, (text) => text),
          exchange.response,
        ),
      );
      addToHar(path, [toEntry({ ...exchange, request: maskRequest(exchange.request) }, redact)]);
    },
    hide: (environment) => learn(secretsOf(readSettings(environment))),
    close: () => endHar(path),
  };
}

function toExchange(
  { verb, target, headers, body, secure }: Call['request'],
  answer: Answer,
  timing: Timing,
): Exchange {
  const { host = '127.0.0.1' } = headers;
  const text = answer.text ?? '';
  return {
    request: {
      method: verb,
      url: `${secure ? 'https' : 'http'}://${String(host)}${target}`,
      headers: Object.entries(headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((each): Header => [name, each]),
      ),
      ...(body.length > 0 ? { body } : {}),
    },
    response: {
      status: answer.status,
      headers: [
        ...Object.entries(answer.headers),
        ...(answer.cookies ?? []).map((cookie): Header => ['set-cookie', cookie]),
      ],
      body: typeof text === 'string' ? Buffer.from(text) : text,
    },
    timing,
  };
}
