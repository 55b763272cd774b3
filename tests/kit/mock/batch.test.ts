import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import { profiles } from '../../../src/mock/index.ts';
import { type Bench, bench, postText, type Reply } from './support.ts';

type Maps = Record<
  'result' | 'result_error' | 'result_total' | 'result_next' | 'result_time',
  Record<string, unknown>
>;

const maps = (reply: Reply) => {
  assert.equal(reply.status, 200, reply.text);
  return reply.json.result as Maps;
};
const typing = ({ env }: Bench, dialog = '7') =>
  `imbot.chat.sendTyping?CLIENT_ID=${env('B24_CLIENT_ID')}&DIALOG_ID=${encodeURIComponent(dialog)}`;
const codes = (errors: Record<string, unknown>) =>
  Object.entries(errors).map(([key, error]) => [key, (error as { error: string }).error]);

test('a batch keeps the keys of a map and answers a list as a list', async (t) => {
  const it = await bench(t);
  const named = maps(
    await it.hook('batch', {
      cmd: { me: 'user.current', types: typing(it), all: 'user.get', bad: 'no.such' },
    }),
  );
  assert.deepEqual(Object.keys(named), [
    'result',
    'result_error',
    'result_total',
    'result_next',
    'result_time',
  ]);
  assert.deepEqual(Object.keys(named.result), ['me', 'types', 'all']);
  assert.equal(named.result.types, true);
  assert.deepEqual(named.result_error, {
    bad: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
  });
  assert.deepEqual(named.result_total, { all: 2 });
  assert.deepEqual(named.result_next, []);
  assert.deepEqual(Object.keys(named.result_time), ['me', 'types', 'all']);
  assert.equal(Object.keys(named.result_time.types as object).length, 8);

  const list = maps(await it.hook('batch', { cmd: [typing(it), typing(it, '')] }));
  assert.deepEqual(list.result, [true]);
  assert.deepEqual(codes(list.result_error), [['1', 'DIALOG_ID_EMPTY']]);
  const late = maps(await it.hook('batch', { cmd: [typing(it, ''), typing(it)] }));
  assert.deepEqual(late.result, { 1: true });
  const none = maps(await it.hook('batch'));
  for (const map of Object.values(none)) assert.deepEqual(map, []);
});

test('a batch carries time, to whose load the batch itself does not add', async (t) => {
  const it = await bench(t);
  const { time } = (await it.hook('batch', { cmd: ['profile'] })).json as { time: Record<string, number> };
  assert.equal(Object.keys(time).length, 8);
  assert.equal(time.operating, 0);
});

test('commands past 50 fail one by one', async (t) => {
  const it = await bench(t);
  const cmd = Object.fromEntries(Array.from({ length: 53 }, (_, index) => [`c${index}`, 'profile']));
  const { result, result_error } = maps(await it.hook('batch', { cmd }));
  assert.equal(Object.keys(result).length, 50);
  assert.deepEqual(
    codes(result_error),
    [50, 51, 52].map((index) => [`c${index}`, 'ERROR_BATCH_LENGTH_EXCEEDED']),
  );
});

test('a profile can refuse the whole batch past 50 instead', async (t) => {
  const it = await bench(t, { profile: { ...profiles.documented, batchOverflow: 'whole call' } });
  const cmd = Array.from({ length: 51 }, () => 'profile');
  const { status, json } = await it.hook('batch', { cmd });
  assert.deepEqual([status, json.error], [400, 'ERROR_BATCH_LENGTH_EXCEEDED']);
  assert.equal((await it.hook('batch', { cmd: cmd.slice(1) })).status, 200);
});

test('a batch within a batch fails alone', async (t) => {
  const it = await bench(t);
  const { result, result_error } = maps(
    await it.hook('batch', { cmd: { in: 'batch?cmd[a]=profile', me: typing(it) } }),
  );
  assert.deepEqual([result, codes(result_error)], [{ me: true }, [['in', 'ERROR_BATCH_METHOD_NOT_ALLOWED']]]);
});

test('halt stops at the first error, in every spelling', async (t) => {
  const it = await bench(t);
  const cmd = { a: typing(it), b: typing(it, ''), c: typing(it) };
  for (const halt of [1, '1', true, 'true']) {
    const { result, result_error } = maps(await it.hook('batch', { cmd, halt }));
    assert.deepEqual([Object.keys(result), Object.keys(result_error)], [['a'], ['b']], `halt ${halt}`);
  }
  for (const halt of [0, '0', false, 'false', undefined]) {
    const { result, result_error } = maps(await it.hook('batch', { cmd, halt }));
    assert.deepEqual([Object.keys(result), Object.keys(result_error)], [['a', 'c'], ['b']], `halt ${halt}`);
  }
});

