import { createHmac, randomBytes } from 'node:crypto';
import { type Caller, createCaller } from '../target/call.ts';
import type { Settings, VariableName } from '../target/environment.ts';
import { TargetError } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { type Creation, isAlive, type Ledger } from './ledger.ts';

/** What provisioning and tidying up did, for the summary. */
export interface Account {
  created: string[];
  removed: string[];
  /** With the reason. */
  left: string[];
}

export interface Provision {
  /** Values for variables that were missing. */
  environment: Partial<Record<VariableName, string>>;
  account: Account;
}

/** Chats are bound to this type, so that a run finds them again (imbot-chat-add.md, ENTITY_TYPE). */
export const ENTITY_TYPE = 'B24CONFORMANCE';
/** Bots must name a handler for events; nothing listens there, and typing raises no event. */
export const EVENT_HANDLER = 'https://b24-conformance.invalid/';

/** A name that people recognise in a portal and that no two runs share. */
export function newRunId(): string {
  return `${new Date().toISOString().slice(2, 16).replace(/\D/g, '')}${randomBytes(3).toString('hex')}`;
}

/** A run's CLIENT_ID: nobody else can guess it, and a later run can derive it again without having stored it. */
export function deriveClientId(webhookCode: string, run: string): string {
  return `b24c${createHmac('sha256', webhookCode).update(run).digest('hex').slice(0, 28)}`;
}

