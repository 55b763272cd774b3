import type { Method } from './method.ts';
import { text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-chat-get.md: the id of a chat by what it was bound to when it was created. */
export const imbotChatGet: Method = {
  name: 'imbot.chat.get',
  scopes: ['imbot'],
  run({ parameters, portal, caller }) {
    const type = text(parameters.get('ENTITY_TYPE')) ?? '';
    const id = text(parameters.get('ENTITY_ID')) ?? '';
    if (type === '' || id === '') return { result: null };
    const chat = [...portal.chats.values()].find((each) => each.entityType === type && each.entityId === id);
    if (chat === undefined) return { result: null };
    if (chat.type === 'C' && !chat.userIds.includes(caller.userId)) {
      refuse('ACCESS_ERROR', "You don't have access to this chat", 403);
    }
    return { result: { ID: chat.id } };
  },
};
