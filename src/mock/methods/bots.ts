import { refuse } from '../errors.ts';
import { handlersOf } from '../handlers.ts';
import type { Portal, RegisteredBot } from '../portal.ts';
import { NEW_BOT, webhookApplication } from '../seed.ts';
import { colorNamed } from './colors.ts';
import { pictureAddress, pictureIn } from './images.ts';
import { removeMember } from './membership.ts';
import type { Method, MethodCall } from './method.ts';
import { fieldsOf, flag, integer, integerOf, text, textOf } from './parameters.ts';

/** Bots that an application may have (imbot-register.md, closing note). */
const MOST = 5;

/** Types of bots by letter, as `imbot.v2` names them; a bot in human mode is an ordinary one there. */
const TYPES: Readonly<Record<string, string>> = { O: 'openline', S: 'supervisor' };

/** `imbot.*`: the bots themselves. As `imbot.v2` has them: `bots-v2.ts`. */
export const bots: readonly Method[] = [
  {
    // imbot-bot-list.md: all bots of the portal, by id.
    name: 'imbot.bot.list',
    scopes: ['imbot'],
    run: ({ portal }) => ({
      result: Object.fromEntries(
        [...portal.bots.values()].map(({ id, name, code, isSupportOpenline }) => [
          id,
          { ID: id, NAME: name, CODE: code, OPENLINE: isSupportOpenline ? 'Y' : 'N' },
        ]),
      ),
    }),
  },
  {
    // imbot-register.md. It says nothing of a code that the same application has registered before; here that answers the bot.
    name: 'imbot.register',
    scopes: ['imbot'],
    run(call) {
      const { parameters, portal } = call;
      const owner = applicationOf(call);
      checkHandlers(call);
      const code = textOf(call, 'CODE').trim();
      if (code === '') refuse('CODE_ERROR', "Bot code isn't specified");
      const properties = propertiesIn(parameters.get('PROPERTIES'), portal);
      const named = nameOf({ firstName: '', lastName: '', ...properties });
      if (named.name === '') refuse('NAME_ERROR', "Bot name isn't specified");
      const known = portal.bots.find((bot) => bot.code === code);
      if (known?.owner === owner) return { result: known.id };
      if (known !== undefined) refuse('WRONG_REQUEST', "Bot can't be created");
      if (portal.bots.filter((bot) => bot.owner === owner).length >= MOST)
        refuse('MAX_COUNT_ERROR', `Has reached the maximum number of bots for application (max: ${MOST})`);
      const handlers = handlersOf((parameter) => textOf(call, 'EVENT_HANDLER') || textOf(call, parameter));
      const type = TYPES[textOf(call, 'TYPE').toUpperCase()] ?? NEW_BOT.type;
      const isSupportOpenline = type === 'openline' || flag(call, 'OPENLINE');
      const bot = { ...NEW_BOT, ...properties, ...named, code, owner, type, isSupportOpenline, handlers };
      return { result: portal.bots.add(bot).id };
    },
  },
  {
    // imbot-update.md
    name: 'imbot.update',
    scopes: ['imbot'],
    run(call) {
      const bot = namedBotOf(call);
      const fields = fieldsOf(call.parameters.get('FIELDS'));
      const isEmpty = [...fields.values()].every((value) => value === '' || value === null);
      if (isEmpty) refuse('WRONG_REQUEST', "Update fields can't be empty");
      checkNewHandlers(fields);
      const properties = propertiesIn(fields.get('PROPERTIES'), call.portal);
      const named = nameOf({ ...bot, ...properties });
      if (named.name === '') refuse('NAME_ERROR', "Bot name isn't specified");
      const code = text(fields.get('CODE'))?.trim() || bot.code;
      const common = text(fields.get('EVENT_HANDLER')) ?? '';
      const handlers = handlersOf((parameter) => common || (text(fields.get(parameter)) ?? ''));
      call.portal.bots.update(bot, {
        code,
        ...properties,
        ...named,
        handlers: { ...bot.handlers, ...handlers },
      });
      return { result: true };
    },
  },
  {
    // imbot-unregister.md
    name: 'imbot.unregister',
    scopes: ['imbot'],
    run(call) {
      removeBot(call, namedBotOf(call));
      return { result: true };
    },
  },
];

/**
 * The application that calls: an OAuth `client_id`, or `custom` + `CLIENT_ID` on webhooks.
 * @throws {RestError} `noClientId` when a webhook names none (observed; not on the pages)
 */
export function applicationOf(call: MethodCall): string {
  if (call.caller.application !== undefined) return call.caller.application;
  const clientId = textOf(call, 'CLIENT_ID');
  // PHP takes '0' for empty (observed).
  return clientId === '' || clientId === '0' ? refuse('noClientId') : webhookApplication(clientId);
}

