import type { Value } from '../call.ts';
import { refuse } from '../errors.ts';
import type { LiveChat, Portal } from '../portal.ts';
import { NEW_CHAT } from '../seed.ts';
import { COLORS } from './colors.ts';
import type { Method, MethodCall } from './method.ts';
import { textOf } from './parameters.ts';

/** Chats and users as a dialog with them shows. */
export const dialogs: readonly Method[] = [
  {
    // imbot-dialog-get.md: for group chats, and for the dialog of the caller and a user; the fields that the mock knows.
    name: 'imbot.dialog.get',
    scopes: ['imbot'],
    run: (call) => ({ result: dialogFor(call) }),
  },
  {
    // im-dialog-get.md: the same fields, for those who call for themselves.
    name: 'im.dialog.get',
    scopes: ['im'],
    run: (call) => ({ result: dialogFor(call) }),
  },
];

/** @throws {RestError} `ACCESS_ERROR` where the caller is not in the chat, and it is not an open one */
function dialogFor(call: MethodCall): Value {
  const { portal, caller } = call;
  const dialogId = dialogOf(call);
  const chat = /^\d+$/.test(dialogId)
    ? privateChat(portal, caller.userId, Number(dialogId))
    : chatNamed(portal, dialogId);
  if (chat === undefined || (chat.type !== 'O' && !chat.userIds.includes(caller.userId)))
    return refuse('ACCESS_ERROR', 'You do not have access to the specified dialog', 403);
  return chatFields(chat, caller.userId);
}

/**
 * `DIALOG_ID` in lower case: a user id or `chatN` (also `sgN`, `crmN`: observed). Whether it exists is not asked.
 * @throws {RestError} `dialogEmpty` when it is missing, zero or malformed
 */
export function dialogOf(call: MethodCall): string {
  const dialogId = textOf(call, 'DIALOG_ID');
  const isDialog = dialogId !== '0' && /^([0-9]+|(chat|sg|crm)[0-9]+)$/i.test(dialogId);
  return isDialog ? dialogId.toLowerCase() : refuse('dialogEmpty');
}

export const chatNamed = ({ chats }: Portal, dialogId: string): LiveChat | undefined =>
  chats.get(Number(/^chat(\d+)$/.exec(dialogId)?.[1] ?? 0));

/** The dialog of two users or bots, which comes into being when it is asked for; undefined where one of them is not there. */
export function privateChat(
  { chats, users, bots }: Portal,
  one: number,
  other: number,
): LiveChat | undefined {
  const found = chats.find(
    ({ type, userIds }) => type === 'P' && userIds.includes(one) && userIds.includes(other),
  );
  if (found !== undefined) return found;
  const named = bots.get(other) ?? users.get(other);
  if (named === undefined || !(users.has(one) || bots.has(one))) return undefined;
  const userIds = [...new Set([one, other])];
  return chats.add({ ...NEW_CHAT, type: 'P', title: named.name, ownerId: one, userIds });
}

const TYPES = { C: 'chat', O: 'open', P: 'private' } as const;

function chatFields(chat: LiveChat, userId: number): Value {
  const other = chat.userIds.find((id) => id !== userId);
  return {
    id: chat.id,
    parent_chat_id: 0,
    name: chat.title,
    description: chat.description,
    owner: chat.ownerId,
    extranet: false,
    avatar: chat.avatar,
    color: COLORS[chat.color] ?? '',
    type: TYPES[chat.type],
    user_counter: chat.userIds.length,
    entity_type: chat.entityType,
    entity_id: chat.entityId,
    message_type: chat.type,
    role: chat.ownerId === userId ? 'owner' : chat.userIds.includes(userId) ? 'member' : 'guest',
    text_field_enabled: chat.textField,
    manager_list: [...new Set([chat.ownerId, ...chat.managerIds])],
    dialog_id: chat.type === 'P' ? String(other ?? userId) : `chat${chat.id}`,
  };
}
