import { applicationOf, botOf } from './bots.ts';
import { listOf } from './fields.ts';
import type { Method } from './method.ts';
import { integer, text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-chat-add.md. The bot becomes the owner; unknown users are left out. */
export const imbotChatAdd: Method = {
  name: 'imbot.chat.add',
  scopes: ['imbot'],
  run(call) {
    const { portal, parameters } = call;
    const bot = botOf(call, applicationOf(call));
    const users = listOf(parameters.get('USERS') ?? []);
    if (users === undefined) refuse('INVALID_FORMAT', 'Parameter USERS has wrong type');
    const members = users.flatMap((user) => integer(user) ?? []).filter((id) => portal.users.has(id));
    const field = (name: string) => text(parameters.get(name)) ?? '';
    const chat = portal.chats.add({
      title: field('TITLE').trim(),
      description: field('DESCRIPTION'),
      ownerId: bot.id,
      userIds: [...new Set([bot.id, ...members])],
      type: field('TYPE').toUpperCase() === 'OPEN' ? 'O' : 'C',
      entityType: field('ENTITY_TYPE'),
      entityId: field('ENTITY_ID'),
    });
    if (chat.title === '') portal.chats.update(chat, { title: `Chat ${chat.id}` });
    return { result: chat.id };
  },
};
