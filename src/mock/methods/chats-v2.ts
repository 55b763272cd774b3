import { refuse } from '../errors.ts';
import { ownBotOf } from './bots-v2.ts';
import { chatNamed } from './dialogs.ts';
import { dialogOfBot } from './messages.ts';
import type { Method } from './method.ts';
import { boolean, integer, text } from './parameters.ts';

/** `imbot.v2.Chat.*`: what people see of a chat. Controllers: names in another case are parameters that they do not know (observed). */
export const chatsV2: readonly Method[] = [
  {
    // chat-input-action-notify.md. A dialog with somebody is none until a message stands there.
    name: 'imbot.v2.Chat.InputAction.notify',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const { portal, spelledParameters: parameters } = call;
      const bot = ownBotOf(call);
      const dialogId = text(parameters.get('dialogId')) ?? '';
      const isOpen =
        portal.users.has(Number(dialogId)) || chatNamed(portal, dialogId)?.userIds.includes(bot.id);
      if (!isOpen) refuse('ACCESS_DENIED', 'Access denied', 403);
      const statusMessageCode = text(parameters.get('statusMessageCode'));
      const duration = integer(parameters.get('duration'));
      portal.recordTyping({
        botId: bot.id,
        dialogId,
        at: portal.clock.now(),
        ...(statusMessageCode !== undefined && { statusMessageCode }),
        ...(duration !== undefined && { duration }),
      });
      return { result: { result: true } };
    },
  },
  {
    // chat-text-field-enabled.md; im.dialog.get shows it again.
    name: 'imbot.v2.Chat.TextField.enabled',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const { portal, spelledParameters: parameters } = call;
      const chat = dialogOfBot(portal, ownBotOf(call), text(parameters.get('dialogId')) ?? '');
      if (chat === undefined) return refuse('ACCESS_DENIED', 'Access denied', 403);
      portal.chats.update(chat, { textField: boolean(parameters.get('enabled')) ?? true });
      return { result: { result: true } };
    },
  },
];
