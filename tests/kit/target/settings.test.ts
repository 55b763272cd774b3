import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, readSettings, VARIABLES, type VariableName } from '../../../src/target/environment.ts';

const WEBHOOK = 'https://portal.test/rest/1/c0de-of-webhook/';
const PORTAL = { B24_TARGET: 'portal', B24_WEBHOOK: WEBHOOK };

function problems(environment: Record<string, string | undefined>): string[] {
  let lines: string[] = [];
  assert.throws(
    () => readSettings(environment),
    (error) => {
      assert.ok(error instanceof ConfigError, String(error));
      lines = error.message.split('\n');
      return true;
    },
  );
  return lines;
}

/** Values that each form takes and refuses; the forms themselves are found by trying every variable. */
const FORMS: { names: VariableName[]; right: string[]; wrong: string[]; message: RegExp }[] = [
  { names: ['B24_TARGET'], right: ['mock'], wrong: ['Mock', 'cloud'], message: /must be 'mock' or 'portal'/ },
  {
    names: ['B24_MOCK_PROFILE'],
    right: ['documented', 'self-hosted', 'cloud'],
    wrong: ['selfhosted', 'Cloud'],
    message: /must be 'documented', 'self-hosted' or 'cloud'/,
  },
  {
    names: ['B24_WEBHOOK_NO_SCOPE'],
    right: [WEBHOOK, WEBHOOK.slice(0, -1), 'https://portal.test:8443/rest/12/abcd1234/'],
    wrong: [
      'https://portal.test/',
      'https://portal.test/rest/1/',
      'https://portal.test/rest/one/c0de-of-webhook/',
      'https://portal.test/rest/1/abc/',
      `${WEBHOOK}profile.json`,
      `${WEBHOOK}?auth=1`,
      `${WEBHOOK}#top`,
      'portal.test/rest/1/c0de-of-webhook/',
      'ftp://portal.test/rest/1/c0de-of-webhook/',
    ],
    message: /must look like https:\/\/your-domain\.bitrix24\.com\/rest\/1\/CODE\/(; [a-z].*)?$/,
  },
  {
    names: ['B24_HTTP_URL'],
    right: ['http://portal.test', 'http://127.0.0.1:8080/'],
    wrong: ['portal.test', 'ftp://portal.test', 'http://', 'javascript:alert(1)'],
    message: /must be an http:\/\//,
  },
  {
    names: ['B24_OAUTH_SERVER'],
    right: ['https://oauth.test', 'http://127.0.0.1:8080/', 'http://localhost'],
    wrong: ['oauth.test', 'ftp://oauth.test', 'http://', 'http://oauth.test'],
    message: /must be an http:\/\/|is not HTTPS/,
  },
  {
    names: ['B24_BOT_ID', 'B24_FOREIGN_BOT_ID', 'B24_USER_ID', 'B24_OAUTH_BOT_ID'],
    right: ['1', '42', ' 42 '],
    wrong: ['0', '-1', '1.5', '042', 'chat5', '5 6'],
    message: /must be a positive integer/,
  },
  {
    names: ['B24_CHAT_ID'],
    right: ['5', 'chat5'],
    wrong: ['0', 'chat', 'chat0', 'Chat5', 'sg5'],
    message: /must be a chat id, 123 or chat123/,
  },
  {
    names: [
      'B24_ALLOW_PROVISION',
      'B24_ALLOW_DISRUPTIVE',
      'B24_ALLOW_PLAIN_HTTP',
      'B24_STRICT',
      'B24_FOLLOW_MOVED',
    ],
    right: ['0', '1'],
    wrong: ['true', 'yes', '2', '01'],
    message: /must be 1 or 0/,
  },
  {
    names: ['B24_RATE', 'B24_BURST'],
    right: ['2', '0.5', '250'],
    wrong: ['0', '0.0', '-2', 'two', '1e3', '.5'],
    message: /must be a number above zero/,
  },
  {
    names: [
      'B24_CLIENT_ID',
      'B24_OAUTH_CLIENT_ID',
      'B24_OAUTH_CLIENT_SECRET',
      'B24_OAUTH_REFRESH_TOKEN',
      'B24_OAUTH_ACCESS_TOKEN',
      'B24_OAUTH_EXPIRED_TOKEN',
      'B24_OAUTH_NO_SCOPE_TOKEN',
      'B24_OAUTH_NO_BOT_TOKEN',
      'B24_OAUTH_DENIED_TOKEN',
    ],
    right: ['abcd', 'a long secret'],
    wrong: ['a', 'abc'],
    message: /is shorter than 4 characters and could not be kept out of the evidence/,
  },
];

