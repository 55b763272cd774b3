import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openTokens, type Tokens } from '../../../src/portal/tokens.ts';
import { ConfigError, readSettings } from '../../../src/target/environment.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import { withFileSystem } from './file-system.ts';

interface Answer {
  status?: number;
  body: unknown;
}

/** An authorization server that spends each refresh token once, or answers as told. */
function authorizationServer(answer?: Answer) {
  const asked: string[] = [];
  const valid = new Set(['refresh-0']);
  const client: HttpClient = {
    sent: 0,
    close: async () => {},
    async send(request) {
      asked.push(request.url);
      const refresh = new URL(request.url).searchParams.get('refresh_token') ?? '';
      const number = asked.length;
      const { status = 200, body } = answer ?? grant(refresh, number);
      const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      return { request, response: { status, headers: [], body: bytes } };
    },
  };
  const grant = (refresh: string, number: number): Answer => {
    if (!valid.delete(refresh)) return { status: 400, body: { error: 'invalid_grant' } };
    valid.add(`refresh-${number}`);
    return { body: { access_token: `access-${number}`, refresh_token: `refresh-${number}` } };
  };
  return { client, asked, valid };
}

/** How a pair gets to disk: nothing takes the file's place before it is whole there. */
const STEPS = ['rmSync', 'openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'];

const silent = (): void => {};

