import { createHash } from 'node:crypto';
import { stringify } from 'qs';
import type { Value } from './call.ts';
import type { EventName } from './handlers.ts';
import { isLoopback } from './loopback.ts';
import { ACCESS_LIFETIME, issueTokens } from './oauth/grants.ts';
import type { LiveChat, Message, Portal, RegisteredBot } from './portal.ts';
import { WEBHOOK_OWNER } from './seed.ts';

/** An event of a bot, delivered or not. */
export interface BotEvent {
  readonly event: EventName;
  readonly botId: number;
  readonly handler: string;
  /** Unix seconds. */
  readonly at: number;
  /** Status of the handler's answer; undefined as long as there is none. */
  status?: number;
  /** Why it was not delivered. */
  problem?: string;
}

/** Sends a form to a handler; the status of its answer. */
export type Deliver = (url: string, form: string, signal: AbortSignal) => Promise<number>;

export interface EventOptions {
  deliver?: Deliver;
  onEvent?: ((event: BotEvent) => void) | undefined;
}

/** Milliseconds that a handler has. */
const LONGEST = 10_000;

/** A portal under load must not grow for ever. */
const KEPT = 1000;

/** Made once: with each, an engine keeps whatever the calls that led to it hold, and that the portal then holds as well. */
const ENDED = new DOMException('This operation was aborted', 'AbortError');

/** Sends bots the events of their chats: by POST as portals do (events/index.md), once, and to this machine alone. */
export class Events {
  /** The latest thousands. */
  readonly log: BotEvent[] = [];
  readonly #deliver: Deliver;
  readonly #onEvent: (event: BotEvent) => void;
  readonly #underWay = new Set<Promise<void>>();
  readonly #ended = new AbortController();

  /** @param onEvent called with each event once it has been delivered, or could not be */
  constructor({ deliver = post, onEvent = () => {} }: EventOptions = {}) {
    this.#deliver = deliver;
    this.#onEvent = onEvent;
  }

