import { refuse } from '../errors.ts';
import type { LiveChat } from '../portal.ts';
import { botOf } from './bots.ts';
import { dialogOf } from './dialogs.ts';
import type { Method, MethodCall } from './method.ts';
import { integer, integerOf, listOf, textOf } from './parameters.ts';

/** As some pages of this family write it. */
const FOREIGN = { APP_ID_ERROR: { text: 'Bot was installed by another rest application' } };

/** `imbot.chat.*`: what a bot does with chats. */
export const chats: readonly Method[] = [
  {
    // imbot-chat-add.md. The bot becomes the owner; unknown users are left out.
    name: 'imbot.chat.add',
    scopes: ['imbot'],
    run(call) {
      const { chats, users } = call.portal;
      const bot = botOf(call);
      const given = listOf(call.parameters.get('USERS') ?? []);
      if (given === undefined) refuse('INVALID_FORMAT', 'Parameter USERS has wrong type');
      const members = given.flatMap((user) => integer(user) ?? []).filter((id) => users.has(id));
      const chat = chats.add({
        title: textOf(call, 'TITLE').trim(),
        description: textOf(call, 'DESCRIPTION'),
        ownerId: bot.id,
        userIds: [...new Set([bot.id, ...members])],
        type: textOf(call, 'TYPE').toUpperCase() === 'OPEN' ? 'O' : 'C',
        entityType: textOf(call, 'ENTITY_TYPE'),
        entityId: textOf(call, 'ENTITY_ID'),
      });
      if (chat.title === '') chats.update(chat, { title: `Chat ${chat.id}` });
      return { result: chat.id };
    },
  },
  {
    // imbot-chat-get.md: the id of a chat by what it was bound to when it was created.
    name: 'imbot.chat.get',
    scopes: ['imbot'],
    run(call) {
      const [type, id] = [textOf(call, 'ENTITY_TYPE'), textOf(call, 'ENTITY_ID')];
      if (type === '' || id === '') return { result: null };
      const chat = call.portal.chats.find((each) => each.entityType === type && each.entityId === id);
      if (chat?.type === 'C' && !chat.userIds.includes(call.caller.userId))
        refuse('ACCESS_ERROR', "You don't have access to this chat", 403);
      return { result: chat === undefined ? null : { ID: chat.id } };
    },
  },
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
      chats.update(chat, { userIds: chat.userIds.filter((userId) => userId !== bot.id) });
      return { result: true };
    },
  },
  {
    // imbot-chat-send-typing.md; order of checks as observed: application, bot, dialog.
    name: 'imbot.chat.sendTyping',
    scopes: ['imbot'],
    run(call) {
      const bot = botOf(call);
      const dialogId = dialogOf(call);
      call.portal.recordTyping({ botId: bot.id, dialogId, at: call.portal.clock.now() });
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
      const userId = integerOf(call, 'USER_ID') ?? 0;
      if (userId <= 0) refuse('USER_ID_EMPTY', "User ID can't be empty");
      if (chat.ownerId !== bot.id || !chat.userIds.includes(userId))
        refuse('WRONG_REQUEST', 'Change owner can only owner and user must be member in chat');
      call.portal.chats.update(chat, { ownerId: userId });
      return { result: true };
    },
  },
  {
    // imbot-chat-update-title.md; imbot.dialog.get shows the title again.
    name: 'imbot.chat.updateTitle',
    scopes: ['imbot'],
    pageErrors: { ...FOREIGN, ACCESS_ERROR: { status: 400 } },
    run(call) {
      const chat = chatOf(call, botOf(call).id);
      const title = textOf(call, 'TITLE').trim();
      if (title === '') refuse('TITLE_EMPTY', "Title can't be empty");
      call.portal.chats.update(chat, { title });
      return { result: true };
    },
  },
  {
    // imbot-chat-user-delete.md: somebody is removed by a bot that is in the chat.
    name: 'imbot.chat.user.delete',
    scopes: ['imbot'],
    run(call) {
      const chat = chatOf(call, botOf(call).id);
      const userId = integerOf(call, 'USER_ID') ?? 0;
      if (userId <= 0) refuse('USER_ID_EMPTY', "User ID can't be empty");
      if (!chat.userIds.includes(userId))
        refuse('WRONG_REQUEST', "You don't have access or user isn't a member of the chat");
      call.portal.chats.update(chat, { userIds: chat.userIds.filter((member) => member !== userId) });
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
function chatIdOf(call: MethodCall): number {
  const id = integerOf(call, 'CHAT_ID') ?? 0;
  return id > 0 ? id : refuse('CHAT_ID_EMPTY', "Chat ID can't be empty");
}

/**
 * The chat that `CHAT_ID` names, for a bot.
 * @throws {RestError} `CHAT_ID_EMPTY` when none is named, `ACCESS_ERROR` when the bot is not in it
 */
function chatOf(call: MethodCall, botId: number): LiveChat {
  const chat = call.portal.chats.get(chatIdOf(call));
  return chat?.userIds.includes(botId) ? chat : refuse('ACCESS_ERROR', 'Action unavailable', 403);
}
