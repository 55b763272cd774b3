import { applicationOf, botOf, dialogOf } from './bots.ts';
import type { Method } from './method.ts';

/** imbot-chat-send-typing.md; order of checks as observed: application, bot, dialog. */
export const sendTyping: Method = {
  name: 'imbot.chat.sendTyping',
  scopes: ['imbot'],
  run(call) {
    const bot = botOf(call, applicationOf(call));
    const dialogId = dialogOf(call);
    call.portal.recordTyping({ botId: bot.id, dialogId, at: call.portal.clock.now() });
    return { result: true };
  },
};