test('later commands use what earlier ones answered', async (t) => {
  const it = await bench(t);
  const client = it.env('B24_CLIENT_ID');
  const { result, result_error } = maps(
    await it.hook('batch', {
      cmd: {
        me: 'user.current',
        users: 'user.get',
        typed: `imbot.chat.sendTyping?CLIENT_ID=${client}&DIALOG_ID=$result[me][ID]`,
        second: `imbot.chat.sendTyping?CLIENT_ID=${client}&DIALOG_ID=$result[users][1][ID]`,
        inText: `imbot.chat.sendTyping?CLIENT_ID=${client}&DIALOG_ID=chat$result[me][ID]`,
        encoded: `imbot.chat.sendTyping?CLIENT_ID=${client}&DIALOG_ID=%24result%5Bme%5D%5BID%5D`,
        nested: 'user.get?FILTER[ID]=$result[users][1][ID]',
        missing: `imbot.chat.sendTyping?CLIENT_ID=${client}&DIALOG_ID=$result[nobody][ID]`,
        sly: `imbot.chat.sendTyping?CLIENT_ID=${client}&DIALOG_ID=$result[me][constructor][length]`,
      },
    }),
  );
  assert.deepEqual(Object.keys(result), ['me', 'users', 'typed', 'second', 'inText', 'encoded', 'nested']);
  assert.deepEqual(
    (result.nested as { ID: string }[]).map((user) => user.ID),
    ['7'],
  );
  assert.deepEqual(codes(result_error), [
    ['missing', 'DIALOG_ID_EMPTY'],
    ['sly', 'DIALOG_ID_EMPTY'],
  ]);
  assert.deepEqual(
    it.portal.control.typing().map((event) => event.dialogId),
    ['1', '7', 'chat1', '1'],
  );
});

test('a batch by query is encoded twice, and keeps its indices', async (t) => {
  const it = await bench(t);
  const title = 'a&b=c?d%e[f]g#h é';
  const inner = `imbot.chat.updateTitle?CLIENT_ID=${it.env('B24_CLIENT_ID')}&CHAT_ID=123&TITLE=${encodeURIComponent(title)}`;
  const query = `halt=0&cmd[3]=${encodeURIComponent(inner)}&cmd[5]=${encodeURIComponent('imbot.dialog.get?DIALOG_ID=chat123')}`;
  for (const reply of [
    it.send(`${it.env('B24_WEBHOOK')}batch?${query}`),
    it.send(`${it.env('B24_WEBHOOK')}batch`, postText('application/x-www-form-urlencoded', query)),
    it.hook('batch', { cmd: { 3: inner, 5: 'imbot.dialog.get?DIALOG_ID=chat123' } }),
  ]) {
    const { result } = maps(await reply);
    assert.deepEqual(Object.keys(result), ['3', '5']);
    assert.equal((result[5] as { name: string }).name, title);
  }
});

test('scope counts for every command, and a batch answers XML as well', async (t) => {
  const it = await bench(t);
  const poor = await it.send(
    `${it.env('B24_WEBHOOK_NO_SCOPE')}batch?cmd[a]=${encodeURIComponent(typing(it))}&cmd[b]=profile`,
  );
  assert.deepEqual(codes(maps(poor).result_error), [['a', 'insufficient_scope']]);
  const { text } = await it.hook('batch.xml', { cmd: { a: 'profile', 'b c<': 'no.such' } });
  const { response } = new XMLParser().parse(text);
  assert.equal(response.result.result.a.NAME, 'Klaus');
  assert.equal(response.result.result_error.b_c_.error, 'ERROR_METHOD_NOT_FOUND');
});

test('odd commands fail alone', async (t) => {
  const it = await bench(t);
  const cmd = [
    '',
    '?',
    '?x=1',
    7,
    null,
    ['profile'],
    { method: 'profile' },
    '/profile',
    'PROFILE?#x',
    `${'/'.repeat(300_000)}x`,
  ];
  const { result, result_error } = maps(await it.hook('batch', { cmd }));
  assert.deepEqual(Object.keys(result), ['8']);
  assert.deepEqual(
    codes(result_error),
    ['0', '1', '2', '7', '9'].map((key) => [key, 'ERROR_METHOD_NOT_FOUND']),
  );
  for (const odd of ['profile', 7, null, true])
    assert.deepEqual(maps(await it.hook('batch', { cmd: odd })).result, []);
});
