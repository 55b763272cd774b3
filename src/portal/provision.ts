import { createHmac, randomBytes } from 'node:crypto';
import { messageOf } from '../contract/message.ts';
import { createCaller, createTokenCaller, type TokenSource } from '../target/call.ts';
import type { Settings, VariableName } from '../target/environment.ts';
import { explainReply, troubleLine } from '../target/explain-reply.ts';
import { TargetError } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { type BotOwner, findBot, registerBot, unregisterBot } from './bots.ts';
import { type Creation, isAlive, type Ledger } from './ledger.ts';

/** What provisioning and tidying up did, for the summary. */
export interface Account {
  created: string[];
  removed: string[];
  /** With the reason. */
  readonly left: readonly string[];
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
  say: (line: string) => void = () => {},
) {
  const { webhook } = settings;
  if (!webhook) throw new TargetError('B24_WEBHOOK is missing');
  const byWebhook = createCaller(client, `${webhook.origin}${webhook.path}`);
  const byToken = createTokenCaller(client, `${webhook.origin}/rest/`, tokens);
  /** By code: each stands once, however often it is tried. */
  const left = new Map<string, string>();
  const account: Account = {
    created: [],
    removed: [],
    get left() {
      return [...left.values()];
    },
  };

  const given = settings.get('B24_CLIENT_ID');
  const derived = given === undefined;
  const clientIdOf = (of: Pick<Creation, 'run' | 'owner' | 'derived'>): string =>
    `${of.derived ? deriveClientId(webhook.code, of.run) : (given ?? '')}${of.owner}`;
  const ownerOf = (of: Pick<Creation, 'run' | 'owner' | 'derived'>): BotOwner => {
    if (of.owner !== 'oauth') return { call: byWebhook, clientId: clientIdOf(of) };
    return { call: byToken };
  };

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
      // After a failure of the server it may be there.
      if (reply.error !== undefined && reply.status < 500) ledger.removed(code);
      const trouble = explainReply(reply);
      throw new TargetError(
        `A ${kind} could not be provisioned: ${trouble ? troubleLine(trouble) : `no id (HTTP ${reply.status})`}.\n` +
          'Give existing ids instead (B24_CLIENT_ID, B24_BOT_ID, B24_CHAT_ID, …), or unset B24_ALLOW_PROVISION.',
      );
    }
    ledger.created(code, id);
    account.created.push(`${kind} ${id}`);
    return id;
  }

  return {
    account,
    /**
     * Registers what the settings do not give; given ids are used as they are.
     *
     * @param byToken whether calls by access token get through; without them their bot is not made
     */
    async provision({ byToken = true } = {}): Promise<Provision['environment']> {
      const made: Provision['environment'] = {};
      const known = (name: VariableName): string | undefined => settings.get(name);
      // A bot that is given without its CLIENT_ID belongs to an application that we cannot be.
      if (known('B24_BOT_ID') === undefined) {
        made.B24_CLIENT_ID = clientIdOf({ run, owner: '', derived });
        made.B24_BOT_ID = String(await create('bot', '', {}));
      }
      if (known('B24_FOREIGN_BOT_ID') === undefined)
        made.B24_FOREIGN_BOT_ID = String(await create('bot', '-foreign', {}));
      if (known('B24_OAUTH_BOT_ID') === undefined && byToken && tokens.current() !== undefined) {
        const id = await createByToken();
        if (id !== undefined) made.B24_OAUTH_BOT_ID = String(id);
      }
      const bot = known('B24_BOT_ID') ?? made.B24_BOT_ID;
      const clientId = known('B24_CLIENT_ID') ?? made.B24_CLIENT_ID;
      if (known('B24_CHAT_ID') === undefined && clientId !== undefined)
        made.B24_CHAT_ID = String(await create('chat', '', { BOT_ID: Number(bot) }));
      return made;
    },
    /** What would be there after `provision`, with ids that nothing has: for a plan. */
    pretend({ byToken = true } = {}): Provision['environment'] {
      const id = '1';
      return {
        ...(settings.get('B24_BOT_ID') === undefined
          ? { B24_CLIENT_ID: clientIdOf({ run, owner: '', derived }), B24_BOT_ID: id }
          : {}),
        ...(settings.get('B24_FOREIGN_BOT_ID') === undefined ? { B24_FOREIGN_BOT_ID: id } : {}),
        ...(settings.get('B24_OAUTH_BOT_ID') === undefined && byToken && (tokens.current() ?? tokens.renew)
          ? { B24_OAUTH_BOT_ID: id }
          : {}),
        ...(settings.get('B24_CHAT_ID') === undefined ? { B24_CHAT_ID: id } : {}),
      };
    },
    /** Removes what this portal's runs left behind, but for runs still at work. */
    async tidyUp(): Promise<void> {
      const here = ledger.pending().filter((one) => one.origin === webhook.origin);
      const ours = here.filter((one) => !isAlive(one));
      for (const one of here.filter((each) => !ours.includes(each)))
        left.set(
          one.code,
          `${one.kind} ${one.id ?? one.code}: its run is still at work, as process ${one.pid}`,
        );
      // A chat goes with the bot that owns it; so it is looked for before.
      for (const one of ours.filter(({ kind }) => kind === 'chat')) leaveChat(one);
      for (const one of ours.filter(({ kind }) => kind === 'bot')) await tryToRemove(one);
      ledger.close();
    },
  };

  /** Without the bot, claims of OAuth are not exercised; the webhook's are. */
  async function createByToken(): Promise<number | undefined> {
    try {
      return await create('bot', 'oauth', {});
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      say(`Without a bot of the OAuth application its claims are not exercised. ${error.message}`);
      return undefined;
    }
  }

  function leaveChat(one: Creation): void {
    ledger.left(one.code);
    left.set(
      one.code,
      `chat ${one.id ?? one.code}: no method deletes a chat; nobody is in it once the bot is gone`,
    );
  }

  /** What cannot be removed now, because the portal is gone or refuses, stays in the ledger. */
  async function tryToRemove(one: Creation): Promise<void> {
    left.delete(one.code);
    const problem = await removeBot(one).catch(messageOf);
    if (problem !== undefined)
      left.set(one.code, `bot ${one.id ?? one.code}: ${problem}; --cleanup tries again`);
  }

  /** Returns why it is still there. */
  async function removeBot(one: Creation): Promise<string | undefined> {
    const by = ownerOf(one);
    const id = one.id ?? (await findBot(by, one.code));
    if (id === undefined) {
      ledger.removed(one.code);
      return undefined;
    }
    const reply = await unregisterBot(by, id);
    if (reply.error !== undefined && reply.error !== 'BOT_ID_ERROR')
      return `${reply.error} (${reply.description ?? `HTTP ${reply.status}`})`;
    ledger.removed(one.code);
    account.removed.push(`bot ${id}`);
    return undefined;
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
