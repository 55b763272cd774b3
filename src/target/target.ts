import { own } from '../base/own.ts';
import { type Case, credentialCapability } from '../cases/case.ts';
import { APPLICATION_VALUES } from '../contract/application-values.ts';
import type { Credential, CredentialKind, WorldChange } from '../contract/contract.ts';
import type { Resources } from '../contract/resources.ts';
import type { Scalar } from '../contract/values.ts';
import type { HttpClient } from '../wire/client.ts';
import type { TargetValues } from '../wire/encode.ts';
import type { Circumstances } from '../wire/exchange.ts';
import type { Secret } from '../wire/redact.ts';
import {
  ConfigError,
  isLoopback,
  isVariable,
  type Settings,
  type VariableName,
  type Webhook,
} from './environment.ts';
import { explainMissing, type Missing } from './missing.ts';
import { nearMissesOf, nearMissOf } from './near-miss.ts';
import { createResourceValues, given, type MadeValues } from './resource-values.ts';

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
  /**
   * What a reference to a resource stands for, such as `bot.id`, for a call with that kind of credential over that scheme;
   * with the type that portals give it.
   *
   * @throws ConfigError where neither a variable nor the run gives it, with what would
   */
  value(reference: string, kind?: CredentialKind, scheme?: 'https' | 'http'): Scalar;
  /** The same, undefined where nothing gives it. */
  known(reference: string, kind?: CredentialKind): Scalar | undefined;
  /** Variables without which what has these needs cannot be carried out here. */
  missing(of: Needy): VariableName[];
  /** Why no variable would let the case be carried out here; undefined when it can be. */
  unable?(of: Needy): string | undefined;
  /** What is missing, in words, with every way to have it; undefined where nothing is. */
  whyMissing(of: Needy): string | undefined;
  circumstances(testCase: Case): Circumstances;
  /** A world of a case's own, with levers; portals have none. */
  ownWorld?: (() => Promise<OwnWorld>) | undefined;
}

/** What has needs, such as a case: credentials and leaves by name, values of resources as `Resources.need` names them. */
export interface Needy {
  needs: readonly string[];
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

/** The variables that give credentials and leaves, by what they enable. */
const VARIABLES_OF: Readonly<Record<string, readonly VariableName[]>> = {
  webhook: ['B24_WEBHOOK'],
  webhookNoScope: ['B24_WEBHOOK_NO_SCOPE'],
  token: ['B24_OAUTH_ACCESS_TOKEN'],
  expiredToken: ['B24_OAUTH_EXPIRED_TOKEN'],
  noScopeToken: ['B24_OAUTH_NO_SCOPE_TOKEN'],
  noBotToken: ['B24_OAUTH_NO_BOT_TOKEN'],
  deniedToken: ['B24_OAUTH_DENIED_TOKEN'],
  oauthApplication: ['B24_OAUTH_CLIENT_ID', 'B24_OAUTH_CLIENT_SECRET', 'B24_OAUTH_REFRESH_TOKEN'],
  provision: ['B24_ALLOW_PROVISION'],
  disruptive: ['B24_ALLOW_DISRUPTIVE'],
  // The address has a default; where nothing answers there, the exchange says so.
  plainHttp: [],
  // Seen by the address; no variable makes a cloud of a portal.
  cloud: [],
  tokenFile: ['B24_TOKEN_FILE'],
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

/** What lets a run see what is claimed of plain HTTP. */
export const ADVICE: NonNullable<Circumstances['advice']> = {
  realCredential: 'B24_ALLOW_PLAIN_HTTP=1 lets the real one go over plain HTTP',
  plainHttp: 'B24_HTTP_URL names another address',
};

/** Sent where a wrong credential is the point, or where the real one must not go. */
const MADE_UP = {
  code: 'b24conformancemadeup',
  token: 'b24conformancemadeupaccesstoken0000000000000000000000000000000',
};

export interface TargetExtras {
  resources: Resources;
  /** What the run made, where no variable gives it. */
  made?: MadeValues | undefined;
  kind?: Settings['target'];
  profile?: string;
  name?: string;
  ca?: string | undefined;
  ownWorld?: Target['ownWorld'];
}

/** A target reached by URL: a portal, or a mock portal started elsewhere or in this process. */
export function createTarget(settings: Settings, extras: TargetExtras): Target {
  const { webhook, webhookNoScope } = settings;
  if (!webhook) throw new ConfigError('B24_WEBHOOK is missing');
  const plainHttp = new URL(settings.get('B24_HTTP_URL') ?? `http://${new URL(webhook.origin).hostname}`)
    .origin;
  const mayGoInTheClear = settings.allowPlainHttp || isLoopback(new URL(plainHttp).hostname);
  const values = createResourceValues(settings, extras.resources, extras.made);

  let renewedToken: string | undefined;
  let secrets: readonly Secret[] = [...secretsOf(settings), ...madeSecrets(settings, extras)];

  const withheld = (credential: Credential, scheme: 'https' | 'http'): boolean =>
    scheme === 'http' && !mayGoInTheClear && !credential.none;

  const missing = ({ needs }: Needy): Missing[] => {
    // The cases' own worlds are free to be changed.
    const free: readonly string[] = extras.ownWorld ? ['B24_ALLOW_PROVISION', 'B24_TOKEN_FILE'] : [];
    return needs.flatMap((need): Missing[] => {
      const variables = own(VARIABLES_OF, need);
      if (variables)
        return variables
          .filter((variable) => !free.includes(variable) && (settings.get(variable) ?? '0') === '0')
          .map((variable) => ({ need, variable, notMade: { instead: [] } }));
      if (values.valueOfNeed(need) !== undefined) return [];
      return [
        {
          need,
          variable: values.variableOf(need),
          notMade: values.whyNotMade(need, (other) => needs.includes(other)),
        },
      ];
    });
  };
  const isSecret = (reference: string): boolean => extras.resources.locate(reference).kind === 'secret';
  const value: Target['value'] = (reference, kind = 'webhook', scheme = 'https') => {
    const ofApplication = own<VariableName>(APPLICATION_VALUES, reference);
    if (ofApplication !== undefined) {
      const text = required(settings.get(ofApplication), ofApplication);
      return scheme === 'http' && !mayGoInTheClear ? MADE_UP.code : text;
    }
    const found = values.value(reference, kind);
    if (found === undefined) {
      const variable = values.variableOf(extras.resources.need(reference, kind) ?? reference);
      throw new ConfigError(`${variable ?? `$${reference}`} is missing`);
    }
    return isSecret(reference) && scheme === 'http' && !mayGoInTheClear ? MADE_UP.code : found;
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
      const secret = { value: token, placeholder: ACCESS_TOKEN };
      secrets = [...secrets, secret, ...nearMissesOf(secret)];
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
        const near = nearMissOf(credential, webhook.code);
        if (near !== undefined) return { path: `/rest/${webhook.userId}/${near}/` };
        if (credential.webhook === 'otherUser')
          return { path: `/rest/${Number(webhook.userId) + 1}/${webhook.code}/` };
        return { path: required(real?.path, 'B24_WEBHOOK_NO_SCOPE') };
      }
      if (credential.token === undefined) return { path: '/rest/' };
      if (credential.token === 'madeUp' || madeUp) return { path: '/rest/', token: MADE_UP.token };
      const near = nearMissOf(credential, renewedToken ?? settings.get('B24_OAUTH_ACCESS_TOKEN') ?? '');
      if (near) return { path: '/rest/', token: near };
      if (credential.token === 'own' && renewedToken !== undefined)
        return { path: '/rest/', token: renewedToken };
      const [variable = 'B24_OAUTH_ACCESS_TOKEN'] =
        VARIABLES_OF[credentialCapability(credential) ?? 'token'] ?? [];
      return { path: '/rest/', token: required(settings.get(variable), variable) };
    },
    value,
    known: values.value,
    missing: (of) =>
      missing(of).flatMap(({ variable }) => (variable && isVariable(variable) ? [variable] : [])),
    whyMissing: (of) =>
      explainMissing(missing(of), { mayProvision: settings.get('B24_ALLOW_PROVISION') === '1' }),
    unable: ({ needs }) =>
      needs.includes('cloud') && !isCloud(extras, new URL(webhook.origin).hostname)
        ? "is promised of the vendor's cloud, and this target is not known to be there"
        : undefined,
    circumstances: (one) => ({
      madeUpCredential: withheld(one.request.credential, one.request.scheme),
      advice: ADVICE,
    }),
  };
}

