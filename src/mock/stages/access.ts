import type { Call } from '../call.ts';
import { type ErrorName, errorAnswer } from '../errors.ts';
import { isGranted } from '../methods/method.ts';
import { textOf } from '../methods/parameters.ts';
import { newerMethods } from '../newer/index.ts';
import { NewerError, newerAnswer } from '../newer/refusal.ts';
import type { Stage } from '../stage.ts';
import type { User } from '../world/world.ts';

/** Of REST 3.0, whose `error` is an object (rest-v3.md; observed). */
const unknownInV3 = newerAnswer(new NewerError('METHODNOTFOUND', 'Method not found', { status: 404 }));

/**
 * Refuses unknown methods (system-errors.md, ERROR_METHOD_NOT_FOUND) before any authorization (observed), and within a
 * batch what has no place there.
 */
export const methodKnown: Stage = {
  name: 'method-known',
  phase: 'decide',
  run(call) {
    const { method: name, spelling, endpoint, inBatch, portal } = call;
    if (endpoint === 'rest-v3') return newerMethods.has(name) ? undefined : unknownInV3;
    const method = portal.methods.get(name);
    const isFound = method !== undefined && (!method.controller || method.name === spelling);
    if (!isFound) return errorAnswer(call, 'methodUnknown');
    if (!inBatch || method.inBatch !== false) return undefined;
    const passes = portal.profile.nestsInCapitals && spelling !== name;
    return passes ? undefined : errorAnswer(call, 'batchMethod');
  },
};

/**
 * A parameter `token` turns any call into the check of a signed link, before any authorization (seen in public copies of
 * the module). The mock signs no links, so none is right; code and text follow the module's other access errors.
 */
export const signedLink: Stage = {
  name: 'signed-link',
  phase: 'decide',
  run(call) {
    if (call.inBatch || textOf(call, 'TOKEN') === '') return undefined;
    return errorAnswer(call, {
      status: 403,
      code: 'ACCESS_DENIED',
      text: 'Access denied! Link check failed',
    });
  },
};

/** Refuses plain HTTP (system-errors.md, INVALID_REQUEST). */
export const https: Stage = {
  name: 'https',
  phase: 'decide',
  run(call) {
    const { request, credentials, portal } = call;
    const isConcerned = portal.profile.httpsFor === 'every call' || credentials.kind === 'webhook';
    return request.secure || !isConcerned ? undefined : errorAnswer(call, 'httpsRequired');
  },
};

/** Finds out who calls (system-errors.md: NO_AUTH_FOUND, INVALID_CREDENTIALS, expired_token, user_access_error). */
export const credentials: Stage = {
  name: 'credentials',
  phase: 'decide',
  run(call) {
    const error = identify(call);
    return error === undefined ? undefined : errorAnswer(call, error);
  },
};

/** Sets `call.caller`, or names the error. */
function identify(call: Call): ErrorName | undefined {
  const { credentials: claimed, portal } = call;
  switch (claimed.kind) {
    case 'none':
      return 'noCredentials';
    case 'webhook': {
      const webhook = portal.webhooks.get(claimed.code);
      if (webhook === undefined || !isNamed(portal.users.get(webhook.userId), claimed.user))
        return 'wrongWebhook';
      const { userId, scopes, code } = webhook;
      call.caller = { kind: 'webhook', userId, scopes, application: undefined, account: `webhook ${code}` };
      return undefined;
    }
    case 'token': {
      const token = portal.tokens.get(claimed.token);
      if (token === undefined) return 'wrongToken';
      if (token.expiresAt <= portal.clock.now()) return 'expiredToken';
      if (token.denied) return 'userAccess';
      const { userId, scopes, applicationId: application } = token;
      call.caller = { kind: 'oauth', userId, scopes, application, account: `oauth ${application}` };
      return undefined;
    }
  }
}

/** A webhook's user is named by id, digit for digit, or by login name: `01` is not the user 1. */
function isNamed(user: User | undefined, name: string): boolean {
  return user !== undefined && (name === String(user.id) || name === (user.login ?? user.email));
}

/** Refuses methods whose scope the webhook or token lacks (system-errors.md, insufficient_scope). */
export const scope: Stage = {
  name: 'scope',
  phase: 'decide',
  run(call) {
    const { caller, portal } = call;
    if (caller === undefined) return undefined;
    if (call.endpoint === 'rest-v3') {
      const needed = newerMethods.get(call.method)?.scope;
      return needed === undefined || caller.scopes.includes(needed)
        ? undefined
        : newerAnswer(new NewerError('INSUFFICIENTSCOPE', 'Insufficient scope', { status: 403 }));
    }
    const method = portal.methods.get(call.method);
    if (method === undefined) return undefined;
    return isGranted(method, caller.scopes) ? undefined : errorAnswer(call, 'noScope');
  },
};
