import type { Answer, Call, Value } from '../call.ts';
import { oauthFaults } from '../control/refusals.ts';
import { type ErrorAnswer, errorAnswer } from '../errors.ts';
import { textOf } from '../methods/parameters.ts';
import type { Grant, Portal } from '../portal.ts';
import type { Stage } from '../stage.ts';
import { ACCESS_LIFETIME, issueTokens, redeem } from './grants.ts';

/** Codes of oauth/error-codes.md. The page gives one text and no status: statuses are RFC 6749's, texts the mock's. */
const errors = {
  request: { status: 400, code: 'invalid_request', text: 'Wrong authorization request' },
  client: { status: 401, code: 'invalid_client', text: 'Wrong client data' },
  grant: { status: 400, code: 'invalid_grant', text: 'Wrong authorization data' },
  scope: { status: 400, code: 'invalid_scope', text: 'Requested scope exceeds the application' },
  payment: { status: 402, code: 'PAYMENT_REQUIRED', text: 'Payment required' },
} as const satisfies Record<string, ErrorAnswer>;

/** The authorization server, which lives on the portal's own address here. */
export const oauth: Stage = {
  name: 'oauth',
  phase: 'decide',
  run: (call) => (call.endpoint === 'oauth-token' ? answerToken(call) : undefined),
};

/** Answers `/oauth/token/` (oauth/index.md, Step 2; oauth/auto-renewal.md). */
function answerToken(call: Call): Answer {
  const { portal } = call;
  const grantType = textOf(call, 'GRANT_TYPE');
  const renewal = grantType === 'refresh_token';
  const clientId = textOf(call, 'CLIENT_ID');
  const secret = textOf(call, 'CLIENT_SECRET');
  const proof = textOf(call, renewal ? 'REFRESH_TOKEN' : 'CODE');
  if (!renewal && grantType !== 'authorization_code') return errorAnswer(call, errors.request);
  if (clientId === '' || secret === '' || proof === '') return errorAnswer(call, errors.request);

  const application = portal.applications.get(clientId);
  if (application === undefined || application.clientSecret !== secret)
    return errorAnswer(call, errors.client);
  const wanted = textOf(call, 'SCOPE')
    .split(/[\s,]+/)
    .filter((scope) => scope !== '');
  if (wanted.some((scope) => !application.scopes.includes(scope))) return errorAnswer(call, errors.scope);
  if (application.unpaid) return errorAnswer(call, errors.payment);
  const grant = redeem(portal, renewal ? portal.refreshTokens : portal.codes, proof, clientId);
  if (grant === undefined) return errorAnswer(call, renewal ? errors.grant : lateCode(portal));
  return { status: 200, headers: {}, body: tokenBody(portal, grant, renewal) };
}

/** A code that is late, used or unknown; some servers were seen to name it as expired tokens are named. */
function lateCode(portal: Portal): ErrorAnswer {
  return portal.profile.oauth.lateCode === 'expired_token' ? oauthFaults.expired_token : errors.grant;
}

/** Nine fields for a code; a renewal adds `expires` and `user_id`. */
function tokenBody(portal: Portal, grant: Grant, renewal: boolean): { readonly [key: string]: Value } {
  const { accessToken, refreshToken } = issueTokens(portal, grant);
  const endpoint = `${portal.origin}/rest/`;
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: ACCESS_LIFETIME,
    client_endpoint: endpoint,
    server_endpoint: endpoint,
    domain: portal.profile.oauth.domain ?? new URL(portal.origin).host,
    member_id: portal.world.portal.memberId,
    scope: portal.profile.oauth.scope === 'app' ? 'app' : grant.scopes.join(','),
    status: 'L',
    ...(renewal && {
      expires: Math.floor(portal.clock.now()) + ACCESS_LIFETIME,
      user_id: grant.userId,
    }),
  };
}
