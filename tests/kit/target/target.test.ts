import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Capability, Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import type { Credential } from '../../../src/contract/contract.ts';
import { loadResources } from '../../../src/run/load.ts';
import { isLoopback, readSettings } from '../../../src/target/environment.ts';
import { createTarget, type Target, type TargetExtras } from '../../../src/target/target.ts';
import { encodeRequest } from '../../../src/wire/encode.ts';
import { createRedactor } from '../../../src/wire/redact.ts';
import { sampleContract } from '../contract/sample.ts';
import { plan } from '../wire/support.ts';

const FULL = {
  B24_TARGET: 'portal',
  B24_WEBHOOK: 'https://portal.test/rest/7/c0de-of-webhook/',
  B24_WEBHOOK_NO_SCOPE: 'https://portal.test/rest/8/c0de-no-scope/',
  B24_CLIENT_ID: 'chat-client-id',
  B24_BOT_ID: '11',
  B24_FOREIGN_BOT_ID: '12',
  B24_OAUTH_BOT_ID: '13',
  B24_CHAT_ID: 'chat14',
  B24_USER_ID: '15',
  B24_OAUTH_CLIENT_ID: 'app-client-id',
  B24_OAUTH_CLIENT_SECRET: 'app-client-secret',
  B24_OAUTH_REFRESH_TOKEN: 'refresh-token',
  B24_OAUTH_ACCESS_TOKEN: 'access-token',
  B24_OAUTH_EXPIRED_TOKEN: 'expired-token',
  B24_OAUTH_NO_SCOPE_TOKEN: 'no-scope-token',
  B24_OAUTH_NO_BOT_TOKEN: 'no-bot-token',
  B24_OAUTH_DENIED_TOKEN: 'denied-token',
  B24_ALLOW_PROVISION: '1',
  B24_ALLOW_DISRUPTIVE: '1',
};
const LEAST = { B24_TARGET: 'portal', B24_WEBHOOK: FULL.B24_WEBHOOK };
const SECRETS = [
  'c0de-of-webhook',
  'c0de-no-scope',
  'chat-client-id',
  'app-client-id',
  'app-client-secret',
  'refresh-token',
  'access-token',
  'expired-token',
  'no-scope-token',
  'no-bot-token',
  'denied-token',
];

const resources = loadResources();

const target = (environment: Record<string, string>, extras: Partial<TargetExtras> = {}): Target =>
  createTarget(readSettings(environment), { resources, ...extras });

/** A case with these needs, over this scheme. */
function needing(needs: Capability[], request: Partial<Case['request']> = {}): Case {
  const [one] = generateCases(sampleContract(), 'full');
  assert.ok(one);
  return { ...one, needs, request: { ...one.request, ...request } };
}

const CREDENTIALS: [credential: Credential, access: ReturnType<Target['access']>][] = [
  [{ webhook: 'own' }, { path: '/rest/7/c0de-of-webhook/' }],
  [{ webhook: 'noScope' }, { path: '/rest/8/c0de-no-scope/' }],
  [
    { token: 'own', in: 'json' },
    { path: '/rest/', token: 'access-token' },
  ],
  [
    { token: 'expired', in: 'query' },
    { path: '/rest/', token: 'expired-token' },
  ],
  [
    { token: 'noScope', in: 'form' },
    { path: '/rest/', token: 'no-scope-token' },
  ],
  [
    { token: 'noBot', in: 'json' },
    { path: '/rest/', token: 'no-bot-token' },
  ],
  [
    { token: 'denied', in: 'json' },
    { path: '/rest/', token: 'denied-token' },
  ],
  [{ none: true }, { path: '/rest/' }],
];

