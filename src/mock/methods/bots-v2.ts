import type { Value } from '../call.ts';
import { refuse } from '../errors.ts';
import type { Portal, RegisteredBot } from '../portal.ts';
import { LANGUAGE, NEW_BOT, webhookApplication } from '../seed.ts';
import { formatDateTime } from '../time.ts';
import { isUrl, nameOf, removeBot } from './bots.ts';
import { COLORS, colorCoded } from './colors.ts';
import { pictureAddress, pictureIn } from './images.ts';
import type { Method, MethodCall } from './method.ts';
import { boolean, integer, text } from './parameters.ts';

/** Bots that an application may have (chat-bots-v2/index.md, Limits). */
const MOST = 100;

/** Bots in a page (bot-list.md, limit). */
const PAGE = 50;

/** Characters that a token may have since 6 August 2026 (bot-register.md, botToken). */
const LONGEST_TOKEN = 40;

/** bot-register.md, Possible Error Codes, BOT_INVALID_TYPE. */
const TYPES = ['bot', 'network', 'openline', 'supervisor', 'personal'];

/** bot-register.md, Available Backgrounds. */
const BACKGROUNDS = ['azure', 'mint', 'steel', 'slate', 'teal', 'cornflower', 'sky', 'peach', 'frost'];

/** `imbot.v2.Bot.*`: the same bots as those of `imbot.*`. Parameters mind their case (observed). */
export const botsV2: readonly Method[] = [
  {
    // bot-get.md: all that there is for whoever owns it, what everybody may know for others.
    name: 'imbot.v2.Bot.get',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const { portal, spelledParameters: parameters } = call;
      const application = applicationOf(call, parameters.get('botToken'));
      const [id, code] = [integer(parameters.get('botId')), text(parameters.get('code')) ?? ''];
      if (id === undefined && code === '')
        return refuse('PARAMS_REQUIRED', 'Required parameters are missing');
      const bot = id === undefined ? portal.bots.find((each) => each.code === code) : portal.bots.get(id);
      if (bot === undefined) return refuse('BOT_NOT_FOUND', 'Bot not found');
      const ofOwner = bot.owner === application ? ownersFields(portal, bot) : {};
      return { result: { bot: { ...publicFields(bot), ...ofOwner }, users: [userFields(portal, bot)] } };
    },
  },
  {
    // bot-list.md: those of the calling application.
    name: 'imbot.v2.Bot.list',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const { portal, spelledParameters: parameters } = call;
      const application = applicationOf(call, parameters.get('botToken'));
      const wanted = text(mapOf(parameters.get('filter')).type) ?? '';
      const limit = Math.max(1, integer(parameters.get('limit')) ?? PAGE);
      const offset = Math.max(0, integer(parameters.get('offset')) ?? 0);
      const found = portal.bots.filter(
        ({ owner, type }) => owner === application && (wanted === '' || type === wanted),
      );
      const page = found.slice(offset, offset + limit);
      return {
        result: {
          bots: page.map((bot) => ({ ...publicFields(bot), ...ownersFields(portal, bot) })),
          users: page.map((bot) => userFields(portal, bot)),
          hasNextPage: found.length > offset + limit,
        },
      };
    },
  },
  {
    // bot-register.md. A code that the same application has registered answers that bot, as it is.
    name: 'imbot.v2.Bot.register',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const { portal } = call;
      const fields = mapOf(call.spelledParameters.get('fields'));
      const owner = applicationOf(call, fields.botToken);
      if ((text(fields.botToken) ?? '').length > LONGEST_TOKEN)
        refuse('BOT_TOKEN_INVALID_LENGTH', 'Bot token is too long');
      const code = text(fields.code)?.trim() ?? '';
      if (code === '') refuse('BOT_CODE_REQUIRED', 'Bot code is required');
      if ((text(mapOf(fields.properties).name) ?? '').trim() === '')
        refuse('BOT_PROPERTIES_REQUIRED', 'Bot properties are required');
      const type = text(fields.type) ?? NEW_BOT.type;
      if (!TYPES.includes(type)) refuse('BOT_INVALID_TYPE', 'Invalid bot type');
      const eventMode = eventModeIn(fields.eventMode) ?? 'fetch';
      const url = text(fields.webhookUrl) ?? '';
      if (eventMode === 'webhook' && url === '')
        refuse('BOT_WEBHOOK_URL_REQUIRED', 'Webhook URL is required');
      const changes = changesIn(call, fields);
      const known = portal.bots.find((bot) => bot.code === code);
      if (known !== undefined && known.owner !== owner)
        refuse('BOT_CODE_ALREADY_TAKEN', 'Bot code is already taken');
      if (known === undefined && portal.bots.filter((bot) => bot.owner === owner).length >= MOST)
        refuse('BOT_LIMIT_EXCEEDED', 'Bot limit exceeded');
      const begun = { ...NEW_BOT, firstName: '', ...changes };
      const bot = known ?? portal.bots.add({ ...begun, ...nameOf(begun), code, owner, type, eventMode });
      return { result: withUser(portal, bot) };
    },
  },
  {
    // bot-update.md
    name: 'imbot.v2.Bot.update',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const { portal, caller, spelledParameters: parameters } = call;
      const bot = ownBotOf(call);
      // As other controllers answer where a structure is missing (catalog-price-update.md, Possible Error Codes).
      if (!parameters.has('fields')) refuse('100', 'Could not find value for parameter {fields}');
      const fields = mapOf(parameters.get('fields'));
      const changes = changesIn(call, fields);
      const eventMode = eventModeIn(fields.eventMode) ?? bot.eventMode;
      const token = (text(fields.botToken) ?? '').trim();
      const owner = token === '' || caller.application !== undefined ? bot.owner : webhookApplication(token);
      const isTaken = owner !== bot.owner && portal.bots.find((each) => each.owner === owner) !== undefined;
      if (isTaken || token.length > LONGEST_TOKEN)
        refuse('BOT_TOKEN_ROTATION_FAILED', 'Bot token rotation failed');
      portal.bots.update(bot, { ...changes, ...nameOf({ ...bot, ...changes }), eventMode, owner });
      return { result: withUser(portal, portal.bots.get(bot.id) ?? bot) };
    },
  },
  {
    // bot-unregister.md
    name: 'imbot.v2.Bot.unregister',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      removeBot(call, ownBotOf(call));
      return { result: { result: true } };
    },
  },
];

