import { type Capability, type Case, credentialCapability } from '../cases/case.ts';
import type { Credential, WorldChange } from '../contract/contract.ts';
import type { HttpClient } from '../wire/client.ts';
import type { TargetValues } from '../wire/encode.ts';
import type { Circumstances } from '../wire/exchange.ts';
import type { Secret } from '../wire/redact.ts';
import {
  ConfigError,
  isLoopback,
  type Settings,
  VARIABLES,
  type VariableName,
  type Webhook,
} from './environment.ts';

/** What is tested, as the cases see it. */
export interface Target extends TargetValues {
  kind: Settings['target'];
  profile?: string;
  /** For reports: scheme, host and port, or 'embedded'. */
  name: string;
  /** PEM of a private CA to trust. */
  ca?: string | undefined;
  /** A new list whenever there are more. */
  secrets: readonly Secret[];
  /** From now on the access token is this one. */
  useToken(token: string): void;
  /** Variables without which the case cannot be carried out here. */
  missing(one: Case): VariableName[];
  /** Why no variable would let the case be carried out here; undefined when it can be. */
  unable?(one: Case): string | undefined;
  /** The same in words, with every way to have what is missing; undefined where nothing is. */
  whyMissing(one: Case): string | undefined;
  circumstances(one: Case): Circumstances;
  /** A world of a case's own, with levers; portals have none. */
  ownWorld?: (() => Promise<OwnWorld>) | undefined;
}

/** A mock portal that one case has for itself. */
export interface OwnWorld {
  target: Target;
  /** Connections to it that outlive the case, where worlds serve one case after another; default: the case's own. */
  client?: HttpClient | undefined;
  /** Moves a lever; returns what it captured, by name. */
  change(change: WorldChange): Record<string, string>;
  close(): Promise<void>;
}

/** The variables that give each capability. */
const VARIABLES_OF: Readonly<Record<Capability, readonly VariableName[]>> = {
  webhook: ['B24_WEBHOOK'],
  webhookNoScope: ['B24_WEBHOOK_NO_SCOPE'],
  token: ['B24_OAUTH_ACCESS_TOKEN'],
  expiredToken: ['B24_OAUTH_EXPIRED_TOKEN'],
  noScopeToken: ['B24_OAUTH_NO_SCOPE_TOKEN'],
  noBotToken: ['B24_OAUTH_NO_BOT_TOKEN'],
  deniedToken: ['B24_OAUTH_DENIED_TOKEN'],
  clientId: ['B24_CLIENT_ID'],
  bot: ['B24_BOT_ID'],
  foreignBot: ['B24_FOREIGN_BOT_ID'],
  oauthBot: ['B24_OAUTH_BOT_ID'],
  oauthApplication: ['B24_OAUTH_CLIENT_ID', 'B24_OAUTH_CLIENT_SECRET', 'B24_OAUTH_REFRESH_TOKEN'],
  chat: ['B24_CHAT_ID'],
  user: ['B24_USER_ID'],
  provision: ['B24_ALLOW_PROVISION'],
  disruptive: ['B24_ALLOW_DISRUPTIVE'],
  // The address has a default; where nothing answers there, the exchange says so.
  plainHttp: [],
  // Seen by the address; no variable makes a cloud of a portal.
  cloud: [],
  tokenFile: ['B24_TOKEN_FILE'],
};

/** Names that plans use for values of the environment. */
const THINGS: Readonly<Record<string, VariableName>> = {
  clientId: 'B24_CLIENT_ID',
  bot: 'B24_BOT_ID',
  foreignBot: 'B24_FOREIGN_BOT_ID',
  oauthBot: 'B24_OAUTH_BOT_ID',
  chat: 'B24_CHAT_ID',
  user: 'B24_USER_ID',
  oauthClientId: 'B24_OAUTH_CLIENT_ID',
  oauthClientSecret: 'B24_OAUTH_CLIENT_SECRET',
  refreshToken: 'B24_OAUTH_REFRESH_TOKEN',
};

const ACCESS_TOKEN = '**put_access_token_here**';

