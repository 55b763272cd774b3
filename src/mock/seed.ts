import { handlersOf } from './handlers.ts';
import type { Portal } from './portal.ts';

/** Lifetime of a refresh token in seconds (oauth/auto-renewal.md). */
export const REFRESH_LIFETIME = 180 * 24 * 3600;

/** Begins the id under which a webhook's `CLIENT_ID` owns bots (observed). */
export const WEBHOOK_OWNER = 'custom';

export const webhookApplication = (clientId: string) => `${WEBHOOK_OWNER}${clientId}`;

/** Of every mock portal. */
export const LANGUAGE = 'en';

/** What a chat is as long as nobody says otherwise. */
export const NEW_CHAT = {
  type: 'C',
  description: '',
  entityType: '',
  entityId: '',
  color: 'AZURE',
  avatar: '',
  managerIds: [],
  textField: true,
} as const;

/** What a bot is as long as nobody says otherwise. */
export const NEW_BOT = {
  lastName: '',
  workPosition: '',
  color: 'AZURE',
  gender: '',
  avatar: '',
  type: 'bot',
  isHidden: false,
  isReactionsEnabled: true,
  isSupportOpenline: false,
  backgroundId: null,
  eventMode: 'webhook',
} as const;

/** Fills a new portal's state from its world. Lifetimes count from now, by the portal's clock. */
export function seed(portal: Portal): void {
  const { world } = portal;
  const now = portal.clock.now();
  fill(
    portal.users,
    world.users.map((user) => [user.id, user]),
  );
  fill(
    portal.chats,
    world.chats.map((chat) => [chat.id, { ...NEW_CHAT, ...chat }]),
  );
  fill(
    portal.webhooks,
    world.webhooks.map((webhook) => [webhook.code, webhook]),
  );
  fill(
    portal.applications,
    world.applications.map((each) => [each.clientId, each]),
  );
  fill(
    portal.costs,
    Object.entries(world.costs ?? {}).map(([name, cost]) => [name.toLowerCase(), cost]),
  );
  fill(
    portal.bots,
    world.bots.map(({ webhookClientId, applicationId = '', handler, ...bot }) => [
      bot.id,
      {
        ...NEW_BOT,
        ...bot,
        firstName: bot.name,
        ...(handler !== undefined && { handlers: handlersOf(() => handler) }),
        owner: webhookClientId === undefined ? applicationId : webhookApplication(webhookClientId),
      },
    ]),
  );
  const scopesOf = (id: string) => portal.applications.get(id)?.scopes ?? [];
  const grants = world.tokens.map(
    ({ accessToken, refreshToken, applicationId, userId, scopes, expiresIn, denied }) => ({
      accessToken,
      refreshToken,
      expiresIn,
      denied: denied ?? false,
      grant: { applicationId, userId, scopes: scopes ?? scopesOf(applicationId) },
    }),
  );
  fill(
    portal.tokens,
    grants.map(({ accessToken, expiresIn, denied, grant }) => [
      accessToken,
      { ...grant, denied, expiresAt: now + expiresIn },
    ]),
  );
  fill(
    portal.refreshTokens,
    grants.flatMap(({ refreshToken, grant }) =>
      refreshToken === undefined
        ? []
        : [[refreshToken, { ...grant, expiresAt: now + REFRESH_LIFETIME }] as const],
    ),
  );
  fill(
    portal.codes,
    (world.codes ?? []).map(({ code, applicationId, userId, expiresIn }) => [
      code,
      { applicationId, userId, scopes: scopesOf(applicationId), expiresAt: now + expiresIn },
    ]),
  );
}

function fill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  for (const [key, value] of entries) map.set(key, value);
}
