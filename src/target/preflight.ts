import { getDomain } from 'tldts';
import { explainRedirect, reasonOfRedirect } from '../contract/refusals.ts';
import type { HttpClient } from '../wire/client.ts';
import { USER_AGENT } from '../wire/encode.ts';
import { type Exchange, header, type WireFailure } from '../wire/exchange.ts';

/** The target cannot be reached or trusted; the run cannot be made. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

/**
 * Makes sure that the target answers over HTTPS with a certificate that is trusted. Sends no credential.
 *
 * @param keep is given the redirect of a portal that has moved
 * @returns the address to which the portal has moved, if it redirects there (change-domen.md)
 * @throws TargetError with what is wrong and what to do; also where a redirect leads to a login or for a licence
 */
export async function checkReachable(
  origin: string,
  client: HttpClient,
  keep: (redirect: Exchange) => void = () => {},
): Promise<string | undefined> {
  const exchange = await client.send({
    method: 'GET',
    url: `${origin}/rest/`,
    headers: [['User-Agent', USER_AGENT]],
  });
  const { response, failure } = exchange;
  if (!response)
    throw new TargetError(explainFailure(origin, failure ?? { code: 'UNKNOWN', message: 'no answer' }));
  const location =
    response.status >= 300 && response.status < 400 ? header(response.headers, 'location') : undefined;
  const address =
    location === undefined || !URL.canParse(location, origin) ? origin : new URL(location, origin).origin;
  // A login or an expired licence is not a move, wherever its page is.
  if (location !== undefined && address !== origin && reasonOfRedirect(location) !== undefined)
    throw new TargetError(`${origin} does not answer: ${explainRedirect(response.status, location)}.`);
  if (address === origin) return undefined;
  keep(exchange);
  return address;
}

/**
 * Whether credentials may go to a new address: over HTTPS and within the same registrable domain only.
 *
 * @throws TargetError where the move is not to be followed, with what to do
 */
export function checkMove(from: string, to: string, allowed: boolean): void {
  const moved = `The portal ${from} has moved to ${to}.`;
  if (!allowed)
    throw new TargetError(
      `${moved}\nPut the new address into B24_WEBHOOK, or set B24_FOLLOW_MOVED=1 to follow it.`,
    );
  if (new URL(to).protocol === 'https:' && domainOf(from) === domainOf(to)) return;
  throw new TargetError(
    `${moved}\nThat is another domain, or not HTTPS: credentials are not sent there by themselves. ` +
      'If the new address is right, put it into B24_WEBHOOK.',
  );
}

/** The part of a host name that its owner registered; addresses stand for themselves. */
function domainOf(origin: string): string {
  const { hostname } = new URL(origin);
  return getDomain(hostname) ?? hostname;
}

const UNKNOWN_ISSUER = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Whether the certificate is what failed: trying again does not help. */
export function isDistrust({ code }: WireFailure): boolean {
  return UNKNOWN_ISSUER.includes(code) || /^(CERT_|ERR_TLS_CERT)/.test(code);
}

/** A connection failure in the words of the person who must mend it. */
export function explainFailure(origin: string, { code, message }: WireFailure): string {
  if (UNKNOWN_ISSUER.includes(code))
    return (
      `The certificate of ${origin} is signed by an authority that is not trusted (${code}).\n` +
      `If it is your own, set B24_CA_FILE to a PEM file with that authority's certificate. Checks are never switched off.`
    );
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${origin} (ECONNREFUSED). Is the portal up, and is the address in B24_WEBHOOK right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name in ${origin} cannot be resolved (${code}). Is the address in B24_WEBHOOK right, and is there a network?`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${origin} has expired. Renew it on the portal; checks are never switched off.`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${origin} is not valid yet. Compare the clocks of the portal and of this machine.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${origin} is for another host: ${message}. Use the name in the certificate in B24_WEBHOOK.`;
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'ETIMEDOUT':
      return `${origin} does not answer in time (${code}). Is there a firewall between?`;
    default:
      return `${origin} cannot be reached: ${message} (${code}).`;
  }
}