/**
 * The application that calls: an OAuth `client_id`, or by webhook whoever knows the token.
 * @throws {RestError} `BOT_TOKEN_NOT_SPECIFIED`
 */
function applicationOf({ caller }: MethodCall, botToken: unknown): string {
  if (caller.application !== undefined) return caller.application;
  const token = text(botToken) ?? '';
  return token === ''
    ? refuse('BOT_TOKEN_NOT_SPECIFIED', 'Bot token is not specified')
    : webhookApplication(token);
}

/**
 * The bot that `botId` names, of the application that calls.
 * @throws {RestError} `BOT_TOKEN_NOT_SPECIFIED`, `BOT_ID_REQUIRED`, `BOT_NOT_FOUND`, `BOT_OWNERSHIP_ERROR`
 */
export function ownBotOf(call: MethodCall): RegisteredBot {
  const { portal, spelledParameters: parameters } = call;
  const application = applicationOf(call, parameters.get('botToken'));
  const id = integer(parameters.get('botId'));
  if (id === undefined) return refuse('BOT_ID_REQUIRED', 'Bot ID is required');
  const bot = portal.bots.get(id);
  if (bot === undefined) return refuse('BOT_NOT_FOUND', 'Bot not found');
  return bot.owner === application
    ? bot
    : refuse('BOT_OWNERSHIP_ERROR', 'Bot is registered by another application');
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** @throws {RestError} `BOT_INVALID_EVENT_MODE` */
function eventModeIn(value: unknown): RegisteredBot['eventMode'] | undefined {
  if (value === undefined) return undefined;
  return value === 'fetch' || value === 'webhook'
    ? value
    : refuse('BOT_INVALID_EVENT_MODE', 'Invalid event mode');
}

/**
 * What `fields` change of a bot, apart from who owns it and how it gets events. The handler is checked and forgotten.
 * @throws {RestError} `BOT_INVALID_CALLBACK`, `BOT_AVATAR_INCORRECT_TYPE`, `BOT_AVATAR_INCORRECT_SIZE`
 */
function changesIn(
  { portal }: MethodCall,
  fields: Readonly<Record<string, unknown>>,
): Partial<RegisteredBot> {
  const url = text(fields.webhookUrl) ?? '';
  if (url !== '' && !isUrl(url)) refuse('BOT_INVALID_CALLBACK', 'Invalid callback URL');
  const { name, lastName, workPosition, color, gender, avatar } = mapOf(fields.properties);
  const picture = text(avatar) ?? '';
  const kind = picture === '' ? undefined : pictureIn(picture);
  if (kind === 'none') refuse('BOT_AVATAR_INCORRECT_TYPE', 'Avatar must be an image');
  if (kind === 'too large') refuse('BOT_AVATAR_INCORRECT_SIZE', 'Avatar exceeds maximum size');
  const background = text(fields.backgroundId) ?? '';
  return defined({
    firstName: text(name)?.trim(),
    lastName: text(lastName)?.trim(),
    workPosition: text(workPosition),
    color: colorCoded(text(color) ?? ''),
    gender: /^[MF]$/.test(text(gender) ?? '') ? text(gender) : undefined,
    avatar: kind === undefined ? undefined : pictureAddress(portal),
    isHidden: boolean(fields.isHidden),
    isReactionsEnabled: boolean(fields.isReactionsEnabled),
    isSupportOpenline: boolean(fields.isSupportOpenline),
    backgroundId:
      'backgroundId' in fields ? (BACKGROUNDS.includes(background) ? background : null) : undefined,
  });
}

/** The fields that somebody gave. */
const defined = (fields: Readonly<Record<string, unknown>>): Partial<RegisteredBot> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const withUser = (portal: Portal, bot: RegisteredBot): Value => ({
  bot: { ...publicFields(bot), ...ownersFields(portal, bot) },
  users: [userFields(portal, bot)],
});

/** entities.md, Bot, Common Fields. */
function publicFields({
  id,
  code,
  type,
  isHidden,
  isSupportOpenline,
  isReactionsEnabled,
  backgroundId,
}: RegisteredBot) {
  return {
    id,
    code,
    type,
    isHidden,
    isSupportOpenline,
    isReactionsEnabled,
    backgroundId,
    language: LANGUAGE,
  };
}

/** entities.md, Bot, Additional Fields. */
function ownersFields({ messages, commands, chats }: Portal, { id, eventMode }: RegisteredBot) {
  const own = chats.filter(({ userIds }) => userIds.includes(id));
  const others = new Set(own.flatMap(({ userIds }) => userIds).filter((userId) => userId !== id));
  return {
    moduleId: 'rest',
    eventMode,
    countMessage: messages.filter(({ authorId }) => authorId === id).length,
    countCommand: commands.filter(({ botId }) => botId === id).length,
    countChat: own.length,
    countUser: others.size,
  };
}

/** entities.md, User. */
function userFields({ clock, world }: Portal, bot: RegisteredBot): Value {
  const { id, name, firstName, lastName, workPosition, color, avatar, gender } = bot;
  return {
    id,
    active: true,
    name,
    firstName,
    lastName,
    workPosition,
    color: COLORS[color] ?? '',
    avatar,
    gender: gender === '' ? 'M' : gender,
    birthday: '',
    extranet: false,
    bot: true,
    connector: false,
    externalAuthId: 'bot',
    status: 'online',
    idle: false,
    lastActivityDate: formatDateTime(clock.now(), world.portal.offset),
    absent: false,
    departments: [],
    phones: false,
    type: 'bot',
  };
}
