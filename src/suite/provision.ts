import { createHmac, randomBytes } from 'node:crypto';
import { createCaller, createTokenCaller, type TokenSource } from '../target/call.ts';
import type { Settings, VariableName } from '../target/environment.ts';
import { TargetError } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { type BotOwner, findBot, registerBot, unregisterBot } from './bots.ts';
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

/** A name that people recognise in a portal and that no two runs share. */
export function newRunId(): string {
  return `${new Date().toISOString().slice(2, 16).replace(/\D/g, '')}${randomBytes(3).toString('hex')}`;
}

/** A run's CLIENT_ID: nobody else can guess it, and a later run can derive it again without having stored it. */
export function deriveClientId(webhookCode: string, run: string): string {
  return `b24c${createHmac('sha256', webhookCode).update(run).digest('hex').slice(0, 28)}`;
}

/** Makes, finds and removes what a run needs on a portal. */
export function createProvisioner(
  settings: Settings,
  client: HttpClient,
  ledger: Ledger,
  tokens: TokenSource,
  run: string,
) {
  const { webhook } = settings;
  if (!webhook) throw new TargetError('B24_WEBHOOK is missing');
  const byWebhook = createCaller(client, `${webhook.origin}${webhook.path}`);
  const byToken = createTokenCaller(client, `${webhook.origin}/rest/`, tokens);
  const account: Account = { created: [], removed: [], left: [] };

  const given = settings.get('B24_CLIENT_ID');
  const derived = given === undefined;
  const clientIdOf = (of: Pick<Creation, 'run' | 'owner' | 'derived'>): string =>
    `${of.derived ? deriveClientId(webhook.code, of.run) : (given ?? '')}${of.owner}`;
  const ownerOf = (of: Pick<Creation, 'run' | 'owner' | 'derived'>): BotOwner => {
    if (of.owner !== 'oauth') return { call: byWebhook, clientId: clientIdOf(of) };
    return { call: byToken };
  };

  /** Whether OAuth calls get through at all; if not, its claims are not exercised, and the rest goes on. */
  async function hasToken(): Promise<boolean> {
    return tokens.current() !== undefined && (await byToken('profile')).error === undefined;
  }

  async function create(
    kind: Creation['kind'],
    owner: Creation['owner'],
    parameters: Record<string, unknown>,
  ): Promise<number> {
    const code = `b24conformance_${run}_${kind}${owner.replace('-', '_')}`;
    ledger.intend({ kind, code, owner, derived, run, origin: webhook?.origin ?? '', pid: process.pid });
    const by = ownerOf({ run, owner, derived });
    const name = `b24-conformance ${run}`;
    const { reply, id } =
      kind === 'bot' ? await registerBot(by, code, name) : await addChat(by, code, name, parameters);
    if (id === undefined) {
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
      const known = (name: VariableName): string | undefined => settings.get(name);
      // A bot that is given without its CLIENT_ID belongs to an application that we cannot be.
      if (known('B24_BOT_ID') === undefined) {
        made.B24_CLIENT_ID = clientIdOf({ run, owner: '', derived });
        made.B24_BOT_ID = String(await create('bot', '', {}));
      }
      if (known('B24_FOREIGN_BOT_ID') === undefined)
        made.B24_FOREIGN_BOT_ID = String(await create('bot', '-foreign', {}));
      if (known('B24_OAUTH_BOT_ID') === undefined && (await hasToken()))
        made.B24_OAUTH_BOT_ID = String(await create('bot', 'oauth', {}));
      const bot = known('B24_BOT_ID') ?? made.B24_BOT_ID;
      const clientId = known('B24_CLIENT_ID') ?? made.B24_CLIENT_ID;
      if (known('B24_CHAT_ID') === undefined && clientId !== undefined)
        made.B24_CHAT_ID = String(await create('chat', '', { BOT_ID: Number(bot) }));
      return made;
    },
    /** What would be there after `provision`, with ids that nothing has: for a plan. */
    pretend(): Provision['environment'] {
      const id = '1';
      return {
        ...(settings.get('B24_BOT_ID') === undefined
          ? { B24_CLIENT_ID: clientIdOf({ run, owner: '', derived }), B24_BOT_ID: id }
          : {}),
        ...(settings.get('B24_FOREIGN_BOT_ID') === undefined ? { B24_FOREIGN_BOT_ID: id } : {}),
        ...(settings.get('B24_OAUTH_BOT_ID') === undefined && tokens.current()
          ? { B24_OAUTH_BOT_ID: id }
          : {}),
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
    const by = ownerOf(one);
    const id = one.id ?? (await findBot(by, one.code));
    if (id === undefined) {
      ledger.removed(one.code);
      return;
    }
    const reply = await unregisterBot(by, id);
    if (reply.error === undefined || reply.error === 'BOT_ID_ERROR') {
      ledger.removed(one.code);
      account.removed.push(`bot ${id}`);
    } else account.left.push(`bot ${id}: ${reply.error} (${reply.description ?? ''}); --cleanup tries again`);
  }
}

/** A closed chat of the bot alone, bound to its code, so that `imbot.chat.get` finds it (imbot-chat-add.md). */
async function addChat(
  { call, clientId }: BotOwner,
  code: string,
  name: string,
  parameters: Record<string, unknown>,
) {
  const reply = await call('imbot.chat.add', {
    TYPE: 'CHAT',
    TITLE: name,
    ENTITY_TYPE,
    ENTITY_ID: code,
    ...parameters,
    CLIENT_ID: clientId,
  });
  const id = Number(reply.result);
  return Number.isInteger(id) && id > 0 ? { reply, id } : { reply };
}
