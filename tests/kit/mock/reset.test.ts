import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import test, { type TestContext } from 'node:test';
import { loadWorld, profiles, type World, wrapStage } from '../../../src/mock/index.ts';
import { byName, standardMethods } from '../../../src/mock/methods/index.ts';
import { resources } from '../../../src/mock/resources/index.ts';
import { type Bench, bench, stillClock, withoutConnection } from './support.ts';

/** A reset leaves nothing of what was done to a portal: its answers to a fixed script are those of a fresh one. */

/** All but those that read records of the world, where one stands for all: no call changes them. */
const methods = byName(
  standardMethods.filter((method) => method.name === 'crm.deal.list' || !resources.includes(method)),
);

const APPLICATION = {
  client_id: 'local.mock0oauth0app.00000001',
  client_secret: 'mockOauthSecretWithBots00000000000000000000000001',
};
const CLIENT_IDS = ['mock0webhook0client0id0own000001', 'kit'];
const OWN = { botId: 39, botToken: CLIENT_IDS[0] };
const COMMAND = {
  CLIENT_ID: CLIENT_IDS[0],
  COMMAND: 'reset',
  EVENT_COMMAND_ADD: 'https://handler.invalid/',
  LANG: [{ LANGUAGE_ID: 'en', TITLE: 'Reset' }],
};
const TITLE = { CLIENT_ID: CLIENT_IDS[0], CHAT_ID: 123, TITLE: 'Renamed' };
const NEW_BOT = {
  CLIENT_ID: 'kit',
  CODE: 'kit',
  EVENT_HANDLER: 'https://kit.invalid/',
  PROPERTIES: { NAME: 'Kit' },
};
const NEW_CHAT = { TITLE: 'Kit', USERS: [7], ENTITY_TYPE: 'KIT', ENTITY_ID: '1' };

/** Every method takes time, so that each call moves the clock and is counted. */
async function world(): Promise<World> {
  const costs = Object.fromEntries([...methods.keys()].map((name) => [name, 0.25]));
  return { ...(await loadWorld()), costs };
}

const start = async (t: TestContext, profile: keyof typeof profiles = 'documented') =>
  bench(t, { profile, world: await world(), clock: stillClock(1_760_000_000) });

async function token({ portal, send }: Bench, query: Record<string, string>) {
  return send(`${portal.httpsUrl}/oauth/token/?${new URLSearchParams({ ...APPLICATION, ...query })}`);
}

const renew = (on: Bench) =>
  token(on, { grant_type: 'refresh_token', refresh_token: on.env('B24_OAUTH_REFRESH_TOKEN') });

/** Answers to a fixed script that looks at all there is, and changes it; what is given out is masked. */
async function fingerprint({ portal }: Bench): Promise<string[]> {
  const on = withoutConnection({ portal });
  const { hook, oauth, send, env } = on;
  const seen: string[] = [JSON.stringify(portal.environment), portal.profile];
  seen.push(JSON.stringify([portal.control.typing(), portal.control.events()]));
  const take = async (reply: ReturnType<typeof send>) => {
    const { status, headers, text } = await reply;
    seen.push(`${status} ${JSON.stringify(headers)} ${text}`);
  };
  for (const method of methods.keys()) {
    if (/register|unregister|leave|setowner|imbot\.update/.test(method)) continue;
    await take(
      hook(method, { CHAT_ID: 123, DIALOG_ID: 'chat123', USER_ID: 1, TITLE: 'T', cmd: ['user.get'] }),
    );
    await take(oauth(method, { DIALOG_ID: '7', CHAT_ID: 123 }));
  }
  for (const name of ['EXPIRED', 'NO_SCOPE', 'NO_BOT', 'DENIED'])
    await take(oauth('profile', {}, env(`B24_OAUTH_${name}_TOKEN`)));
  await take(send(`${env('B24_WEBHOOK_NO_SCOPE')}imbot.bot.list.xml`));
  await take(send(`${portal.httpUrl}/rest/profile`));
  await take(hook('imbot.chat.get', { ENTITY_TYPE: 'KIT', ENTITY_ID: '1' }));
  await take(hook('imbot.register', NEW_BOT));
  await take(hook('imbot.chat.add', NEW_CHAT));
  // Its number tells how many there are before it.
  await take(hook('imbot.command.register', { ...COMMAND, BOT_ID: 39, COMMAND: 'another' }));
  await take(renew(on));
  await take(token(on, { grant_type: 'authorization_code', code: 'mockcode00seed000000000000000000' }));
  seen.push(portal.control.issueCode(APPLICATION.client_id, 7));
  return seen.map((text) =>
    text.replaceAll(/(issued|mocksession)\d+/gi, '$1').replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'),
  );
}

