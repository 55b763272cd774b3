import { createCaller, createTokenCaller, type TokenSource } from '../target/call.ts';
import type { Settings } from '../target/environment.ts';
import type { HttpClient } from '../wire/client.ts';
import { type BotOwner, isInChat, ownershipOf } from './bots.ts';
import type { CheckedCredentials } from './check-credentials.ts';
import type { PortalFacts } from './plan.ts';
import { deriveClientId } from './provision.ts';

/**
 * Whether the ids that the settings give are what their variables are for, by calls that change nothing. What the
 * portal does not tell is left to the cases.
 *
 * @param byToken whether calls by access token get through
 */
export async function checkIds(
  settings: Settings,
  client: HttpClient,
  facts: PortalFacts,
  { tokens, byToken }: { tokens: TokenSource; byToken: boolean },
): Promise<CheckedCredentials> {
  const { webhook } = settings;
  const found: CheckedCredentials = { unusable: {}, problems: [] };
  if (!webhook) return found;
  const call = createCaller(client, `${webhook.origin}${webhook.path}`);
  const given = (name: Parameters<Settings['get']>[0]): number | undefined => {
    const value = settings.get(name)?.replace(/^chat/, '');
    return value === undefined ? undefined : Number(value);
  };
  const clientId = settings.get('B24_CLIENT_ID');
  const [bot, foreign, oauthBot, chat, user] = (
    ['B24_BOT_ID', 'B24_FOREIGN_BOT_ID', 'B24_OAUTH_BOT_ID', 'B24_CHAT_ID', 'B24_USER_ID'] as const
  ).map(given);
  const { problems, unusable } = found;

  if (bot !== undefined && clientId !== undefined) {
    const owner: BotOwner = { call, clientId };
    const ownership = await ownershipOf(owner, { bot, ...(chat === undefined ? {} : { chat }) });
    if (ownership === 'none') problems.push(`B24_BOT_ID: the portal has no bot ${bot}; ${BOT_ADVICE}`);
    if (ownership === 'foreign')
      problems.push(
        `B24_BOT_ID and B24_CLIENT_ID do not belong together: bot ${bot} was registered with another CLIENT_ID, or by an ` +
          `OAuth application; ${BOT_ADVICE}`,
      );
    if (ownership === 'own' && chat !== undefined && (await isInChat(owner, bot, chat)) === false)
      unusable.chat = `B24_CHAT_ID: bot ${bot} is not in chat ${chat}, or there is no such chat; add the bot to it, or give another`;
  }
  if (bot === undefined && chat !== undefined && settings.get('B24_ALLOW_PROVISION') === '1')
    problems.push(
      'B24_CHAT_ID is given without B24_BOT_ID: a bot that is made for the run is in no chat of yours; ' +
        'give B24_BOT_ID and B24_CLIENT_ID as well, or leave B24_CHAT_ID out, and a chat is made',
    );
  if (foreign !== undefined) {
    // Without a CLIENT_ID of the settings the run makes one up, to which no bot belongs.
    const owner: BotOwner = { call, clientId: clientId ?? deriveClientId(webhook.code, 'nobody') };
    const ownership = await ownershipOf(owner, { bot: foreign });
    if (ownership === 'none')
      problems.push(`B24_FOREIGN_BOT_ID: the portal has no bot ${foreign}; ${FOREIGN_ADVICE}`);
    if (ownership === 'own')
      problems.push(
        `B24_FOREIGN_BOT_ID: bot ${foreign} is not foreign, it belongs to the CLIENT_ID in B24_CLIENT_ID; ${FOREIGN_ADVICE}`,
      );
  }
  if (oauthBot !== undefined && byToken) {
    const owner: BotOwner = { call: createTokenCaller(client, `${webhook.origin}/rest/`, tokens) };
    const ownership = await ownershipOf(owner, { bot: oauthBot });
    if (ownership === 'none' || ownership === 'foreign')
      problems.push(
        ownership === 'none'
          ? `B24_OAUTH_BOT_ID: the portal has no bot ${oauthBot}; ${OAUTH_ADVICE}`
          : `B24_OAUTH_BOT_ID: bot ${oauthBot} was not registered by the application of the access token; ${OAUTH_ADVICE}`,
      );
  }
  if (user !== undefined && facts.methods?.has('user.get')) {
    const { result, error } = await call('user.get', { ID: user });
    if (error === undefined && Array.isArray(result) && result.length === 0)
      problems.push(
        `B24_USER_ID: the portal has no user ${user}; give another, or leave it out for the webhook's own`,
      );
  }
  return found;
}

const OR_PROVISION = 'or leave it out and set B24_ALLOW_PROVISION=1';
const BOT_ADVICE = `give a bot with its own CLIENT_ID, or leave both out and set B24_ALLOW_PROVISION=1`;
const FOREIGN_ADVICE = `give a bot of another application, ${OR_PROVISION}`;
const OAUTH_ADVICE = `give a bot that was registered by access token, ${OR_PROVISION}`;
