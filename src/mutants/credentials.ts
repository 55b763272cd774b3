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
    id: 'made-up-webhook-code-accepted',
    breaks: 'A webhook with a wrong code is accepted.',
    kills: ['system.INVALID_CREDENTIALS.code'],
    ...overlook('INVALID_CREDENTIALS', byWebhook),
  },
  {
    id: 'webhook-code-compared-but-for-its-end',
    breaks: 'A webhook with a code that is wrong in its last character is accepted.',
    kills: ['system.INVALID_CREDENTIALS.code'],
    ...overlook('INVALID_CREDENTIALS', ({ credentials, portal }) =>
      credentials.kind === 'webhook'
        ? [...portal.webhooks.keys()].some((code) => code.slice(0, -1) === credentials.code.slice(0, -1))
        : false,
    ),
  },
  {
    id: 'webhook-of-any-user-accepted',
    breaks: "A webhook's code is accepted under the id of another user.",
    kills: ['system.INVALID_CREDENTIALS.code'],
    ...overlook(
      'INVALID_CREDENTIALS',
      ({ credentials, portal }) => credentials.kind === 'webhook' && portal.webhooks.has(credentials.code),
    ),
  },
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
    id: 'made-up-token-accepted',
    breaks: 'A wrong access token is accepted.',
    kills: [`${METHOD}.authorized`],
    ...overlook('invalid_token', byToken),
  },
  {
    id: 'no-credentials-accepted',
    breaks: 'A request without any credentials is accepted.',
    kills: ['request.auth.needed', `${METHOD}.authorized`, 'system.NO_AUTH_FOUND.code'],
    ...overlook('NO_AUTH_FOUND', (call) => call.credentials.kind === 'none'),
  },
  {
    id: 'expired-token-accepted',
    breaks: 'An expired access token is accepted.',
    kills: ['system.expired_token.code', 'oauth.renewal.expired'],
    ...overlook('expired_token'),
  },
  {
    id: 'closed-application-accepted',
    breaks: 'The token of a user to whom the application is closed is accepted.',
    kills: ['system.user_access_error.code'],
    ...overlook('user_access_error'),
  },
  {
    id: 'foreign-bot-accepted',
    breaks: "Another application's bot is accepted.",
    // Another CLIENT_ID is another application.
    kills: [`${METHOD}.own-bots-only`, `${METHOD}.APP_ID_ERROR.code`, `${METHOD}.CLIENT_ID.same`],
    ...overlook('APP_ID_ERROR'),
  },
  {
    id: 'foreign-bot-accepted-under-oauth',
    breaks: "Another application's bot is accepted under OAuth.",
    kills: [`${METHOD}.own-bots-only`, `${METHOD}.APP_ID_ERROR.code`],
    ...overlook('APP_ID_ERROR', byToken),
  },
  {
    id: 'token-in-query-refused',
    breaks: 'An access token in the query is refused.',
    kills: [STATUS, 'request.auth.query'],
    ...refuse(tokenIn('query')),
  },
  {
    id: 'token-in-form-refused',
    breaks: 'An access token in a form body is refused.',
    kills: [STATUS, 'request.auth.form'],
    ...refuse(tokenIn('form')),
  },
  {
    id: 'token-in-header-refused',
    breaks: 'An access token in a header is not seen.',
    kills: ['observed.auth.bearer'],
    ...received((call) => {
      if (call.request.headers.authorization !== undefined) call.credentials = { kind: 'none' };
    }),
  },
  {
    id: 'access-token-not-seen',
    breaks: 'The parameter access_token is not seen.',
    kills: ['observed.auth.access-token'],
    ...received((call) => {
      if (call.endpoint === 'rest' && call.request.body.includes('"access_token"'))
        call.credentials = { kind: 'none' };
    }),
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
    kills: [
      'request.address.webhook',
      ...USUAL,
      ...HALTS,
      'batch.any-user',
      'batch.status',
      'batch.errors.status',
    ],
    ...refuse((call) => byWebhook(call) && isOf(METHOD, 'batch')(call) && !call.inBatch),
  },
  {
    id: 'tokens-refused',
    breaks: 'The method and batches are refused to OAuth applications.',
    about: 'request.address.oauth',
    // Wherever the token stands.
    kills: [
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
    kills: ['request.auth.json', STATUS, 'batch.status', 'limits.operating.others', 'oauth.renewal.usable'],
    ...refuse((call) => tokenIn('json')(call) && call.request.body.includes('"auth"')),
  },
];