describe('each variable has its form', () => {
  for (const { names, right, wrong, message } of FORMS)
    for (const name of names) {
      for (const value of right)
        it(`${name} may be '${value}'`, () => {
          assert.equal(readSettings({ [name]: value }).get(name), value.trim());
        });
      for (const value of wrong)
        it(`${name} may not be '${value}'`, () => {
          const [problem = '', ...others] = problems({ [name]: value });
          assert.deepEqual(others, []);
          assert.ok(problem.startsWith(`${name} `), problem);
          assert.match(problem, message);
        });
    }

  it('a webhook over plain HTTP is refused with the reason', () => {
    assert.deepEqual(problems({ ...PORTAL, B24_WEBHOOK: WEBHOOK.replace('https', 'http') }), [
      'B24_WEBHOOK must look like https://your-domain.bitrix24.com/rest/1/CODE/; it starts with http://, which would send the code in the clear',
    ]);
  });

  for (const [address, hint] of [
    [`${WEBHOOK}profile.json`, 'leave out the method behind the code'],
    [`${WEBHOOK}profile/`, 'leave out the method behind the code'],
    [`${WEBHOOK}profile?ID=1`, 'leave out the method behind the code'],
    [`${WEBHOOK}?ID=1`, 'leave out what stands behind the code'],
    ['https://portal.test/rest/api/1/c0de-of-webhook/', 'leave out api/, which is for REST 3.0'],
    ['https://portal.test/rest/admin/c0de-of-webhook/', 'the user is named by id, a number'],
  ] as const)
    it(`a webhook given as ${address} is refused with what to leave out`, () => {
      assert.deepEqual(problems({ ...PORTAL, B24_WEBHOOK: address }), [
        `B24_WEBHOOK must look like https://your-domain.bitrix24.com/rest/1/CODE/; ${hint}`,
      ]);
    });

  it('the address for plain HTTP may not be an HTTPS one', () => {
    const [problem = '', ...others] = problems({ B24_HTTP_URL: 'https://portal.test' });
    assert.deepEqual(others, []);
    assert.match(problem, /^B24_HTTP_URL must be an http:\/\/ address/);
  });

  it('the authorization server may be an HTTPS one', () => {
    assert.equal(
      readSettings({ B24_OAUTH_SERVER: 'https://oauth.test' }).get('B24_OAUTH_SERVER'),
      'https://oauth.test',
    );
  });

  it('every name has one line of meaning', () => {
    for (const [name, { meaning }] of Object.entries(VARIABLES)) assert.match(meaning, /^\S[^\n]+\S$/, name);
  });
});

describe('names that the suite does not know', () => {
  it('get a guess', () => {
    assert.deepEqual(problems({ B24_WEBHOK: 'x' }), [
      "B24_WEBHOK is not a variable of this suite; did you mean 'B24_WEBHOOK'?",
    ]);
  });

  it('without a neighbour lead to the list', () => {
    assert.deepEqual(problems({ B24_SOMETHING_ENTIRELY_DIFFERENT: 'x' }), [
      'B24_SOMETHING_ENTIRELY_DIFFERENT is not a variable of this suite; see .env.example',
    ]);
  });

  it('are named even where they are empty', () => {
    assert.equal(problems({ B24_WEBHOK: '' }).length, 1);
  });

  it('of other programs are left alone', () => {
    assert.equal(readSettings({ PATH: '/bin', B2: 'x', XB24_Y: 'z' }).target, 'mock');
  });
});

describe('settings that contradict each other', () => {
  it('a portal without a webhook', () => {
    assert.deepEqual(problems({ B24_TARGET: 'portal' }), [
      'B24_TARGET=portal needs B24_WEBHOOK, an incoming webhook URL of the portal',
    ]);
  });

  it('a webhook without a target', () => {
    const [problem = ''] = problems({ B24_WEBHOOK: WEBHOOK });
    assert.match(problem, /^B24_WEBHOOK is set, but B24_TARGET is not: B24_TARGET=portal .* B24_TARGET=mock/);
  });

  it('a mock profile for a portal', () => {
    const [problem = '', ...others] = problems({ ...PORTAL, B24_MOCK_PROFILE: 'documented' });
    assert.match(problem, /^B24_MOCK_PROFILE is for the embedded mock portal, but B24_TARGET is portal/);
    assert.deepEqual(others, []);
  });

  it('a webhook without the scope that is the one with it, however it ends', () => {
    assert.deepEqual(problems({ ...PORTAL, B24_WEBHOOK_NO_SCOPE: WEBHOOK.slice(0, -1) }), [
      'B24_WEBHOOK and B24_WEBHOOK_NO_SCOPE are the same; B24_WEBHOOK_NO_SCOPE: webhook without the scope imbot, for insufficient_scope',
    ]);
  });

  it('a token that is to be refused and is the one to be accepted', () => {
    for (const [one, other] of [
      ['B24_OAUTH_ACCESS_TOKEN', 'B24_OAUTH_NO_SCOPE_TOKEN'],
      ['B24_OAUTH_ACCESS_TOKEN', 'B24_OAUTH_NO_BOT_TOKEN'],
      ['B24_OAUTH_ACCESS_TOKEN', 'B24_OAUTH_DENIED_TOKEN'],
    ] as const)
      assert.match(problems({ ...PORTAL, [one]: '12345', [other]: '12345' }).join(), /are the same/);
  });

  it('but an access token may be the expired one: it is renewed', () => {
    readSettings({ ...PORTAL, B24_OAUTH_ACCESS_TOKEN: '12345', B24_OAUTH_EXPIRED_TOKEN: '12345' });
  });

  it('webhooks of two portals', () => {
    assert.deepEqual(
      problems({ ...PORTAL, B24_WEBHOOK_NO_SCOPE: 'https://other.test/rest/1/c0de-of-webhook/' }),
      ['B24_WEBHOOK and B24_WEBHOOK_NO_SCOPE are of different portals'],
    );
  });

  it('are all reported at once, a line each', () => {
    const lines = problems({
      B24_TARGET: 'portal',
      B24_BOT_ID: 'x',
      B24_STRICT: 'yes',
      B24_NOTHING_LIKE_IT: '1',
    });
    assert.deepEqual(lines.map((line) => line.split(' ')[0]).sort(), [
      'B24_BOT_ID',
      'B24_NOTHING_LIKE_IT',
      'B24_STRICT',
      'B24_TARGET=portal',
    ]);
  });
});

