import { type Case, isWrong, needsOwnWorld } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { isAmbiguous, isUnmistakable, type Refusal, refusalOf } from '../contract/refusals.ts';
import type { Circumstances, WireResponse } from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { type Answer, hasKey } from './answer.ts';
import { summary } from './words.ts';

/** Why an answer says nothing about what was asked. */
export interface Obstacle {
  /** What came instead, and what to do. */
  reason: string;
  /** The server failed or its limit was used up: the request was made, and the target owes its answer. */
  passing?: true;
  /**
   * What asking again in the plainest way can disprove, so that the answer bears on this very request after all: that the
   * credential has ended, by the same credential; that it lacks the method's scope, by `method.get`; that the portal
   * refuses everybody, by the target's own one; that the portal does not have the method, by the method itself.
   */
  recheck?: 'credential' | 'scope' | 'portal' | 'method';
}

/**
 * An answer bears on a claim only if it is the method's answer to what was asked. What stands in the way otherwise: a
 * document of another server, or a refusal of the REST API that the case did not bring about.
 */
export function findObstacle(
  contract: Contract,
  testCase: Case,
  response: WireResponse,
  answer: Answer,
  { madeUpCredential = false }: Circumstances = {},
): Obstacle | undefined {
  // The answer to a preflight of CORS has no body.
  const foreign = testCase.request.verb === 'OPTIONS' ? undefined : foreignDocument(response);
  const ownWorld = needsOwnWorld(testCase);
  // No server stands in front of a portal that a case has for itself.
  if (foreign !== undefined && !(ownWorld && errorCode(answer) !== undefined)) {
    const answerer = testCase.request.endpoint === 'rest' ? 'REST API' : 'authorization server';
    const reason = `${foreign} came in place of an answer of the ${answerer}`;
    return response.status >= 500 ? { reason, passing: true } : { reason };
  }
  // Such a case puts a portal that it has for itself into a state: what comes of it is what it asked for.
  if (ownWorld) return undefined;
  // A result is an answer of the method, whatever status it comes with.
  if (answer.kind !== 'error' || hasKey(answer.body, 'result')) return inBatch(answer);
  const code = errorCode(answer);
  if (code === METHOD_UNKNOWN && lacksMethod(contract, testCase))
    return { reason: `the portal has no method ${testCase.request.method}`, recheck: 'method' };
  if (isExpected(testCase, answer)) return undefined;
  const isSystem =
    testCase.request.endpoint === 'rest' && originOf(contract, testCase.request.method, answer) === 'system';
  const refusal = isSystem ? refusalOf(answer.status, code) : undefined;
  if (!refusal) return answer.status >= 500 || answer.status === 429 ? serverFailed(answer) : undefined;
  const ofCredential = refusal.about === 'request' || refusal.about === 'credential';
  if (ofCredential && (madeUpCredential || provokesRefusal(testCase))) return undefined;
  const reason = describe(refusal, summary(answer));
  if (ofCredential) return { reason, recheck: code === 'insufficient_scope' ? 'scope' : 'credential' };
  if (refusal.about === 'passing') return { reason, passing: true };
  return refusal.about === 'portal' && isSideCredential(testCase)
    ? { reason, recheck: 'portal' }
    : { reason };
}

/** system-errors.md, Statuses and System Error Codes */
export const METHOD_UNKNOWN = 'ERROR_METHOD_NOT_FOUND';

/** Whether a case calls a method that pages document: portals of one's own may have fewer (on-premise/index.md). */
function lacksMethod(contract: Contract, { expected, request }: Case): boolean {
  const isMeant = expected.kind === 'error' && expected.error.code === METHOD_UNKNOWN;
  return !isMeant && contract.spellingOf(request.method) !== undefined;
}

/** The error that the case brings about; or one that no page names, in place of an error of every call. */
function isExpected({ expected }: Case, answer: Answer): boolean {
  if (expected.kind !== 'error') return false;
  const code = errorCode(answer);
  const { scope, statuses } = expected.error;
  // 401 is the REST API's, also with a code that the method has as well: a plan that has ended, for ACCESS_DENIED.
  const isOfRest = answer.status === 401 && scope !== 'system' && !statuses.includes(401);
  if (expected.error.code === code) return !isOfRest;
  return scope === 'system' && !isUnmistakable(code) && !isAmbiguous(code);
}

/** A credential that is there to be refused; another one tells whether it is the portal that refuses all. */
function isSideCredential({ request: { credential } }: Case): boolean {
  return (credential.webhook ?? credential.token ?? 'own') !== 'own';
}

/** Who refused: the REST API itself, or the method (error-codes.md, Reacting to System Codes). */
export function originOf(
  contract: Contract,
  method: string,
  answer: Answer,
): 'system' | 'method' | 'unknown' {
  const code = errorCode(answer);
  if (answer.status === 401) return 'system';
  if (documents(contract, method, code)) return 'method';
  if (refusalOf(answer.status, code)) return 'system';
  if (!isAmbiguous(code) && contract.isSystemError(code)) return 'system';
  return answer.status === 400 || answer.status === 403 ? 'method' : 'unknown';
}

/** `error` of the body. */
export function errorCode({ body }: Answer): unknown {
  return typeof body === 'object' && body !== null ? (body as { error?: unknown }).error : undefined;
}

/** Whether a page documents the code as an error of the method's own. */
export function documents(contract: Contract, method: string, code: unknown): boolean {
  return code !== undefined && contract.errorsOf(method).some((row) => row.code === code);
}

/** Whether the answer has code and text of an error that the method's page documents as the method's own. */
export function isRowOfMethod(contract: Contract, method: string, answer: Answer): boolean {
  const code = errorCode(answer);
  if (code === undefined) return false;
  const { error_description: text } = (answer.body ?? {}) as { error_description?: unknown };
  return contract
    .errorsOf(method)
    .some((row) => row.code === code && row.text !== undefined && row.text === text);
}

/** A wrong credential, none at all, or plain HTTP: the REST API is meant to refuse, and any of its refusals counts. */
function provokesRefusal({ request: { credential, scheme } }: Case): boolean {
  return (
    scheme === 'http' || credential.none === true || isWrong(credential) || credential.captured !== undefined
  );
}

/** A command of a batch may meet what a whole call may meet; its scope alone is what cases try in a batch. */
function inBatch({ body }: Answer): Obstacle | undefined {
  const errors = (body as { result?: { result_error?: object } } | undefined)?.result?.result_error;
  if (typeof errors !== 'object' || errors === null) return undefined;
  for (const [key, error] of Object.entries(errors) as [string, unknown][]) {
    const { error: code, error_description: text } = (error ?? {}) as Record<string, unknown>;
    const refusal = isUnmistakable(code) ? refusalOf(401, code) : undefined;
    if (!refusal || refusal.about === 'request' || code === 'insufficient_scope') continue;
    const came = `command '${key}' was answered with ${String(code)}${typeof text === 'string' && text ? ` (${text})` : ''}`;
    const reason = describe(refusal, came);
    return refusal.about === 'passing' ? { reason, passing: true } : { reason };
  }
  return undefined;
}

const describe = ({ meaning, advice }: Refusal, came: string): string => `${meaning} (${came}); ${advice}`;

function serverFailed(answer: Answer): Obstacle {
  return { reason: `the server failed (${summary(answer)}); try again later`, passing: true };
}
