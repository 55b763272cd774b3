import type { Answer, Call } from '../../mock/index.ts';
import { wrapStage } from '../../mock/index.ts';
import { byToken, byWebhook } from '../callers.ts';
import { errorOf, everyNth, everyNthRequest, isOf, ofTyping, sent, type When } from '../changes.ts';
import type { Difference, Variation } from '../mutant.ts';

/**
 * What befalls a portal while it is tested: servers in front of it, limits, credentials that end. None of it is the
 * method's answer to what was asked, so that claims may have nothing to be seen by, but none is contradicted.
 */

/** Answers in place of everything that comes after the reading of the request. */
const instead = (answer: (call: Call) => Answer, when: When): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'transport', async (call, run) => {
      const before = await run(call);
      if (before !== undefined || !when(call)) return before;
      return answer(call);
    }),
});

/** A document that does not come from the REST API, in place of the answer. */
const document = (
  status: number,
  type: string,
  text: string,
  when: When,
  headers: Record<string, string> = {},
) => sent(() => ({ status, headers: { server: 'nginx', 'content-type': type, ...headers }, text }), when);

const page = (status: number, title: string, when: When, headers?: Record<string, string>): Difference =>
  document(
    status,
    'text/html; charset=utf-8',
    `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>`,
    when,
    headers,
  );

const refusal =
  (status: number, code: string, text: string, textForWebhooks = text) =>
  (call: Call): Answer =>
    errorOf({ status, code, text: byWebhook(call) ? textForWebhooks : text });

/** Every call but the first n of those for which the condition holds; each portal counts for itself. */
function after(n: number, among: When, make: (when: When) => Difference): Difference {
  return {
    stages: (stages) => {
      let count = 0;
      const struck: When = (call) => among(call) && ++count > n;
      return make(struck).stages?.(stages) ?? stages;
    },
  };
}

const rest: When = (call: Call) => call.endpoint === 'rest' && call.request.secure && !call.inBatch;
const typing: When = (call) => rest(call) && ofTyping(call);
/** Credentials that the portal knows; what it does not know it refuses as ever. */
const webhook: When = (call) =>
  rest(call) &&
  byWebhook(call) &&
  'code' in call.credentials &&
  String(call.portal.webhooks.get(call.credentials.code)?.userId) === call.credentials.user;
const token: When = (call) =>
  rest(call) &&
  byToken(call) &&
  'token' in call.credentials &&
  call.portal.tokens.has(call.credentials.token);

/** From some call on, the REST API refuses; with code, text and whom it concerns. */
const ended = (
  id: string,
  changed: string,
  n: number,
  among: When,
  answer: (call: Call) => Answer,
): Variation => ({
  id,
  changed,
  hides: true,
  ...after(n, among, (when) => instead(answer, when)),
});

