import type { Value } from '../call.ts';
import type { LiveChat } from '../portal.ts';
import { dialogOf } from './bots.ts';
import type { Method } from './method.ts';
import { refuse } from './refuse.ts';

/** imbot-dialog-get.md, for group chats; the fields that the mock knows. */
export const imbotDialogGet: Method = {
  name: 'imbot.dialog.get',
  scopes: ['imbot'],
  run(call) {
    const dialogId = dialogOf(call);
    const chat = call.portal.chats.get(Number(/^chat(\d+)$/.exec(dialogId)?.[1] ?? 0));
    if (chat === undefined || (chat.type === 'C' && !chat.userIds.includes(call.caller.userId))) {
      refuse('ACCESS_ERROR', 'You do not have access to the specified dialog', 403);
    }
    return { result: chatFields(chat, call.caller.userId) };
  },
};

function chatFields(chat: LiveChat, userId: number): Value {
  return {
    id: chat.id,
    parent_chat_id: 0,
    name: chat.title,
    description: chat.description,
    owner: chat.ownerId,
    extranet: false,
    type: chat.type === 'O' ? 'open' : 'chat',
    user_counter: chat.userIds.length,
    entity_type: chat.entityType,
    entity_id: chat.entityId,
    message_type: chat.type,
    role: chat.ownerId === userId ? 'owner' : chat.userIds.includes(userId) ? 'member' : 'guest',
    manager_list: [chat.ownerId],
    dialog_id: `chat${chat.id}`,
  };
}
