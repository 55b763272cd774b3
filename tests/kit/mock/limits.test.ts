import assert from 'node:assert/strict';
import test from 'node:test';
import { loadWorld } from '../../../src/mock/index.ts';
import { bench, stillClock } from './support.ts';

test('the leaky bucket blocks above its threshold and recovers by its rate', async (t) => {
  const clock = stillClock(1_760_000_000);
  const { hook } = await bench(t, { clock, limits: { rate: 2, burst: 50 } });
  const passed = async (requests: number) => {
    const replies = await Promise.all(Array.from({ length: requests }, () => hook('profile')));
    const blocked = replies.filter((reply) => reply.status !== 200);
    for (const { status, json } of blocked) {
      assert.deepEqual(
        [status, json],
        [503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }],
      );
    }
    return requests - blocked.length;
  };
  assert.equal(await passed(60), 51);
  clock.tick(0.5);
  assert.equal(await passed(1), 0);
  clock.tick(0.5);
  assert.equal(await passed(5), 2);
  clock.tick(100);
  assert.equal(await passed(60), 51);
});

test('at no more than the rate nobody is ever blocked, and a batch counts once', async (t) => {
  const clock = stillClock(1_760_000_000);
  const { hook } = await bench(t, { clock, limits: { rate: 2, burst: 2 } });
  const cmd = Array.from({ length: 50 }, () => 'profile');
  for (let second = 0; second < 20; second++) {
    assert.equal((await hook('batch', { cmd })).status, 200);
    assert.equal((await hook('profile')).status, 200);
    clock.tick(1);
  }
});

test('operating adds up per method in one-minute baskets of ten minutes', async (t) => {
  const clock = stillClock(1_760_000_000 - (1_760_000_000 % 60) + 20);
  const began = clock.now();
  const { portal, hook, oauth } = await bench(t, { clock });
  portal.control.setCost('profile', 20);
  const time = async (reply = hook('profile')) => {
    const { operating, operating_reset_at, processing } = (await reply).json.time as Record<string, number>;
    return { operating, resetIn: Number(operating_reset_at) - began, processing };
  };
  assert.deepEqual(await time(), { operating: 20, resetIn: 600, processing: 20 });
  assert.deepEqual(await time(), { operating: 40, resetIn: 600, processing: 20 });
  assert.deepEqual(await time(), { operating: 60, resetIn: 600, processing: 20 });
  assert.equal((await time(hook('server.time'))).operating, 0);
  assert.equal((await time(oauth('profile'))).operating, 20);
  // 80 seconds have passed by now; the first basket holds two calls, the next minute's one.
  clock.tick(520);
  assert.deepEqual(await time(), { operating: 40, resetIn: 640, processing: 20 });
});

test('over the operating limit the crossing call ends well, the next is refused, others go on', async (t) => {
  const clock = stillClock(1_760_000_000);
  const { portal, hook, oauth } = await bench(t, { clock });
  portal.control.setCost('profile', 100);
  for (let call = 1; call <= 5; call++) assert.equal((await hook('profile')).status, 200, `call ${call}`);
  const { status, json } = await hook('profile');
  assert.deepEqual([status, json.error], [429, 'OPERATION_TIME_LIMIT']);
  assert.equal((await hook('server.time')).status, 200);
  const batch = await hook('batch', { cmd: { a: 'profile', b: 'server.time' } });
  const { result, result_error } = batch.json.result as Record<string, Record<string, { error?: string }>>;
  assert.deepEqual(Object.keys(result ?? {}), ['b']);
  assert.equal(result_error?.a?.error, 'OPERATION_TIME_LIMIT');
  // What is blocked is one caller's method: another caller may go on.
  assert.equal((await oauth('profile')).status, 200);
  clock.tick(600);
  assert.equal((await hook('profile')).status, 200);
});

test('a self-hosted portal has no operating limit unless one is set', async (t) => {
  const { portal, hook } = await bench(t, { profile: 'self-hosted', clock: stillClock(1_760_000_000) });
  portal.control.setCost('profile', 500);
  assert.equal((await hook('profile')).status, 200);
  portal.control.setOperatingLimit(420);
  assert.equal((await hook('profile')).json.error, 'OPERATION_TIME_LIMIT');
});

test('a world can say what methods cost', async (t) => {
  const world = { ...(await loadWorld()), costs: { 'Server.Time': 2.5 } };
  const { hook } = await bench(t, { clock: stillClock(1_760_000_000), world });
  const { duration, processing, operating } = (await hook('server.time')).json.time as Record<string, number>;
  assert.deepEqual([duration, processing, operating], [2.5, 2.5, 2.5]);
  assert.equal(((await hook('profile')).json.time as { duration: number }).duration, 0);
});