const troubles: readonly Variation[] = [
  {
    id: 'gateway-page-now-and-then',
    changed: 'Every twelfth call gets the page of a gateway with 502, and may be sent again.',
    ...everyNth(12, typing, (when) => page(502, '502 Bad Gateway', when)),
  },
  {
    id: 'maintenance-page-now-and-then',
    changed: 'Every eleventh call gets a page with 503 about maintenance, and may be sent again.',
    // What changes something may have done so before the page came, and is refused when it is sent again.
    hides: true,
    ...everyNth(11, rest, (when) => page(503, 'Maintenance', when)),
  },
  {
    id: 'gateway-gives-up-now-and-then',
    changed: 'Every thirteenth call gets 504 after it has been carried out, and may be sent again.',
    hides: true,
    ...everyNth(13, rest, (when) => document(504, 'text/plain', '', when)),
  },
  {
    id: 'gateway-silent-now-and-then',
    changed: 'Every thirteenth call gets 504 in place of being carried out, and may be sent again.',
    ...everyNthRequest(13, rest, (when) =>
      instead(
        () => ({ status: 504, headers: { server: 'nginx', 'content-type': 'text/plain' }, text: '' }),
        when,
      ),
    ),
  },
  {
    id: 'login-page-now-and-then',
    changed: 'Every tenth call gets a login page with 200.',
    hides: true,
    ...everyNth(10, rest, (when) => page(200, 'Log in', when)),
  },
  {
    id: 'forbidding-page-now-and-then',
    changed: 'Every tenth call gets the page of a web server with 403.',
    hides: true,
    ...everyNth(10, rest, (when) => page(403, '403 Forbidden', when)),
  },
  {
    id: 'nothing-now-and-then',
    changed: 'Every tenth call gets nothing with 200, as PHP leaves it when it dies.',
    hides: true,
    ...everyNth(10, rest, (when) => document(200, 'text/html; charset=UTF-8', '', when)),
  },
  {
    id: 'fatal-error-now-and-then',
    changed: 'Every tenth call gets a fatal error of PHP.',
    hides: true,
    ...everyNth(10, rest, (when) =>
      document(200, 'text/html', '<br />\n<b>Fatal error</b>:  Out of memory in <b>/x.php</b><br />', when),
    ),
  },
  {
    id: 'long-addresses-refused-by-the-server',
    changed: 'The web server refuses addresses over 400 characters with 414.',
    hides: true,
    ...page(414, '414 Request-URI Too Large', (call) => rest(call) && call.request.target.length > 400),
  },
  {
    id: 'licence-ends',
    changed: 'From the sixtieth call on everything is redirected to the page of a licence that has expired.',
    hides: true,
    ...after(60, rest, (when) => page(302, 'Moved', when, { location: '/bitrix/coupon_activation.php' })),
  },
  ended(
    'running-time-used-up',
    "From the twenty-first call on the method's running time is used up.",
    20,
    typing,
    refusal(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit'),
  ),
  ended(
    'user-dismissed',
    'From the fortieth call on the user of the webhook is dismissed.',
    40,
    webhook,
    refusal(401, 'authorization_error', 'Unable to authorize user'),
  ),
  ended(
    'webhook-removed',
    'From the fortieth call on the webhook is gone.',
    40,
    webhook,
    refusal(401, 'INVALID_CREDENTIALS', 'Invalid request credentials'),
  ),
  ended(
    'plan-ends',
    'From the sixtieth call on the plan does not include REST.',
    60,
    rest,
    refusal(
      401,
      'ACCESS_DENIED',
      'REST is available only on commercial plans',
      'REST is available only by subscription',
    ),
  ),
  ended(
    'blocked-for-overload',
    'From the sixtieth call on REST is blocked by hand.',
    60,
    rest,
    refusal(401, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload'),
  ),
  ended(
    'licence-to-be-verified',
    'From the sixtieth call on the licence must be verified.',
    60,
    rest,
    refusal(401, 'verification_needed', 'License check failed'),
  ),
  ended(
    'disk-quota-used-up',
    'From the tenth call by a token on the disk quota is used up.',
    9,
    token,
    refusal(401, 'ERROR_OAUTH', 'Исчерпан выделенный дисковый ресурс.<br>'),
  ),
  ended(
    'application-removed',
    'From the tenth call by a token on the application is gone.',
    9,
    token,
    refusal(401, 'APPLICATION_NOT_FOUND', 'Application not found'),
  ),
  ended(
    'tokens-end',
    'From the tenth call by a token on tokens have expired.',
    9,
    token,
    refusal(401, 'expired_token', 'The access token provided has expired'),
  ),
  ended(
    'confirmation-needed',
    'The method waits for an administrator to confirm it.',
    0,
    typing,
    refusal(401, 'METHOD_CONFIRM_WAITING', 'Waiting for confirmation'),
  ),
  ended(
    'confirmation-denied',
    'An administrator has denied the method.',
    0,
    typing,
    refusal(403, 'METHOD_CONFIRM_DENIED', 'Method call denied'),
  ),
  {
    id: 'authorization-server-lost-in-passing',
    changed: 'Every eighth call by a token fails to reach the authorization server, and may be sent again.',
    ...everyNthRequest(8, token, (when) =>
      instead(refusal(401, 'CONNECTION_ERROR', 'Error connecting to authorization server'), when),
    ),
  },
  {
    id: 'running-time-used-up-in-batches',
    changed: 'In batches the running time of the method is used up.',
    hides: true,
    stages: (stages) =>
      wrapStage(stages, 'time-limit', (call, run) =>
        call.inBatch && isOf('imbot.chat.sendTyping')(call)
          ? refusal(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit')(call)
          : run(call),
      ),
  },
];

/** Cases that have a portal for themselves are not tried on real ones, and so meet none of this. */
export const inTroubles: readonly Variation[] = troubles.map((variation) => ({
  ...variation,
  sharedOnly: true,
}));
