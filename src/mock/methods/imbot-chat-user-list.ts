import { applicationOf, botOf } from './bots.ts';
import { chatOfBot } from './chats.ts';
import type { Method } from './method.ts';

/** imbot-chat-user-list.md: ids of those who are in a chat with the bot. */
export const imbotChatUserList: Method = {
  name: 'imbot.chat.user.list',
  scopes: ['imbot'],
  run(call) {
    const bot = botOf(call, applicationOf(call));
    return { result: [...chatOfBot(call, bot.id).userIds] };
  },
};
