import { createCaller, type Reply } from '../target/call.ts';
import type { Settings } from '../target/environment.ts';
import { TargetError } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import type { PortalFacts } from './plan.ts';

/**
 * Who the webhook is and what it may do (`profile`, `scope`, `methods`).
 *
 * @throws TargetError where the portal does not know the webhook
 */
export async function identify(settings: Settings, client: HttpClient): Promise<PortalFacts> {
  const { webhook } = settings;
  if (!webhook) throw new TargetError('B24_WEBHOOK is missing');
  const call = createCaller(client, `${webhook.origin}${webhook.path}`);
  const profile = await call('profile');
  const trouble = troubleOf(profile);
  if (trouble !== undefined) throw new TargetError(`${webhook.origin} ${trouble}`);
  const { ID, NAME, LAST_NAME, ADMIN } = profile.result as Record<string, unknown>;
  const scopes = names(await call('scope'));
  const methods = await call('methods');
  return {
    user: [NAME, LAST_NAME, `(user ${String(ID ?? webhook.userId)})`]
      .filter((part) => typeof part === 'string' && part)
      .join(' '),
    admin: ADMIN === true,
    scopes,
    // Where a portal does not tell, the cases find out.
    methods:
      methods.error === undefined ? new Set(names(methods).map((name) => name.toLowerCase())) : undefined,
  };
}

/** Why the answer to `profile` does not tell who the webhook is, and what to do; undefined where it does. */
function troubleOf({ status, error, description, result }: Reply): string | undefined {
  if (error !== undefined) {
    const answer = `${error} (${description ?? `HTTP ${status}`})`;
    if (status >= 500) return `fails to answer profile: ${answer}.\nTry again later.`;
    return `refuses the webhook: ${answer}.\nIs the code in B24_WEBHOOK right, and does the webhook still exist?`;
  }
  // Nothing to test; and what answers everything alike might even pass for green.
  if (typeof result !== 'object' || result === null)
    return (
      `answers profile without a result (HTTP ${status}).\n` +
      'Is that a Bitrix24 portal, or does a proxy or a login page answer in its place?'
    );
  return undefined;
}

/** `scope` and `methods` answer a list of names. */
function names({ result }: Reply): string[] {
  return Array.isArray(result) ? result.filter((name): name is string => typeof name === 'string') : [];
}
