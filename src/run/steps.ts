import { valueAt } from '../base/json-pointer.ts';
import type { RequestPlan } from '../cases/case.ts';
import { CAPTURED, referencesIn } from '../contract/values.ts';
import { readAnswer } from '../judge/answer.ts';
import type { TypeOf } from '../judge/xml.ts';
import type { Exchange } from '../wire/exchange.ts';
import { findFields } from '../wire/json.ts';
import { type Secret, SHORTEST_SECRET } from '../wire/redact.ts';

/** Whether a step did what it was there for: an answer below 300 without an error. */
export function wasAccepted({ response }: Exchange): boolean {
  if (!response || response.status >= 300) return false;
  return findFields(response.body)?.error === undefined;
}

/** Whether the portal says that the access token has expired (system-errors.md), in JSON or in XML. */
export function isExpired({ response }: Exchange): boolean {
  if (!response) return false;
  const body = findFields(response.body);
  if (body === undefined)
    return /<error>expired_token<\/error>/.test(Buffer.from(response.body).toString('utf8'));
  return valueAt(body, '/error') === 'expired_token';
}

/**
 * Values of an answer, by name, for later steps, with their JSON types; one that is not there is left out.
 *
 * @param typeOf where the answer is XML: the type of a value by its path of keys
 */
export function captureFrom(
  exchange: Exchange,
  pointers: Readonly<Record<string, string>>,
  typeOf?: TypeOf,
): Record<string, string | number | boolean> {
  const { response } = exchange;
  const wanted = Object.entries(pointers);
  if (wanted.length === 0) return {};
  const body = response && (typeOf ? readAnswer(response, 'xml', typeOf).body : findFields(response.body));
  return Object.fromEntries(
    wanted.flatMap(([name, pointer]) => {
      const value = valueAt(body, pointer);
      return ['string', 'number', 'boolean'].includes(typeof value)
        ? [[name, value as string | number | boolean]]
        : [];
    }),
  );
}

/** Names of captured values that a request holds. */
export function capturedBy({ parameters, query, headers, credential, body }: RequestPlan): string[] {
  const values = [...Object.values(parameters), ...Object.values(query)].map(({ value }) => value);
  const used = referencesIn([parameters, query].map(Object.keys)).concat(
    referencesIn([values, headers, body]),
  );
  const names = used.flatMap(({ name }) => (name.startsWith(CAPTURED) ? [name.slice(CAPTURED.length)] : []));
  return credential.captured === undefined ? names : [...names, credential.captured];
}

const TOKENS = { access_token: '/access_token', refresh_token: '/refresh_token' };

/** Tokens that the authorization server gave out on the way: as secret as those of the environment. */
export function handedOutSecrets(
  exchanges: readonly Exchange[],
  captured: Readonly<Record<string, unknown>>,
): Secret[] {
  const tokens = exchanges.flatMap((exchange) => Object.entries(captureFrom(exchange, TOKENS)));
  return (
    [...tokens, ...Object.entries(captured)]
      .filter(([name]) => name !== 'unique')
      // An address is none; what is secret in it is found by its place.
      .filter(([, value]) => !/^https?:/.test(String(value)))
      .map(([name, value]) => ({ value: String(value), placeholder: `**put_${name}_here**` }))
      .filter(({ value }) => value.length >= Math.max(SHORTEST_SECRET, 16))
  );
}
