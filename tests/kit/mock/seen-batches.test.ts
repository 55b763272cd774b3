import assert from 'node:assert/strict';
import test from 'node:test';
import { loadWorld } from '../../../src/mock/index.ts';
import { type Bench, bench, postText, type Reply } from './support.ts';

/** Batches as they were seen: L on live portals, S in public copies of the portal's module, D documented. */

const all = ['documented', 'self-hosted', 'cloud'] as const;
const observed = ['self-hosted', 'cloud'] as const;
const TYPING = 'imbot.chat.sendTyping';

type Errors = Record<string, { error: string; error_description: string }>;
const batchOf = (reply: Reply) =>
  reply.json.result as { result: Record<string, unknown>; result_error: Errors };
const codesOf = (errors: Errors) => Object.entries(errors).map(([key, { error }]) => [key, error]);

test('halt given as a text such as false is true (S); as documented it means what it says (D)', async (t) => {
  const cmd = { bad: 'no.such', good: 'profile' };
  const halts = async ({ hook }: Bench, halt: unknown) =>
    !('good' in batchOf(await hook('batch', { cmd, halt })).result);
  for (const profile of observed) {
    const it = await bench(t, { profile });
    for (const halt of ['false', 'N', 'no', '00', ' ', 'true', '1', 1, true, -1, [0], { a: 0 }])
      assert.equal(await halts(it, halt), true, `${profile}, ${JSON.stringify(halt)}`);
    for (const halt of ['', '0', 0, false, null, undefined, [], {}])
      assert.equal(await halts(it, halt), false, `${profile}, ${JSON.stringify(halt)}`);
    const query = 'halt=false&cmd[bad]=no.such&cmd[good]=profile';
    const form = await it.send(
      `${it.env('B24_WEBHOOK')}batch`,
      postText('application/x-www-form-urlencoded', query),
    );
    assert.equal('good' in batchOf(form).result, false);
  }
  const documented = await bench(t);
  for (const halt of ['false', 'N', false, 0]) assert.equal(await halts(documented, halt), false, `${halt}`);
});

test('commands that are not texts are left out (S)', async (t) => {
  for (const profile of all) {
    const { hook } = await bench(t, { profile });
    const cmd = {
      number: 7,
      nothing: null,
      list: ['profile'],
      map: { method: 'profile' },
      yes: true,
      text: 'profile',
    };
    const { result, result_error } = batchOf(await hook('batch', { cmd }));
    assert.deepEqual([Object.keys(result), result_error], [['text'], []], profile);
  }
});

test('a command with a slash or a blank before it is not found (S)', async (t) => {
  for (const profile of all) {
    const { hook } = await bench(t, { profile });
    const odd = ['/profile', ' profile', '//profile?a=1', '\tprofile', '%20profile', '/rest/profile'];
    const { result, result_error } = batchOf(await hook('batch', { cmd: [...odd, 'Profile'] }));
    assert.deepEqual(Object.keys(result), [String(odd.length)], profile);
    assert.ok(codesOf(result_error).every(([, code]) => code === 'ERROR_METHOD_NOT_FOUND'));
  }
});

test('BATCH in capitals passes the check for nesting (S), and does not as documented (D)', async (t) => {
  for (const profile of observed) {
    const { hook } = await bench(t, { profile });
    for (const name of ['BATCH', 'Batch', 'bATCH']) {
      const cmd = { inner: `${name}?cmd[me]=server.time`, lower: 'batch?cmd[me]=server.time' };
      const { result, result_error } = batchOf(await hook('batch', { cmd }));
      const inner = result.inner as { result: Record<string, string> };
      assert.match(inner.result.me ?? '', /^\d{4}-/, `${profile}, ${name}`);
      assert.deepEqual(codesOf(result_error), [['lower', 'ERROR_BATCH_METHOD_NOT_ALLOWED']]);
    }
  }
  const { result_error } = batchOf(await (await bench(t)).hook('batch', { cmd: ['BATCH?cmd[me]=profile'] }));
  assert.deepEqual(codesOf(result_error), [['0', 'ERROR_BATCH_METHOD_NOT_ALLOWED']]);
});

test('$error, $total and $next are references as $result is (S)', async (t) => {
  for (const profile of all) {
    const world = await loadWorld();
    const users = Array.from({ length: 60 }, (_, index) => ({ ...world.users[0], id: 100 + index }));
    const many = { ...world, users: [...world.users, ...users] } as typeof world;
    const it = await bench(t, { profile, world: many });
    const type = (dialog: string) => `${TYPING}?CLIENT_ID=${it.env('B24_CLIENT_ID')}&DIALOG_ID=${dialog}`;
    const cmd = {
      users: 'user.get',
      bad: 'no.such',
      total: type('$total[users]'),
      next: type('$next[users]'),
      text: type('chat$total[users]'),
      title: `imbot.chat.updateTitle?CLIENT_ID=${it.env('B24_CLIENT_ID')}&CHAT_ID=123&TITLE=$error[bad][error]`,
      chat: 'imbot.dialog.get?DIALOG_ID=chat123',
      none: type('$next[bad]'),
      other: type('$time[users]'),
    };
    const { result, result_error } = batchOf(await it.hook('batch', { cmd }));
    assert.deepEqual(
      it.portal.control.typing().map(({ dialogId }) => dialogId),
      ['62', '50', 'chat62'],
      profile,
    );
    assert.equal((result.chat as { name: string }).name, 'ERROR_METHOD_NOT_FOUND');
    assert.deepEqual(codesOf(result_error), [
      ['bad', 'ERROR_METHOD_NOT_FOUND'],
      ['none', 'DIALOG_ID_EMPTY'],
      ['other', 'DIALOG_ID_EMPTY'],
    ]);
  }
});
