import { refuse } from '../errors.ts';
import { NEW_CHAT } from '../seed.ts';
import { botOf } from './bots.ts';
import { colorNamed } from './colors.ts';
import { dialogOf } from './dialogs.ts';
import { pictureAddress, pictureIn } from './images.ts';
import { chatOf, FOREIGN } from './members.ts';
import { membersIn } from './membership.ts';
import { post } from './messages.ts';
import type { Method } from './method.ts';
import { listOf, textOf } from './parameters.ts';

/** `imbot.chat.*`: chats that a bot makes, and how they look. Who is in them: `members.ts`. */
export const chats: readonly Method[] = [
  {
    // imbot-chat-add.md. The bot becomes the owner; unknown users are left out.
    name: 'imbot.chat.add',
    scopes: ['imbot'],
    run(call) {
      const { portal } = call;
      const bot = botOf(call);
      const given = listOf(call.parameters.get('USERS') ?? []);
      if (given === undefined) return refuse('INVALID_FORMAT', 'Parameter USERS has wrong type');
      const chat = portal.chats.add({
        ...NEW_CHAT,
        title: textOf(call, 'TITLE').trim(),
        description: textOf(call, 'DESCRIPTION'),
        ownerId: bot.id,
        userIds: [...new Set([bot.id, ...membersIn(portal, given)])],
        type: textOf(call, 'TYPE').toUpperCase() === 'OPEN' ? 'O' : 'C',
        entityType: textOf(call, 'ENTITY_TYPE'),
        entityId: textOf(call, 'ENTITY_ID'),
        color: colorNamed(textOf(call, 'COLOR')) ?? NEW_CHAT.color,
      });
      if (chat.title === '') portal.chats.update(chat, { title: `Chat ${chat.id}` });
      // A picture that is none is left out, as an unknown colour is.
      if (pictureIn(textOf(call, 'AVATAR')) === 'picture')
        portal.chats.update(chat, { avatar: pictureAddress(portal) });
      portal.events.joined(portal, chat, chat.userIds, bot.id);
      const welcome = textOf(call, 'MESSAGE').trim();
      if (welcome !== '') post(portal, { chatId: chat.id, authorId: bot.id, text: welcome });
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
    // imbot-chat-update-avatar.md
    name: 'imbot.chat.updateAvatar',
    scopes: ['imbot'],
    run(call) {
      const chat = chatOf(call, botOf(call).id);
      const picture = pictureIn(textOf(call, 'AVATAR'));
      if (picture === 'none') refuse('AVATAR_ERROR', 'Avatar incorrect type');
      if (picture === 'too large') refuse('AVATAR_ERROR', 'Avatar incorrect size (max 5000x5000)');
      call.portal.chats.update(chat, { avatar: pictureAddress(call.portal) });
      return { result: true };
    },
  },
  {
    // imbot-chat-update-color.md
    name: 'imbot.chat.updateColor',
    scopes: ['imbot'],
    pageErrors: FOREIGN,
    run(call) {
      const chat = chatOf(call, botOf(call).id);
      const color = colorNamed(textOf(call, 'COLOR'));
      if (color === undefined) return refuse('WRONG_COLOR', 'This color currently unavailable');
      if (color === chat.color) refuse('WRONG_REQUEST', "This color currently set or chat doesn't exist");
      call.portal.chats.update(chat, { color });
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
];
