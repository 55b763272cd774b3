import type { Case, RequestPlan } from '../cases/case.ts';
import type { Credential } from '../contract/contract.ts';
import { METHOD_UNKNOWN, type Obstacle } from '../judge/obstacles.ts';
import type { Exchange } from '../wire/exchange.ts';
import { findFields } from '../wire/json.ts';
import { wasAccepted } from './steps.ts';

/** What side credentials are there for: to be refused so, whatever is called. */
const REFUSED_AS: Readonly<Record<string, string>> = {
  expired: 'expired_token',
  denied: 'user_access_error',
};

/** By a webhook a method of bots does nothing without parameters; by a token it might do so for the first bot. */
const NAMES_NO_APPLICATION: Credential = { webhook: 'own' };

/**
 * Calls what needs no scope, in the plainest way, after a refusal of credential or portal (profile.md; method-get.md;
 * general-principles.md, Request Structure). Whether there is a method, itself tells, by whatever it says of a call without
 * parameters.
 *
 * @param doubt what is to be disproved: that the case's credential has ended, that it lacks the scope of the method, that
 *   the portal refuses everybody, or that it does not have the method
 * @param spelling of the method on its page
 * @returns whether the credential does what it should and may, or the portal answers the target's own one
 */
export async function askAgain(
  { request: { credential, method } }: Case,
  doubt: NonNullable<Obstacle['recheck']>,
  send: (plan: RequestPlan) => Promise<Exchange>,
  spelling = method,
): Promise<boolean> {
  const { webhook = 'own', token } = credential;
  const plainest: Credential =
    doubt === 'method'
      ? NAMES_NO_APPLICATION
      : token === undefined
        ? { webhook: doubt === 'portal' ? 'own' : webhook }
        : { token: doubt === 'portal' ? 'own' : token, in: 'json' };
  const answer = await send({
    scheme: 'https',
    endpoint: 'rest',
    credential: plainest,
    verb: 'POST',
    encoding: 'json',
    suffix: '',
    method: doubt === 'method' ? spelling : doubt === 'scope' ? 'method.get' : 'profile',
    headers: {},
    parameters: doubt === 'scope' ? { name: { value: method.toLowerCase() } } : {},
    query: {},
  });
  if (doubt === 'scope') return mayCall(answer);
  if (doubt === 'method') return isThere(answer);
  const refused = REFUSED_AS[plainest.token ?? ''];
  if (refused === undefined) return wasAccepted(answer);
  return answer.response !== undefined && findFields(answer.response.body)?.error === refused;
}

/** Whether a method was reached, or would be by another credential. */
function isThere({ response }: Exchange): boolean {
  const fields = response && findFields(response.body);
  return fields !== undefined && fields.error !== METHOD_UNKNOWN;
}

/** What `method.get` says of the method (method-get.md, Returned Data). */
function mayCall({ response }: Exchange): boolean {
  const result = response && findFields(response.body)?.result;
  return (result as { isAvailable?: unknown } | null | undefined)?.isAvailable === true;
}
