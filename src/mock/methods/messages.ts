import type { Value } from '../call.ts';
import { refuse } from '../errors.ts';
import type { Message, Portal, RegisteredBot } from '../portal.ts';
import { formatDateTime } from '../time.ts';
import { botOf } from './bots.ts';
import { chatNamed, dialogOf, privateChat } from './dialogs.ts';
import type { Method, MethodCall } from './method.ts';
import { flag, integerOf, listOf, textOf } from './parameters.ts';

/** Bytes that an attachment, a keyboard or a menu may have (imbot-message-add.md, Possible Error Codes). */
const LARGEST = 30 * 1024;

/** Messages that an answer holds (im-dialog-messages-get.md, LIMIT). */
const [USUAL, MOST] = [20, 50];

/** Seconds within which a message may be changed (imbot-message-update.md, CANT_EDIT_MESSAGE). */
const CHANGEABLE = 3 * 24 * 3600;

/** `imbot.message.*`, and how the messages of a chat are read. */
export const messages: readonly Method[] = [
  {
    // im-dialog-messages-get.md: the latest first, for those who are in the chat; users and files are left out.
    name: 'im.dialog.messages.get',
    scopes: ['im'],
    run(call) {
      const { portal, caller } = call;
      const dialogId = dialogOf(call);
      const chat = chatNamed(portal, dialogId) ?? privateChat(portal, caller.userId, Number(dialogId));
      if (!chat?.userIds.includes(caller.userId))
        return refuse('ACCESS_ERROR', 'You do not have access to the specified dialog');
      const limit = Math.min(MOST, Math.max(1, integerOf(call, 'LIMIT') ?? USUAL));
      const [last, first] = [integerOf(call, 'LAST_ID') ?? 0, integerOf(call, 'FIRST_ID') ?? 0];
      const wanted = portal.messages
        .filter(({ chatId, id }) => chatId === chat.id && (last === 0 || id < last) && id > first)
        .toSorted((one, other) => other.id - one.id);
      const page = first > 0 ? wanted.slice(-limit) : wanted.slice(0, limit);
      return {
        result: {
          chat_id: chat.id,
          messages: page.map((message) => messageFields(message, portal)),
          users: [],
          files: [],
        },
      };
    },
  },
  {
    // imbot-message-add.md. A pair of users takes the place of the dialog, and makes it a system message.
    name: 'imbot.message.add',
    scopes: ['imbot'],
    run(call) {
      const { portal } = call;
      const bot = botOf(call);
      const [from, to] = [integerOf(call, 'FROM_USER_ID') ?? 0, integerOf(call, 'TO_USER_ID') ?? 0];
      const isPair = from > 0 && to > 0;
      const dialogId = isPair ? '' : dialogOf(call);
      const text = textOf(call, 'MESSAGE').trim();
      if (text === '') refuse('MESSAGE_EMPTY', "Message can't be empty");
      checkParts(call);
      const chat = isPair ? privateChat(portal, from, to) : dialogOfBot(portal, bot, dialogId);
      if (chat === undefined) return refuse('WRONG_REQUEST', "Message isn't added");
      const isSystem = isPair || flag(call, 'SYSTEM');
      return { result: post(portal, { chatId: chat.id, authorId: isSystem ? 0 : bot.id, text }).id };
    },
  },
  {
    // imbot-message-delete.md
    name: 'imbot.message.delete',
    scopes: ['imbot'],
    run(call) {
      const message = ownMessageOf(call, botOf(call));
      remove(call.portal, message, flag(call, 'COMPLETE'));
      return { result: true };
    },
  },
  {
    // imbot-message-like.md
    name: 'imbot.message.like',
    scopes: ['imbot'],
    run(call) {
      const { messages, chats } = call.portal;
      const bot = botOf(call);
      const message = messages.get(messageIdOf(call));
      const isThere = message !== undefined && chats.get(message.chatId)?.userIds.includes(bot.id);
      const action = textOf(call, 'ACTION').toLowerCase() || 'auto';
      const likes = message?.likes.includes(bot.id) ?? false;
      const wanted = action === 'plus' || (action === 'auto' && !likes);
      if (!isThere || wanted === likes) return refuse('WITHOUT_CHANGES', 'Action completed without changes');
      const others = message.likes.filter((id) => id !== bot.id);
      messages.update(message, { likes: wanted ? [...others, bot.id] : others });
      return { result: true };
    },
  },
  {
    // imbot-message-update.md: without MESSAGE the text stays, an empty one deletes the message.
    name: 'imbot.message.update',
    scopes: ['imbot'],
    run(call) {
      const { portal, parameters } = call;
      const bot = botOf(call);
      const id = messageIdOf(call);
      checkParts(call);
      const message = ownMessage(portal, bot, id);
      if (!parameters.has('MESSAGE')) return { result: true };
      const text = textOf(call, 'MESSAGE').trim();
      if (text === '') remove(portal, message, false);
      else portal.messages.update(message, { text });
      return { result: true };
    },
  },
];

