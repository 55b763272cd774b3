import { refuse } from '../errors.ts';
import type { Command, Portal, RegisteredBot } from '../portal.ts';
import { LANGUAGE } from '../seed.ts';
import { applicationOf, botOf, isUrl } from './bots.ts';
import { checkParts, post } from './messages.ts';
import type { Method, MethodCall } from './method.ts';
import { fieldsOf, flag, integerOf, listOf, text, textOf } from './parameters.ts';

/** `imbot.command.*`: commands that people can give a bot. */
export const commands: readonly Method[] = [
  {
    // imbot-command-answer.md: the bot of the command answers in the chat of the message.
    name: 'imbot.command.answer',
    scopes: ['imbot'],
    run(call) {
      const { portal } = call;
      const { bot } = ownCommandOf(call);
      const messageId = integerOf(call, 'MESSAGE_ID') ?? 0;
      if (messageId <= 0) refuse('MESSAGE_ID_EMPTY', "Message ID can't be empty");
      const answer = textOf(call, 'MESSAGE').trim();
      if (answer === '') refuse('MESSAGE_EMPTY', "Message can't be empty");
      checkParts(call);
      const chat = portal.chats.get(portal.messages.get(messageId)?.chatId ?? 0);
      if (!chat?.userIds.includes(bot.id)) return refuse('WRONG_REQUEST', "Message isn't added");
      const authorId = flag(call, 'SYSTEM') ? 0 : bot.id;
      return { result: post(portal, { chatId: chat.id, authorId, text: answer }).id };
    },
  },
  {
    // imbot-command-register.md. It says nothing of a command that the bot has already; here that answers its id.
    name: 'imbot.command.register',
    scopes: ['imbot'],
    run(call) {
      const { portal, parameters } = call;
      applicationOf(call);
      const handler = textOf(call, 'EVENT_COMMAND_ADD');
      if (handler === '')
        refuse('EVENT_COMMAND_ADD_ERROR', `Handler for "Command add" event isn't specified`);
      checkHandler(handler);
      const command = textOf(call, 'COMMAND').trim();
      if (command === '') refuse('COMMAND_ERROR', "Command isn't specified");
      const bot = integerOf(call, 'BOT_ID') === undefined ? refuse('botUnknown') : botOf(call);
      if ((listOf(parameters.get('LANG')) ?? []).length === 0)
        refuse('LANG_ERROR', "Lang set can't be empty");
      const known = portal.commands.find((each) => each.botId === bot.id && each.command === command);
      if (known !== undefined) return { result: known.id };
      const added = portal.commands.add({
        botId: bot.id,
        command,
        common: flag(call, 'COMMON'),
        hidden: flag(call, 'HIDDEN'),
        extranetSupport: flag(call, 'EXTRANET_SUPPORT'),
        ...titleIn(parameters.get('LANG')),
      });
      return { result: added.id };
    },
  },
  {
    // imbot-command-unregister.md
    name: 'imbot.command.unregister',
    scopes: ['imbot'],
    pageErrors: { APP_ID_ERROR: { text: 'Command was installed by another REST application' } },
    run(call) {
      call.portal.commands.delete(ownCommandOf(call).command.id);
      return { result: true };
    },
  },
  {
    // imbot-command-update.md
    name: 'imbot.command.update',
    scopes: ['imbot'],
    run(call) {
      const { command } = ownCommandOf(call);
      const fields = fieldsOf(call.parameters.get('FIELDS'));
      const isEmpty = [...fields.values()].every((value) => value === '' || value === null);
      if (isEmpty) refuse('WRONG_REQUEST', "Update fields can't be empty");
      checkHandler(text(fields.get('EVENT_COMMAND_ADD')) ?? '');
      call.portal.commands.update(command, {
        command: text(fields.get('COMMAND'))?.trim() || command.command,
        ...(fields.has('HIDDEN') && { hidden: flag({ parameters: fields }, 'HIDDEN') }),
        ...(fields.has('EXTRANET_SUPPORT') && {
          extranetSupport: flag({ parameters: fields }, 'EXTRANET_SUPPORT'),
        }),
        ...(fields.has('LANG') && titleIn(fields.get('LANG'))),
      });
      return { result: true };
    },
  },
];

/**
 * The command that `COMMAND_ID` names, or where there is none, `COMMAND` of a bot of the application, and its bot.
 * @throws {RestError} `noClientId`, `COMMAND_ID_ERROR`, `APP_ID_ERROR`
 */
function ownCommandOf(call: MethodCall): { command: Command; bot: RegisteredBot } {
  const { portal } = call;
  const application = applicationOf(call);
  const id = integerOf(call, 'COMMAND_ID');
  const command = id === undefined ? commandNamed(call, application) : portal.commands.get(id);
  const bot = portal.bots.get(command?.botId ?? 0);
  if (command === undefined || bot === undefined) return refuse('COMMAND_ID_ERROR', 'Command not found');
  if (bot.owner !== application) refuse('APP_ID_ERROR', 'Command was installed by another rest application');
  return { command, bot };
}

function commandNamed(call: MethodCall, application: string): Command | undefined {
  const name = textOf(call, 'COMMAND').replace(/^\//, '');
  const isOwn = ({ bots }: Portal, { botId }: Command) => bots.get(botId)?.owner === application;
  return name === ''
    ? undefined
    : call.portal.commands.find((each) => each.command === name && isOwn(call.portal, each));
}

/** Title and hint of a set of languages, as people of this portal see them. */
function titleIn(set: unknown): Pick<Command, 'title' | 'params'> {
  const languages = (listOf(set) ?? []).map(fieldsOf);
  const shown = languages.find((each) => each.get('LANGUAGE_ID') === LANGUAGE) ?? languages[0];
  return { title: text(shown?.get('TITLE')) ?? '', params: text(shown?.get('PARAMS')) ?? '' };
}

/** @throws {RestError} `EVENT_COMMAND_ADD_ERROR` for what is not a URL */
function checkHandler(url: string): void {
  if (url !== '' && !isUrl(url)) refuse('EVENT_COMMAND_ADD_ERROR', 'Wrong handler URL');
}
