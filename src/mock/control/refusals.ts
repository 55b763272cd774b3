import type { ErrorAnswer, ErrorName } from '../errors.ts';

/** Where a refusal strikes, and what it says. */
interface Refusal {
  readonly stage: string;
  readonly error: ErrorName | ErrorAnswer;
}

const at = (stage: string, status: number, code: string, text: string) => ({
  stage,
  error: { status, code, text },
});

/** Errors that a portal answers for reasons of its own, by code: which one, and at which stage it strikes. */
export const faultCodes = {
  INTERNAL_SERVER_ERROR: { stage: 'method', error: 'internal' },
  ERROR_UNEXPECTED_ANSWER: { stage: 'method', error: 'unexpectedAnswer' },
  QUERY_LIMIT_EXCEEDED: { stage: 'rate-limit', error: 'tooManyRequests' },
  NO_AUTH_FOUND: { stage: 'credentials', error: 'noCredentials' },
  INVALID_REQUEST: { stage: 'https', error: 'httpsRequired' },
  OVERLOAD_LIMIT: { stage: 'overload', error: 'overload' },
  ACCESS_DENIED: { stage: 'plan', error: 'noCommercialPlan' },
  INVALID_CREDENTIALS: { stage: 'credentials', error: 'wrongWebhook' },
  insufficient_scope: { stage: 'scope', error: 'noScope' },
  expired_token: { stage: 'credentials', error: 'expiredToken' },
  user_access_error: { stage: 'credentials', error: 'userAccess' },
  ERROR_METHOD_NOT_FOUND: { stage: 'method-known', error: 'methodUnknown' },
  PORTAL_DELETED: { stage: 'portal-open', error: 'portalClosed' },
  OPERATION_TIME_LIMIT: { stage: 'time-limit', error: 'operatingLimit' },
  // Observed on live portals; on no page of system errors. Statuses as seen, texts where they were seen.
  invalid_token: at('credentials', 401, 'invalid_token', 'Unable to get application by token'),
  authorization_error: at('credentials', 401, 'authorization_error', 'Unable to authorize user'),
  APPLICATION_NOT_FOUND: at('credentials', 401, 'APPLICATION_NOT_FOUND', 'Application not found'),
  ERROR_OAUTH: at('credentials', 401, 'ERROR_OAUTH', 'Application not installed'),
  CONNECTION_ERROR: at('credentials', 401, 'CONNECTION_ERROR', 'Error connecting to authorization server'),
  PAYMENT_REQUIRED: at('credentials', 401, 'PAYMENT_REQUIRED', 'Payment required'),
  verification_needed: at('credentials', 401, 'verification_needed', 'License check failed.'),
  METHOD_CONFIRM_WAITING: at('method', 401, 'METHOD_CONFIRM_WAITING', 'Waiting for confirmation'),
  METHOD_CONFIRM_DENIED: at('method', 403, 'METHOD_CONFIRM_DENIED', 'Method call denied'),
  ALLOWED_ONLY_INTRANET_USER: at('method', 403, 'ALLOWED_ONLY_INTRANET_USER', 'Allowed only intranet user'),
  ACCESS_ERROR: at('method', 403, 'ACCESS_ERROR', 'Access error'),
  ERROR_CORE: at('method', 400, 'ERROR_CORE', 'Internal error'),
} as const satisfies Readonly<Record<string, Refusal>>;

export type FaultCode = keyof typeof faultCodes;

/** How the authorization server may refuse, by name: observed where a status is not the documented one. */
export const oauthFaults = {
  wrong_client: { status: 400, code: 'wrong_client', text: 'Wrong client' },
  WRONG_CLIENT: { status: 200, code: 'WRONG_CLIENT', text: 'Wrong client' },
  PAYMENT_REQUIRED: { status: 402, code: 'PAYMENT_REQUIRED', text: 'Payment required' },
  expired_token: { status: 400, code: 'expired_token', text: 'The authorization token provided has expired' },
  invalid_grant: { status: 400, code: 'invalid_grant', text: 'Wrong authorization data' },
} as const satisfies Readonly<Record<string, ErrorAnswer>>;

export type OauthFaultName = keyof typeof oauthFaults | 'bad-gateway';

export const oauthFaultNames: readonly OauthFaultName[] = [
  ...(Object.keys(oauthFaults) as (keyof typeof oauthFaults)[]),
  'bad-gateway',
];