/** Puts a message into a chat. */
export function post(portal: Portal, message: Pick<Message, 'chatId' | 'authorId' | 'text'>): Message {
  const { messages, clock, chats, events } = portal;
  const posted = messages.add({ at: clock.now(), deleted: false, likes: [], ...message });
  const chat = chats.get(message.chatId);
  if (chat !== undefined) events.messageAdded(portal, chat, posted);
  return posted;
}

/** The chat that a dialog id means for a bot; undefined where the bot is not in it. */
export function dialogOfBot(portal: Portal, bot: RegisteredBot, dialogId: string) {
  const chat = /^\d+$/.test(dialogId)
    ? privateChat(portal, bot.id, Number(dialogId))
    : chatNamed(portal, dialogId);
  return chat?.userIds.includes(bot.id) ? chat : undefined;
}

function remove({ messages }: Portal, message: Message, isComplete: boolean): void {
  if (isComplete) messages.delete(message.id);
  else messages.update(message, { text: '', deleted: true });
}

/** @throws {RestError} `MESSAGE_ID_ERROR` when none is named */
function messageIdOf(call: MethodCall): number {
  const id = integerOf(call, 'MESSAGE_ID') ?? 0;
  return id > 0 ? id : refuse('MESSAGE_ID_ERROR', "Message ID can't be empty");
}

const ownMessageOf = (call: MethodCall, bot: RegisteredBot): Message =>
  ownMessage(call.portal, bot, messageIdOf(call));

/** @throws {RestError} `CANT_EDIT_MESSAGE` when it is not there, not the bot's, deleted or too old */
function ownMessage({ messages, clock }: Portal, bot: RegisteredBot, id: number): Message {
  const message = messages.get(id);
  const isChangeable =
    message !== undefined &&
    message.authorId === bot.id &&
    !message.deleted &&
    clock.now() - message.at <= CHANGEABLE;
  return isChangeable
    ? message
    : refuse('CANT_EDIT_MESSAGE', "Time has expired for modification or you don't have access", 403);
}

/** What is beside the text of a message, by what its key holds when it is a structure. */
const PARTS = [
  ['ATTACH', 'BLOCKS'],
  ['KEYBOARD', 'BUTTONS'],
  ['MENU', 'ITEMS'],
] as const;

/**
 * Each part is a list of structures, bare or under its key, or that as JSON; empty, `N` or `0` stand for none.
 *
 * @throws {RestError} `…_OVERSIZE`, `…_ERROR`
 */
export function checkParts({ parameters }: MethodCall): void {
  for (const [name, key] of PARTS) {
    const value = parameters.get(name) ?? '';
    if (typeof value !== 'object' && ['', 'N', '0'].includes(String(value))) continue;
    const json = typeof value === 'string' ? value : JSON.stringify(value);
    if (Buffer.byteLength(json) > LARGEST)
      refuse(`${name}_OVERSIZE`, `You have exceeded the maximum allowable size of ${name.toLowerCase()}`);
    if (!isPart(json, key)) refuse(`${name}_ERROR`, `Incorrect ${name.toLowerCase()} params`);
  }
}

function isPart(json: string, key: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return false;
  }
  const inner = typeof value === 'object' && value !== null && key in value ? value[key as never] : value;
  const items = listOf(inner);
  return items !== undefined && items.length > 0 && items.every((item) => typeof item === 'object');
}

function messageFields({ id, chatId, authorId, at, text, deleted, likes }: Message, portal: Portal): Value {
  const params = {
    ...(likes.length > 0 && { LIKE: likes }),
    ...(deleted && { IS_DELETED: 'Y' }),
  };
  return {
    id,
    chat_id: chatId,
    author_id: authorId,
    date: formatDateTime(at, portal.world.portal.offset),
    text: deleted ? 'This message has been deleted.' : text,
    unread: false,
    uuid: null,
    replaces: [],
    // PHP writes an empty map as a list.
    params: Object.keys(params).length === 0 ? [] : params,
    disappearing_date: null,
  };
}