describe('a value is never quoted, for it may be a secret on the wrong line', () => {
  const SECRET = 'S3cretPasted';
  const VALUES = [SECRET, `https://portal.test/${SECRET}/`, `http://x/rest/1/${SECRET}/`, `-${SECRET}\n`];
  const checked = Object.entries<{ meaning: string; form?: string }>(VARIABLES).filter(
    ([, { form }]) => form !== undefined && form !== 'secret',
  );
  for (const name of [...checked.map(([name]) => name), 'B24_UNKNOWN'])
    it(name, () => {
      const messages = VALUES.flatMap((value) => {
        try {
          readSettings({ ...PORTAL, [name]: value });
          return [];
        } catch (error) {
          return [String(error)];
        }
      });
      assert.ok(messages.length > 0, 'nothing was refused');
      for (const message of messages) assert.ok(!message.includes(SECRET), message);
    });

  it('a secret that is too short', () => {
    assert.ok(!problems({ B24_CLIENT_ID: 'xyz' }).join().includes('xyz'));
  });
});

describe('settings', () => {
  it('are of the embedded mock without any variable', () => {
    const settings = readSettings({});
    assert.deepEqual(
      [settings.target, settings.mockProfile, settings.strict, settings.allowPlainHttp],
      ['mock', 'documented', false, false],
    );
    assert.equal(settings.webhook, undefined);
  });

  it('take an empty variable for one that is not set', () => {
    const settings = readSettings({ B24_TARGET: '', B24_WEBHOOK: '  ', B24_BOT_ID: undefined });
    assert.equal(settings.target, 'mock');
    assert.equal(settings.get('B24_WEBHOOK'), undefined);
  });

  it('take a webhook apart', () => {
    assert.deepEqual(
      readSettings({ ...PORTAL, B24_WEBHOOK: 'https://portal.test:8443/rest/12/abcd1234' }).webhook,
      {
        origin: 'https://portal.test:8443',
        path: '/rest/12/abcd1234/',
        userId: '12',
        code: 'abcd1234',
      },
    );
  });

  it('read flags', () => {
    const on = readSettings({ B24_STRICT: '1', B24_ALLOW_PLAIN_HTTP: '1' });
    assert.deepEqual([on.strict, on.allowPlainHttp], [true, true]);
    const off = readSettings({ B24_STRICT: '0', B24_ALLOW_PLAIN_HTTP: '0' });
    assert.deepEqual([off.strict, off.allowPlainHttp], [false, false]);
  });

  it('know the limit of ordinary plans and the public authorization server', () => {
    const { limit, oauthServer } = readSettings({});
    assert.deepEqual(
      { limit, oauthServer },
      { limit: { rate: 2, burst: 50 }, oauthServer: 'https://oauth.bitrix.info' },
    );
  });

  it('take another limit and another authorization server', () => {
    const { limit, oauthServer } = readSettings({
      ...PORTAL,
      B24_RATE: '0.5',
      B24_BURST: '250',
      B24_OAUTH_SERVER: 'https://oauth.test//',
    });
    assert.deepEqual(
      { limit, oauthServer },
      { limit: { rate: 0.5, burst: 250 }, oauthServer: 'https://oauth.test' },
    );
  });

  it('let the embedded mock be asked for beside a webhook', () => {
    assert.equal(readSettings({ B24_TARGET: 'mock', B24_WEBHOOK: WEBHOOK }).target, 'mock');
  });
});
