import { applicationOf, botOf } from './bots.ts';
import { chatOfBot } from './chats.ts';
import type { Method } from './method.ts';
import { integer } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-chat-set-owner.md: an owner must hand a chat over before leaving it. */
export const imbotChatSetOwner: Method = {
  name: 'imbot.chat.setOwner',
  scopes: ['imbot'],
  run(call) {
    const bot = botOf(call, applicationOf(call));
    const chat = chatOfBot(call, bot.id);
    const userId = integer(call.parameters.get('USER_ID')) ?? 0;
    if (userId <= 0) refuse('USER_ID_EMPTY', "User ID can't be empty");
    if (chat.ownerId !== bot.id || !chat.userIds.includes(userId)) {
      refuse('WRONG_REQUEST', 'Change owner can only owner and user must be member in chat');
    }
    call.portal.chats.set(chat.id, { ...chat, ownerId: userId });
    return { result: true };
  },
};
