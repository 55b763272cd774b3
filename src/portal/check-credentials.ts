import { messageOf } from '../base/message.ts';
import type { Capability } from '../cases/case.ts';
import type { Resources } from '../contract/resources.ts';
import {
  type Caller,
  createCaller,
  createTokenCaller,
  itemsOf,
  type Reply,
  type TokenSource,
} from '../target/call.ts';
import type { Settings, VariableName } from '../target/environment.ts';
import { explainReply, troubleLine } from '../target/explain-reply.ts';
import type { HttpClient } from '../wire/client.ts';
import { askForPair, MADE_UP_REFRESH_TOKEN } from './authorization-server.ts';
import { ask, type LookUp } from './recipe.ts';
import type { Unusable } from './run-context.ts';

/** What was found out about the credentials beside the webhook. */
export interface CheckedCredentials {
  /** Given, and not to be used in this run. */
  unusable: Unusable;
  /** Given, and not what the variable is for: the configuration is wrong. */
  problems: string[];
  /** Scopes that the portal's own list gives a credential, by capability. */
  granted: Granted;
}

/** Scopes of credentials beside the webhook, by capability, as far as the portal lists them. */
export type Granted = Partial<Record<Capability, readonly string[]>>;

/** A credential and what it is there to show. */
interface Credential {
  variable: VariableName;
  capability: Capability;
  /** What is wrong with it, from the answers to its question. */
  check(call: Caller): Promise<Verdict>;
}

type Verdict = { unusable?: string; problem?: string; granted?: readonly string[] };

const FINE: Verdict = {};

/**
 * Asks once with every further webhook and token that the settings give what it is. What has come to an end, such as a
 * token that lives an hour, is not to be used; what cannot show what it is there for is a mistake in the settings.
 *
 * @param scopes without which a credential shows nothing; those of single methods are looked at case by case
 */
export async function checkCredentials(
  settings: Settings,
  client: HttpClient,
  { scopes, resources }: { scopes: readonly string[]; resources: Resources },
): Promise<CheckedCredentials> {
  const origin = settings.webhook?.origin ?? '';
  const found: CheckedCredentials = { unusable: {}, problems: [], granted: {} };
  for (const { variable, capability, check } of credentialsFor(scopes, resources)) {
    const value = settings.get(variable);
    if (value === undefined) continue;
    const call =
      capability === 'webhookNoScope'
        ? createCaller(client, origin + (settings.webhookNoScope?.path ?? ''))
        : createCaller(client, `${origin}/rest/`, value);
    const { unusable, problem, granted } = await check(call);
    if (granted !== undefined) found.granted[capability] = granted;
    if (unusable !== undefined) found.unusable[capability] = `${variable} ${unusable}`;
    if (problem !== undefined) found.problems.push(`${variable} ${problem}`);
  }
  const application = await checkApplication(settings, client);
  if (application !== undefined) found.unusable.oauthApplication = application;
  return found;
}

/**
 * Whether calls by access token get through: asked once, with a renewal where the token has ended and one is allowed.
 * With a refresh token alone the first access token is a renewal, too.
 *
 * @param renewable whether a run could renew the token, where this asker must not
 * @returns why not, where they do not; else the token's scopes, as far as there is a token and the portal lists them
 */
export async function checkToken(
  origin: string,
  client: HttpClient,
  tokens: TokenSource,
  { scopes, renewable = false }: { scopes: readonly string[]; renewable?: boolean },
): Promise<{ unusable?: string; granted?: readonly string[] }> {
  let failure: string | undefined;
  const renew = async (expired: string): Promise<string> => {
    if (tokens.renew === undefined) throw new Error('no renewal');
    try {
      return await tokens.renew(expired);
    } catch (error) {
      failure = messageOf(error);
      throw error;
    }
  };
  if (tokens.current() === undefined) {
    if (tokens.renew) await renew('').catch(() => undefined);
    if (failure !== undefined) return { unusable: `no access token could be had: ${failure}` };
    if (tokens.current() === undefined) return {};
  }
  const source: TokenSource = { current: tokens.current, ...(tokens.renew ? { renew } : {}) };
  const reply = await createTokenCaller(client, `${origin}/rest/`, source)('scope');
  if (failure !== undefined)
    return { unusable: `the access token has expired and could not be renewed: ${failure}` };
  if (reply.error === 'expired_token' && renewable && !tokens.renew) return {};
  const trouble = explainReply(reply);
  if (trouble !== undefined) return { unusable: `the access token cannot be used: ${troubleLine(trouble)}` };
  const missing = lackingIn(reply, scopes);
  return missing === undefined
    ? grantedIn(reply)
    : {
        unusable: `the access token lacks the scope ${missing}; give it to the application and authorize it again`,
      };
}

