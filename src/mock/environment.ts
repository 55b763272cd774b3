import type { World } from './world/world.ts';

/** The `B24_` variables with which a client uses this portal as if it were a real one. */
export function environmentOf(world: World, httpsUrl: string, httpUrl: string): Record<string, string> {
  const { roles } = world;
  const application = world.applications.find((each) => each.clientId === roles.oauthClientId);
  const token = world.tokens.find((each) => each.accessToken === roles.accessToken);
  const webhookUrl = (code: string | undefined) => {
    const webhook = world.webhooks.find((each) => each.code === code);
    return webhook && `${httpsUrl}/rest/${webhook.userId}/${webhook.code}/`;
  };
  const values: Record<string, string | number | undefined> = {
    B24_TARGET: 'portal',
    B24_WEBHOOK: webhookUrl(roles.webhook),
    B24_WEBHOOK_NO_SCOPE: webhookUrl(roles.webhookNoScope),
    B24_HTTP_URL: httpUrl,
    B24_CLIENT_ID: roles.clientId,
    B24_BOT_ID: roles.botId,
    B24_FOREIGN_BOT_ID: roles.foreignBotId,
    B24_CHAT_ID: roles.chatId,
    B24_USER_ID: roles.userId,
    B24_OAUTH_CLIENT_ID: application?.clientId,
    B24_OAUTH_CLIENT_SECRET: application?.clientSecret,
    B24_OAUTH_REFRESH_TOKEN: token?.refreshToken,
    B24_OAUTH_ACCESS_TOKEN: token?.accessToken,
    B24_OAUTH_SERVER: application && httpsUrl,
    B24_OAUTH_BOT_ID: roles.oauthBotId,
    B24_OAUTH_EXPIRED_TOKEN: roles.expiredToken,
    B24_OAUTH_NO_SCOPE_TOKEN: roles.noScopeToken,
    B24_OAUTH_NO_BOT_TOKEN: roles.noBotToken,
    B24_OAUTH_DENIED_TOKEN: roles.deniedToken,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
