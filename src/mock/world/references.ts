import type { World } from './world.ts';

export interface Dangling {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  /** Where the name stands that this one repeats. */
  readonly first?: readonly (string | number)[];
}

/** Finds names in a world that stand for nothing, and ids and secrets that stand for two things. */
export function danglingReferences(world: World): readonly Dangling[] {
  const found: Dangling[] = [];
  const refer = (
    path: Dangling['path'],
    name: string | number | undefined,
    known: Set<string | number>,
    kind: string,
  ) => {
    if (name !== undefined && !known.has(name))
      found.push({ path, problem: `there is no ${kind} '${name}'` });
  };
  const unique = (list: string, kind: string, names: readonly (string | number)[]) => {
    names.forEach((name, index) => {
      const first = names.indexOf(name);
      if (first < index)
        found.push({ path: [list, index], problem: `duplicate ${kind} '${name}'`, first: [list, first] });
    });
    return new Set(names);
  };

  const users = unique(
    'users',
    'user',
    world.users.map((user) => user.id),
  );
  const chats = unique(
    'chats',
    'chat',
    world.chats.map((chat) => chat.id),
  );
  const applications = unique(
    'applications',
    'application',
    world.applications.map((each) => each.clientId),
  );
  const bots = unique(
    'bots',
    'bot',
    world.bots.map((bot) => bot.id),
  );
  const webhooks = unique(
    'webhooks',
    'webhook',
    world.webhooks.map((webhook) => webhook.code),
  );
  const tokens = unique(
    'tokens',
    'token',
    world.tokens.map((token) => token.accessToken),
  );
  const clientIds = new Set(world.bots.flatMap((bot) => bot.webhookClientId ?? []));
  const members = new Set([...users, ...bots]);

  world.chats.forEach((chat, index) => {
    refer(['chats', index, 'ownerId'], chat.ownerId, members, 'user or bot');
    chat.userIds.forEach((id, each) => {
      refer(['chats', index, 'userIds', each], id, members, 'user or bot');
    });
  });
  world.bots.forEach((bot, index) => {
    refer(['bots', index, 'applicationId'], bot.applicationId, applications, 'application');
  });
  world.webhooks.forEach((webhook, index) => {
    refer(['webhooks', index, 'userId'], webhook.userId, users, 'user');
  });
  world.tokens.forEach((token, index) => {
    refer(['tokens', index, 'applicationId'], token.applicationId, applications, 'application');
    refer(['tokens', index, 'userId'], token.userId, users, 'user');
  });

  world.codes?.forEach((code, index) => {
    refer(['codes', index, 'applicationId'], code.applicationId, applications, 'application');
    refer(['codes', index, 'userId'], code.userId, users, 'user');
  });

  const { roles } = world;
  refer(['roles', 'webhook'], roles.webhook, webhooks, 'webhook');
  refer(['roles', 'webhookNoScope'], roles.webhookNoScope, webhooks, 'webhook');
  refer(['roles', 'clientId'], roles.clientId, clientIds, 'bot of the CLIENT_ID');
  refer(['roles', 'botId'], roles.botId, bots, 'bot');
  refer(['roles', 'foreignBotId'], roles.foreignBotId, bots, 'bot');
  refer(['roles', 'oauthBotId'], roles.oauthBotId, bots, 'bot');
  refer(['roles', 'chatId'], roles.chatId, chats, 'chat');
  refer(['roles', 'userId'], roles.userId, users, 'user');
  refer(['roles', 'oauthClientId'], roles.oauthClientId, applications, 'application');
  refer(['roles', 'accessToken'], roles.accessToken, tokens, 'token');
  refer(['roles', 'expiredToken'], roles.expiredToken, tokens, 'token');
  refer(['roles', 'noScopeToken'], roles.noScopeToken, tokens, 'token');
  refer(['roles', 'noBotToken'], roles.noBotToken, tokens, 'token');
  refer(['roles', 'deniedToken'], roles.deniedToken, tokens, 'token');
  return found;
}