/** What stands in reports instead of a secret: the documentation's placeholders where it has them. */
const SECRETS: Partial<Record<VariableName, string>> = {
  B24_CLIENT_ID: '**put_your_client_id_here**',
  B24_OAUTH_ACCESS_TOKEN: ACCESS_TOKEN,
  B24_OAUTH_EXPIRED_TOKEN: '**put_expired_access_token_here**',
  B24_OAUTH_NO_SCOPE_TOKEN: '**put_access_token_without_scope_here**',
  B24_OAUTH_NO_BOT_TOKEN: '**put_access_token_without_bot_here**',
  B24_OAUTH_DENIED_TOKEN: '**put_denied_access_token_here**',
  B24_OAUTH_CLIENT_ID: '**put_your_application_id_here**',
  B24_OAUTH_CLIENT_SECRET: '**put_your_client_secret_here**',
  B24_OAUTH_REFRESH_TOKEN: '**put_refresh_token_here**',
};

/** Sent where a wrong credential is the point, or where the real one must not go. */
const MADE_UP = {
  code: 'b24conformancemadeup',
  token: 'b24conformancemadeupaccesstoken0000000000000000000000000000000',
};

export interface TargetExtras {
  kind?: Settings['target'];
  profile?: string;
  name?: string;
  ca?: string | undefined;
  ownWorld?: Target['ownWorld'];
}

/** A target reached by URL: a portal, or a mock portal started elsewhere or in this process. */
export function createTarget(settings: Settings, extras: TargetExtras = {}): Target {
  const { webhook, webhookNoScope } = settings;
  if (!webhook) throw new ConfigError('B24_WEBHOOK is missing');
  const plainHttp = new URL(settings.get('B24_HTTP_URL') ?? `http://${new URL(webhook.origin).hostname}`)
    .origin;
  const mayGoInTheClear = settings.allowPlainHttp || isLoopback(new URL(plainHttp).hostname);
  const value = (variable: VariableName): string | undefined =>
    settings.get(variable) ?? (variable === 'B24_USER_ID' ? webhook.userId : undefined);

  let renewedToken: string | undefined;
  let secrets: readonly Secret[] = secretsOf(settings);

  const withheld = (credential: Credential, scheme: 'https' | 'http'): boolean =>
    scheme === 'http' && !mayGoInTheClear && !credential.none;

  const missing = (one: Case): VariableName[] => {
    const variables = one.needs.flatMap((need) => VARIABLES_OF[need] ?? []);
    // The cases' own worlds are free to be changed.
    const free: readonly VariableName[] = extras.ownWorld ? ['B24_ALLOW_PROVISION', 'B24_TOKEN_FILE'] : [];
    return variables.filter((variable) => !free.includes(variable) && (value(variable) ?? '0') === '0');
  };

  return {
    kind: extras.kind ?? 'portal',
    ...(extras.profile === undefined ? {} : { profile: extras.profile }),
    name: extras.name ?? webhook.origin,
    ca: extras.ca,
    get secrets() {
      return secrets;
    },
    useToken(token) {
      if (token === renewedToken) return;
      renewedToken = token;
      secrets = [...secrets, { value: token, placeholder: ACCESS_TOKEN }];
    },
    ownWorld: extras.ownWorld,
    oauthServer: settings.oauthServer,
    origin: (scheme) => (scheme === 'http' ? plainHttp : webhook.origin),
    access(credential, scheme) {
      const madeUp = withheld(credential, scheme);
      if (credential.webhook !== undefined) {
        const real: Webhook | undefined = credential.webhook === 'noScope' ? webhookNoScope : webhook;
        if (credential.webhook === 'madeUp' || madeUp)
          return { path: `/rest/${webhook.userId}/${MADE_UP.code}/` };
        if (credential.webhook === 'nearMiss')
          return { path: `/rest/${webhook.userId}/${nearMiss(webhook.code)}/` };
        if (credential.webhook === 'otherUser')
          return { path: `/rest/${Number(webhook.userId) + 1}/${webhook.code}/` };
        return { path: required(real?.path, 'B24_WEBHOOK_NO_SCOPE') };
      }
      if (credential.token === undefined) return { path: '/rest/' };
      if (credential.token === 'madeUp' || madeUp) return { path: '/rest/', token: MADE_UP.token };
      if (credential.token === 'own' && renewedToken !== undefined)
        return { path: '/rest/', token: renewedToken };
      const [variable] = VARIABLES_OF[credentialCapability(credential) ?? 'token'] ?? [];
      return {
        path: '/rest/',
        token: required(variable && value(variable), variable ?? 'B24_OAUTH_ACCESS_TOKEN'),
      };
    },
    thing(name, scheme) {
      if (name === 'me') return webhook.userId;
      const variable = THINGS[name];
      if (variable === undefined) throw new Error(`nothing is called '${name}'`);
      const text = required(value(variable), variable);
      if (SECRETS[variable] !== undefined && scheme === 'http' && !mayGoInTheClear) return MADE_UP.code;
      return variable === 'B24_CHAT_ID' ? text.replace(/^chat/, '') : text;
    },
    missing,
    whyMissing: (one) => explainMissing(missing(one), value),
    unable: (one) =>
      one.needs.includes('cloud') && !isCloud(extras, new URL(webhook.origin).hostname)
        ? "is promised of the vendor's cloud, and this target is not known to be there"
        : undefined,
    circumstances: (one) => ({ madeUpCredential: withheld(one.request.credential, one.request.scheme) }),
  };
}