type Deed = (on: Bench) => unknown;

/** Each command of the control interface. */
const commands: Readonly<Record<string, Deed>> = {
  fault: ({ portal }) => portal.control.fault({ page: 'login', count: 'every', after: 3 }),
  'clear-faults': async ({ portal, hook }) => {
    portal.control.fault({ code: 'PORTAL_DELETED' });
    await hook('profile');
    portal.control.clearFaults();
    portal.control.setCost('profile', 1);
  },
  typing: async ({ portal, hook }) => {
    await hook('imbot.chat.sendTyping', { DIALOG_ID: '7' });
    assert.equal(portal.control.typing().length, 1);
  },
  write: ({ portal }) => portal.control.write(1, 'chat123', 'hello'),
  events: async ({ portal, hook }) => {
    const { json } = await hook('imbot.register', NEW_BOT);
    portal.control.write(1, String(json.result), 'hello');
    assert.equal(portal.control.events().length, 1);
  },
  reset: ({ portal }) => {
    portal.control.advanceClock(5);
    portal.control.reset();
  },
  'set-clock': ({ portal }) => portal.control.setClock(1_800_000_000),
  'advance-clock': ({ portal }) => portal.control.advanceClock(3600),
  'set-users': ({ portal }) => portal.control.setUsers(60),
  'set-cost': ({ portal }) => portal.control.setCost('Server.Time', 500),
  'set-limits': ({ portal }) => portal.control.setLimits({ rate: 0, burst: 5 }),
  'lift-limits': async ({ portal, hook }) => {
    portal.control.setLimits({ rate: 0, burst: 0 });
    await Promise.all([hook('profile'), hook('profile')]);
    portal.control.setLimits(undefined);
  },
  'set-operating-limit': ({ portal }) => portal.control.setOperatingLimit(0.1),
  'lift-operating-limit': async ({ portal, hook }) => {
    portal.control.setCost('profile', 600);
    await hook('profile');
    portal.control.setOperatingLimit(undefined);
  },
  'move-to': ({ portal }) => portal.control.moveTo('https://else.invalid'),
  'move-back': async ({ portal, hook }) => {
    portal.control.moveTo('https://else.invalid');
    await hook('profile');
    portal.control.moveTo(undefined);
    await hook('profile');
  },
  'issue-code': async (on) => {
    const code = on.portal.control.issueCode(APPLICATION.client_id, 7);
    const { json } = await token(on, { grant_type: 'authorization_code', code });
    assert.equal((await on.oauth('user.current', {}, String(json.access_token))).status, 200);
    on.portal.control.advanceClock(1);
  },
};

/** Calls that change something; every other method is called with what serves most. */
const calls: Readonly<Record<string, Record<string, unknown>>> = {
  'imbot.register': NEW_BOT,
  'imbot.update': { BOT_ID: 39, FIELDS: { CODE: 'new', PROPERTIES: { NAME: 'New' } } },
  'imbot.unregister': { BOT_ID: 41 },
  'imbot.chat.add': NEW_CHAT,
  'imbot.chat.updateTitle': TITLE,
  'imbot.command.register': { ...COMMAND, BOT_ID: 39 },
  'imbot.v2.Bot.register': { fields: { botToken: 'kit', code: 'reset_v2', properties: { name: 'Reset' } } },
  'imbot.v2.Bot.update': { ...OWN, fields: { properties: { name: 'New' }, botToken: 'rotated' } },
  'imbot.v2.Bot.unregister': { ...OWN, botId: 41 },
  'imbot.v2.Chat.TextField.enabled': { ...OWN, dialogId: 'chat123', enabled: false },
  'imbot.v2.Chat.InputAction.notify': { botId: 39, botToken: CLIENT_IDS[0], dialogId: 'chat123' },
  batch: { cmd: [`imbot.chat.updateTitle?${new URLSearchParams({ ...TITLE, CHAT_ID: '123' } as never)}`] },
};