describe('tokens', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-tokens-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));
  const file = (): string => join(mkdtempSync(join(scratch, 't-')), 'tokens.json');
  const settings = (path: string | undefined, more: Record<string, string | undefined> = {}) =>
    readSettings({
      B24_OAUTH_CLIENT_ID: 'local.app+1/%',
      B24_OAUTH_CLIENT_SECRET: 'secret&"1',
      B24_OAUTH_REFRESH_TOKEN: 'refresh-0',
      B24_OAUTH_ACCESS_TOKEN: 'access-0',
      B24_TOKEN_FILE: path,
      ...more,
    });
  const stored = (path: string): { access_token: string; refresh_token: string } =>
    JSON.parse(readFileSync(path, 'utf8')) as { access_token: string; refresh_token: string };
  /** Renews, or fails the test where that is not allowed. */
  const renew = (tokens: Tokens, expired: string): Promise<string> =>
    tokens.renew?.(expired) ?? Promise.reject(new Error('may not renew'));

  it('are renewed by the documented call', async () => {
    const server = authorizationServer();
    const path = file();
    await renew(openTokens(settings(path), server.client, silent), 'access-0');
    const url = new URL(server.asked[0] ?? '');
    assert.equal(url.origin + url.pathname, 'https://oauth.bitrix.info/oauth/token/');
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      grant_type: 'refresh_token',
      client_id: 'local.app+1/%',
      client_secret: 'secret&"1',
      refresh_token: 'refresh-0',
    });
  });

  it('are on disk, for their owner alone, before they are used', async () => {
    const path = file();
    const tokens = openTokens(settings(path), authorizationServer().client, silent);
    assert.equal(tokens.current(), 'access-0');
    assert.equal(await renew(tokens, 'access-0'), 'access-1');
    assert.equal(tokens.current(), 'access-1');
    assert.deepEqual([stored(path).access_token, stored(path).refresh_token], ['access-1', 'refresh-1']);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(dirname(path)), ['tokens.json']);
  });

  it('are asked for once, however many ask, and again when the new one has expired', async () => {
    const server = authorizationServer();
    const tokens = openTokens(settings(file()), server.client, silent);
    const first = await Promise.all(Array.from({ length: 50 }, () => renew(tokens, 'access-0')));
    assert.deepEqual([new Set(first), server.asked.length], [new Set(['access-1']), 1]);
    assert.equal(await renew(tokens, 'access-0'), 'access-1', 'whoever still holds the old one');
    assert.equal(server.asked.length, 1);
    const second = await Promise.all(Array.from({ length: 50 }, () => renew(tokens, 'access-1')));
    assert.deepEqual([new Set(second), server.asked.length], [new Set(['access-2']), 2]);
  });

  it('go on from the file in the next run', async () => {
    const server = authorizationServer();
    const path = file();
    await renew(openTokens(settings(path), server.client, silent), 'access-0');
    const next = openTokens(settings(path), server.client, silent);
    assert.equal(next.current(), 'access-1');
    assert.equal(await renew(next, 'access-1'), 'access-2');
    assert.equal(stored(path).refresh_token, 'refresh-2');
  });

  it('are taken from the settings where another refresh token stands there than the file descends from', async () => {
    const server = authorizationServer();
    const path = file();
    await renew(openTokens(settings(path), server.client, silent), 'access-0');
    server.valid.add('refresh-new');
    const fresh = settings(path, {
      B24_OAUTH_REFRESH_TOKEN: 'refresh-new',
      B24_OAUTH_ACCESS_TOKEN: 'access-new',
    });
    const tokens = openTokens(fresh, server.client, silent);
    assert.equal(tokens.current(), 'access-new');
    assert.equal(await renew(tokens, 'access-new'), 'access-2');
    assert.equal(openTokens(fresh, server.client, silent).current(), 'access-2');
  });

  it('come from a renewal where the settings hold a refresh token alone', async () => {
    const tokens = openTokens(
      settings(file(), { B24_OAUTH_ACCESS_TOKEN: undefined }),
      authorizationServer().client,
      silent,
    );
    assert.equal(tokens.current(), undefined);
    assert.equal(await renew(tokens, ''), 'access-1');
  });

  it('are used, with a word of warning, where the server names endpoints over plain HTTP', async () => {
    for (const name of ['client_endpoint', 'server_endpoint']) {
      const said: string[] = [];
      const pair = { access_token: 'access-1', refresh_token: 'refresh-1' };
      const server = authorizationServer({ body: { ...pair, [name]: 'http://portal.test/rest/' } });
      const tokens = openTokens(settings(file()), server.client, (line) => said.push(line));
      assert.equal(await renew(tokens, 'access-0'), 'access-1');
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', new RegExp(`gives http://portal\\.test/rest/ as ${name}: .*in the clear`));
    }
  });

  for (const name of [
    'B24_TOKEN_FILE',
    'B24_OAUTH_REFRESH_TOKEN',
    'B24_OAUTH_CLIENT_ID',
    'B24_OAUTH_CLIENT_SECRET',
  ])
    it(`are not renewed without ${name}`, () => {
      const tokens = openTokens(
        settings(file(), { [name]: undefined }),
        authorizationServer().client,
        silent,
      );
      assert.equal(tokens.renew, undefined);
      assert.equal(tokens.current(), 'access-0');
    });

  for (const [what, text] of Object.entries({
    nothing: '',
    'half a pair': '{"access_token":"a',
    'no refresh token': '{"access_token":"a"}',
    'a list': '[]',
    'something else': 'B24_TARGET=portal',
  }))
    it(`end the run where the file holds ${what}, and leave it as it is`, () => {
      const path = file();
      writeFileSync(path, text);
      assert.throws(
        () => openTokens(settings(path), authorizationServer().client, silent),
        new ConfigError(
          `B24_TOKEN_FILE (${path}) holds no pair of tokens; remove it to start from B24_OAUTH_REFRESH_TOKEN`,
        ),
      );
      assert.equal(readFileSync(path, 'utf8'), text);
    });

  it('end the run where the file cannot be read', () => {
    const path = file();
    mkdirSync(path);
    assert.throws(
      () => openTokens(settings(path), authorizationServer().client, silent),
      (error) => error instanceof ConfigError && /B24_TOKEN_FILE cannot be read: EISDIR/.test(error.message),
    );
  });

  it('are not asked for where they could not be kept', async () => {
    const server = authorizationServer();
    const said: string[] = [];
    const path = join(scratch, 'no-such-folder', 'tokens.json');
    const tokens = openTokens(settings(path), server.client, (line) => said.push(line));
    await assert.rejects(renew(tokens, 'access-0'), /ENOENT/);
    assert.deepEqual([server.asked, server.valid], [[], new Set(['refresh-0'])]);
    assert.equal(said.length, 1);
  });

  it('leave a whole pair behind at whatever moment the run is killed, the new one once it is written', async () => {
    for (let crashAt = 0; crashAt <= STEPS.length; crashAt++) {
      const server = authorizationServer();
      const path = file();
      await renew(openTokens(settings(path), server.client, silent), 'access-0');
      const tokens = openTokens(settings(path), server.client, silent);
      const { watched, error } = await withFileSystem(() => renew(tokens, 'access-1'), crashAt);
      assert.deepEqual(watched.calls, STEPS.slice(0, crashAt));
      assert.equal(error !== undefined, watched.crashed);
      const kept = openTokens(settings(path), server.client, silent);
      const written = watched.calls.includes('writeSync');
      assert.equal(kept.current(), written ? 'access-2' : 'access-1', `after ${watched.calls.join(', ')}`);
      assert.equal(stored(path).refresh_token, written ? 'refresh-2' : 'refresh-1');
      assert.equal(statSync(path).mode & 0o777, 0o600);
      // What was asked for and is on disk serves on; before it was asked for, the old one does.
      if (written || server.asked.length === 1)
        assert.match(await renew(kept, kept.current() ?? ''), /^access-[23]$/);
      assert.ok(!existsSync(`${path}.next`) || !written);
    }
  });

  describe('that are refused', () => {
    const CODES: [string, RegExp][] = [
      ['invalid_grant', /the refresh token is no longer valid; authorize the application again/],
      ['invalid_client', /B24_OAUTH_CLIENT_ID or B24_OAUTH_CLIENT_SECRET is wrong/],
      ['invalid_request', /did not understand the request/],
      ['invalid_scope', /lacks the scope/],
      ['insufficient_scope', /lacks the scope/],
      ['PAYMENT_REQUIRED', /paid period has ended/],
      ['wrong_client', /belong to no application .*check B24_OAUTH_CLIENT_ID and B24_OAUTH_CLIENT_SECRET/],
      ['WRONG_CLIENT', /belong to no application .*check B24_OAUTH_CLIENT_ID and B24_OAUTH_CLIENT_SECRET/],
      ['expired_token', /the refresh token has expired; authorize the application again/],
    ];
    for (const [code, meaning] of CODES)
      it(`are told of once, for ${code} in words, and not asked for again`, async () => {
        const { said, failures, asked } = await refused({ status: 400, body: { error: code } });
        assert.equal(asked.length, 1);
        assert.equal(said.length, 1);
        assert.match(said[0] ?? '', new RegExp(`OAuth claims are not exercised: ${code}, which means: `));
        assert.match(said[0] ?? '', meaning);
        assert.ok(failures.every((failure) => meaning.test(failure)));
      });

    it('are told of by code where it is none of those, and by status where there is none', async () => {
      const unknown = await refused({ status: 400, body: { error: 'something_new' } });
      assert.match(unknown.said[0] ?? '', /not exercised: something_new\.$/);
      const page = await refused({ status: 502, body: '<html>' });
      assert.match(
        page.said[0] ?? '',
        /not exercised: \S+ answers with an HTML page \(HTTP 502: a gateway .*\); try again later\.$/,
      );
    });

    it('show no token of the file where the server repeats one', async () => {
      const path = file();
      const server = authorizationServer();
      await renew(openTokens(settings(path), server.client, silent), 'access-0');
      const echo = await refused(
        { status: 400, body: { error: 'wrong token refresh-1, not access-1' } },
        path,
      );
      assert.match(
        echo.said[0] ?? '',
        /wrong token \*\*put_refresh_token_here\*\*, not \*\*put_access_token/,
      );
      assert.ok(!echo.failures.join().includes('refresh-1'));
    });

    async function refused(answer: Answer, path = file()) {
      const server = authorizationServer(answer);
      const said: string[] = [];
      const tokens = openTokens(settings(path), server.client, (line) => said.push(line));
      const expired = tokens.current() ?? '';
      const asks = Array.from({ length: 10 }, () => renew(tokens, expired));
      const outcomes = await Promise.allSettled(asks);
      await assert.rejects(renew(tokens, expired));
      const failures = outcomes.map((each) => (each.status === 'rejected' ? String(each.reason) : ''));
      assert.ok(failures.every((failure) => failure !== ''));
      assert.deepEqual(
        readdirSync(dirname(path)).filter((name) => name.endsWith('.next')),
        [],
      );
      return { said, failures, asked: server.asked };
    }
  });
});