/** Addresses that the vendor gives to portals in its cloud; one with an address of its own cannot be told from others. */
const CLOUD_HOST = /\.bitrix24\.[a-z]{2,}(\.[a-z]{2,})?$/i;

/** The mock portal is one of the cloud but for its profile of a self-hosted portal. */
function isCloud({ kind, profile }: TargetExtras, host: string): boolean {
  return kind === 'mock' ? profile !== 'self-hosted' : CLOUD_HOST.test(host);
}

/** `needs A; also B, or C`: what must be given, and what a run makes for itself where it may. */
function explainMissing(
  variables: readonly VariableName[],
  value: (name: VariableName) => string | undefined,
): string | undefined {
  const order = Object.keys(VARIABLES);
  const names = [...new Set(variables)].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  if (names.length === 0) return undefined;
  const mayProvision = value('B24_ALLOW_PROVISION') === '1';
  const made = names.filter((name) => isMade(name, (other) => names.includes(other), value));
  const given = names.filter((name) => !made.includes(name)).map((name) => FLAGS[name] ?? name);
  // With leave, what the run makes comes of itself, unless it was not to be had.
  if (given.length > 0 && (mayProvision || made.length === 0 || given.includes(PROVISION)))
    return `needs ${enumerate(given)}`;
  if (mayProvision) return `needs ${enumerate(made)}`;
  const ways = `${PROVISION}, or ${enumerate(made)}`;
  return given.length === 0 ? `needs ${ways}` : `needs ${enumerate(given)}; also ${ways}`;
}

/** Whether a run with leave to provision would make it, given all that is given and the other variables that are missing. */
function isMade(
  name: VariableName,
  isMissing: (name: VariableName) => boolean,
  value: (name: VariableName) => string | undefined,
): boolean {
  switch (name) {
    case 'B24_BOT_ID':
    case 'B24_FOREIGN_BOT_ID':
      return true;
    case 'B24_CLIENT_ID':
      return value('B24_BOT_ID') === undefined;
    case 'B24_CHAT_ID':
      return value('B24_BOT_ID') === undefined || value('B24_CLIENT_ID') !== undefined;
    case 'B24_OAUTH_BOT_ID':
      return value('B24_OAUTH_ACCESS_TOKEN') !== undefined || isMissing('B24_OAUTH_ACCESS_TOKEN');
    default:
      return false;
  }
}

const enumerate = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const PROVISION = 'B24_ALLOW_PROVISION=1';

/** Variables of which only one value enables anything. */
const FLAGS: Partial<Record<VariableName, string>> = {
  B24_ALLOW_PROVISION: PROVISION,
  B24_ALLOW_DISRUPTIVE: 'B24_ALLOW_DISRUPTIVE=1',
};

/** Everything in the settings that no file and no console may show. */
export function secretsOf(settings: Settings): Secret[] {
  const { webhook, webhookNoScope } = settings;
  return [
    ...(webhook
      ? [
          { value: webhook.code, placeholder: '**put_your_webhook_here**' },
          // All but one character of it is the code.
          {
            value: nearMiss(webhook.code),
            placeholder: '**put_your_webhook_with_its_last_character_changed_here**',
          },
        ]
      : []),
    ...(webhookNoScope
      ? [{ value: webhookNoScope.code, placeholder: '**put_your_webhook_without_scope_here**' }]
      : []),
    ...Object.entries(SECRETS).flatMap(([variable, placeholder]) => {
      const value = settings.get(variable as VariableName);
      return value === undefined ? [] : [{ value, placeholder }];
    }),
  ];
}

/** A code that is wrong in its last character alone. */
function nearMiss(code: string): string {
  return code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
}

function required(value: string | undefined, variable: VariableName): string {
  if (value === undefined) throw new ConfigError(`${variable} is missing`);
  return value;
}
