import type { Grant, Portal } from '../portal.ts';
import { REFRESH_LIFETIME } from '../seed.ts';

/** Lifetimes in seconds (oauth/index.md, Step 2). */
export const ACCESS_LIFETIME = 3600;
const CODE_LIFETIME = 30;
/** Characters of a real token. */
const LENGTH = 70;

/** Issues an access token, usable at once, and the refresh token that goes with it. */
export function issueTokens(portal: Portal, grant: Grant): { accessToken: string; refreshToken: string } {
  const accessToken = portal.nextSecret('mockaccesstoken00issued', LENGTH);
  const refreshToken = portal.nextSecret('mockrefreshtoken0issued', LENGTH);
  const now = portal.clock.now();
  portal.tokens.set(accessToken, { ...grant, denied: false, expiresAt: now + ACCESS_LIFETIME });
  portal.refreshTokens.set(refreshToken, { ...grant, expiresAt: now + REFRESH_LIFETIME });
  return { accessToken, refreshToken };
}

/** Issues an authorization code. @throws {RangeError} when application or user are unknown */
export function grantCode(portal: Portal, applicationId: string, userId: number): string {
  const application = portal.applications.get(applicationId);
  if (application === undefined) throw new RangeError(`There is no application '${applicationId}'`);
  if (!portal.users.has(userId)) throw new RangeError(`There is no user '${userId}'`);
  const code = portal.nextSecret('mockcode00issued', LENGTH);
  const expiresAt = portal.clock.now() + CODE_LIFETIME;
  portal.codes.set(code, { applicationId, userId, scopes: application.scopes, expiresAt });
  return code;
}

/** Takes a grant out of `grants`: codes and refresh tokens serve once. Nothing when it is unknown, or too old. */
export function redeem(
  portal: Portal,
  grants: Portal['codes'],
  name: string,
  applicationId: string,
): Grant | undefined {
  const found = grants.get(name);
  if (found === undefined || found.applicationId !== applicationId) return undefined;
  grants.delete(name);
  const { expiresAt, ...grant } = found;
  return expiresAt > portal.clock.now() ? grant : undefined;
}
