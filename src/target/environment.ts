import { resolve } from 'node:path';
import { guess } from '../base/guess.ts';
import { SHORTEST_SECRET } from '../wire/redact.ts';

/** A setting that makes a run impossible: what is wrong and what to do. The run ends before the first request. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

interface Variable {
  /** One line for `.env.example`. */
  meaning: string;
  form?:
    | 'url'
    | 'http'
    | 'webhook'
    | 'id'
    | 'chat'
    | 'flag'
    | 'number'
    | 'part'
    | 'requests'
    | 'secret'
    | 'target'
    | 'profile'
    | 'confidence'
    | 'fail-on';
  /** Of a file or folder: relative to where the program is started. */
  path?: true;
}

/** Every name the suite reads; the one place where a variable is added. `.env.example` is checked against it. */
export const VARIABLES = {
  B24_TARGET: { meaning: "what is tested: 'mock' (embedded, the default) or 'portal'", form: 'target' },
  B24_MOCK_PROFILE: {
    meaning: "how the embedded mock portal answers: 'documented' (default), 'self-hosted' or 'cloud'",
    form: 'profile',
  },
  B24_WEBHOOK: { meaning: 'incoming webhook URL with the scopes imbot, im and user', form: 'webhook' },
  B24_ALLOW_PROVISION: {
    meaning:
      '1 lets the suite register its own bots and chat, and remove them again; else give B24_CLIENT_ID, B24_BOT_ID, …',
    form: 'flag',
  },
  B24_WEBHOOK_NO_SCOPE: {
    meaning: 'webhook without the scope imbot, for insufficient_scope',
    form: 'webhook',
  },
  B24_HTTP_URL: {
    meaning: "plain-HTTP address for the HTTPS claims; default: the webhook's host with http://",
    form: 'http',
  },
  B24_CA_FILE: {
    meaning: 'PEM file of a private CA to trust; certificate checks are never switched off',
    path: true,
  },
  B24_CLIENT_ID: { meaning: 'CLIENT_ID with which the bot was registered on the webhook', form: 'secret' },
  B24_BOT_ID: { meaning: 'id of a bot registered with that CLIENT_ID', form: 'id' },
  B24_FOREIGN_BOT_ID: {
    meaning: 'id of a bot registered by another application, for APP_ID_ERROR',
    form: 'id',
  },
  B24_CHAT_ID: { meaning: 'id of a chat with the bot in it: 123 or chat123', form: 'chat' },
  B24_USER_ID: { meaning: "id of a user to show the typing to; default: the webhook's own user", form: 'id' },
  B24_ALLOW_DISRUPTIVE: { meaning: '1 lets it run into the request limit on purpose', form: 'flag' },
  B24_ALLOW_PLAIN_HTTP: {
    meaning: '1 lets real credentials go over plain HTTP to a target that is not loopback',
    form: 'flag',
  },
  B24_FOLLOW_MOVED: {
    meaning: '1 follows a portal to its new address, within the same domain',
    form: 'flag',
  },
  B24_OAUTH_CLIENT_ID: { meaning: 'OAuth application: client_id', form: 'secret' },
  B24_OAUTH_CLIENT_SECRET: { meaning: 'OAuth application: client_secret', form: 'secret' },
  B24_OAUTH_REFRESH_TOKEN: { meaning: 'OAuth application: refresh token', form: 'secret' },
  B24_OAUTH_ACCESS_TOKEN: { meaning: 'OAuth application: access token with scope imbot', form: 'secret' },
  B24_OAUTH_SERVER: { meaning: 'authorization server; default: https://oauth.bitrix.info', form: 'url' },
  B24_TOKEN_FILE: { meaning: 'file in which refreshed token pairs are kept', path: true },
  B24_OAUTH_BOT_ID: { meaning: 'id of a bot registered by the OAuth application', form: 'id' },
  B24_OAUTH_EXPIRED_TOKEN: { meaning: 'an access token that has expired, for expired_token', form: 'secret' },
  B24_OAUTH_NO_SCOPE_TOKEN: {
    meaning: 'an access token without scope imbot, for insufficient_scope',
    form: 'secret',
  },
  B24_OAUTH_NO_BOT_TOKEN: {
    meaning: 'an access token of an application without bots, for BOT_ID_ERROR',
    form: 'secret',
  },
  B24_OAUTH_DENIED_TOKEN: {
    meaning: 'an access token of a user to whom the application is closed, for user_access_error',
    form: 'secret',
  },
  B24_RATE: {
    meaning: 'requests per second that the portal allows for good: 2, on Enterprise 5',
    form: 'number',
  },
  B24_BURST: { meaning: 'requests that the portal allows at once: 50, on Enterprise 250', form: 'number' },
  B24_REQUESTS: {
    meaning:
      "about how many requests a run on a portal sends at most: 600 (default), or 'all' to try everything in one run",
    form: 'requests',
  },
  B24_PART: {
    meaning: 'which part a run tries where B24_REQUESTS divides it: 1, 2, …; default: they take turns by day',
    form: 'part',
  },
  B24_STRICT: { meaning: '1 fails the run on contradicted hints and wording (should) as well', form: 'flag' },
  B24_CONFIDENCE: {
    meaning:
      "which claims are tried: 'reviewed' (default), or 'parsed' for a survey of all documented methods and drafts as well",
    form: 'confidence',
  },
  B24_LEDGER: {
    meaning: 'file that remembers what the suite made on portals; default: .b24-ledger.jsonl',
    path: true,
  },
  B24_RESULTS: { meaning: 'folder for the results; default: results', path: true },
  B24_HISTORY: {
    meaning: "file that remembers the runs; default: history.jsonl in the results' folder",
    path: true,
  },
  B24_FAIL_ON: {
    meaning: "what fails a run: 'any' contradiction (default) or only a 'new' one since the previous run",
    form: 'fail-on',
  },
  B24_DEVIATIONS: { meaning: 'file of known deviations of this target', path: true },
  B24_DOCS: { meaning: 'checkout of the documentation repository, for the documentation checks', path: true },
  B24_DOCS_RU: {
    meaning: 'checkout of the Russian documentation, with which a survey compares what it finds',
    path: true,
  },
  B24_SCHEMAS: {
    meaning: "folder with the documentation's official schemas, with which a survey compares what it finds",
    path: true,
  },
  B24_BX24: {
    meaning: 'file with a saved https://api.bitrix24.com/api/v1/, for the BX24.js examples',
    path: true,
  },
  B24_CREST: { meaning: 'path of crest.php, for the PHP CRest examples of documentation pages', path: true },
  B24_PHP_SDK: {
    meaning: 'folder in which Composer installed bitrix24/b24phpsdk, for the PHP examples',
    path: true,
  },
  B24_PYTHON: { meaning: 'interpreter that has b24pysdk, for the Python examples; default: python3' },
  B24_GO_SDK: { meaning: 'checkout of github.com/bitrix24/b24gosdk, for the Go examples', path: true },
} as const satisfies Record<string, Variable>;