describe('a credential', () => {
  for (const [credential, access] of CREDENTIALS)
    it(`is the real one over HTTPS: ${JSON.stringify(credential)}`, () => {
      assert.deepEqual(target(FULL).access(credential, 'https'), access);
    });

  for (const credential of [{ webhook: 'madeUp' }, { token: 'madeUp', in: 'json' }] as const)
    it(`is no real one where it is made up: ${JSON.stringify(credential)}`, () => {
      const access = JSON.stringify(target(FULL).access(credential, 'https'));
      for (const secret of SECRETS) assert.ok(!access.includes(secret), access);
    });

  it('nearly right differs in its last character, or in the user alone', () => {
    const at = (webhook: 'own' | 'nearMiss' | 'otherUser') => target(FULL).access({ webhook }, 'https').path;
    const [, user, code = ''] = /^\/rest\/(\d+)\/(.+)\/$/.exec(at('own')) ?? [];
    const [, sameUser, near = ''] = /^\/rest\/(\d+)\/(.+)\/$/.exec(at('nearMiss')) ?? [];
    assert.deepEqual([sameUser, near.slice(0, -1), near.length], [user, code.slice(0, -1), code.length]);
    assert.notEqual(near, code);
    assert.equal(at('otherUser'), `/rest/${Number(user) + 1}/${code}/`);
  });

  const NEAR_MISSES = ['nearMiss', 'otherMiddle', 'otherCase', 'shorter', 'longer'] as const;

  for (const kind of ['webhook', 'token'] as const)
    it(`nearly right is wrong in one way each: ${kind}`, () => {
      const at = (name: 'own' | (typeof NEAR_MISSES)[number]): string => {
        const { path, token } = target(FULL).access({ [kind]: name, in: 'json' }, 'https');
        return token ?? /\/([^/]+)\/$/.exec(path)?.[1] ?? '';
      };
      const own = at('own');
      assert.equal(new Set([own, ...NEAR_MISSES.map(at)]).size, 1 + NEAR_MISSES.length);
      for (const name of ['nearMiss', 'otherMiddle'] as const) {
        assert.equal(at(name).length, own.length);
        assert.equal([...at(name)].filter((letter, index) => letter !== own[index]).length, 1, name);
      }
      assert.equal(at('otherCase').toLowerCase(), own.toLowerCase());
      assert.equal(at('shorter'), own.slice(0, -1));
      assert.equal(at('longer').slice(0, -1), own);
    });

  it('nearly right is kept out of files as the real one is', () => {
    const one = target(FULL);
    one.useToken('renewed0token0of0this0run0000000001');
    const redact = createRedactor(one.secrets);
    for (const name of ['own', ...NEAR_MISSES, 'otherUser'] as const) {
      const [, code = ''] = /\/([^/]+)\/$/.exec(one.access({ webhook: name }, 'https').path) ?? [];
      assert.ok(!redact(`POST /rest/7/${code}/profile`).includes(code.slice(0, -1)), name);
    }
    for (const name of ['own', ...NEAR_MISSES] as const) {
      const { token = '' } = one.access({ token: name, in: 'json' }, 'https');
      assert.ok(!redact(`{"auth":"${token}"}`).includes(token.slice(0, -1)), name);
    }
  });

  it('made up looks like a real one', () => {
    assert.match(target(FULL).access({ webhook: 'madeUp' }, 'https').path, /^\/rest\/7\/[a-z0-9]{16,}\/$/);
    const { path, token = '' } = target(FULL).access({ token: 'madeUp', in: 'json' }, 'https');
    assert.equal(path, '/rest/');
    assert.match(token, /^[a-z0-9]{32,}$/);
  });

  it('that is missing is named by its variable', () => {
    const least = target(LEAST);
    assert.throws(() => least.access({ webhook: 'noScope' }, 'https'), /B24_WEBHOOK_NO_SCOPE is missing/);
    assert.throws(
      () => least.access({ token: 'own', in: 'json' }, 'https'),
      /B24_OAUTH_ACCESS_TOKEN is missing/,
    );
    assert.throws(
      () => least.access({ token: 'noBot', in: 'json' }, 'https'),
      /B24_OAUTH_NO_BOT_TOKEN is missing/,
    );
  });
});