  /** The event of a message, for each bot of the chat that gets it. */
  messageAdded(portal: Portal, chat: LiveChat, message: Message): void {
    for (const bot of botsIn(portal, chat)) {
      const isHeard = chat.type === 'P' || mentions(message.text, bot.id);
      if (message.authorId === 0 || message.authorId === bot.id || !isHeard) continue;
      const author = message.authorId;
      const dialogId = chat.type === 'P' ? String(author) : `chat${chat.id}`;
      this.#tell(portal, bot, 'ONIMBOTMESSAGEADD', author, {
        BOT: botFields(portal, bot),
        PARAMS: {
          MESSAGE: chat.type === 'P' ? message.text : withoutMention(message.text, bot.id),
          MESSAGE_ID: message.id,
          MESSAGE_TYPE: chat.type,
          CHAT_TYPE: chat.type,
          FROM_USER_ID: author,
          AUTHOR_ID: author,
          TO_CHAT_ID: chat.id,
          DIALOG_ID: dialogId,
          SYSTEM: 'N',
          LANGUAGE: 'en',
          CHAT_USER_COUNT: chat.userIds.length,
          ...(chat.type === 'P'
            ? { TO_USER_ID: bot.id }
            : {
                CHAT_ID: chat.id,
                CHAT_TITLE: chat.title,
                CHAT_AUTHOR_ID: chat.ownerId,
                CHAT_COLOR: chat.color,
                CHAT_ENTITY_TYPE: chat.entityType,
                CHAT_ENTITY_ID: chat.entityId,
              }),
        },
        USER: userFields(portal, author),
      });
    }
  }

  /** The event of a bot that was added to a chat. */
  joined(portal: Portal, chat: LiveChat, userIds: readonly number[], by: number): void {
    for (const bot of botsIn(portal, chat)) {
      if (bot.id === by || !userIds.includes(bot.id)) continue;
      this.#tell(portal, bot, 'ONIMBOTJOINCHAT', by, {
        BOT: botFields(portal, bot),
        PARAMS: {
          CHAT_TYPE: chat.type,
          MESSAGE_TYPE: chat.type,
          CHAT_ID: chat.id,
          BOT_ID: bot.id,
          USER_ID: by,
          DIALOG_ID: `chat${chat.id}`,
          LANGUAGE: 'en',
        },
        USER: userFields(portal, by),
      });
    }
  }

  /** Called while the bot is still there. */
  deleted(portal: Portal, bot: RegisteredBot, by: number): void {
    this.#tell(portal, bot, 'ONIMBOTDELETE', by, { BOT_ID: bot.id, BOT_CODE: bot.code });
  }

  /** Ends what is under way, and waits for that. */
  async close(): Promise<void> {
    this.#ended.abort(ENDED);
    await Promise.all(this.#underWay);
  }

  /** Waits until every event has been delivered, or could not be. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #tell(portal: Portal, bot: RegisteredBot, event: EventName, by: number, data: Fields): void {
    const handler = bot.handlers?.[event];
    if (handler === undefined) return;
    const at = portal.clock.now();
    const entry: BotEvent = { event, botId: bot.id, handler, at };
    if (this.log.length >= 2 * KEPT) this.log.splice(0, KEPT);
    this.log.push(entry);
    if (!isHere(handler)) {
      entry.problem = 'not sent: the mock portal sends to this machine alone';
      this.#onEvent(entry);
      return;
    }
    const ts = Math.floor(at);
    const form = stringify({ event, event_handler_id: bot.id, data, ts, auth: authFields(portal, bot, by) });
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(LONGEST)]);
    const sent = this.#deliver(handler, form, signal).then(
      (status) => {
        entry.status = status;
      },
      (error: unknown) => {
        entry.problem = `not delivered: ${reasonOf(error)}`;
      },
    );
    const done = sent.finally(() => {
      this.#underWay.delete(done);
      this.#onEvent(entry);
    });
    this.#underWay.add(done);
  }
}

type Fields = { readonly [key: string]: Value };

async function post(url: string, body: string, signal: AbortSignal): Promise<number> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'Bitrix24 Webhook Engine',
  };
  const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
  await answer.body?.cancel();
  return answer.status;
}

/** fetch puts the reason into the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause);
}

/** Whether an address is on this machine. */
function isHere(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}

function botsIn({ bots }: Portal, { userIds }: LiveChat): RegisteredBot[] {
  return userIds.flatMap((id) => bots.get(id) ?? []);
}

const mentions = (text: string, botId: number): boolean => text.includes(`[USER=${botId}`);

/** The text without the first mention: the form in which a bot in a group chat gets it. */
function withoutMention(text: string, botId: number): string {
  return text.replace(new RegExp(`\\[USER=${botId}[^\\]]*\\].*?\\[/USER\\]\\s*`, 's'), '');
}

function botFields(portal: Portal, bot: RegisteredBot): Fields {
  const auth = authFields(portal, bot, bot.id);
  return { [bot.id]: { ...auth, AUTH: auth, BOT_ID: bot.id, BOT_CODE: bot.code } };
}

function userFields({ users, bots }: Portal, id: number): Fields {
  const user = users.get(id);
  const first = user?.name ?? bots.get(id)?.name ?? '';
  const last = user?.lastName ?? '';
  return {
    ID: id,
    NAME: `${first} ${last}`.trim(),
    FIRST_NAME: first,
    LAST_NAME: last,
    WORK_POSITION: '',
    GENDER: 'M',
    IS_BOT: bots.has(id) ? 'Y' : 'N',
    IS_CONNECTOR: 'N',
    IS_NETWORK: 'N',
    IS_EXTRANET: 'N',
  };
}

/** Applications get tokens of whoever the event is about; webhooks get none (events/index.md, Parameter auth). */
function authFields(portal: Portal, bot: RegisteredBot, userId: number): Fields {
  const endpoint = `${portal.origin}/rest/`;
  const place = {
    domain: new URL(portal.origin).host,
    client_endpoint: endpoint,
    server_endpoint: endpoint,
    member_id: portal.world.portal.memberId,
    application_token: applicationToken(bot),
  };
  const application = portal.applications.get(bot.owner);
  if (application === undefined || bot.owner.startsWith(WEBHOOK_OWNER)) return place;
  const { scopes } = application;
  const { accessToken, refreshToken } = issueTokens(portal, { applicationId: bot.owner, userId, scopes });
  return {
    ...place,
    access_token: accessToken,
    refresh_token: refreshToken,
    expires: Math.floor(portal.clock.now()) + ACCESS_LIFETIME,
    expires_in: ACCESS_LIFETIME,
    scope: scopes.join(','),
    status: 'L',
    user_id: userId,
    client_id: bot.owner,
  };
}

/** The same for all events of an application, so that a handler can check who calls. */
function applicationToken({ owner }: RegisteredBot): string {
  return createHash('sha256').update(`application token of ${owner}`).digest('hex').slice(0, 32);
}