/** A run on a portal with one webhook takes five minutes with it, and two such runs try everything. */
const REQUESTS_OF_A_RUN = '600';

/** With fewer, what a run needs before its first case would leave little. */
const FEWEST_REQUESTS = 100;

export type VariableName = keyof typeof VARIABLES;

export function isVariable(name: string): name is VariableName {
  return Object.hasOwn(VARIABLES, name);
}

/** The paths among the variables of an environment, made independent of the working directory. */
export function absolutePaths(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const paths = Object.entries<Variable>(VARIABLES).flatMap(([name, { path }]) => {
    const value = environment[name]?.trim();
    return path && value ? [[name, resolve(value)] as const] : [];
  });
  return Object.fromEntries(paths);
}

/** The second is there to be refused; where it is the first, a portal would be blamed for accepting it. */
const DIFFERENT: readonly (readonly [VariableName, VariableName])[] = [
  ['B24_WEBHOOK', 'B24_WEBHOOK_NO_SCOPE'],
  ['B24_OAUTH_ACCESS_TOKEN', 'B24_OAUTH_NO_SCOPE_TOKEN'],
  ['B24_OAUTH_ACCESS_TOKEN', 'B24_OAUTH_NO_BOT_TOKEN'],
  ['B24_OAUTH_ACCESS_TOKEN', 'B24_OAUTH_DENIED_TOKEN'],
];

