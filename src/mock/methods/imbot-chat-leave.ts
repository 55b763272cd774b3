import { applicationOf, botOf } from './bots.ts';
import type { Method } from './method.ts';
import { integer } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-chat-leave.md */
export const imbotChatLeave: Method = {
  name: 'imbot.chat.leave',
  scopes: ['imbot'],
  run(call) {
    const { portal, parameters } = call;
    const bot = botOf(call, applicationOf(call));
    const id = integer(parameters.get('CHAT_ID')) ?? 0;
    if (id <= 0) refuse('CHAT_ID_EMPTY', "Chat ID can't be empty");
    const chat = portal.chats.get(id);
    if (chat === undefined || !chat.userIds.includes(bot.id)) {
      refuse('WRONG_REQUEST', "You don't have access or user isn't a member in chat");
    }
    if (chat.ownerId === bot.id) refuse('ACCESS_ERROR', 'LEAVE_OWNER_FORBIDDEN', 403);
    portal.chats.set(id, { ...chat, userIds: chat.userIds.filter((userId) => userId !== bot.id) });
    return { result: true };
  },
};
