import assert from 'node:assert/strict';
import test from 'node:test';
import { profiles } from '../../../src/mock/index.ts';
import { bench, type Reply, stillClock } from './support.ts';

/** Time and load as they were seen: L on live portals, S in public copies of the portal's module, D documented. */

type Times = Readonly<Record<string, number>>;
const timeOf = (reply: Reply) => reply.json.time as Times;

test('the cloud cuts start and processing to whole seconds, and keeps the fraction of finish (L)', async (t) => {
  const clock = stillClock(1_760_000_000.25);
  const { portal, hook } = await bench(t, { profile: 'cloud', clock });
  assert.deepEqual(timeOf(await hook('profile')), {
    start: 1_760_000_000,
    finish: 1_760_000_000.25,
    duration: 0.25,
    processing: 0,
    date_start: '2025-10-09T11:53:20+03:00',
    date_finish: '2025-10-09T11:53:20+03:00',
    operating_reset_at: 1_760_000_600,
    operating: 0,
  });
  portal.control.setCost('profile', 2.5);
  const { start, finish, duration, processing } = timeOf(await hook('profile'));
  assert.deepEqual(
    [start, finish, duration, processing],
    [1_760_000_000, 1_760_000_002.75, 2.75, 2],
    'duration is finish - start, so up to a second too long',
  );
});

test('the commands of a batch in the cloud have whole seconds too, so equal starts say nothing (L)', async (t) => {
  const { portal, hook } = await bench(t, { profile: 'cloud', clock: stillClock(1_760_000_000.25) });
  portal.control.setCost('profile', 0.125);
  const { result } = (await hook('batch', { cmd: { a: 'profile', b: 'profile', c: 'profile' } })).json;
  const { result_time } = result as { result_time: Record<string, Times> };
  for (const { start, processing } of Object.values(result_time)) {
    assert.deepEqual([start, processing], [1_760_000_000, 0]);
  }
  assert.deepEqual(
    Object.values(result_time).map(({ finish }) => finish),
    [1_760_000_000.375, 1_760_000_000.5, 1_760_000_000.625],
  );
});

test('the other profiles keep the fractions of start (D)', async (t) => {
  for (const profile of ['documented', 'self-hosted'] as const) {
    const { hook } = await bench(t, { profile, clock: stillClock(1_760_000_000.25) });
    assert.equal(timeOf(await hook('profile')).start, 1_760_000_000.25, profile);
  }
});

test('operating_reset_at is 600 seconds ahead (L)', async (t) => {
  for (const profile of ['documented', 'cloud'] as const) {
    const { hook } = await bench(t, { profile, clock: stillClock(1_760_000_000.75) });
    assert.equal(timeOf(await hook('profile')).operating_reset_at, 1_760_000_600, profile);
  }
});

test('without Redis operating comes alone (L)', async (t) => {
  const profile = { ...profiles['self-hosted'], reportsLoad: true, reportsReset: false };
  const { hook } = await bench(t, { profile });
  assert.deepEqual(Object.keys(timeOf(await hook('profile'))).slice(6), ['operating']);
  const { result } = (await hook('batch', { cmd: ['profile'] })).json;
  const [time] = (result as { result_time: Times[] }).result_time;
  assert.ok(time && 'operating' in time && !('operating_reset_at' in time));
});

test('load is counted per kind of authorization, credential and method (S)', async (t) => {
  const it = await bench(t, { profile: 'cloud', clock: stillClock(1_760_000_000) });
  it.portal.control.setCost('profile', 10);
  const operating = async (reply: Promise<Reply>) => timeOf(await reply).operating;
  const other = (method: string) => it.send(it.env('B24_WEBHOOK_NO_SCOPE') + method);
  assert.equal(await operating(it.hook('profile')), 10);
  assert.equal(await operating(it.hook('profile')), 20);
  assert.equal(await operating(other('profile')), 10);
  assert.equal(await operating(it.oauth('profile')), 10);
  assert.equal(await operating(it.hook('server.time')), 0);
});

test('calls up to a tenth of a second are free, longer ones count in full (S)', async (t) => {
  for (const profile of ['self-hosted', 'cloud'] as const) {
    const reporting = { ...profiles[profile], reportsLoad: true };
    const it = await bench(t, { profile: reporting, clock: stillClock(1_760_000_000) });
    for (const [seconds, operating] of [
      [0.0625, 0],
      [0.1, 0],
      [0.125, 0.125],
      [0.0625, 0.125],
    ] as const) {
      it.portal.control.setCost('profile', seconds);
      assert.equal(timeOf(await it.hook('profile')).operating, operating, `${profile}, ${seconds} s`);
    }
  }
});

test('a command of a batch counts half (S)', async (t) => {
  const { portal, hook } = await bench(t, { profile: 'cloud', clock: stillClock(1_760_000_000) });
  portal.control.setCost('profile', 8);
  await hook('batch', { cmd: ['profile', 'profile'] });
  assert.equal(timeOf(await hook('profile')).operating, 16);
});

test('a ban lasts 300 seconds from the first refusal, whatever the load is by then (S)', async (t) => {
  const clock = stillClock(1_760_000_000);
  const { portal, hook } = await bench(t, { profile: 'cloud', clock, operatingLimit: 10 });
  portal.control.setCost('profile', 11);
  assert.equal((await hook('profile')).status, 200);
  // Just before the load is forgotten: the ban outlives it.
  clock.tick(588);
  const refused = await hook('profile');
  assert.deepEqual([refused.status, refused.json.error], [429, 'OPERATION_TIME_LIMIT']);
  assert.equal(refused.headers['retry-after'], undefined);
  clock.tick(299);
  assert.equal((await hook('profile')).status, 429);
  assert.equal((await hook('server.time')).status, 200);
  clock.tick(1);
  assert.equal((await hook('profile')).status, 200);
  // Its time is used up again, and after the ban still is.
  assert.equal((await hook('profile')).status, 429);
  clock.tick(300);
  assert.equal((await hook('profile')).status, 429);
});

test('as documented, load counts from the first moment and blocks until it is forgotten (D)', async (t) => {
  const clock = stillClock(1_760_000_000);
  const { portal, hook } = await bench(t, { clock, operatingLimit: 10 });
  portal.control.setCost('profile', 0.0625);
  assert.equal(timeOf(await hook('profile')).operating, 0.0625);
  portal.control.setCost('profile', 11);
  assert.equal((await hook('profile')).status, 200);
  clock.tick(588);
  assert.equal((await hook('profile')).status, 429);
  clock.tick(2);
  assert.equal((await hook('profile')).status, 200);
});
