import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { createMockLog } from '../../../src/cli/mock-log.ts';
import { loadWorld, type World } from '../../../src/mock/index.ts';
import { type Bench, bench } from './support.ts';

interface Received {
  readonly type: string | undefined;
  readonly form: ReadonlyMap<string, string>;
}

interface Handler {
  readonly url: string;
  readonly received: Received[];
}

/** A bot's handler, as a plain web server. */
async function handler(t: TestContext, status = 200): Promise<Handler> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ type: request.headers['content-type'], form: new Map(new URLSearchParams(body)) });
    response.writeHead(status).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bot?x=1`, received };
}

async function withBot(t: TestContext, url: string): Promise<Bench & { bot: number }> {
  const portal = await bench(t);
  const { json } = await portal.hook('imbot.register', {
    CODE: 'listener',
    EVENT_HANDLER: url,
    PROPERTIES: { NAME: 'Listener' },
  });
  return { ...portal, bot: Number(json.result) };
}

test('a person writes to a bot, and its handler gets the form that portals send', async (t) => {
  const { url, received } = await handler(t);
  const { portal, bot, env } = await withBot(t, url);
  const id = portal.control.write(1, String(bot), 'good morning & “hello”');
  await portal.control.settled();
  const [event] = received;
  assert.equal(received.length, 1);
  assert.equal(event?.type, 'application/x-www-form-urlencoded');
  const field = (name: string) => event?.form.get(name);
  assert.equal(field('event'), 'ONIMBOTMESSAGEADD');
  assert.equal(field('data[PARAMS][MESSAGE]'), 'good morning & “hello”');
  assert.equal(field('data[PARAMS][MESSAGE_ID]'), String(id));
  assert.equal(field('data[PARAMS][MESSAGE_TYPE]'), 'P');
  // To answer by imbot.message.add, a bot sends to this dialog.
  assert.equal(field('data[PARAMS][DIALOG_ID]'), '1');
  assert.equal(field('data[PARAMS][FROM_USER_ID]'), '1');
  assert.equal(field(`data[BOT][${bot}][BOT_CODE]`), 'listener');
  assert.equal(field('data[USER][ID]'), '1');
  assert.match(field('ts') ?? '', /^\d{10}$/);
  assert.equal(field('auth[domain]'), new URL(portal.httpsUrl).host);
  assert.match(field('auth[application_token]') ?? '', /^[0-9a-f]{32}$/);
  // A webhook's events bring no tokens (events/index.md, Parameter auth), and nothing tells its secrets.
  assert.equal(field('auth[access_token]'), undefined);
  assert.ok(![...(event?.form.values() ?? [])].some((value) => value.includes(env('B24_CLIENT_ID'))));
  assert.deepEqual(
    portal.control.events().map(({ event, botId, status }) => [event, botId, status]),
    [['ONIMBOTMESSAGEADD', bot, 200]],
  );
});

test('in a group chat a bot hears what mentions it, and nothing of its own or of the system', async (t) => {
  const { url, received } = await handler(t);
  const { portal, bot, hook } = await withBot(t, url);
  const { json } = await hook('imbot.chat.add', { BOT_ID: bot, USERS: [1], MESSAGE: 'welcome' });
  const dialog = `chat${json.result}`;
  portal.control.write(1, dialog, 'nobody in particular');
  portal.control.write(1, dialog, `[USER=${bot}]Listener[/USER] what time is it?`);
  await hook('imbot.message.add', { BOT_ID: bot, DIALOG_ID: dialog, MESSAGE: `[USER=${bot}]me[/USER]` });
  await hook('imbot.message.add', { BOT_ID: bot, DIALOG_ID: dialog, MESSAGE: `[USER=${bot}]`, SYSTEM: 'Y' });
  await portal.control.settled();
  assert.deepEqual(
    received.map(({ form }) => [
      form.get('event'),
      form.get('data[PARAMS][MESSAGE]'),
      form.get('data[PARAMS][DIALOG_ID]'),
      form.get('data[PARAMS][CHAT_ID]'),
    ]),
    [['ONIMBOTMESSAGEADD', 'what time is it?', dialog, String(json.result)]],
  );
});

test('a bot hears who brings it into a chat, and its own end', async (t) => {
  const { url, received } = await handler(t);
  const { portal, bot, hook } = await withBot(t, url);
  const chat = (await hook('imbot.chat.add', { BOT_ID: 39, USERS: [1, bot] })).json.result;
  const later = (await hook('imbot.chat.add', { BOT_ID: 39, USERS: [1] })).json.result;
  await hook('imbot.chat.user.add', { BOT_ID: 39, CHAT_ID: later, USERS: [bot] });
  await hook('imbot.unregister', { BOT_ID: bot });
  await portal.control.settled();
  const told = received.map(({ form }) => [
    form.get('event'),
    form.get('data[PARAMS][CHAT_ID]') ?? form.get('data[BOT_ID]'),
    form.get('data[PARAMS][USER_ID]'),
  ]);
  assert.deepEqual(
    told.toSorted((one, other) => (String(one) < String(other) ? 1 : -1)),
    [
      ['ONIMBOTJOINCHAT', String(later), '39'],
      ['ONIMBOTJOINCHAT', String(chat), '39'],
      ['ONIMBOTDELETE', String(bot), undefined],
    ],
  );
  portal.control.write(1, '39', 'anybody there?');
  await portal.control.settled();
  assert.equal(received.length, 3);
});

test('a bot hears its end by either interface', async (t) => {
  const { url, received } = await handler(t);
  const { portal, bot, hook, env } = await withBot(t, url);
  await hook('imbot.v2.Bot.unregister', { botId: bot, botToken: env('B24_CLIENT_ID') });
  await portal.control.settled();
  assert.deepEqual(
    received.map(({ form }) => [form.get('event'), form.get('data[BOT_ID]')]),
    [['ONIMBOTDELETE', String(bot)]],
  );
});

test('an application gets a token with which it can call at once', async (t) => {
  const { url, received } = await handler(t);
  const { portal, oauth } = await bench(t);
  const { json } = await oauth('imbot.register', {
    CODE: 'app_listener',
    EVENT_HANDLER: url,
    PROPERTIES: { NAME: 'App' },
  });
  portal.control.write(1, String(json.result), 'hello');
  await portal.control.settled();
  const token = received[0]?.form.get(`data[BOT][${json.result}][AUTH][access_token]`);
  assert.ok(token);
  const answer = await oauth(
    'imbot.message.add',
    { BOT_ID: json.result, DIALOG_ID: '1', MESSAGE: 'hi' },
    token,
  );
  assert.equal(answer.status, 200);
});

test('each event has a handler of its own where a bot names several, and an update changes it', async (t) => {
  const [messages, ends, next] = [await handler(t), await handler(t), await handler(t)];
  const { portal, hook } = await bench(t);
  const { json } = await hook('imbot.register', {
    CODE: 'several',
    EVENT_MESSAGE_ADD: messages.url,
    EVENT_WELCOME_MESSAGE: messages.url,
    EVENT_BOT_DELETE: ends.url,
    PROPERTIES: { NAME: 'Several' },
  });
  portal.control.write(1, String(json.result), 'one');
  await hook('imbot.update', { BOT_ID: json.result, FIELDS: { EVENT_MESSAGE_ADD: next.url } });
  portal.control.write(1, String(json.result), 'two');
  await hook('imbot.unregister', { BOT_ID: json.result });
  await portal.control.settled();
  const texts = ({ received }: Handler) => received.map(({ form }) => form.get('data[PARAMS][MESSAGE]'));
  assert.deepEqual([texts(messages), texts(next), texts(ends)], [['one'], ['two'], [undefined]]);
});

test('a bot of the world has a handler too', async (t) => {
  const { url, received } = await handler(t);
  const world = await loadWorld('fixtures/world/bot.yaml');
  const [bot] = world.bots;
  assert.ok(bot);
  const { portal } = await bench(t, { world: { ...world, bots: [{ ...bot, handler: url }] } as World });
  portal.control.write(7, '39', 'hello');
  await portal.control.settled();
  assert.equal(received.length, 1);
});

test('only this machine is told: an address elsewhere is never called', async (t) => {
  const { portal, bot } = await withBot(t, 'https://bot.example.com/handler');
  portal.control.write(1, String(bot), 'hello');
  await portal.control.settled();
  assert.deepEqual(
    portal.control.events().map(({ status, problem }) => [status, problem]),
    [[undefined, 'not sent: the mock portal sends to this machine alone']],
  );
});

test('a handler that fails or is not there is told once, and the log says so', async (t) => {
  const lines: string[] = [];
  const log = createMockLog(
    await loadWorld(),
    'lines',
    (line) => lines.push(line),
    () => new Date(2026, 0, 2, 3, 4, 5),
  );
  const { url, received } = await handler(t, 500);
  const { portal, hook } = await bench(t, log.options);
  const register = async (CODE: string, EVENT_HANDLER: string) =>
    (await hook('imbot.register', { CODE, EVENT_HANDLER, PROPERTIES: { NAME: CODE } })).json.result;
  const failing = await register('failing', url);
  // Port 1 is nobody's.
  const missing = await register('missing', 'http://127.0.0.1:1/');
  portal.control.write(1, String(failing), 'hello');
  portal.control.write(1, String(missing), 'hello');
  await portal.control.settled();
  assert.equal(received.length, 1);
  const told = lines.filter((line) => line.includes(' event '));
  assert.deepEqual(
    told
      .toSorted()
      .map((line) => line.replace(/:\d{5}\//, ':PORT/').replace(/ {2}not delivered: .*/, '  not delivered')),
    [
      `03:04:05  ---           event   ONIMBOTMESSAGEADD of bot ${missing} to http://127.0.0.1:1/  not delivered`,
      `03:04:05  500           event   ONIMBOTMESSAGEADD of bot ${failing} to http://127.0.0.1:PORT/bot?x=1`,
    ],
  );
});

test('a handler that does not answer keeps no portal from ending', async (t) => {
  const server = createServer(() => {});
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const { portal, bot } = await withBot(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  portal.control.write(1, String(bot), 'hello');
  await portal.close();
  server.closeAllConnections();
  assert.match(portal.control.events()[0]?.problem ?? '', /not delivered/);
});

test('nobody writes as a user, or into a dialog, that is not there', async (t) => {
  const { portal } = await bench(t);
  assert.throws(() => portal.control.write(999, '39', 'x'), /There is no user '999'/);
  assert.throws(() => portal.control.write(1, 'chat999', 'x'), /User 1 is in no dialog 'chat999'/);
});
