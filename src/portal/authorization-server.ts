import qs from 'qs';
import { explainRedirect, refusalOf } from '../contract/refusals.ts';
import { readReply } from '../target/call.ts';
import { explainFailure } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { USER_AGENT } from '../wire/encode.ts';
import type { Exchange } from '../wire/exchange.ts';
import { findFields } from '../wire/json.ts';

/** A refresh token that nobody has. */
export const MADE_UP_REFRESH_TOKEN = 'b24conformancemadeuprefreshtoken000000000000000000000000000000000';

/** What the authorization server gave: a pair of tokens, or a code and the reason in words. */
export type PairAnswer =
  | { pair: { access_token: string; refresh_token: string }; notes: string[] }
  | { code: string; reason: string };

/** What its codes mean for the person who runs the suite (oauth/error-codes.md; portals observed). */
const MEANINGS: Readonly<Record<string, string>> = {
  invalid_grant:
    'the refresh token is no longer valid; authorize the application again and set B24_OAUTH_REFRESH_TOKEN',
  expired_token:
    'the refresh token has expired; authorize the application again and set B24_OAUTH_REFRESH_TOKEN',
  invalid_client:
    'B24_OAUTH_CLIENT_ID or B24_OAUTH_CLIENT_SECRET is wrong, or the application is not installed',
  invalid_request: 'the authorization server did not understand the request',
  invalid_scope: 'the application lacks the scope',
  insufficient_scope: 'the application lacks the scope',
  PAYMENT_REQUIRED: "the application's paid period has ended, or the portal's; have it extended",
};

/**
 * Exchanges a refresh token (auto-renewal.md); never throws for what comes back.
 *
 * @param keep is given the exchange, which holds secrets
 */
export async function askForPair(
  server: string,
  client: HttpClient,
  { clientId, secret, refresh }: { clientId: string; secret: string; refresh: string },
  keep: (exchange: Exchange) => void = () => {},
): Promise<PairAnswer> {
  const query = qs.stringify({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: secret,
    refresh_token: refresh,
  });
  const exchange = await client.send({
    method: 'GET',
    url: `${server}/oauth/token/?${query}`,
    headers: [['User-Agent', USER_AGENT]],
  });
  keep(exchange);
  const { response, failure } = exchange;
  if (!response) {
    const why = explainFailure(new URL(server).origin, failure ?? { code: 'UNKNOWN', message: 'no answer' });
    return {
      code: failure?.code ?? 'UNKNOWN',
      reason: `${server} does not answer (${failure?.code ?? 'unknown failure'}). ${ofServer(why)}`,
    };
  }
  const fields = findFields(response.body) ?? {};
  const { access_token, refresh_token } = fields;
  if (typeof access_token === 'string' && typeof refresh_token === 'string')
    return { pair: { access_token, refresh_token }, notes: notesOn(fields) };

  const { status, error, foreign, location, description } = readReply(response);
  if (location !== undefined)
    return { code: `HTTP ${status}`, reason: `${server}: ${explainRedirect(status, location)}` };
  if (foreign !== undefined)
    return {
      code: `HTTP ${status}`,
      reason:
        `${server} answers with ${foreign}; ` +
        (status >= 500
          ? 'try again later'
          : 'check B24_OAUTH_SERVER: an authorization server answers in JSON'),
    };
  if (error === undefined || error.startsWith('HTTP_'))
    return {
      code: `HTTP ${status}`,
      reason: `${server} gives neither tokens nor an error code (HTTP ${status}${description ? `, '${description}'` : ''})`,
    };
  const meaning = meaningOf(error);
  return { code: error, reason: meaning === undefined ? error : `${error}, which means: ${meaning}` };
}

/** Some servers answer an error's code in capitals, and with HTTP 200 (observed). */
function meaningOf(code: string): string | undefined {
  const refusal = refusalOf(400, code) ?? refusalOf(400, code.toLowerCase());
  const meaning = MEANINGS[code] ?? MEANINGS[code.toLowerCase()];
  return meaning ?? (refusal && `${refusal.meaning}; ${refusal.advice}`);
}

/** What a pair says that would harm whoever follows it. */
function notesOn(fields: Record<string, unknown>): string[] {
  return ['client_endpoint', 'server_endpoint'].flatMap((name) => {
    const value = fields[name];
    if (typeof value !== 'string' || !value.startsWith('http://')) return [];
    return [
      `The authorization server gives ${value} as ${name}: an application that calls there sends its access token in the ` +
        'clear, and the portal refuses it. Set the address of the portal to https:// in its settings. ' +
        'This suite goes on to call the address in B24_WEBHOOK.',
    ];
  });
}

/** The advice about the portal's address is not about this server's. */
const ofServer = (text: string): string =>
  text.replaceAll('B24_WEBHOOK', 'B24_OAUTH_SERVER').replace('the portal up', 'it up');
