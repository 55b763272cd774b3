import { webhookApplication } from '../seed.ts';
import type { Method } from './method.ts';
import { integer, text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** chat-input-action-notify.md. A controller: names in another case are parameters that it does not know (observed). */
export const notify: Method = {
  name: 'imbot.v2.Chat.InputAction.notify',
  scopes: ['imbot'],
  controller: true,
  run({ portal, caller, spelledParameters: parameters }) {
    const token = text(parameters.get('botToken')) ?? '';
    if (caller.application === undefined && token === '')
      refuse('BOT_TOKEN_NOT_SPECIFIED', 'Bot token is not specified');
    const botId = integer(parameters.get('botId'));
    if (botId === undefined) refuse('BOT_ID_REQUIRED', 'Bot ID is required');
    const bot = portal.bots.get(botId);
    if (bot === undefined) refuse('BOT_NOT_FOUND', 'Bot not found');
    if (bot.owner !== (caller.application ?? webhookApplication(token)))
      refuse('BOT_OWNERSHIP_ERROR', 'Bot is registered by another application');
    const dialogId = text(parameters.get('dialogId')) ?? '';
    const chat = portal.chats.get(Number(/^chat(\d+)$/.exec(dialogId)?.[1] ?? 0));
    const isOpen = /^[1-9]\d*$/.test(dialogId) || chat?.userIds.includes(bot.id);
    if (!isOpen) refuse('ACCESS_DENIED', 'Access denied', 403);
    portal.recordTyping({ botId, dialogId, at: portal.clock.now() });
    return { result: { result: true } };
  },
};
