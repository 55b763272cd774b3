import type { Call } from '../mock/index.ts';
import { HALTS } from './batch-values.ts';
import { byToken, byWebhook, USUAL } from './callers.ts';
import { answers, errorOf, isOf, overlook, profileError, received, refuse } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** Who may call, with which credential, whose bots. */

const STATUS = `${METHOD}.status`;

/** As `auth` in the query, a form or a JSON body. */
const tokenIn =
  (place: 'query' | 'form' | 'json') =>
  (call: Call): boolean => {
    const { target, body, headers } = call.request;
    if (place === 'query') return /[?&]auth=/.test(target);
    if (!body.includes('auth')) return false;
    return (place === 'json') === String(headers['content-type'] ?? '').startsWith('application/json');
  };

const byWebhookToAppInfo = (call: Call): boolean => isOf('app.info')(call) && byWebhook(call);

export const credentials: readonly Mutant[] = [
  {
    id: 'wrong-webhook-refused-as-none',
    breaks: 'A wrong webhook code is refused with NO_AUTH_FOUND, as if there were none.',
    kills: ['system.INVALID_CREDENTIALS.code', 'system.NO_AUTH_FOUND.text'],
    ...profileError('wrongWebhook', { code: 'NO_AUTH_FOUND' }),
  },
  {
    id: 'no-credentials-refused-as-wrong',
    breaks: 'A request without any credentials is refused with INVALID_CREDENTIALS, as a wrong webhook is.',
    kills: ['system.NO_AUTH_FOUND.code', 'system.INVALID_CREDENTIALS.text'],
    ...profileError('noCredentials', { code: 'INVALID_CREDENTIALS' }),
  },
  {
    id: 'foreign-bot-accepted',
    breaks: "Another application's bot is accepted.",
    // Another CLIENT_ID is another application.
    kills: [
      'batch.halt.true',
      'batch.halt.false',
      'batch.halt.goes-on',
      'batch.halt.stops',
      `${METHOD}.own-bots-only`,
      `${METHOD}.APP_ID_ERROR.code`,
      `${METHOD}.CLIENT_ID.same`,
      'batch.errors.own',
    ],
    ...overlook('APP_ID_ERROR'),
  },
  {
    id: 'token-in-header-refused',
    breaks: 'An access token in a header is not seen.',
    kills: ['observed.auth.bearer'],
    ...received(
      (call) => {
        call.credentials = { kind: 'none' };
      },
      (call) => call.request.headers.authorization !== undefined,
    ),
  },
  {
    id: 'expired-token-in-header-accepted',
    breaks: 'An access token that has expired is accepted in a header.',
    kills: ['observed.auth.bearer.expired'],
    ...overlook('expired_token', ({ request }) => request.headers.authorization !== undefined),
  },
  {
    id: 'access-token-not-seen',
    breaks: 'The parameter access_token is not seen.',
    kills: ['observed.auth.access-token'],
    ...received(
      (call) => {
        call.credentials = { kind: 'none' };
      },
      (call) => call.endpoint === 'rest' && call.request.body.includes('"access_token"'),
    ),
  },
  {
    id: 'application-method-by-webhook',
    breaks: 'app.info answers a webhook with true.',
    // Had it been an object, one of the two things that the page says would be so.
    kills: ['app-info.webhook', 'app-info.webhook.served'],
    ...answers(() => ({ status: 200, headers: {}, body: { result: true } }), byWebhookToAppInfo),
  },
  {
    id: 'application-method-refused-by-another-code',
    breaks: 'app.info refuses a webhook with WRONG_AUTH_TYPE.',
    kills: ['app-info.webhook', 'app-info.webhook.served'],
    ...answers(
      () =>
        errorOf({
          status: 403,
          code: 'WRONG_AUTH_TYPE',
          text: 'Access denied! Application context required',
        }),
      byWebhookToAppInfo,
    ),
  },
  {
    id: 'webhooks-refused',
    breaks: 'The method and batches are refused to webhooks.',
    about: 'request.address.webhook',
    // Nearly every other case calls by webhook.
    kills: ['request.address.webhook', ...USUAL, ...HALTS, 'batch.status', 'batch.errors.status'],
    ...refuse((call) => byWebhook(call) && isOf(METHOD, 'batch')(call) && !call.inBatch),
  },
  {
    id: 'tokens-refused',
    breaks: 'The method and batches are refused to OAuth applications.',
    about: 'request.address.oauth',
    // Wherever the token stands.
    kills: [
      'limits.rate.shared',
      'oauth.renewal.lives',
      'system.QUERY_LIMIT_EXCEEDED.code',
      'request.address.oauth',
      `${METHOD}.CLIENT_ID.oauth`,
      STATUS,
      'batch.status',
      'limits.operating.others',
      'request.auth.query',
      'request.auth.form',
      'request.auth.json',
      'oauth.renewal.usable',
      'observed.auth.bearer',
      'observed.auth.access-token',
    ],
    ...refuse((call) => byToken(call) && isOf(METHOD, 'batch')(call) && !call.inBatch),
  },
  {
    id: 'token-in-json-refused',
    breaks: 'An access token in a JSON body is refused.',
    about: 'request.auth.json',
    // Cases about tokens send them so.
    kills: [
      'limits.rate.shared',
      'oauth.renewal.lives',
      'system.QUERY_LIMIT_EXCEEDED.code',
      'request.auth.json',
      STATUS,
      'batch.status',
      'limits.operating.others',
      'oauth.renewal.usable',
      'app-info.webhook.status',
      'app-info.webhook.status-403',
      'app-info.application',
      'app-info.example',
      'app-info.status',
      'scope.own.token',
    ],
    ...refuse((call) => tokenIn('json')(call) && call.request.body.includes('"auth"')),
  },
];