describe('over plain HTTP', () => {
  const real = (one: Target, credential: Credential): boolean => {
    const sent = JSON.stringify(one.access(credential, 'http'));
    return SECRETS.some((secret) => sent.includes(secret));
  };
  const secret = CREDENTIALS.filter(([credential]) => !credential.none).map(([credential]) => credential);

  for (const credential of secret) {
    const name = JSON.stringify(credential);
    it(`${name} is held back from a host that is not loopback`, () => {
      assert.equal(real(target(FULL), credential), false);
      assert.equal(real(target({ ...FULL, B24_HTTP_URL: 'http://portal.test:8080' }), credential), false);
      assert.equal(real(target({ ...FULL, B24_ALLOW_PLAIN_HTTP: '0' }), credential), false);
    });

    it(`${name} is sent to loopback`, () => {
      for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:80'])
        assert.equal(real(target({ ...FULL, B24_HTTP_URL: `http://${host}` }), credential), true, host);
    });

    it(`${name} is sent where it is allowed`, () => {
      assert.equal(real(target({ ...FULL, B24_ALLOW_PLAIN_HTTP: '1' }), credential), true);
    });
  }

  it('a CLIENT_ID is held back like any credential', async () => {
    const parameters = { CLIENT_ID: { value: '$bot.clientId', type: 'string' } } as const;
    const sent = async (environment: Record<string, string>): Promise<boolean> => {
      const { body } = await encodeRequest(plan({ scheme: 'http', parameters }), target(environment));
      return Buffer.from(body ?? []).includes(FULL.B24_CLIENT_ID);
    };
    assert.equal(await sent(FULL), false);
    assert.equal(await sent({ ...FULL, B24_ALLOW_PLAIN_HTTP: '1' }), true);
    assert.equal(await sent({ ...FULL, B24_HTTP_URL: 'http://127.0.0.1:1' }), true);
  });

  it('a held-back credential needs no variable', () => {
    assert.deepEqual(target(LEAST).access({ token: 'own', in: 'json' }, 'http').path, '/rest/');
  });

  it('the judge is told when a credential was held back', () => {
    const over = (
      scheme: 'http' | 'https',
      credential: Credential,
      environment: Record<string, string> = FULL,
    ) => target(environment).circumstances(needing([], { scheme, credential })).madeUpCredential;
    assert.equal(over('http', { webhook: 'own' }), true);
    assert.equal(over('https', { webhook: 'own' }), false);
    assert.equal(over('http', { none: true }), false);
    assert.equal(over('http', { webhook: 'own' }, { ...FULL, B24_ALLOW_PLAIN_HTTP: '1' }), false);
    assert.equal(over('http', { webhook: 'own' }, { ...FULL, B24_HTTP_URL: 'http://127.0.0.1:1' }), false);
  });

  for (const [host, loopback] of [
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['[::1]', true],
    ['127.0.0.1.evil.test', false],
    ['localhost.evil.test', false],
    ['notlocalhost', false],
    ['10.0.0.1', false],
    ['0.0.0.0', false],
    ['[::2]', false],
    ['128.0.0.1', false],
  ] as const)
    it(`${host} is ${loopback ? '' : 'not '}loopback`, () => {
      assert.equal(isLoopback(host), loopback);
    });

  it('a host written in another way is judged by what it is', () => {
    assert.equal(isLoopback(new URL('http://2130706433/').hostname), true);
    assert.equal(isLoopback(new URL('http://127.1/').hostname), true);
  });
});

describe('addresses', () => {
  it("are the webhook's, and for plain HTTP its host without the port", () => {
    const one = target({ ...LEAST, B24_WEBHOOK: 'https://portal.test:8443/rest/7/c0de-of-webhook/' });
    assert.equal(one.origin('https'), 'https://portal.test:8443');
    assert.equal(one.origin('http'), 'http://portal.test');
  });

  it('for plain HTTP may be set', () => {
    assert.equal(
      target({ ...LEAST, B24_HTTP_URL: 'http://portal.test:8080/' }).origin('http'),
      'http://portal.test:8080',
    );
  });

  it('are the name of the target, unless it has another', () => {
    assert.equal(target(LEAST).name, 'https://portal.test');
    assert.equal(target(LEAST, { name: 'embedded' }).name, 'embedded');
  });
});

