import type { Capability, Case } from '../cases/case.ts';
import type { Credential } from '../contract/contract.ts';
import type { TargetValues } from '../wire/encode.ts';
import type { Circumstances } from '../wire/exchange.ts';
import type { Secret } from '../wire/redact.ts';
import { ConfigError, type Settings, type VariableName, type Webhook } from './environment.ts';

/** What is tested, as the cases see it. */
export interface Target extends TargetValues {
  kind: Settings['target'];
  profile?: string;
  /** For reports: scheme, host and port, or 'embedded'. */
  name: string;
  /** PEM of a private CA to trust. */
  ca?: string | undefined;
  secrets: readonly Secret[];
  /** Variables without which the case cannot be carried out here. */
  missing(one: Case): VariableName[];
  circumstances(one: Case): Circumstances;
}

/** The variable that gives each capability, and the placeholder that the documentation uses for it. */
const SOURCES: Record<Exclude<Capability, 'plainHttp'>, { variable: VariableName; placeholder?: string }> = {
  webhook: { variable: 'B24_WEBHOOK' },
  webhookNoScope: { variable: 'B24_WEBHOOK_NO_SCOPE' },
  token: { variable: 'B24_OAUTH_ACCESS_TOKEN', placeholder: '**put_access_token_here**' },
  expiredToken: { variable: 'B24_OAUTH_EXPIRED_TOKEN', placeholder: '**put_expired_access_token_here**' },
  noScopeToken: {
    variable: 'B24_OAUTH_NO_SCOPE_TOKEN',
    placeholder: '**put_access_token_without_scope_here**',
  },
  noBotToken: { variable: 'B24_OAUTH_NO_BOT_TOKEN', placeholder: '**put_access_token_without_bot_here**' },
  deniedToken: { variable: 'B24_OAUTH_DENIED_TOKEN', placeholder: '**put_denied_access_token_here**' },
  clientId: { variable: 'B24_CLIENT_ID', placeholder: '**put_your_client_id_here**' },
  bot: { variable: 'B24_BOT_ID' },
  foreignBot: { variable: 'B24_FOREIGN_BOT_ID' },
  oauthBot: { variable: 'B24_OAUTH_BOT_ID' },
  chat: { variable: 'B24_CHAT_ID' },
  user: { variable: 'B24_USER_ID' },
};

const OTHER_SECRETS: { variable: VariableName; placeholder: string }[] = [
  { variable: 'B24_OAUTH_CLIENT_ID', placeholder: '**put_your_application_id_here**' },
  { variable: 'B24_OAUTH_CLIENT_SECRET', placeholder: '**put_your_client_secret_here**' },
  { variable: 'B24_OAUTH_REFRESH_TOKEN', placeholder: '**put_refresh_token_here**' },
];

/** Sent where a wrong credential is the point, or where the real one must not go. */
const MADE_UP = {
  code: 'b24conformancemadeup',
  token: 'b24conformancemadeupaccesstoken0000000000000000000000000000000',
};

const TOKENS = {
  own: 'token',
  expired: 'expiredToken',
  noScope: 'noScopeToken',
  noBot: 'noBotToken',
  denied: 'deniedToken',
} as const;

export interface TargetExtras {
  kind?: Settings['target'];
  profile?: string;
  name?: string;
  ca?: string | undefined;
}

/** A target reached by URL: a portal, or a mock portal started elsewhere or in this process. */
export function createTarget(settings: Settings, extras: TargetExtras = {}): Target {
  const { webhook, webhookNoScope } = settings;
  if (!webhook) throw new ConfigError('B24_WEBHOOK is missing');
  const plainHttp = new URL(settings.get('B24_HTTP_URL') ?? `http://${new URL(webhook.origin).hostname}`)
    .origin;
  const mayGoInTheClear = settings.allowPlainHttp || isLoopback(new URL(plainHttp).hostname);
  const value = (capability: keyof typeof SOURCES): string | undefined =>
    settings.get(SOURCES[capability].variable) ?? (capability === 'user' ? webhook.userId : undefined);

  const withheld = (credential: Credential, scheme: 'https' | 'http'): boolean =>
    scheme === 'http' && !mayGoInTheClear && !credential.none;

  return {
    kind: extras.kind ?? 'portal',
    ...(extras.profile === undefined ? {} : { profile: extras.profile }),
    name: extras.name ?? webhook.origin,
    ca: extras.ca,
    secrets: [
      { value: webhook.code, placeholder: '**put_your_webhook_here**' },
      ...(webhookNoScope
        ? [{ value: webhookNoScope.code, placeholder: '**put_your_webhook_without_scope_here**' }]
        : []),
      ...[...Object.values(SOURCES), ...OTHER_SECRETS].flatMap(({ variable, placeholder }) => {
        const secret = settings.get(variable);
        return secret === undefined || placeholder === undefined ? [] : [{ value: secret, placeholder }];
      }),
    ],
    origin: (scheme) => (scheme === 'http' ? plainHttp : webhook.origin),
    access(credential, scheme) {
      const madeUp = withheld(credential, scheme);
      if (credential.webhook !== undefined) {
        const real: Webhook | undefined = credential.webhook === 'noScope' ? webhookNoScope : webhook;
        if (credential.webhook === 'madeUp' || madeUp)
          return { path: `/rest/${webhook.userId}/${MADE_UP.code}/` };
        return { path: required(real?.path, 'webhookNoScope') };
      }
      if (credential.token === undefined) return { path: '/rest/' };
      if (credential.token === 'madeUp' || madeUp) return { path: '/rest/', token: MADE_UP.token };
      const capability = TOKENS[credential.token];
      return { path: '/rest/', token: required(value(capability), capability) };
    },
    thing: (thing) => required(value(thing)?.replace(/^chat/, ''), thing),
    missing: (one) =>
      one.needs.flatMap((need) =>
        need === 'plainHttp' || value(need) !== undefined ? [] : SOURCES[need].variable,
      ),
    circumstances: (one) => ({ madeUpCredential: withheld(one.request.credential, one.request.scheme) }),
  };
}

function required(value: string | undefined, capability: keyof typeof SOURCES): string {
  if (value === undefined) throw new ConfigError(`${SOURCES[capability].variable} is missing`);
  return value;
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