/** Further deeds, some of several steps. */
const others: Readonly<Record<string, Deed>> = {
  'a chat handed over and left': async ({ hook, oauth }) => {
    const { json } = await oauth('imbot.chat.add', NEW_CHAT);
    await oauth('imbot.chat.setOwner', { CHAT_ID: json.result, USER_ID: 7 });
    assert.equal((await oauth('imbot.chat.leave', { CHAT_ID: json.result })).json.result, true);
    assert.equal((await hook('imbot.chat.leave', { CHAT_ID: 123 })).json.result, true);
  },
  'a renewal': async (on) => {
    const { json } = await renew(on);
    assert.equal((await on.oauth('profile', {}, String(json.access_token))).status, 200);
  },
  'a code used up': async (on) => {
    await token(on, { grant_type: 'authorization_code', code: 'mockcode00seed000000000000000000' });
  },
  'an authorization server that fails': ({ portal }) => portal.control.fault({ oauth: 'bad-gateway' }),
  'a warning ahead of answers': ({ portal }) =>
    portal.control.fault({ prefix: 'php-warning', count: 'every' }),
  'a method banned': async ({ portal, hook }) => {
    portal.control.setOperatingLimit(0);
    await hook('profile');
    assert.equal((await hook('profile')).status, 429);
  },
  'a broken request': async ({ send, portal }) => {
    await send(`${portal.httpUrl}/%`, { verb: 'POST', body: Buffer.alloc(2_000_000) });
    portal.control.advanceClock(0.5);
  },
};

function deeds(): [string, Deed][] {
  const byCommand = Object.entries(commands);
  const byMethod = [...methods.values()].map(({ name }): [string, Deed] => [
    `calls of ${name}`,
    async ({ hook, oauth }) => {
      const given = calls[name] ?? { CHAT_ID: 123, DIALOG_ID: 'chat123', USER_ID: 7 };
      const [reply] = [await hook(name, given), await oauth(name, given)];
      if (name in calls) assert.equal('result' in reply.json, true, `${name}: ${reply.text}`);
    },
  ]);
  return [...byCommand, ...byMethod, ...Object.entries(others)];
}

test('the list of deeds has every command of the control interface', () => {
  const file = new URL('../../../src/mock/control/commands.schema.json', import.meta.url);
  const { oneOf } = JSON.parse(readFileSync(file, 'utf8')) as {
    oneOf: { properties: { do: { const?: string; enum?: string[] } } }[];
  };
  const names = oneOf.flatMap(({ properties }) => properties.do.const ?? properties.do.enum ?? []);
  assert.deepEqual(Object.keys(commands).toSorted(), names.toSorted());
});

test('whatever is done to a portal is undone by a reset', async (t) => {
  const on = await start(t);
  const fresh = await fingerprint(await start(t));
  assert.deepEqual(await fingerprint(on), fresh, 'the fingerprint depends on more than the portal');
  for (const [name, deed] of deeds()) {
    on.portal.reset();
    await deed(on);
    assert.notDeepEqual(await fingerprint(on), fresh, `the fingerprint does not show ${name}`);
    on.portal.reset();
    await deed(on);
    on.portal.reset();
    assert.deepEqual(await fingerprint(on), fresh, `a reset does not undo ${name}`);
  }
});

for (const profile of Object.keys(profiles) as (keyof typeof profiles)[])
  test(`a reset undoes everything at once, and another profile too (${profile})`, async (t) => {
    const on = await start(t, profile);
    const fresh = await fingerprint(await start(t, profile));
    const wild = {
      profile: { ...profiles.cloud, halt: 'truth', xmlDeclaration: true },
      world: { ...(await world()), users: [], chats: [], roles: {} },
      movedTo: 'https://else.invalid',
      limits: { rate: 1, burst: 1 },
      operatingLimit: 1,
      faults: [{ page: 'login', count: 'every' }],
    } as const;
    await Promise.all(deeds().map(([, deed]) => Promise.resolve(deed(on)).catch(() => {})));
    const { httpsUrl } = on.portal;
    on.portal.reset({ profile, world: await world(), clock: stillClock(1_760_000_000) });
    assert.deepEqual(await fingerprint(on), fresh);
    on.portal.reset(wild);
    assert.deepEqual(Object.keys(on.portal.environment), ['B24_TARGET', 'B24_HTTP_URL']);
    assert.match((await on.send(`${httpsUrl}/rest/profile`)).headers.location as string, /^https:\/\/else/);
    on.portal.reset({ profile, world: await world(), clock: stillClock(1_760_000_000) });
    assert.deepEqual(await fingerprint(on), fresh);
    assert.equal(on.portal.httpsUrl, httpsUrl);
  });

