import type { Profile } from './profile.ts';

/** Answers as the documentation says, and as observed where it says nothing (marked). */
export const documented: Profile = {
  name: 'documented',
  httpsFor: 'every call',
  reportsLoad: true,
  reportsReset: true,
  startsIn: 'microseconds',
  metering: { free: 0, inBatch: 1, ban: undefined },
  appInfoForWebhooks: false,
  // system/method-get.md asks for lower case and does not say what else is answered
  methodNames: 'any case',
  halt: 'meaning',
  nestsInCapitals: false,
  // on-premise/custom-methods.md, example
  xmlDeclaration: true,
  liveHeaders: false,
  errorsOf: 'page',
  texts: {},
  oauth: { domain: undefined, scope: 'granted', lateCode: 'invalid_grant' },
  batchOverflow: 'per command',
  // limits.md, How to Respond to Limit Errors: the example's value
  operatingLimit: 480,
  errors: {
    // _includes/system-errors.md, Statuses and System Error Codes
    internal: { status: 500, code: 'INTERNAL_SERVER_ERROR', text: 'Internal server error' },
    unexpectedAnswer: {
      status: 500,
      code: 'ERROR_UNEXPECTED_ANSWER',
      text: 'Server returned an unexpected response',
    },
    tooManyRequests: { status: 503, code: 'QUERY_LIMIT_EXCEEDED', text: 'Too many requests' },
    operatingLimit: {
      status: 429,
      code: 'OPERATION_TIME_LIMIT',
      text: 'Method is blocked due to operation time limit',
    },
    noCredentials: { status: 401, code: 'NO_AUTH_FOUND', text: 'Wrong authorization data' },
    httpsRequired: { status: 401, code: 'INVALID_REQUEST', text: 'Https required' },
    overload: { status: 401, code: 'OVERLOAD_LIMIT', text: 'REST API is blocked due to overload' },
    noCommercialPlan: {
      status: 401,
      code: 'ACCESS_DENIED',
      text: 'REST is available only on commercial plans',
      textFor: { webhook: 'REST is available only by subscription' },
    },
    wrongWebhook: { status: 401, code: 'INVALID_CREDENTIALS', text: 'Invalid request credentials' },
    methodUnknown: { status: 404, code: 'ERROR_METHOD_NOT_FOUND', text: 'Method not found!' },
    noScope: {
      status: 401,
      code: 'insufficient_scope',
      text: 'The request requires higher privileges than provided by the webhook token',
      textFor: { oauth: 'The request requires higher privileges than provided by the access token' },
    },
    expiredToken: { status: 401, code: 'expired_token', text: 'The access token provided has expired' },
    userAccess: {
      status: 401,
      code: 'user_access_error',
      text: 'The user does not have access to the application',
    },
    portalClosed: { status: 403, code: 'PORTAL_DELETED', text: 'Portal was deleted' },
    // batch.md, Possible Error Codes; answered for commands, whose status nobody sees
    batchMethod: {
      status: 405,
      code: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
      text: 'Method is not allowed for batch usage',
    },
    batchLength: { status: 400, code: 'ERROR_BATCH_LENGTH_EXCEEDED', text: 'Max batch length exceeded' },
    // error-codes.md, How to Recognize an Error in the Response
    recordUnknown: { status: 400, code: '', text: 'Not found' },
    // imbot-chat-send-typing.md, Possible Error Codes
    botUnknown: { status: 400, code: 'BOT_ID_ERROR', text: 'Bot not found' },
    botForeign: { status: 400, code: 'APP_ID_ERROR', text: 'Bot was installed by another REST application' },
    dialogEmpty: { status: 400, code: 'DIALOG_ID_EMPTY', text: "Dialog ID can't be empty" },
    // Observed; on no page
    wrongToken: { status: 401, code: 'invalid_token', text: 'Unable to get application by token' },
    noClientId: { status: 403, code: 'ACCESS_DENIED', text: 'Access denied! Client ID not specified' },
    // Of the web server in front of the portal; statuses by HTTP, codes by the mock
    bodyUnreadable: { status: 400, code: 'BAD_REQUEST', text: 'Request could not be read' },
  },
};