function credentialsFor(scopes: readonly string[], resources: Resources): Credential[] {
  const lacksScope = async (call: Caller): Promise<Verdict> => {
    const reply = await call('scope');
    if (reply.error === 'insufficient_scope') return FINE;
    const verdict = refused(reply);
    if (verdict !== undefined) return verdict;
    const had = scopes.find((scope) => listIn(reply)?.includes(scope));
    return had === undefined
      ? grantedIn(reply)
      : { problem: `has the scope ${had}, but is there to be refused for the lack of it; take one without` };
  };
  return [
    { variable: 'B24_WEBHOOK_NO_SCOPE', capability: 'webhookNoScope', check: lacksScope },
    { variable: 'B24_OAUTH_NO_SCOPE_TOKEN', capability: 'noScopeToken', check: lacksScope },
    {
      variable: 'B24_OAUTH_EXPIRED_TOKEN',
      capability: 'expiredToken',
      async check(call) {
        const reply = await call('scope');
        if (reply.error === 'expired_token') return FINE;
        return refused(reply) ?? { unusable: 'has not expired: the portal accepts it; wait until it has' };
      },
    },
    {
      variable: 'B24_OAUTH_NO_BOT_TOKEN',
      capability: 'noBotToken',
      async check(call) {
        const reply = await call('scope');
        const missing = lackingIn(reply, scopes);
        const verdict =
          refused(reply) ??
          (missing === undefined
            ? undefined
            : { unusable: `lacks the scope ${missing}; take one that has it` });
        if (verdict !== undefined) return verdict;
        return (await ownsAny(OF_NO_BOT, call, resources))
          ? {
              problem:
                'is of an application that owns a bot, but is there to find none; take another application',
            }
          : grantedIn(reply);
      },
    },
    {
      variable: 'B24_OAUTH_DENIED_TOKEN',
      capability: 'deniedToken',
      async check(call) {
        const reply = await call('scope');
        if (reply.error === 'user_access_error') return FINE;
        return (
          refused(reply) ?? {
            problem:
              'is accepted, but is there to be refused; take one of a user to whom the application is closed',
          }
        );
      },
    },
  ];
}

/**
 * That application is to own none of these: where the id of a bot is left out, a portal takes the first bot of the
 * application, and answers that there is none (imbot-chat-send-typing.md, Method Parameters, BOT_ID).
 */
const OF_NO_BOT = 'bot';

/** Whether a token's application owns one: the resource's question without an id. */
async function ownsAny(name: string, call: Caller, resources: Resources): Promise<boolean> {
  const instance = resources.instances.find((each) => each.resource.name === name && each.by === 'token');
  if (!instance) return false;
  const lookUp: LookUp = () => undefined;
  return (await ask({ instance, call, lookUp }))?.belonging === 'own';
}

/** A refusal of a credential in place of what it is there to show. */
function refused(reply: Reply): Verdict | undefined {
  if (reply.error === 'expired_token')
    return {
      unusable: 'has expired, as an access token does after an hour; take a fresh one shortly before the run',
    };
  const trouble = explainReply(reply);
  return trouble === undefined ? undefined : { unusable: `cannot be used: ${troubleLine(trouble)}` };
}

/** The list that `scope` answers; undefined where it is not one. */
function listIn({ result }: Reply): readonly unknown[] | undefined {
  return itemsOf(result);
}

function grantedIn(reply: Reply): Pick<Verdict, 'granted'> {
  const list = listIn(reply);
  return list === undefined ? {} : { granted: list.map(String) };
}

/** A scope that the portal's own list lacks; where it gives no list, the cases find out. */
function lackingIn(reply: Reply, scopes: readonly string[]): string | undefined {
  const list = listIn(reply);
  return list && scopes.find((scope) => !list.includes(scope));
}

/** Why the authorization server does not serve the application; asked with a refresh token that nobody has. */
async function checkApplication(settings: Settings, client: HttpClient): Promise<string | undefined> {
  const clientId = settings.get('B24_OAUTH_CLIENT_ID');
  const secret = settings.get('B24_OAUTH_CLIENT_SECRET');
  if (clientId === undefined || secret === undefined) return undefined;
  const answer = await askForPair(settings.oauthServer, client, {
    clientId,
    secret,
    refresh: MADE_UP_REFRESH_TOKEN,
  });
  // That the refresh token is refused shows that the application is not.
  if ('pair' in answer || answer.code === 'invalid_grant' || answer.code === 'expired_token')
    return undefined;
  return `the authorization server does not serve the application in B24_OAUTH_CLIENT_ID: ${answer.reason}`;
}
