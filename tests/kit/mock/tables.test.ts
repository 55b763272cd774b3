import assert from 'node:assert/strict';
import test from 'node:test';
import type { Method } from '../../../src/mock/index.ts';
import { Ids, Table } from '../../../src/mock/tables.ts';
import { bench } from './support.ts';

interface Row {
  readonly id: number;
  readonly name: string;
}

test('an id is never used again, whether its row was seeded, added or deleted', () => {
  const table = new Table<Row>();
  table.set(7, { id: 7, name: 'seeded' });
  assert.deepEqual(table.add({ name: 'added' }), { id: 8, name: 'added' });
  table.delete(8);
  table.delete(7);
  assert.equal(table.add({ name: 'next' }).id, 9);
  table.set(3, { id: 3, name: 'late' });
  assert.deepEqual([...table.keys()], [9, 3]);
  assert.equal(table.add({ name: 'last' }).id, 10);
});

test('tables that share their ids never give the same one', () => {
  const ids = new Ids();
  const [users, bots] = [new Table<Row>(ids), new Table<Row>(ids)];
  users.set(5, { id: 5, name: 'user' });
  assert.deepEqual([bots.add({ name: 'bot' }).id, users.add({ name: 'user' }).id], [6, 7]);
});

test('an update replaces fields of a row that is there, and makes none', () => {
  const table = new Table<Row>();
  const before = table.add({ name: 'before' });
  table.update(before, { name: 'after' });
  assert.deepEqual([before.name, table.get(1)?.name], ['before', 'after']);
  table.delete(1);
  table.update(before, { name: 'late' });
  assert.equal(table.size, 0);
});

test('rows are found in the order in which they were added', () => {
  const table = new Table<Row>();
  for (const name of ['a', 'b', 'a']) table.add({ name });
  assert.equal(table.find(({ name }) => name === 'a')?.id, 1);
  assert.equal(
    table.find(({ name }) => name === 'x'),
    undefined,
  );
  assert.deepEqual(
    table.filter(({ name }) => name === 'a').map(({ id }) => id),
    [1, 3],
  );
});

test('a method that is given to a portal is called, listed, batched, scoped and limited like a built-in one', async (t) => {
  const rename: Method = {
    name: 'kit.chat.Rename',
    scopes: ['im'],
    run({ portal, parameters }) {
      const chat = portal.chats.get(Number(parameters.get('ID')));
      if (chat) portal.chats.update(chat, { title: 'By the kit' });
      return { result: chat !== undefined };
    },
  };
  const profile: Method = { name: 'profile', scopes: ['kit'], run: () => ({ result: 'never' }) };
  const { portal, env, hook, send } = await bench(t, { methods: [rename, profile] });
  assert.equal((await hook('kit.chat.rename', { ID: 123 })).json.result, true);
  const { result } = (await hook('imbot.dialog.get', { DIALOG_ID: 'chat123' })).json;
  assert.equal((result as { name: string }).name, 'By the kit');
  assert.ok(((await hook('methods')).json.result as string[]).includes('kit.chat.Rename'));
  assert.equal(
    (await send(`${env('B24_WEBHOOK_NO_SCOPE')}kit.chat.rename`)).json.error,
    'insufficient_scope',
  );
  const batch = (await hook('batch', { cmd: ['kit.chat.rename?ID=9'] })).json.result;
  assert.deepEqual((batch as { result: unknown }).result, [false]);
  assert.equal((await hook('profile')).json.error, 'insufficient_scope', 'the built-in profile is replaced');
  portal.control.setCost('kit.chat.Rename', 500);
  assert.equal((await hook('kit.chat.rename', { ID: 123 })).status, 200);
  assert.equal((await hook('kit.chat.rename', { ID: 123 })).json.error, 'OPERATION_TIME_LIMIT');
  portal.reset({});
  assert.equal((await hook('kit.chat.rename')).json.error, 'ERROR_METHOD_NOT_FOUND');
  assert.equal((await hook('profile')).status, 200);
});
