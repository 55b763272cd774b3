import { errors, isOf, ofTyping, overlook, parameter, received, refuse, setParameter } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** Who may call, with which credential, for which bot and dialog. */

const STATUS = `${METHOD}.status`;
type Call = Parameters<typeof ofTyping>[0];
const byWebhook = (call: Call): boolean => call.credentials.kind === 'webhook';
const byToken = (call: Call): boolean => call.credentials.kind === 'token';
/** As `auth` in the query, a form or a JSON body. */
const tokenIn =
  (place: 'query' | 'form' | 'json') =>
  (call: Call): boolean => {
    const { target, body, headers } = call.request;
    if (place === 'query') return /[?&]auth=/.test(target);
    if (!body.includes('auth')) return false;
    return (place === 'json') === String(headers['content-type'] ?? '').startsWith('application/json');
  };
/** A number in JSON; digits elsewhere, where there are only texts. */
const isNumber = (call: Call, name: string): boolean => {
  const value = call.parameters.get(name);
  if (typeof value === 'number') return true;
  return /^\d+$/.test(String(value ?? '')) && !call.request.body.toString().startsWith('{');
};
const own = (call: Call): boolean => ofTyping(call) && !call.inBatch;

/** The cases that each vary one thing of the same request. */
const USUAL = [
  `${METHOD}.status`,
  'encoding.ampersand.cuts',
  'encoding.json.nested',
  'encoding.unknown-parameter',
  'limits.rate.blocks',
  'limits.rate.allows-bursts',
  'system.QUERY_LIMIT_EXCEEDED.code',
  'encoding.query-and-body',
  'observed.method.lower-case',
  'observed.parameters.lower-case',
  'observed.slash.trailing',
  'observed.slash.doubled',
  'observed.form.untyped',
];

