import type { Case, RequestPlan } from '../cases/case.ts';
import type { Credential } from '../contract/contract.ts';
import type { Obstacle } from '../judge/obstacles.ts';
import type { Exchange } from '../wire/exchange.ts';
import { findFields } from '../wire/json.ts';
import { wasAccepted } from './steps.ts';

/** What side credentials are there for: to be refused so, whatever is called. */
const REFUSED_AS: Readonly<Record<string, string>> = {
  expired: 'expired_token',
  denied: 'user_access_error',
};

/**
 * Calls what needs no scope, in the plainest way, after a refusal of credential or portal (profile.md; method-get.md;
 * general-principles.md, Request Structure).
 *
 * @param doubt what is to be disproved: that the case's credential has ended, that it lacks the scope of the method, or
 *   that the portal refuses everybody
 * @returns whether the credential does what it should and may, or the portal answers the target's own one
 */
export async function askAgain(
  { request: { credential, method } }: Case,
  doubt: NonNullable<Obstacle['recheck']>,
  send: (plan: RequestPlan) => Promise<Exchange>,
): Promise<boolean> {
  const { webhook = 'own', token } = credential;
  const plainest: Credential =
    token === undefined
      ? { webhook: doubt === 'portal' ? 'own' : webhook }
      : { token: doubt === 'portal' ? 'own' : token, in: 'json' };
  const answer = await send({
    scheme: 'https',
    endpoint: 'rest',
    credential: plainest,
    verb: 'POST',
    encoding: 'json',
    suffix: '',
    method: doubt === 'scope' ? 'method.get' : 'profile',
    headers: {},
    parameters: doubt === 'scope' ? { name: { value: method.toLowerCase() } } : {},
    query: {},
  });
  if (doubt === 'scope') return mayCall(answer);
  const refused = REFUSED_AS[plainest.token ?? ''];
  if (refused === undefined) return wasAccepted(answer);
  return answer.response !== undefined && findFields(answer.response.body)?.error === refused;
}

/** What `method.get` says of the method (method-get.md, Returned Data). */
function mayCall({ response }: Exchange): boolean {
  const result = response && findFields(response.body)?.result;
  return (result as { isAvailable?: unknown } | null | undefined)?.isAvailable === true;
}
