/**
 * Names that cases still use for values of resources, as names of the values themselves. Goes as soon as cases name
 * references.
 */
const NEEDS: Readonly<Record<string, string>> = {
  bot: 'bot.id',
  clientId: 'bot.clientId',
  foreignBot: 'bot.foreign',
  oauthBot: 'bot.id@token',
  chat: 'chat.id',
  user: 'user.id',
};

/** What a case needs, by the name of its value where it is one of a resource. */
export const asNeed = (name: string): string => (Object.hasOwn(NEEDS, name) ? (NEEDS[name] ?? name) : name);
