import type { Caller, Reply } from '../target/call.ts';
import { TargetError } from '../target/preflight.ts';

/** How a credential shows that a bot is its own; nothing under OAuth. */
export interface BotOwner {
  call: Caller;
  /** `CLIENT_ID` of imbot.*, `botToken` of imbot.v2.*; on webhooks only. */
  clientId?: string | undefined;
}

/** Bots must name a handler for events; nothing listens there, and typing raises no event. */
const EVENT_HANDLER = 'https://b24-conformance.invalid/';

/**
 * Registers a bot by imbot.register (imbot-register.md) or, where that is gone, by imbot.v2.Bot.register
 * (bot-register.md); there it is hidden from people.
 *
 * @returns the answer, and the bot's id where there is one
 */
export async function registerBot(
  owner: BotOwner,
  code: string,
  name: string,
): Promise<{ reply: Reply; id?: number }> {
  const old = await owner.call('imbot.register', {
    CODE: code,
    TYPE: 'B',
    EVENT_HANDLER,
    PROPERTIES: { NAME: name },
    ...oldIdentity(owner),
  });
  if (!isGone(old)) return withId(old, old.result);
  const reply = await owner.call('imbot.v2.Bot.register', {
    fields: { code, properties: { name }, isHidden: true, ...newIdentity(owner) },
  });
  return withId(reply, fieldOf(fieldOf(reply.result, 'bot'), 'id'));
}

/**
 * Id of a bot whose registration was cut off; its code tells it apart (imbot-bot-list.md, bot-list.md).
 *
 * @throws TargetError where the portal does not list the bots
 */
export async function findBot(owner: BotOwner, code: string): Promise<number | undefined> {
  const old = await owner.call('imbot.bot.list', oldIdentity(owner));
  const reply = isGone(old) ? await owner.call('imbot.v2.Bot.list', newIdentity(owner)) : old;
  const { result, error, description, status } = reply;
  if (error !== undefined) throw new TargetError(`${error} (${description ?? `HTTP ${status}`})`);
  const bots = Object.values((isGone(old) ? fieldOf(result, 'bots') : result) ?? {});
  const found = bots.find((bot) => fieldOf(bot, 'CODE') === code || fieldOf(bot, 'code') === code);
  return found === undefined ? undefined : Number(fieldOf(found, 'ID') ?? fieldOf(found, 'id'));
}

/** Whose a bot is: the asker's, another application's, or nobody's, as there is none. */
export type Ownership = 'own' | 'foreign' | 'none';

/**
 * Whose a bot is, without a change to anything. Where imbot.chat.user.list is not to be had, imbot.chat.sendTyping is
 * asked without a dialog; application and bot are looked at first (observed), so that shows nothing to anybody.
 *
 * @returns undefined where the portal does not tell
 */
export async function ownershipOf(
  owner: BotOwner,
  { bot, chat = 1 }: { bot?: number; chat?: number },
): Promise<Ownership | undefined> {
  const reply = await listMembers(owner, bot, chat);
  if (!isGone(reply)) return ownershipIn(reply);
  return ownershipIn(await owner.call('imbot.chat.sendTyping', { ...withBot(bot), ...oldIdentity(owner) }));
}

/** Whether a bot is in a chat; undefined where the portal does not tell (imbot-chat-user-list.md). */
export async function isInChat(owner: BotOwner, bot: number, chat: number): Promise<boolean | undefined> {
  const { result, error } = await listMembers(owner, bot, chat);
  if (error === 'ACCESS_ERROR') return false;
  if (error !== undefined || typeof result !== 'object' || result === null) return undefined;
  return Object.values(result).some((member) => Number(member) === bot);
}

const listMembers = (owner: BotOwner, bot: number | undefined, chat: number): Promise<Reply> =>
  owner.call('imbot.chat.user.list', { CHAT_ID: chat, ...withBot(bot), ...oldIdentity(owner) });

const withBot = (bot: number | undefined) => (bot === undefined ? {} : { BOT_ID: bot });

function ownershipIn({ result, error }: Reply): Ownership | undefined {
  if (error === undefined) return result === undefined ? undefined : 'own';
  return OWNERSHIPS[error];
}

/** The bot was looked at before the chat, so these say whose it is. */
const OWNERSHIPS: Readonly<Record<string, Ownership>> = {
  BOT_ID_ERROR: 'none',
  APP_ID_ERROR: 'foreign',
  ACCESS_ERROR: 'own',
  DIALOG_ID_EMPTY: 'own',
};

/** Removes a bot (imbot-unregister.md, bot-unregister.md). */
export async function unregisterBot(owner: BotOwner, id: number): Promise<Reply> {
  const old = await owner.call('imbot.unregister', { BOT_ID: id, ...oldIdentity(owner) });
  return isGone(old) ? owner.call('imbot.v2.Bot.unregister', { botId: id, ...newIdentity(owner) }) : old;
}

const isGone = ({ error }: Reply): boolean => error === 'ERROR_METHOD_NOT_FOUND';

const oldIdentity = ({ clientId }: BotOwner) => (clientId === undefined ? {} : { CLIENT_ID: clientId });
const newIdentity = ({ clientId }: BotOwner) => (clientId === undefined ? {} : { botToken: clientId });

function withId(reply: Reply, value: unknown): { reply: Reply; id?: number } {
  const id = Number(value);
  return Number.isInteger(id) && id > 0 ? { reply, id } : { reply };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
