import { RestError } from '../errors.ts';
import { applicationOf, botOf } from './bots.ts';
import type { Method } from './method.ts';
import { integer } from './parameters.ts';

/** imbot-unregister.md. Unlike elsewhere, the bot must be named. */
export const imbotUnregister: Method = {
  name: 'imbot.unregister',
  scopes: ['imbot'],
  run(call) {
    const { portal, parameters } = call;
    const application = applicationOf(call);
    if (integer(parameters.get('BOT_ID')) === undefined)
      throw new RestError(portal.profile.errors.botUnknown);
    const bot = botOf(call, application);
    portal.bots.delete(bot.id);
    for (const [id, chat] of portal.chats) {
      portal.chats.set(id, { ...chat, userIds: chat.userIds.filter((userId) => userId !== bot.id) });
    }
    return { result: true };
  },
};
