import { type Caller, createCaller, itemsOf, type Reply } from '../target/call.ts';
import type { Settings } from '../target/environment.ts';
import { explainReply } from '../target/explain-reply.ts';
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
  const scopes = await askScopes(call);
  const methods = namesIn(await call('methods'));
  return {
    user: [NAME, LAST_NAME, `(user ${String(ID ?? webhook.userId)})`]
      .filter((part) => typeof part === 'string' && part)
      .join(' ')
      .replace(/\s+/g, ' '),
    admin: ADMIN === true,
    scopes,
    methods: methods && methods.length > 0 ? new Set(methods.map((name) => name.toLowerCase())) : undefined,
  };
}

/** Scopes of a webhook; undefined where the target does not list them. */
export const askScopes = async (call: Caller): Promise<string[] | undefined> => namesIn(await call('scope'));

/** Why the answer to `profile` does not tell who the webhook is, and what to do; undefined where it does. */
function troubleOf(reply: Reply): string | undefined {
  const trouble = explainReply(reply);
  // Nothing to test; and what answers everything alike might even pass for green.
  if (trouble === undefined)
    return typeof reply.result === 'object' && reply.result !== null
      ? undefined
      : `answers profile without a result (HTTP ${reply.status}).\n` +
          'Is that a Bitrix24 portal, or does a proxy or a login page answer in its place?';
  const { what, meaning, advice } = trouble;
  const says = `${what}${meaning === undefined ? '' : `.\nThat means: ${meaning}`}`;
  if (reply.location !== undefined && meaning !== undefined && advice === undefined)
    return `answers the call of profile with ${says}.`;
  const next = sentence(advice ?? 'is the code in B24_WEBHOOK right, and does the webhook still exist?');
  if (reply.location !== undefined || reply.foreign !== undefined)
    return `answers the call of profile with ${says}.\n${next}`;
  if (reply.status >= 500)
    return `fails to answer profile: ${says}.\n${sentence(advice ?? 'try again later')}`;
  return `refuses the webhook in B24_WEBHOOK: ${says}.\n${next}`;
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;

/** The list of names that `scope` and `methods` answer; undefined where they do not. */
function namesIn({ result }: Reply): string[] | undefined {
  return itemsOf(result)?.filter((name): name is string => typeof name === 'string');
}
