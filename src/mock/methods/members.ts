import { refuse } from '../errors.ts';
import type { LiveChat } from '../portal.ts';
import { botOf } from './bots.ts';
import { membersIn, removeMember } from './membership.ts';
import type { Method, MethodCall } from './method.ts';
import { integerOf, listOf, textOf } from './parameters.ts';

/** As some pages of this family write it. */
export const FOREIGN = { APP_ID_ERROR: { text: 'Bot was installed by another rest application' } };

/** `imbot.chat.user.*` and what else is about who is in a chat, and as what. */
export const members: readonly Method[] = [
  {
    // imbot-chat-leave.md
    name: 'imbot.chat.leave',
    scopes: ['imbot'],
    pageErrors: FOREIGN,
    run(call) {
      const { chats } = call.portal;
      const bot = botOf(call);
      const chat = chats.get(chatIdOf(call));
      if (!chat?.userIds.includes(bot.id))
        return refuse('WRONG_REQUEST', "You don't have access or user isn't a member in chat");
      if (chat.ownerId === bot.id) refuse('ACCESS_ERROR', 'LEAVE_OWNER_FORBIDDEN', 403);
      removeMember(call.portal, chat, bot.id);
      return { result: true };
    },
  },
  {
    // imbot-chat-set-manager.md: only the owner, and only of a member. Nobody else's chat is distinguished from no chat.
    name: 'imbot.chat.setManager',
    scopes: ['imbot'],
    pageErrors: FOREIGN,
    run(call) {
      const bot = botOf(call);
      const chat = call.portal.chats.get(chatIdOf(call));
      const userId = userIdOf(call);
      if (chat?.ownerId !== bot.id || !chat.userIds.includes(userId))
        return refuse('WRONG_REQUEST', 'Change manager can only owner and user must be member in chat');
      const others = chat.managerIds.filter((id) => id !== userId);
      const isManager = textOf(call, 'IS_MANAGER').toUpperCase() !== 'N';
      call.portal.chats.update(chat, { managerIds: isManager ? [...others, userId] : others });
      return { result: true };
    },
  },
  {
    // imbot-chat-set-owner.md: an owner must hand a chat over before leaving it.
    name: 'imbot.chat.setOwner',
    scopes: ['imbot'],
    pageErrors: FOREIGN,
    run(call) {
      const bot = botOf(call);
      const chat = chatOf(call, bot.id);
      const userId = userIdOf(call);
      if (chat.ownerId !== bot.id || !chat.userIds.includes(userId))
        refuse('WRONG_REQUEST', 'Change owner can only owner and user must be member in chat');
      call.portal.chats.update(chat, { ownerId: userId });
      return { result: true };
    },
  },
  {
    // imbot-chat-user-add.md: users and bots; those who are in the chat already do not count.
    name: 'imbot.chat.user.add',
    scopes: ['imbot'],
    pageErrors: FOREIGN,
    run(call) {
      const { portal } = call;
      const bot = botOf(call);
      const chat = chatOf(call, bot.id);
      const given = listOf(call.parameters.get('USERS'));
      if (given === undefined) return refuse('WRONG_REQUEST', 'User IDs must be passed in array format');
      const added = membersIn(portal, given).filter((id) => !chat.userIds.includes(id));
      if (added.length === 0) refuse('WRONG_REQUEST', "You don't have access or user already member in chat");
      const userIds = [...chat.userIds, ...added];
      portal.chats.update(chat, { userIds });
      portal.events.joined(portal, { ...chat, userIds }, added, bot.id);
      return { result: true };
    },
  },
  {
    // imbot-chat-user-delete.md: somebody is removed by a bot that is in the chat; the owner is not.
    name: 'imbot.chat.user.delete',
    scopes: ['imbot'],
    run(call) {
      const chat = chatOf(call, botOf(call).id);
      const userId = userIdOf(call);
      if (!chat.userIds.includes(userId))
        refuse('WRONG_REQUEST', "You don't have access or user isn't a member of the chat");
      if (chat.ownerId === userId) refuse('ACCESS_ERROR', 'LEAVE_OWNER_FORBIDDEN', 403);
      removeMember(call.portal, chat, userId);
      return { result: true };
    },
  },
  {
    // imbot-chat-user-list.md: ids of those who are in a chat with the bot.
    name: 'imbot.chat.user.list',
    scopes: ['imbot'],
    pageErrors: FOREIGN,
    run: (call) => ({ result: [...chatOf(call, botOf(call).id).userIds] }),
  },
];

/** @throws {RestError} `CHAT_ID_EMPTY` when no chat is named */
export function chatIdOf(call: MethodCall): number {
  const id = integerOf(call, 'CHAT_ID') ?? 0;
  return id > 0 ? id : refuse('CHAT_ID_EMPTY', "Chat ID can't be empty");
}

/**
 * The chat that `CHAT_ID` names, for a bot.
 * @throws {RestError} `CHAT_ID_EMPTY` when none is named, `ACCESS_ERROR` when the bot is not in it
 */
export function chatOf(call: MethodCall, botId: number): LiveChat {
  const chat = call.portal.chats.get(chatIdOf(call));
  return chat?.userIds.includes(botId) ? chat : refuse('ACCESS_ERROR', 'Action unavailable', 403);
}

/** @throws {RestError} `USER_ID_EMPTY` when nobody is named */
function userIdOf(call: MethodCall): number {
  const id = integerOf(call, 'USER_ID') ?? 0;
  return id > 0 ? id : refuse('USER_ID_EMPTY', "User ID can't be empty");
}
