import type { HttpClient } from '../wire/client.ts';
import { USER_AGENT } from '../wire/encode.ts';
import type { WireFailure } from '../wire/exchange.ts';
import type { Target } from './target.ts';

/** The target cannot be reached or trusted; the run cannot be made. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

/**
 * Makes sure that the target answers over HTTPS with a certificate that is trusted. Sends no credential.
 *
 * @throws TargetError with what is wrong and what to do
 */
export async function checkReachable(target: Target, client: HttpClient): Promise<void> {
  const origin = target.origin('https');
  const exchange = await client.send({
    method: 'GET',
    url: `${origin}/rest/`,
    headers: [['User-Agent', USER_AGENT]],
  });
  if (exchange.failure) throw new TargetError(explainFailure(origin, exchange.failure));
}

const UNKNOWN_ISSUER = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

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
