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
  if (profile.error !== undefined)
    throw new TargetError(
      `${webhook.origin} refuses the webhook: ${profile.error} (${profile.description ?? `HTTP ${profile.status}`}).\n` +
        'Is the code in B24_WEBHOOK right, and does the webhook still exist?',
    );
  const { ID, NAME, LAST_NAME, ADMIN } = (profile.result ?? {}) as Record<string, unknown>;
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

/** `scope` and `methods` answer a list of names. */
function names({ result }: Reply): string[] {
  return Array.isArray(result) ? result.filter((name): name is string => typeof name === 'string') : [];
}