/** Makes, finds and removes what a run needs on a portal. */
export function createProvisioner(settings: Settings, client: HttpClient, ledger: Ledger, run: string) {
  const { webhook } = settings;
  if (!webhook) throw new TargetError('B24_WEBHOOK is missing');
  const byWebhook = createCaller(client, `${webhook.origin}${webhook.path}`);
  const token = settings.get('B24_OAUTH_ACCESS_TOKEN');
  const byToken = token === undefined ? undefined : createCaller(client, `${webhook.origin}/rest/`, token);
  const account: Account = { created: [], removed: [], left: [] };

  const clientIdOf = (of: Pick<Creation, 'run' | 'owner'>): string =>
    `${settings.get('B24_CLIENT_ID') ?? deriveClientId(webhook.code, of.run)}${of.owner}`;
  const access = (
    of: Pick<Creation, 'run' | 'owner'>,
  ): { call: Caller; identity: Record<string, string> } => {
    if (of.owner !== 'oauth') return { call: byWebhook, identity: { CLIENT_ID: clientIdOf(of) } };
    if (!byToken) throw new TargetError('B24_OAUTH_ACCESS_TOKEN is missing');
    return { call: byToken, identity: {} };
  };

  async function create(
    kind: Creation['kind'],
    owner: Creation['owner'],
    parameters: Record<string, unknown>,
  ): Promise<number> {
    const code = `b24conformance_${run}_${kind}${owner.replace('-', '_')}`;
    ledger.intend({ kind, code, owner, run, origin: webhook?.origin ?? '', pid: process.pid });
    const { call, identity } = access({ run, owner });
    const title = `b24-conformance ${run}`;
    const reply =
      kind === 'bot'
        ? await call('imbot.register', {
            CODE: code,
            TYPE: 'B',
            EVENT_HANDLER,
            PROPERTIES: { NAME: title },
            ...identity,
          })
        : await call('imbot.chat.add', {
            TYPE: 'CHAT',
            TITLE: title,
            ENTITY_TYPE,
            ENTITY_ID: code,
            ...parameters,
            ...identity,
          });
    const id = Number(reply.result);
    if (!Number.isInteger(id) || id <= 0) {
      if (reply.error !== undefined) ledger.removed(code);
      throw new TargetError(
        `A ${kind} could not be provisioned: ${reply.error ?? 'no id'} (${reply.description ?? `HTTP ${reply.status}`}).\n` +
          'Give existing ids instead (B24_CLIENT_ID, B24_BOT_ID, B24_CHAT_ID, …), or unset B24_ALLOW_PROVISION.',
      );
    }
    ledger.created(code, id);
    account.created.push(`${kind} ${id}`);
    return id;
  }

  return {
    account,
    /** Registers what the settings do not give; given ids are used as they are. */
    async provision(): Promise<Provision['environment']> {
      const made: Provision['environment'] = {};
      const given = (name: VariableName): string | undefined => settings.get(name);
      // A bot that is given without its CLIENT_ID belongs to an application that we cannot be.
      if (given('B24_BOT_ID') === undefined) {
        made.B24_CLIENT_ID = clientIdOf({ run, owner: '' });
        made.B24_BOT_ID = String(await create('bot', '', {}));
      }
      if (given('B24_FOREIGN_BOT_ID') === undefined)
        made.B24_FOREIGN_BOT_ID = String(await create('bot', '-foreign', {}));
      if (given('B24_OAUTH_BOT_ID') === undefined && byToken)
        made.B24_OAUTH_BOT_ID = String(await create('bot', 'oauth', {}));
      const bot = given('B24_BOT_ID') ?? made.B24_BOT_ID;
      const clientId = given('B24_CLIENT_ID') ?? made.B24_CLIENT_ID;
      if (given('B24_CHAT_ID') === undefined && clientId !== undefined)
        made.B24_CHAT_ID = String(await create('chat', '', { BOT_ID: Number(bot) }));
      return made;
    },
    /** What would be there after `provision`, with ids that nothing has: for a plan. */
    pretend(): Provision['environment'] {
      const id = '1';
      return {
        ...(settings.get('B24_BOT_ID') === undefined
          ? { B24_CLIENT_ID: clientIdOf({ run, owner: '' }), B24_BOT_ID: id }
          : {}),
        ...(settings.get('B24_FOREIGN_BOT_ID') === undefined ? { B24_FOREIGN_BOT_ID: id } : {}),
        ...(settings.get('B24_OAUTH_BOT_ID') === undefined && byToken ? { B24_OAUTH_BOT_ID: id } : {}),
        ...(settings.get('B24_CHAT_ID') === undefined ? { B24_CHAT_ID: id } : {}),
      };
    },
    /** Removes what this portal's runs left behind, but for runs still at work. */
    async tidyUp(): Promise<void> {
      const ours = ledger.pending().filter((one) => one.origin === webhook.origin && !isAlive(one));
      // A chat goes with the bot that owns it; so it is looked for before.
      for (const one of ours.filter(({ kind }) => kind === 'chat')) leaveChat(one);
      for (const one of ours.filter(({ kind }) => kind === 'bot')) await removeBot(one);
      ledger.close();
    },
  };

  function leaveChat(one: Creation): void {
    ledger.left(one.code);
    account.left.push(
      `chat ${one.id ?? one.code}: no method deletes a chat; nobody is in it once the bot is gone`,
    );
  }

  async function removeBot(one: Creation): Promise<void> {
    const { call, identity } = access(one);
    const id = one.id ?? (await findBot(call, identity, one.code));
    if (id === undefined) {
      ledger.removed(one.code);
      return;
    }
    const reply = await call('imbot.unregister', { BOT_ID: id, ...identity });
    if (reply.error === undefined || reply.error === 'BOT_ID_ERROR') {
      ledger.removed(one.code);
      account.removed.push(`bot ${id}`);
    } else account.left.push(`bot ${id}: ${reply.error} (${reply.description ?? ''}); --cleanup tries again`);
  }
}

/** A bot whose registration was cut off: its code tells it apart (imbot-bot-list.md). */
async function findBot(
  call: Caller,
  identity: Record<string, string>,
  code: string,
): Promise<number | undefined> {
  const { result } = await call('imbot.bot.list', identity);
  const bots = Object.values((result ?? {}) as Record<string, { ID?: unknown; CODE?: unknown }>);
  const found = bots.find((bot) => bot.CODE === code);
  return found === undefined ? undefined : Number(found.ID);
}