describe('a value', () => {
  it("of a user is the webhook's own where none is set", () => {
    assert.equal(target(LEAST).value('user.id'), 7);
  });

  it('that is missing is named by its variable', () => {
    assert.throws(() => target(LEAST).value('bot.id'), /B24_BOT_ID is missing/);
  });

  it('of the OAuth application is missing by its own variable', () => {
    assert.throws(() => target(LEAST).value('oauth.clientSecret'), /B24_OAUTH_CLIENT_SECRET is missing/);
  });
});

describe('a value of a resource', () => {
  const CASES: [reference: string, kind: 'webhook' | 'token', value: string | number][] = [
    ['bot.id', 'webhook', 11],
    ['bot.id', 'token', 13],
    ['bot.clientId', 'webhook', 'chat-client-id'],
    ['bot.clientId', 'token', 'chat-client-id'],
    ['bot.foreign', 'webhook', 12],
    ['bot.foreign', 'token', 12],
    ['bot.unknown', 'webhook', 2147480001],
    ['chat.id', 'webhook', 14],
    ['chat.id', 'token', 14],
    ['chat.unknown', 'webhook', 2147480001],
    ['user.id', 'webhook', 15],
    ['user.me', 'webhook', 7],
  ];
  for (const [reference, kind, value] of CASES)
    it(`$${reference} by ${kind} is ${JSON.stringify(value)}`, () => {
      assert.equal(target(FULL).value(reference, kind), value);
    });

  it("user.id is the webhook's own where none is given", () => {
    assert.equal(target(LEAST).value('user.id'), 7);
  });

  it('that a run made is known without a variable, with its type', () => {
    const made = { 'bot.id': 54, 'bot.id@token': 56, 'chat.foreign': 125, 'bot.clientId': 'made-client-id' };
    const one = target(LEAST, { made });
    assert.deepEqual(
      [
        one.value('bot.id'),
        one.value('bot.id', 'token'),
        one.value('chat.foreign'),
        one.value('bot.clientId'),
      ],
      [54, 56, 125, 'made-client-id'],
    );
    assert.equal(target(FULL, { made }).value('bot.id'), 11, 'what is given is used as it is');
    assert.equal(one.whyMissing({ needs: ['bot.id', 'bot.id@token', 'chat.foreign'] }), undefined);
  });

  it('that is secret is held back from plain HTTP and kept out of files, whoever chose it', () => {
    const one = target(LEAST, { made: { 'bot.clientId': 'made-client-id' } });
    assert.ok(!String(one.value('bot.clientId', 'webhook', 'http')).includes('made-client-id'));
    assert.ok(!createRedactor(one.secrets)('CLIENT_ID=made-client-id').includes('made-client-id'));
    assert.equal(target(FULL).value('bot.id', 'webhook', 'http'), 11, 'an id is not a secret');
  });

  it('that is missing is named by its variable, or by its reference where no variable gives it', () => {
    const least = target(LEAST);
    assert.throws(() => least.value('bot.id'), /B24_BOT_ID is missing/);
    assert.throws(() => least.value('bot.id', 'token'), /B24_OAUTH_BOT_ID is missing/);
    assert.throws(() => least.value('chat.foreign'), /\$chat\.foreign is missing/);
    assert.throws(() => least.value('bto.id'), /there is no resource 'bto'; did you mean 'bot'\?/);
  });

  const WAYS: [what: string, given: Record<string, string>, needs: string[], words: string | undefined][] = [
    ['something always there', {}, ['user.id'], undefined],
    ['a bot', {}, ['bot.id'], 'needs B24_ALLOW_PROVISION=1, or B24_BOT_ID'],
    [
      'a bot and its secret',
      {},
      ['bot.clientId', 'bot.id'],
      'needs B24_ALLOW_PROVISION=1, or B24_CLIENT_ID and B24_BOT_ID',
    ],
    [
      'a bot by token',
      {},
      ['token', 'bot.id@token'],
      'needs B24_OAUTH_ACCESS_TOKEN; also B24_ALLOW_PROVISION=1, or B24_OAUTH_BOT_ID',
    ],
    ['what no variable gives', {}, ['chat.foreign'], 'needs B24_ALLOW_PROVISION=1'],
    [
      'what no variable gives, and a bot',
      {},
      ['chat.foreign', 'bot.id'],
      'needs B24_ALLOW_PROVISION=1, or B24_BOT_ID',
    ],
    [
      'what no variable gives, with leave',
      { B24_ALLOW_PROVISION: '1' },
      ['chat.foreign'],
      'needs $chat.foreign, which this run could not make',
    ],
    [
      'what belongs to something given of which only others know the secret',
      { B24_FOREIGN_BOT_ID: '12' },
      ['chat.foreign'],
      'needs $chat.foreign, which a run can make only together with what B24_FOREIGN_BOT_ID gives; leave that out',
    ],
    [
      'a chat of a given bot',
      { B24_BOT_ID: '11', B24_CLIENT_ID: 'chat-client-id' },
      ['chat.id'],
      'needs B24_ALLOW_PROVISION=1, or B24_CHAT_ID',
    ],
    [
      'a chat of a given bot whose secret is not known',
      { B24_BOT_ID: '11' },
      ['chat.id'],
      'needs B24_CHAT_ID',
    ],
  ];
  for (const [what, given, needs, words] of WAYS)
    it(`that is missing comes with every way to have it: ${what}`, () => {
      assert.equal(target({ ...LEAST, ...given }).whyMissing({ needs }), words);
    });
});