/**
 * The bot that `BOT_ID` names, or the application's first one when it is absent or null.
 * @throws {RestError} `noClientId`, `botUnknown`, or `botForeign` when it is another application's
 */
export function botOf(call: MethodCall): RegisteredBot {
  const { bots } = call.portal;
  const application = applicationOf(call);
  const wanted = call.parameters.get('BOT_ID') ?? undefined;
  const bot =
    wanted === undefined ? bots.find((each) => each.owner === application) : bots.get(integer(wanted) ?? 0);
  if (bot === undefined) return refuse('botUnknown');
  return bot.owner === application ? bot : refuse('botForeign');
}

/**
 * The bot that `BOT_ID` names, where the application's first one does not do.
 * @throws {RestError} as `botOf`
 */
function namedBotOf(call: MethodCall): RegisteredBot {
  applicationOf(call);
  return integerOf(call, 'BOT_ID') === undefined ? refuse('botUnknown') : botOf(call);
}

/** Removes a bot with its dialogs and commands; it is in no chat any more. */
export function removeBot({ portal, caller }: MethodCall, bot: RegisteredBot): void {
  const { id } = bot;
  portal.events.deleted(portal, bot, caller.userId);
  const { bots, chats, commands } = portal;
  bots.delete(id);
  for (const { id: commandId } of commands.filter(({ botId }) => botId === id)) commands.delete(commandId);
  for (const chat of chats.filter(({ userIds }) => userIds.includes(id)))
    if (chat.type === 'P') chats.delete(chat.id);
    else removeMember(portal, chat, id);
}

/** First and last name, and both together. */
export function nameOf({ firstName, lastName }: Pick<RegisteredBot, 'firstName' | 'lastName'>) {
  const name = [firstName, lastName].join(' ').trim();
  return { firstName, lastName, name };
}

/** What `PROPERTIES` says of a bot; colours that there are not and pictures that are none are left out. */
function propertiesIn(value: unknown, portal: Portal): Partial<RegisteredBot> {
  const fields = fieldsOf(value);
  const given = (name: string): string | undefined => text(fields.get(name))?.trim();
  const color = colorNamed(given('COLOR') ?? '');
  const gender = given('PERSONAL_GENDER') ?? '';
  const hasPicture = pictureIn(given('PERSONAL_PHOTO') ?? '') === 'picture';
  const texts = {
    firstName: given('NAME'),
    lastName: given('LAST_NAME'),
    workPosition: given('WORK_POSITION'),
  };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, each]) => each !== undefined)),
    ...(color !== undefined && { color }),
    ...(/^[MF]$/.test(gender) && { gender }),
    ...(hasPicture && { avatar: pictureAddress(portal) }),
  };
}

/** Handlers that a bot must have, and what they are for. */
const NEEDED = [
  ['EVENT_MESSAGE_ADD', 'Message add'],
  ['EVENT_WELCOME_MESSAGE', 'Welcome message'],
  ['EVENT_BOT_DELETE', 'Bot delete'],
] as const;

/** Handlers that it may have; ordinary bots do without. */
const FURTHER = ['EVENT_MESSAGE_UPDATE', 'EVENT_MESSAGE_DELETE'] as const;

/** @throws {RestError} for a handler that is missing or is not a URL; `EVENT_HANDLER` stands for all of them */
function checkHandlers(call: MethodCall): void {
  const common = textOf(call, 'EVENT_HANDLER');
  for (const [parameter, event] of NEEDED) {
    const url = common || textOf(call, parameter);
    if (url === '') refuse(`${parameter}_ERROR`, `Handler for "${event}" event isn't specified`);
    checkUrl(parameter, url);
  }
  const isOrdinary = ['', 'B', 'H'].includes(textOf(call, 'TYPE').toUpperCase()) && !flag(call, 'OPENLINE');
  if (!isOrdinary) for (const parameter of FURTHER) checkUrl(parameter, common || textOf(call, parameter));
}

/** @throws {RestError} for a handler among fields that is not a URL */
function checkNewHandlers(fields: ReadonlyMap<string, unknown>): void {
  const common = text(fields.get('EVENT_HANDLER')) ?? '';
  for (const parameter of [...NEEDED.map(([name]) => name), ...FURTHER])
    checkUrl(parameter, common || (text(fields.get(parameter)) ?? ''));
}

function checkUrl(parameter: string, url: string): void {
  if (url !== '' && !isUrl(url)) refuse(`${parameter}_ERROR`, 'Wrong handler URL');
}

export const isUrl = (text: string): boolean => /^https?:\/\/[^/]/i.test(text);