test('stages are made anew, so that what they remember is gone', async (t) => {
  const { portal, hook } = await bench(t, {
    stages(stages) {
      let calls = 0;
      return wrapStage(stages, 'transport', (call, run) => {
        calls += 1;
        return calls > 1 ? { status: 410, headers: {}, body: { error: 'GONE' } } : run(call);
      });
    },
  });
  const statuses = async () => [(await hook('profile')).status, (await hook('profile')).status];
  assert.deepEqual(await statuses(), [200, 410]);
  portal.reset();
  assert.deepEqual(await statuses(), [200, 410]);
  portal.control.reset();
  assert.deepEqual(await statuses(), [200, 410]);
});

test('a call under way ends on the portal that it began with', async (t) => {
  const gate = new EventEmitter();
  const [arrived, left] = [once(gate, 'arrived'), once(gate, 'left')];
  const { portal, hook } = await bench(t, {
    stages: (stages) =>
      wrapStage(stages, 'method', async (call, run) => {
        gate.emit('arrived');
        await left;
        return run(call);
      }),
  });
  const late = hook('imbot.chat.updateTitle', { CHAT_ID: 123, TITLE: 'Late' });
  await arrived;
  portal.reset({});
  gate.emit('left');
  assert.equal((await late).json.result, true);
  const { result } = (await hook('imbot.dialog.get', { DIALOG_ID: 'chat123' })).json;
  assert.equal((result as { name: string }).name, 'Mock chat');
});

test('faults that make no sense are refused, and leave the portal as it is', async (t) => {
  const { portal, hook } = await bench(t);
  assert.throws(() => portal.reset({ faults: [{ page: 'login', count: 0 }] }), RangeError);
  assert.equal((await hook('profile')).status, 200);
});

test('what is secret once is never given out again, nor harmless elsewhere', async (t) => {
  const portals = [await start(t, 'cloud'), await start(t, 'cloud')];
  const secrets: string[] = [];
  const texts: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (const on of portals) {
      const { portal, hook } = on;
      secrets.push(portal.control.issueCode(APPLICATION.client_id, 7));
      const { json } = await renew(on);
      const { headers } = await hook('profile');
      const session = /PHPSESSID=(\w+)/.exec(String(headers['set-cookie']))?.[1] ?? '';
      secrets.push(String(json.access_token), String(json.refresh_token), session);
      const seen = await Promise.all([...methods.keys()].map((name) => hook(name, { full: 1 })));
      texts.push(...seen.map(({ text }) => text));
      round === 1 ? portal.control.reset() : portal.reset();
      assert.equal((await on.oauth('profile', {}, String(json.access_token))).json.error, 'invalid_token');
    }
  }
  assert.deepEqual(
    secrets.filter((secret, index) => secrets.indexOf(secret) !== index),
    [],
  );
  for (const secret of secrets) {
    assert.ok(secret.length >= 32, secret);
    assert.ok(!texts.some((text) => text.includes(secret)), secret);
  }
});

test('the credentials of the world are good again after a reset', async (t) => {
  const on = await start(t);
  const first = await renew(on);
  assert.equal((await renew(on)).json.error, 'invalid_grant');
  on.portal.reset();
  const second = await renew(on);
  assert.notEqual(second.json.access_token, first.json.access_token);
  assert.equal((await on.oauth('profile')).status, 200);
});

test('a portal begins with its world as it is then, whoever changed it since an earlier one began', async (t) => {
  const webhooks = [...(await world()).webhooks];
  const changing: World = { ...(await world()), webhooks };
  const { portal, send } = await bench(t, { world: changing });
  const code = 'aWebhookOfLater01';
  const status = async (): Promise<number> =>
    (await send(`${portal.httpsUrl}/rest/1/${code}/server.time.json`)).status;
  assert.equal(await status(), 401);
  webhooks.push({ ...(webhooks[0] as World['webhooks'][number]), userId: 1, code });
  assert.equal(await status(), 401, 'what has begun stays as it began');
  portal.reset({ world: changing });
  assert.equal(await status(), 200);
});