describe('what a case needs', () => {
  const NAMES: [need: Capability, variable: string][] = [
    ['webhookNoScope', 'B24_WEBHOOK_NO_SCOPE'],
    ['token', 'B24_OAUTH_ACCESS_TOKEN'],
    ['expiredToken', 'B24_OAUTH_EXPIRED_TOKEN'],
    ['noScopeToken', 'B24_OAUTH_NO_SCOPE_TOKEN'],
    ['noBotToken', 'B24_OAUTH_NO_BOT_TOKEN'],
    ['deniedToken', 'B24_OAUTH_DENIED_TOKEN'],
    ['bot.clientId', 'B24_CLIENT_ID'],
    ['bot.id', 'B24_BOT_ID'],
    ['bot.foreign', 'B24_FOREIGN_BOT_ID'],
    ['bot.id@token', 'B24_OAUTH_BOT_ID'],
    ['chat.id', 'B24_CHAT_ID'],
  ];
  for (const [need, variable] of NAMES)
    it(`${need} is given by ${variable}`, () => {
      assert.deepEqual(target(LEAST).missing(needing([need])), [variable]);
      assert.deepEqual(target(FULL).missing(needing([need])), []);
    });

  it('is always there: the webhook, a user, plain HTTP', () => {
    assert.deepEqual(target(LEAST).missing(needing(['webhook', 'user.id', 'plainHttp'])), []);
  });

  it('leave to provision and to disturb is given by 1 and not by 0', () => {
    const needs = needing(['provision', 'disruptive']);
    assert.deepEqual(target(LEAST).missing(needs), ['B24_ALLOW_PROVISION', 'B24_ALLOW_DISRUPTIVE']);
    const zero = { ...FULL, B24_ALLOW_PROVISION: '0', B24_ALLOW_DISRUPTIVE: '0' };
    assert.deepEqual(target(zero).missing(needs), ['B24_ALLOW_PROVISION', 'B24_ALLOW_DISRUPTIVE']);
    assert.deepEqual(target(FULL).missing(needs), []);
  });

  const WAYS: [string, Record<string, string>, Capability[], string | undefined][] = [
    ['nothing', {}, ['webhook', 'user.id'], undefined],
    [
      'leave or ids',
      {},
      ['bot.clientId', 'bot.id'],
      'needs B24_ALLOW_PROVISION=1, or B24_CLIENT_ID and B24_BOT_ID',
    ],
    [
      'leave or three',
      {},
      ['chat.id', 'bot.id', 'bot.clientId'],
      'needs B24_ALLOW_PROVISION=1, or B24_CLIENT_ID, B24_BOT_ID and B24_CHAT_ID',
    ],
    ['a foreign bot', {}, ['bot.foreign'], 'needs B24_ALLOW_PROVISION=1, or B24_FOREIGN_BOT_ID'],
    ['a flag', {}, ['disruptive'], 'needs B24_ALLOW_DISRUPTIVE=1'],
    ['leave itself', {}, ['provision', 'bot.id'], 'needs B24_ALLOW_PROVISION=1'],
    [
      'what is not made',
      {},
      ['webhookNoScope', 'bot.id'],
      'needs B24_WEBHOOK_NO_SCOPE; also B24_ALLOW_PROVISION=1, or B24_BOT_ID',
    ],
    [
      'a bot by a token that is missing too',
      {},
      ['token', 'bot.id@token'],
      'needs B24_OAUTH_ACCESS_TOKEN; also B24_ALLOW_PROVISION=1, or B24_OAUTH_BOT_ID',
    ],
    [
      'a bot by a token that nobody has',
      {},
      ['expiredToken', 'bot.id@token'],
      'needs B24_OAUTH_BOT_ID and B24_OAUTH_EXPIRED_TOKEN',
    ],
    [
      'a CLIENT_ID for a given bot',
      { B24_BOT_ID: '11' },
      ['bot.clientId', 'chat.id'],
      'needs B24_CLIENT_ID and B24_CHAT_ID',
    ],
    [
      'with leave, what comes of itself',
      { B24_ALLOW_PROVISION: '1' },
      ['noBotToken', 'bot.id'],
      'needs B24_OAUTH_NO_BOT_TOKEN',
    ],
    [
      'with leave, what was not to be had',
      { B24_ALLOW_PROVISION: '1' },
      ['bot.clientId', 'bot.id'],
      'needs B24_CLIENT_ID and B24_BOT_ID',
    ],
  ];
  for (const [what, given, needs, words] of WAYS)
    it(`that are missing are told with every way to have them: ${what}`, () => {
      assert.equal(target({ ...LEAST, ...given }).whyMissing(needing(needs)), words);
    });

  it('an OAuth application is three variables, of which the missing ones are named', () => {
    const some = { ...LEAST, B24_OAUTH_CLIENT_ID: 'app-client-id' };
    assert.deepEqual(target(some).missing(needing(['oauthApplication'])), [
      'B24_OAUTH_CLIENT_SECRET',
      'B24_OAUTH_REFRESH_TOKEN',
    ]);
  });

  it('is all named at once', () => {
    assert.deepEqual(target(LEAST).missing(needing(['bot.id', 'webhook', 'chat.id'])), [
      'B24_BOT_ID',
      'B24_CHAT_ID',
    ]);
  });
});

