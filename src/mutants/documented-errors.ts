import type { Profile } from '../mock/index.ts';
import { METHOD } from './mutant.ts';

/** An error of the documentation, the claims about it, and what a portal might confuse it with. */
export interface DocumentedError {
  code: string;
  /** Name under which the mock portal keeps it. */
  name: keyof Profile['errors'] | undefined;
  /** Claims that the code, the status and the text turn red when they are others; the first is the error's own. */
  claims: { code: readonly string[]; status?: readonly string[]; text?: readonly string[] };
  /** Another documented status and code, for which nobody would take it. */
  instead: { status: number; code: string };
}

const all = (prefix: string) => ({
  code: [`${prefix}.code`],
  status: [`${prefix}.status`],
  text: [`${prefix}.text`],
});
const system = (code: string) => all(`system.${code}`);
const method = (code: string) => all(`${METHOD}.${code}`);

/** Every error that a claim names, except those of the authorization server. */
export const DOCUMENTED_ERRORS: readonly DocumentedError[] = [
  {
    code: 'BOT_ID_ERROR',
    name: 'botUnknown',
    // In a batch it is the error that the page expects of a command.
    claims: {
      ...method('BOT_ID_ERROR'),
      code: [`${METHOD}.BOT_ID_ERROR.code`, 'batch.errors.place'],
    },
    instead: { status: 404, code: 'APP_ID_ERROR' },
  },
  {
    code: 'APP_ID_ERROR',
    name: 'botForeign',
    claims: method('APP_ID_ERROR'),
    instead: { status: 403, code: 'BOT_ID_ERROR' },
  },
  {
    code: 'DIALOG_ID_EMPTY',
    name: 'dialogEmpty',
    // In a batch it tells whether a value arrived whole.
    claims: {
      ...method('DIALOG_ID_EMPTY'),
      code: [`${METHOD}.DIALOG_ID_EMPTY.code`],
    },
    instead: { status: 422, code: 'BOT_ID_ERROR' },
  },
  {
    code: 'INTERNAL_SERVER_ERROR',
    name: 'internal',
    claims: system('INTERNAL_SERVER_ERROR'),
    instead: { status: 503, code: 'ERROR_UNEXPECTED_ANSWER' },
  },
  {
    code: 'ERROR_UNEXPECTED_ANSWER',
    name: 'unexpectedAnswer',
    claims: system('ERROR_UNEXPECTED_ANSWER'),
    instead: { status: 502, code: 'INTERNAL_SERVER_ERROR' },
  },
  {
    code: 'QUERY_LIMIT_EXCEEDED',
    name: 'tooManyRequests',
    // The page about limits names the code as well.
    claims: {
      ...system('QUERY_LIMIT_EXCEEDED'),
      code: ['system.QUERY_LIMIT_EXCEEDED.code', 'limits.rate.blocks'],
    },
    instead: { status: 429, code: 'OVERLOAD_LIMIT' },
  },
  {
    code: 'NO_AUTH_FOUND',
    name: 'noCredentials',
    claims: system('NO_AUTH_FOUND'),
    instead: { status: 403, code: 'INVALID_CREDENTIALS' },
  },
  {
    code: 'INVALID_REQUEST',
    name: 'httpsRequired',
    claims: system('INVALID_REQUEST'),
    instead: { status: 403, code: 'NO_AUTH_FOUND' },
  },
  {
    code: 'OVERLOAD_LIMIT',
    name: 'overload',
    claims: system('OVERLOAD_LIMIT'),
    instead: { status: 429, code: 'QUERY_LIMIT_EXCEEDED' },
  },
  {
    code: 'ACCESS_DENIED',
    name: 'noCommercialPlan',
    claims: system('ACCESS_DENIED'),
    instead: { status: 402, code: 'INVALID_CREDENTIALS' },
  },
  {
    code: 'INVALID_CREDENTIALS',
    name: 'wrongWebhook',
    claims: system('INVALID_CREDENTIALS'),
    instead: { status: 403, code: 'NO_AUTH_FOUND' },
  },
  {
    code: 'insufficient_scope',
    name: 'noScope',
    // In a batch it is one of the errors of commands.
    claims: {
      ...system('insufficient_scope'),
      code: ['system.insufficient_scope.code', 'batch.errors.scope'],
    },
    instead: { status: 403, code: 'ACCESS_DENIED' },
  },
  {
    code: 'expired_token',
    name: 'expiredToken',
    // A renewed token ends in the same way.
    claims: { ...system('expired_token'), code: ['system.expired_token.code', 'oauth.renewal.expired'] },
    instead: { status: 403, code: 'NO_AUTH_FOUND' },
  },
  {
    code: 'user_access_error',
    name: 'userAccess',
    claims: system('user_access_error'),
    instead: { status: 403, code: 'ACCESS_DENIED' },
  },
  {
    code: 'PORTAL_DELETED',
    name: 'portalClosed',
    claims: system('PORTAL_DELETED'),
    instead: { status: 410, code: 'INTERNAL_SERVER_ERROR' },
  },
  {
    code: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
    name: 'batchMethod',
    claims: { code: ['batch.nested'], text: ['batch.nested.text'] },
    instead: { status: 405, code: 'ERROR_METHOD_NOT_FOUND' },
  },
  {
    code: 'ERROR_BATCH_LENGTH_EXCEEDED',
    name: 'batchLength',
    claims: { code: ['batch.length.beyond'], text: ['batch.length.beyond.text'] },
    instead: { status: 400, code: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
  },
  {
    code: 'OPERATION_TIME_LIMIT',
    name: 'operatingLimit',
    // The page about limits names code and status as well.
    claims: {
      code: ['system.OPERATION_TIME_LIMIT.code', 'limits.operating.code'],
      status: ['system.OPERATION_TIME_LIMIT.status', 'limits.operating.status'],
      text: ['system.OPERATION_TIME_LIMIT.text'],
    },
    instead: { status: 503, code: 'QUERY_LIMIT_EXCEEDED' },
  },
  {
    code: 'ERROR_METHOD_NOT_FOUND',
    name: 'methodUnknown',
    // No page has this code, so none excuses another; batches answer it for commands as well.
    claims: {
      code: [
        'system.ERROR_METHOD_NOT_FOUND.code',
        'method.unknown.code',
        'method.unknown.code-on-premise',
        'batch.method-unknown',
      ],
      status: ['system.ERROR_METHOD_NOT_FOUND.status', 'method.unknown.status'],
      text: ['system.ERROR_METHOD_NOT_FOUND.text'],
    },
    instead: { status: 400, code: 'ACCESS_DENIED' },
  },
  {
    code: 'CODE_EMPTY',
    name: undefined,
    claims: { code: ['feature-get.code'], status: ['feature-get.status'], text: ['feature-get.text'] },
    instead: { status: 422, code: 'ERROR_ARGUMENT' },
  },
];
