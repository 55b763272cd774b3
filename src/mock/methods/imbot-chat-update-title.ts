import { applicationOf, botOf } from './bots.ts';
import { chatOfBot } from './chats.ts';
import type { Method } from './method.ts';
import { text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-chat-update-title.md; imbot.dialog.get shows the title again. */
export const imbotChatUpdateTitle: Method = {
  name: 'imbot.chat.updateTitle',
  scopes: ['imbot'],
  run(call) {
    const bot = botOf(call, applicationOf(call));
    const chat = chatOfBot(call, bot.id);
    const title = text(call.parameters.get('TITLE'))?.trim() ?? '';
    if (title === '') refuse('TITLE_EMPTY', "Title can't be empty");
    call.portal.chats.set(chat.id, { ...chat, title });
    return { result: true };
  },
};