describe('secrets', () => {
  it('are every code, token, client id and client secret, and what is nearly the own code or token', () => {
    const values = target(FULL).secrets.map((secret) => secret.value);
    for (const secret of SECRETS) assert.ok(values.includes(secret), secret);
    assert.equal(values.length, SECRETS.length + 2 * 5);
  });

  it('each have a placeholder of their own, in the manner of the documentation', () => {
    const placeholders = target(FULL).secrets.map((secret) => secret.placeholder);
    assert.equal(new Set(placeholders).size, placeholders.length);
    for (const placeholder of placeholders) assert.match(placeholder, /^\*\*put_[a-z_]+_here\*\*$/);
  });

  it('are only those that are set', () => {
    assert.deepEqual(
      target(LEAST).secrets.map((secret) => secret.value),
      [
        'c0de-of-webhook',
        'c0de-of-webhoo0',
        'c0de-of0webhook',
        'C0DE-OF-WEBHOOK',
        'c0de-of-webhoo',
        'c0de-of-webhook0',
      ],
    );
  });
});

it('a target without a webhook is none', () => {
  assert.throws(() => createTarget(readSettings({}), { resources }), /B24_WEBHOOK is missing/);
});

it('a target keeps the CA, kind and profile that it is given', () => {
  const one = target(LEAST, { kind: 'mock', profile: 'self-hosted', ca: 'PEM' });
  assert.deepEqual([one.kind, one.profile, one.ca], ['mock', 'self-hosted', 'PEM']);
  assert.deepEqual([target(LEAST).kind, target(LEAST).profile], ['portal', undefined]);
});