export const credentials: readonly Mutant[] = [
  {
    id: 'made-up-webhook-code-accepted',
    breaks: 'A webhook with a wrong code is accepted.',
    kills: ['system.NO_AUTH_FOUND.code'],
    ...overlook('NO_AUTH_FOUND', byWebhook),
  },
  {
    id: 'made-up-token-accepted',
    breaks: 'A wrong access token is accepted.',
    kills: ['system.NO_AUTH_FOUND.code'],
    ...overlook('NO_AUTH_FOUND', byToken),
  },
  {
    id: 'no-credentials-accepted',
    breaks: 'A request without any credentials is accepted.',
    kills: ['request.auth.needed', `${METHOD}.authorized`],
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
    id: 'other-client-id-accepted',
    breaks: "A CLIENT_ID other than the bot's is accepted.",
    kills: [`${METHOD}.CLIENT_ID.same`],
    ...overlook('APP_ID_ERROR', (call) => parameter(call, 'CLIENT_ID').startsWith('b24-conformance')),
  },
  {
    id: 'client-id-not-required',
    breaks: 'A webhook request without CLIENT_ID is accepted.',
    kills: [`${METHOD}.CLIENT_ID.webhook`],
    ...overlook('ACCESS_DENIED', (call) => own(call) && byWebhook(call) && !call.parameters.has('CLIENT_ID')),
  },
  {
    id: 'client-id-required-under-oauth',
    breaks: 'An OAuth request without CLIENT_ID is refused.',
    kills: [STATUS, `${METHOD}.CLIENT_ID.oauth`],
    ...refuse((call) => own(call) && byToken(call) && !call.parameters.has('CLIENT_ID')),
  },
  {
    id: 'unknown-bot-accepted',
    breaks: 'A bot that does not exist is accepted.',
    // The same in a batch.
    kills: [`${METHOD}.BOT_ID_ERROR.code`, 'batch.errors.place', 'batch.halt.stops'],
    ...overlook('BOT_ID_ERROR'),
  },
  {
    id: 'no-bot-to-take-accepted',
    breaks: 'BOT_ID may be left out by an application that has no bot.',
    kills: [`${METHOD}.BOT_ID_ERROR.code`],
    ...overlook('BOT_ID_ERROR', (call) => !call.parameters.has('BOT_ID')),
  },
  {
    id: 'bot-id-required',
    breaks: 'BOT_ID must not be left out.',
    kills: [STATUS, `${METHOD}.BOT_ID.first-bot`],
    ...refuse((call) => own(call) && !call.parameters.has('BOT_ID')),
  },
  {
    id: 'bot-id-as-text-refused',
    breaks: 'BOT_ID as a numeric text in JSON is refused.',
    kills: [`${METHOD}.BOT_ID.numeric-string`],
    ...refuse(
      (call) =>
        own(call) &&
        typeof call.parameters.get('BOT_ID') === 'string' &&
        call.request.body.toString().startsWith('{'),
    ),
  },
  {
    id: 'dialog-id-as-number-refused',
    breaks: 'DIALOG_ID as a JSON number is refused.',
    kills: [`${METHOD}.DIALOG_ID.user-as-number`],
    ...refuse((call) => own(call) && typeof call.parameters.get('DIALOG_ID') === 'number'),
  },
  {
    id: 'dialog-id-not-required',
    breaks: 'A request without DIALOG_ID is accepted.',
    kills: [`${METHOD}.DIALOG_ID.required`, `${METHOD}.DIALOG_ID_EMPTY.code`],
    ...overlook('DIALOG_ID_EMPTY', (call) => !call.parameters.has('DIALOG_ID')),
  },
  {
    id: 'dialog-id-empty-accepted',
    breaks: 'An empty DIALOG_ID is accepted.',
    kills: [`${METHOD}.DIALOG_ID_EMPTY.code`],
    ...overlook('DIALOG_ID_EMPTY', (call) => call.parameters.get('DIALOG_ID') === ''),
  },
  {
    id: 'dialog-id-empty-accepted-in-forms',
    breaks: 'An empty or missing DIALOG_ID is accepted in a multipart body.',
    kills: [`${METHOD}.DIALOG_ID_EMPTY.code`, `${METHOD}.DIALOG_ID.required`],
    ...overlook('DIALOG_ID_EMPTY', (call) =>
      String(call.request.headers['content-type'] ?? '').startsWith('multipart/'),
    ),
  },
  {
    id: 'user-dialog-refused',
    breaks: 'A user id as DIALOG_ID is refused.',
    // As a number it is refused alike.
    kills: [STATUS, `${METHOD}.DIALOG_ID.user`, `${METHOD}.DIALOG_ID.user-as-number`],
    ...refuse((call) => own(call) && /^\d+$/.test(parameter(call, 'DIALOG_ID'))),
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
    breaks: 'app.info, a method for applications, answers a webhook.',
    kills: ['request.application-only', 'app-info.webhook', 'app-info.webhook.text'],
    ...overlook('ACCESS_DENIED', isOf('app.info')),
  },
  {
    id: 'application-method-refused-by-another-code',
    breaks: 'app.info refuses a webhook with WRONG_AUTH_TYPE.',
    kills: ['app-info.webhook'],
    ...errors(() => ({ body: { error: 'WRONG_AUTH_TYPE' } }), isOf('app.info')),
  },
  {
    id: 'bot-id-as-number-refused',
    breaks: 'BOT_ID is refused as an integer.',
    about: `${METHOD}.BOT_ID.integer`,
    // Nearly every other case names its bot by number.
    kills: [
      `${METHOD}.BOT_ID.integer`,
      ...USUAL,
      'oauth.renewal.usable',
      'observed.auth.bearer',
      'observed.auth.access-token',
    ],
    ...refuse((call) => own(call) && isNumber(call, 'BOT_ID')),
  },
  {
    id: 'chat-dialog-refused',
    breaks: 'chatXXX as DIALOG_ID is refused.',
    about: `${METHOD}.DIALOG_ID.chat`,
    // Nearly every other case writes into the chat.
    kills: [
      `${METHOD}.DIALOG_ID.chat`,
      ...USUAL,
      'oauth.renewal.usable',
      'observed.auth.bearer',
      'observed.auth.access-token',
    ],
    ...refuse((call) => own(call) && /^chat/i.test(parameter(call, 'DIALOG_ID'))),
  },
  {
    id: 'webhooks-refused',
    breaks: 'The method and batches are refused to webhooks.',
    about: 'request.address.webhook',
    // Nearly every other case calls by webhook.
    kills: [
      'request.address.webhook',
      ...USUAL,
      'batch.any-user',
      'batch.status',
      'batch.errors.status',
      'system.ERROR_BATCH_METHOD_NOT_ALLOWED.code',
      'system.ERROR_BATCH_LENGTH_EXCEEDED.code',
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
  {
    id: 'last-bot-taken',
    breaks: "Without BOT_ID a bot of another application is taken for the application's own.",
    // Where there is no bot to take, this one is another's, too.
    kills: [STATUS, `${METHOD}.BOT_ID.first-bot`, `${METHOD}.BOT_ID_ERROR.code`],
    ...received((call) => {
      if (ofTyping(call) && !call.parameters.has('BOT_ID')) setParameter(call, 'BOT_ID', 47);
    }),
  },
];