/** Incoming webhook, taken apart. */
export interface Webhook {
  /** `https://host[:port]` */
  origin: string;
  /** `/rest/USER_ID/CODE/` */
  path: string;
  userId: string;
  code: string;
}

/** The environment, checked. */
export interface Settings {
  target: 'mock' | 'portal';
  mockProfile: 'documented' | 'self-hosted' | 'cloud';
  strict: boolean;
  allowPlainHttp: boolean;
  followMoved: boolean;
  /** Address of the authorization server, without a slash at the end. */
  oauthServer: string;
  /** The portal's request limit: requests a second for good, and at once. */
  limit: { rate: number; burst: number };
  /** Most requests of a run; undefined: as many as it takes. */
  limitOfRun: number | undefined;
  /** Which part of a limited run, from 1; undefined: the parts take turns. */
  part: number | undefined;
  webhook: Webhook | undefined;
  webhookNoScope: Webhook | undefined;
  /** Other values as written. */
  get(name: VariableName): string | undefined;
}

/**
 * Reads and checks the `B24_` variables.
 *
 * @throws ConfigError naming every unknown name, malformed value and contradiction at once
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const names = Object.keys(VARIABLES);
  const values = new Map<string, string>();
  for (const [name, raw] of Object.entries(environment)) {
    const value = raw?.trim();
    if (!name.startsWith('B24_') || value === undefined) continue;
    if (!names.includes(name))
      problems.push(`${name} is not a variable of this suite${guess(name, names) || '; see .env.example'}`);
    else if (value !== '') values.set(name, value);
  }
  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    const value = values.get(name);
    const wrong = value === undefined ? undefined : malformed(value, variable.form);
    if (wrong !== undefined) problems.push(`${name} ${wrong}`);
  }
  const target = values.get('B24_TARGET') === 'portal' ? 'portal' : 'mock';
  const webhook = parseWebhook(values.get('B24_WEBHOOK'));
  const webhookNoScope = parseWebhook(values.get('B24_WEBHOOK_NO_SCOPE'));
  if (target === 'portal' && !values.has('B24_WEBHOOK'))
    problems.push('B24_TARGET=portal needs B24_WEBHOOK, an incoming webhook URL of the portal');
  if (target === 'mock' && values.get('B24_TARGET') === undefined && values.has('B24_WEBHOOK'))
    problems.push(
      'B24_WEBHOOK is set, but B24_TARGET is not: B24_TARGET=portal tests that portal, B24_TARGET=mock the embedded mock',
    );
  if (target === 'portal' && values.has('B24_MOCK_PROFILE'))
    problems.push('B24_MOCK_PROFILE is for the embedded mock portal, but B24_TARGET is portal');
  if (webhook && webhookNoScope && webhook.origin !== webhookNoScope.origin)
    problems.push('B24_WEBHOOK and B24_WEBHOOK_NO_SCOPE are of different portals');
  for (const [working, refused] of DIFFERENT) {
    const value = values.get(working)?.replace(/\/$/, '');
    if (value !== undefined && value === values.get(refused)?.replace(/\/$/, ''))
      problems.push(`${working} and ${refused} are the same; ${refused}: ${VARIABLES[refused].meaning}`);
  }
  const server = values.get('B24_OAUTH_SERVER');
  if (server?.startsWith('http://') && URL.canParse(server) && !isLoopback(new URL(server).hostname))
    problems.push(
      'B24_OAUTH_SERVER is not HTTPS: the client secret and the refresh token would go in the clear',
    );
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  const requests = values.get('B24_REQUESTS') ?? REQUESTS_OF_A_RUN;
  const part = values.get('B24_PART');
  return {
    target,
    mockProfile: (values.get('B24_MOCK_PROFILE') as Settings['mockProfile'] | undefined) ?? 'documented',
    strict: values.get('B24_STRICT') === '1',
    allowPlainHttp: values.get('B24_ALLOW_PLAIN_HTTP') === '1',
    followMoved: values.get('B24_FOLLOW_MOVED') === '1',
    oauthServer: (server ?? 'https://oauth.bitrix.info').replace(/\/+$/, ''),
    limit: {
      rate: Number(values.get('B24_RATE') ?? 2),
      burst: Number(values.get('B24_BURST') ?? 50),
    },
    limitOfRun: requests === 'all' ? undefined : Number(requests),
    part: part === undefined ? undefined : Number(part),
    webhook,
    webhookNoScope,
    get: (name) => values.get(name),
  };
}

/** `https://host/rest/USER_ID/CODE/` (general-principles.md, Request Structure); undefined when it is not one. */
function parseWebhook(value: string | undefined): Webhook | undefined {
  if (value === undefined || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const [, userId, code] = /^\/rest\/(\d+)\/([^/]{4,})\/?$/.exec(url.pathname) ?? [];
  if (url.protocol !== 'https:' || userId === undefined || code === undefined || url.search || url.hash)
    return undefined;
  return { origin: url.origin, path: `/rest/${userId}/${code}/`, userId, code };
}

/** Whether a host name stands for this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** What an address lacks or has too much of to be that of a webhook, where that can be told. */
function hintForWebhook(value: string): string | undefined {
  if (value.startsWith('http://')) return 'it starts with http://, which would send the code in the clear';
  if (!URL.canParse(value)) return undefined;
  const { pathname, search, hash } = new URL(value);
  // As portals show it: with a method to try it by.
  if (/^\/rest\/\d+\/[^/]{4,}\/[^/]+\/?$/.test(pathname)) return 'leave out the method behind the code';
  if (search || hash) return 'leave out what stands behind the code';
  if (/^\/rest\/api\/\d+\/[^/]+\//.test(pathname)) return 'leave out api/, which is for REST 3.0';
  if (/^\/rest\/[^/]+\/[^/]{4,}\/?$/.test(pathname)) return 'the user is named by id, a number';
  return undefined;
}

/** Values are never quoted: they may be secrets pasted into the wrong line. */
function malformed(value: string, form: Variable['form']): string | undefined {
  const shape = (pattern: RegExp, wanted: string): string | undefined =>
    pattern.test(value) ? undefined : `must be ${wanted}`;
  switch (form) {
    case 'webhook': {
      if (parseWebhook(value)) return undefined;
      const hint = hintForWebhook(value);
      return `must look like https://your-domain.bitrix24.com/rest/1/CODE/${hint === undefined ? '' : `; ${hint}`}`;
    }
    case 'url':
      return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
        ? undefined
        : 'must be an http:// or https:// address';
    case 'http':
      return URL.canParse(value) && new URL(value).protocol === 'http:'
        ? undefined
        : 'must be an http:// address: it is for claims about plain HTTP';
    case 'id':
      return shape(/^[1-9]\d*$/, 'a positive integer');
    case 'chat':
      return shape(/^(chat)?[1-9]\d*$/, 'a chat id, 123 or chat123');
    case 'flag':
      return shape(/^[01]$/, '1 or 0');
    case 'number':
      return /^\d+(\.\d+)?$/.test(value) && Number(value) > 0 ? undefined : 'must be a number above zero';
    case 'part':
      return shape(/^[1-9]\d*$/, 'the number of a part, from 1');
    case 'requests':
      return /^(all|\d+)$/.test(value) && !(Number(value) < FEWEST_REQUESTS)
        ? undefined
        : `must be 'all' or a number of at least ${FEWEST_REQUESTS}`;
    case 'secret':
      return value.length >= SHORTEST_SECRET
        ? undefined
        : `is shorter than ${SHORTEST_SECRET} characters and could not be kept out of the evidence`;
    case 'target':
      return shape(/^(mock|portal)$/, "'mock' or 'portal'");
    case 'fail-on':
      return shape(/^(any|new)$/, "'any' or 'new'");
    case 'confidence':
      return shape(/^(reviewed|parsed)$/, "'reviewed' or 'parsed'");
    case 'profile':
      return shape(/^(documented|self-hosted|cloud)$/, "'documented', 'self-hosted' or 'cloud'");
    default:
      return undefined;
  }
}
