import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { messageOf } from '../base/message.ts';
import type { TokenSource } from '../target/call.ts';
import { ConfigError, type Settings } from '../target/environment.ts';
import type { HttpClient } from '../wire/client.ts';
import type { Exchange } from '../wire/exchange.ts';
import { parseFields } from '../wire/json.ts';
import { createRedactor, type Secret } from '../wire/redact.ts';
import { askForPair } from './authorization-server.ts';

/** What `B24_TOKEN_FILE` holds. */
interface StoredPair {
  /** Digest of the refresh token in the settings from which this pair descends; another one there makes it stale. */
  from: string;
  access_token: string;
  refresh_token: string;
}

/** The pair of tokens of a run: read from the settings or the token file, renewed at most once per expiry. */
export interface Tokens extends TokenSource {
  /** Undefined where the settings do not allow a renewal. With '' it gives the first access token. */
  renew: ((expired: string) => Promise<string>) | undefined;
}

/**
 * @param say called once, when a renewal fails
 * @param keep given each renewal as it went over the wire, secrets included
 * @throws ConfigError when the token file cannot be read
 */
export function openTokens(
  settings: Settings,
  client: HttpClient,
  say: (line: string) => void,
  keep: (exchange: Exchange) => void = () => {},
): Tokens {
  const path = settings.get('B24_TOKEN_FILE');
  const refresh = settings.get('B24_OAUTH_REFRESH_TOKEN');
  const clientId = settings.get('B24_OAUTH_CLIENT_ID');
  const secret = settings.get('B24_OAUTH_CLIENT_SECRET');
  const stored = path === undefined || refresh === undefined ? undefined : readPair(path, digest(refresh));
  const access = stored?.access_token ?? settings.get('B24_OAUTH_ACCESS_TOKEN');
  // Tokens that the settings do not hold, and that their redactor hence does not know.
  const secrets: Secret[] = stored === undefined ? [] : secretsIn(stored);
  // Without a file the new refresh token would be lost with the run, and the old one serves no more.
  if (path === undefined || refresh === undefined || clientId === undefined || secret === undefined)
    return { current: () => access, renew: undefined };

  let current = { access, refresh: stored?.refresh_token ?? refresh };
  let underWay: Promise<string> | undefined;
  const renewNow = async (): Promise<string> => {
    // The refresh token is spent with the request: what can go wrong with the file goes wrong before it.
    const file = openNext(path);
    let pair: Omit<StoredPair, 'from'>;
    try {
      const credentials = { clientId, secret, refresh: current.refresh };
      const answer = await askForPair(settings.oauthServer, client, credentials, keep);
      if (!('pair' in answer)) {
        rmSync(nextTo(path), { force: true });
        throw new Error(answer.reason);
      }
      pair = answer.pair;
      for (const note of answer.notes) say(createRedactor(secretsIn(pair))(note));
      secrets.push(...secretsIn(pair));
      write(file, { from: digest(refresh), ...pair });
    } finally {
      closeSync(file);
    }
    renameSync(nextTo(path), path);
    current = { access: pair.access_token, refresh: pair.refresh_token };
    return pair.access_token;
  };
  return {
    current: () => current.access,
    async renew(expired) {
      if (current.access !== undefined && current.access !== expired) return current.access;
      // A failed renewal is not tried again: the authorization server's answer stands for the run.
      underWay ??= renewNow().catch((error: unknown) => {
        const message = createRedactor(secrets)(messageOf(error));
        say(`The access token could not be renewed, so OAuth claims are not exercised: ${message}.`);
        throw new Error(message);
      });
      const fresh = await underWay;
      underWay = undefined;
      return fresh;
    },
  };
}

/** Where the next pair is written whole, before it takes the place of the last. */
const nextTo = (path: string): string => `${path}.next`;

/** An empty file that only its owner may read. */
function openNext(path: string): number {
  rmSync(nextTo(path), { force: true });
  return openSync(nextTo(path), 'wx', 0o600);
}

function write(file: number, pair: StoredPair): void {
  writeSync(file, `${JSON.stringify(pair, null, 2)}\n`);
  fsyncSync(file);
}

/** The pair that descends from the settings' refresh token; the next one, where a crash kept it from its place. */
function readPair(path: string, from: string): StoredPair | undefined {
  if (pairIn(nextTo(path))?.from === from) renameSync(nextTo(path), path);
  if (!existsSync(path)) return undefined;
  const pair = pairIn(path);
  if (pair === undefined)
    throw new ConfigError(
      `B24_TOKEN_FILE (${path}) holds no pair of tokens; remove it to start from B24_OAUTH_REFRESH_TOKEN`,
    );
  return pair.from === from ? pair : undefined;
}

function pairIn(path: string): StoredPair | undefined {
  if (!existsSync(path)) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ConfigError(`B24_TOKEN_FILE cannot be read: ${messageOf(error)}`);
  }
  const { from, access_token, refresh_token } = parseFields(bytes) ?? {};
  if (typeof access_token !== 'string' || typeof refresh_token !== 'string') return undefined;
  return { from: typeof from === 'string' ? from : '', access_token, refresh_token };
}

function secretsIn({ access_token, refresh_token }: Omit<StoredPair, 'from'>): Secret[] {
  return [
    { value: access_token, placeholder: '**put_access_token_here**' },
    { value: refresh_token, placeholder: '**put_refresh_token_here**' },
  ];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
