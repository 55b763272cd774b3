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
