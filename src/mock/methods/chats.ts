import type { LiveChat } from '../portal.ts';
import type { MethodCall } from './method.ts';
import { integer } from './parameters.ts';
import { refuse } from './refuse.ts';

/**
 * The chat that `CHAT_ID` names, for a bot.
 * @throws {RestError} `CHAT_ID_EMPTY` when none is named, `ACCESS_ERROR` when the bot is not in it
 */
export function chatOfBot({ parameters, portal }: MethodCall, botId: number): LiveChat {
  const id = integer(parameters.get('CHAT_ID')) ?? 0;
  if (id <= 0) refuse('CHAT_ID_EMPTY', "Chat ID can't be empty");
  const chat = portal.chats.get(id);
  if (chat === undefined || !chat.userIds.includes(botId)) refuse('ACCESS_ERROR', 'Action unavailable', 403);
  return chat;
}