/** Addresses that the vendor gives to portals in its cloud; one with an address of its own cannot be distinguished from others. */
const CLOUD_HOST = /\.bitrix24\.[a-z]{2,}(\.[a-z]{2,})?$/i;

/** The mock portal is one of the cloud, except with the profile of a self-hosted portal. */
function isCloud({ kind, profile }: TargetExtras, host: string): boolean {
  return kind === 'mock' ? profile !== 'self-hosted' : CLOUD_HOST.test(host);
}

/** Everything in the settings that no file and no console may show. */
export function secretsOf(settings: Settings): Secret[] {
  const { webhook, webhookNoScope } = settings;
  return [
    ...(webhook ? withNearMisses({ value: webhook.code, placeholder: '**put_your_webhook_here**' }) : []),
    ...(webhookNoScope
      ? [{ value: webhookNoScope.code, placeholder: '**put_your_webhook_without_scope_here**' }]
      : []),
    ...Object.entries(SECRETS).flatMap(([variable, placeholder]) => {
      const value = settings.get(variable as VariableName);
      if (value === undefined) return [];
      return variable === 'B24_OAUTH_ACCESS_TOKEN'
        ? withNearMisses({ value, placeholder })
        : [{ value, placeholder }];
    }),
  ];
}

const withNearMisses = (secret: Secret): Secret[] => [secret, ...nearMissesOf(secret)];

/** Secrets of resources that the run chose, where no variable holds them. */
function madeSecrets(settings: Settings, { resources, made = {} }: TargetExtras): Secret[] {
  return resources.all.flatMap(({ name, secret }) => {
    const value = secret && made[`${name}.${secret.part}`];
    if (secret === undefined || value === undefined || given(settings, secret.given) !== undefined) return [];
    return [{ value: String(value), placeholder: `**put_your_${name}_${secret.part}_here**` }];
  });
}

function required(value: string | undefined, variable: VariableName): string {
  if (value === undefined) throw new ConfigError(`${variable} is missing`);
  return value;
}
