import type { Call } from '../call.ts';
import { errorAnswer } from '../errors.ts';
import type { ErrorName } from '../profiles/profile.ts';
import type { Stage } from '../stage.ts';
import type { User } from '../world/world.ts';

/** Finds out who calls (system-errors.md: NO_AUTH_FOUND, INVALID_CREDENTIALS, expired_token, user_access_error). */
export const credentials: Stage = {
  name: 'credentials',
  phase: 'decide',
  run(call) {
    const error = identify(call);
    return error === undefined ? undefined : errorAnswer(call.portal.profile.errors[error]);
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
      const { userId, scopes, applicationId } = token;
      call.caller = {
        kind: 'oauth',
        userId,
        scopes,
        application: applicationId,
        account: `oauth ${applicationId}`,
      };
      return undefined;
    }
  }
}

/** A webhook's user is named by id, digit for digit, or by login name: `01` is not the user 1. */
function isNamed(user: User | undefined, name: string): boolean {
  return user !== undefined && (name === String(user.id) || name === (user.login ?? user.email));
}
