import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Capability } from '../../../src/cases/case.ts';
import { loadWorld } from '../../../src/mock/index.ts';
import { checkGiven } from '../../../src/portal/check-given.ts';
import { identify } from '../../../src/portal/identify.ts';
import { openTokens } from '../../../src/portal/tokens.ts';
import { loadResources } from '../../../src/run/load.ts';
import { ConfigError, readSettings } from '../../../src/target/environment.ts';
import { checkReachable, TargetError } from '../../../src/target/preflight.ts';
import { createClient } from '../../../src/wire/client.ts';
import { RULES, type Rule, refuse, type StandInAnswer, startStandIn } from '../suite/stand-in.ts';

type RuleName = keyof typeof RULES;

const scratch = mkdtempSync(join(tmpdir(), 'b24-given-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** What the questions before a run bring on a portal that answers by rule. */
async function ask(
  rule: Rule,
  change: (all: Record<string, string>) => Record<string, string | undefined> = () => ({}),
) {
  const world = await loadWorld();
  const portal = await startStandIn(rule, { scratch, world });
  const env = { ...portal.environment, ...change(portal.environment) };
  const settings = readSettings(env);
  const client = createClient({ ca: readFileSync(env.B24_CA_FILE ?? '', 'utf8') });
  const said: string[] = [];
  try {
    assert.equal(await checkReachable(settings.webhook?.origin ?? '', client), undefined);
    const facts = await identify(settings, client);
    const tokens = openTokens(settings, client, (line) => said.push(line));
    const renewable = tokens.renew !== undefined;
    const { unusable, granted } = await checkGiven(settings, client, {
      facts,
      scopes: ['imbot'],
      tokens,
      renewable,
      resources: loadResources(),
    });
    return { unusable, granted, calls: portal.calls, said };
  } finally {
    await client.close();
    await portal.close();
  }
}

describe('a webhook that cannot be used ends the run with what it means and what to do', () => {
  const CASES: [RuleName, RegExp][] = [
    [
      'coupon',
      /a redirect \(HTTP 302\) to \/bitrix\/coupon_activation\.php.*licence of the portal has expired/s,
    ],
    [
      'coupon elsewhere',
      /redirects \(HTTP 302\) to https:\/\/portal\.invalid\/.*licence of the portal has expired/,
    ],
    ['login redirect', /a redirect \(HTTP 302\) to \/auth\/\?login=yes.*a login page/s],
    ['login elsewhere', /redirects \(HTTP 303\) to https:\/\/login\.company\.invalid\/saml.*a login page/],
    [
      'maintenance',
      /an HTML page titled 'Maintenance' \(HTTP 503\).*maintenance or overloaded\.\nTry again later/s,
    ],
    [
      'bad gateway',
      /an HTML page titled '502 Bad Gateway'.*a gateway gets no valid answer.*\nTry again later/s,
    ],
    ['login page', /an HTML page titled 'Log in' \(HTTP 200\)\.\n.*a proxy or a login page/],
    ['firewall page', /\(HTTP 403\).*in front of the portal does not let.*\nHave this machine let through/s],
    [
      'not found page',
      /\(HTTP 404\).*there is no REST API at this address\.\nCheck the address in B24_WEBHOOK/s,
    ],
    ['empty body', /an empty body \(HTTP 200\)/],
    ['dismissed user', /refuses the webhook.*authorization_error .*dismissed user\.\nMake the webhook/s],
    [
      'overload',
      /refuses the webhook.*OVERLOAD_LIMIT .*blocked by hand for overload\.\nAsk the vendor's support/s,
    ],
    ['plan', /refuses the webhook.*ACCESS_DENIED .*plan of the portal does not include.*\nTake a plan/s],
    ['plan in XML', /refuses the webhook.*ACCESS_DENIED .*plan of the portal does not include/s],
    ['licence', /verification_needed .*licence of the portal must be verified\.\nLet an administrator/s],
    ['unpaid', /PAYMENT_REQUIRED .*paid period/s],
    ['closed', /PORTAL_DELETED .*public part of the portal is closed/s],
    [
      'webhook gone',
      /INVALID_CREDENTIALS .*no active webhook of this user with this code\.\nCheck user id and code/s,
    ],
  ];
  for (const [rule, reason] of CASES)
    it(rule, async () => {
      await assert.rejects(ask(RULES[rule]), (error) => {
        assert.ok(error instanceof TargetError, String(error));
        assert.match(error.message, reason);
        return true;
      });
    });
});

describe('a credential that cannot be used is known before the run', () => {
  const SIDE = ['noScopeToken', 'noBotToken', 'deniedToken'] as const;
  const CASES: [RuleName, readonly Capability[], RegExp][] = [
    ['none', [], /./],
    ['cookies', [], /./],
    ['gzip', [], /./],
    [
      'side tokens expired',
      SIDE,
      /^B24_OAUTH_\w+_TOKEN has expired, as an access token does after an hour; take/,
    ],
    [
      'side tokens unknown',
      [...SIDE, 'expiredToken'],
      /cannot be used: invalid_token .*does not know.*; take a token/,
    ],
    [
      'side tokens of a dismissed user',
      [...SIDE, 'expiredToken'],
      /authorization_error .*dismissed user; make/,
    ],
    ['disk quota', [...SIDE, 'expiredToken', 'token'], /ERROR_OAUTH \(Исчерпан [^<]+\): .*disk quota; read/],
    [
      'application removed',
      [...SIDE, 'expiredToken', 'token'],
      /APPLICATION_NOT_FOUND .*; install the application/,
    ],
    [
      'authorization server unreachable',
      [...SIDE, 'expiredToken', 'token'],
      /CONNECTION_ERROR .*; try again later/,
    ],
    ['expired token accepted', ['expiredToken'], /^B24_OAUTH_EXPIRED_TOKEN has not expired/],
    ['token without scope', ['token'], /^the access token lacks the scope imbot; give it to the application/],
  ];
  for (const [rule, capabilities, reason] of CASES)
    it(rule, async () => {
      const { unusable } = await ask(RULES[rule]);
      assert.deepEqual(Object.keys(unusable).sort(), [...capabilities].sort());
      for (const text of Object.values(unusable)) assert.match(text ?? '', reason);
    });

  it('each is asked once, and nothing is changed', async () => {
    const { calls } = await ask({});
    const count = (method: string): number => calls.filter((each) => each === method).length;
    // The webhook without scope, the access token and the four side tokens.
    assert.equal(count('scope'), 1 + 6);
    assert.deepEqual([...new Set(calls)].sort(), [
      'imbot.chat.user.list',
      'methods',
      'profile',
      'rest',
      'scope',
      'user.get',
    ]);
  });

  it('one that the settings do not give is not asked', async () => {
    const { calls } = await ask({}, ({ B24_WEBHOOK, B24_CA_FILE }) =>
      only({ B24_TARGET: 'portal', B24_WEBHOOK, B24_CA_FILE }),
    );
    assert.deepEqual(calls, ['rest', 'profile', 'scope', 'methods']);
  });

  it('an access token that has expired is renewed', async () => {
    const { unusable, said } = await ask({}, ({ B24_OAUTH_EXPIRED_TOKEN }) => ({
      B24_OAUTH_ACCESS_TOKEN: B24_OAUTH_EXPIRED_TOKEN,
      B24_OAUTH_EXPIRED_TOKEN: undefined,
      B24_TOKEN_FILE: join(mkdtempSync(join(scratch, 'tokens-')), 'tokens.json'),
    }));
    assert.deepEqual([unusable, said], [{}, []]);
  });

  it('an access token that has expired and cannot be renewed stops its own claims alone', async () => {
    const { unusable } = await ask({}, ({ B24_OAUTH_EXPIRED_TOKEN }) => ({
      B24_OAUTH_ACCESS_TOKEN: B24_OAUTH_EXPIRED_TOKEN,
      B24_OAUTH_EXPIRED_TOKEN: undefined,
      B24_OAUTH_REFRESH_TOKEN: undefined,
    }));
    assert.deepEqual(Object.keys(unusable), ['token']);
    assert.match(
      unusable.token ?? '',
      /cannot be used: expired_token .*B24_OAUTH_REFRESH_TOKEN and B24_TOKEN_FILE/,
    );
  });

  for (const [what, answer, reason] of [
    ['wrong_client', { error: 'wrong_client' }, /wrong_client, which means: .*check B24_OAUTH_CLIENT_ID/],
    ['WRONG_CLIENT', { error: 'WRONG_CLIENT' }, /WRONG_CLIENT, which means: .*check B24_OAUTH_CLIENT_ID/],
    ['PAYMENT_REQUIRED', { error: 'PAYMENT_REQUIRED' }, /PAYMENT_REQUIRED, which means: .*paid period/],
  ] as const)
    it(`an application that the authorization server refuses with ${what} is told with that`, async () => {
      const status = what === 'WRONG_CLIENT' ? 200 : 400;
      const { unusable } = await ask(byServer({ ...json(status, answer) }));
      assert.deepEqual(Object.keys(unusable), ['oauthApplication']);
      assert.match(unusable.oauthApplication ?? '', reason);
    });
});

describe('a configuration that is wrong is told as such', () => {
  const CASES: [string, Record<string, string>, RegExp][] = [
    [
      "a CLIENT_ID that is not the bot's",
      { B24_CLIENT_ID: 'someoneelsesclientid0001' },
      /^B24_BOT_ID and B24_CLIENT_ID do not belong together/m,
    ],
    [
      'a bot of another application',
      { B24_BOT_ID: '53' },
      /^B24_BOT_ID and B24_CLIENT_ID do not belong together/m,
    ],
    ['a bot that does not exist', { B24_BOT_ID: '4711' }, /^B24_BOT_ID: the portal has no bot 4711/m],
    [
      'a foreign bot that is our own',
      { B24_FOREIGN_BOT_ID: '41' },
      /^B24_FOREIGN_BOT_ID: bot 41 is not foreign/m,
    ],
    [
      'a foreign bot that does not exist',
      { B24_FOREIGN_BOT_ID: '4711' },
      /^B24_FOREIGN_BOT_ID: the portal has no bot/m,
    ],
    [
      "a bot that is not the application's",
      { B24_OAUTH_BOT_ID: '39' },
      /^B24_OAUTH_BOT_ID: bot 39 was not registered/m,
    ],
    [
      'a bot of the application that does not exist',
      { B24_OAUTH_BOT_ID: '4711' },
      /^B24_OAUTH_BOT_ID: the portal has no/m,
    ],
    ['a user who does not exist', { B24_USER_ID: '4711' }, /^B24_USER_ID: the portal has no user 4711/m],
  ];
  for (const [what, change, reason] of CASES)
    for (const rule of ['none', 'no webhook method user.list'] as const)
      it(`${what}, ${rule}`, () => isWrong(RULES[rule], () => change, reason));

  it('a token that is not denied', () =>
    isWrong(RULES['denied token accepted'], () => ({}), /^B24_OAUTH_DENIED_TOKEN is accepted, but/m));

  it('a webhook and a token with the scope that they are to lack', async () => {
    const scopes = json(200, { result: ['user', 'imbot'] });
    const withScope: Rule = {
      before: (call) =>
        call.method === 'scope' && (call.byToken('00noscope') || call.url.includes('noim'))
          ? scopes
          : undefined,
    };
    await isWrong(
      withScope,
      () => ({}),
      /^B24_WEBHOOK_NO_SCOPE has the scope imbot.*\nB24_OAUTH_NO_SCOPE_TOKEN has/m,
    );
  });

  it('a token of an application that owns a bot where it is to own none', () =>
    isWrong(
      {},
      () => ({
        B24_OAUTH_NO_BOT_TOKEN: 'mockaccesstoken00valid0000000000000000000000000000000000000000000000001',
        B24_OAUTH_ACCESS_TOKEN: undefined,
      }),
      /^B24_OAUTH_NO_BOT_TOKEN is of an application that owns a bot/m,
    ));

  it('a chat for a bot that the run makes itself', () =>
    isWrong(
      {},
      () => ({ B24_BOT_ID: undefined, B24_ALLOW_PROVISION: '1' }),
      /^B24_CHAT_ID is given without B24_BOT_ID/m,
    ));

  it('several at once', () =>
    isWrong(
      {},
      () => ({ B24_BOT_ID: '4711', B24_FOREIGN_BOT_ID: '4712' }),
      /^B24_BOT_ID.*\nB24_FOREIGN_BOT_ID/m,
    ));

  it('a chat in which the bot is not is not used', async () => {
    for (const chat of ['4711', 'chat4711']) {
      const { unusable } = await ask({}, () => ({ B24_CHAT_ID: chat }));
      assert.deepEqual(Object.keys(unusable), ['chat.id']);
      assert.match(unusable['chat.id'] ?? '', /^B24_CHAT_ID: bot 39 is not in chat 4711/);
    }
  });

  it('is not blamed where the portal does not tell', async () => {
    const silent: Rule = {
      before: ({ method }) =>
        /^imbot\.|^user\./.test(method) ? refuse(401, 'CONNECTION_ERROR', 'Error connecting') : undefined,
    };
    const { unusable } = await ask(silent, () => ({ B24_BOT_ID: '4711', B24_FOREIGN_BOT_ID: '4712' }));
    assert.deepEqual(unusable, {});
  });

  async function isWrong(
    rule: Rule,
    change: (all: Record<string, string>) => Record<string, string | undefined>,
    reason: RegExp,
  ): Promise<void> {
    await assert.rejects(ask(rule, change), (error) => {
      assert.ok(error instanceof ConfigError, String(error));
      assert.match(error.message, reason);
      return true;
    });
  }
});

/** All variables of a stand-in but these left out. */
function only(kept: Record<string, string | undefined>): Record<string, string | undefined> {
  const all = ['CLIENT_ID', 'BOT_ID', 'FOREIGN_BOT_ID', 'CHAT_ID', 'USER_ID', 'WEBHOOK_NO_SCOPE', 'HTTP_URL'];
  const tokens = ['CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN', 'ACCESS_TOKEN', 'BOT_ID', 'SERVER'];
  const side = ['EXPIRED', 'NO_SCOPE', 'NO_BOT', 'DENIED'].map((name) => `OAUTH_${name}_TOKEN`);
  const names = [...all, ...side, ...tokens.map((name) => `OAUTH_${name}`)];
  return { ...Object.fromEntries(names.map((name) => [`B24_${name}`, undefined])), ...kept };
}

function json(status: number, body: unknown): StandInAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

/** A rule for the authorization server alone. */
function byServer(answer: StandInAnswer): Rule {
  return { before: ({ url }) => (url.startsWith('/oauth/token') ? answer : undefined) };
}
