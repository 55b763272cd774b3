import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Bucket } from '../../../src/portal/bucket.ts';
import { createPacer } from '../../../src/portal/pacer.ts';

/** Ordinary plans, Enterprise (limits.md, Request Rate Limits), and quick ones as tests use them. */
const PLANS = [
  { rate: 2, burst: 50 },
  { rate: 5, burst: 250 },
  { rate: 20, burst: 60 },
  { rate: 40, burst: 50 },
];

/** Requests that have been asked for at `asked`, booked in that order: when each goes out. */
function sendTimes(bucket: Bucket, asked: readonly number[]): number[] {
  return [...asked].sort((one, other) => one - other).map((now) => now + bucket.take(now));
}

/** A portal's own counter: one more with each request, `rate` less once a second, at moments of its own. */
function refusals(
  arrivals: readonly number[],
  { rate, burst }: { rate: number; burst: number },
  phase: number,
) {
  let level = 0;
  let second = Number.NEGATIVE_INFINITY;
  let refused = 0;
  for (const at of [...arrivals].sort((one, other) => one - other)) {
    const now = Math.floor(at - phase);
    if (Number.isFinite(second)) level = Math.max(0, level - rate * (now - second));
    second = now;
    if (level > burst) refused++;
    else level++;
  }
  return refused;
}

describe('the bucket', () => {
  it('never exceeds the limit of a portal, at whatever moments that forgets and however requests bunch up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLANS),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        // When requests are asked for: all at once, in bursts, trickling, with idle times between.
        fc.array(fc.tuple(fc.double({ min: 0, max: 40, noNaN: true }), fc.integer({ min: 1, max: 120 })), {
          minLength: 1,
          maxLength: 8,
        }),
        // How long each is on its way: up to a quarter of a second more than another.
        fc.array(fc.double({ min: 0, max: 0.25, noNaN: true }), { minLength: 7, maxLength: 31 }),
        (plan, phase, groups, delays) => {
          let moment = 0;
          const asked = groups.flatMap(([pause, count]) => {
            moment += pause;
            return Array.from({ length: count }, () => moment);
          });
          const sent = sendTimes(new Bucket(plan.rate, plan.burst), asked);
          const arrivals = sent.map((at, index) => at + (delays[index % delays.length] ?? 0));
          assert.equal(refusals(arrivals, plan, phase), 0);
        },
      ),
      { numRuns: 1500, seed: 4 },
    );
  });

  it('notices a bucket that is too generous, so that the portal above is no straw man', () => {
    const generous = new Bucket(2, 54);
    const sent = sendTimes(
      generous,
      Array.from({ length: 200 }, () => 0),
    );
    assert.ok(refusals(sent, { rate: 2, burst: 50 }, 0.99) > 0);
  });

  it('takes no longer than 1.15 times what the limit allows, or 1.5 seconds more where that is next to nothing', () => {
    for (const plan of PLANS.slice(0, 2))
      for (let count = 60; count <= 1000; count++) {
        const sent = sendTimes(
          new Bucket(plan.rate, plan.burst),
          Array.from({ length: count }, () => 0),
        );
        const ideal = Math.max(0, (count - plan.burst) / plan.rate);
        const took = Math.max(...sent);
        assert.ok(
          took <= Math.max(1.15 * ideal, ideal + 1.5),
          `${count} requests took ${took} s for ${ideal} s`,
        );
        assert.equal(
          took,
          new Bucket(plan.rate, plan.burst).secondsFor(count, 0),
          'the plan says how long it takes',
        );
        if (ideal >= 10) assert.ok(took <= 1.15 * ideal);
      }
  });

  it('keeps order and rate after the burst', () => {
    const sent = sendTimes(
      new Bucket(2, 50),
      Array.from({ length: 60 }, () => 0),
    );
    assert.deepEqual(
      sent.slice(0, 47),
      Array.from({ length: 47 }, () => 0),
    );
    assert.deepEqual(sent.slice(47, 51), [0.5, 1, 1.5, 2]);
  });
});

describe('the delay after a refusal', () => {
  it('grows with each refusal to half a minute', () => {
    const bucket = new Bucket(2, 50);
    let now = 0;
    const delays = Array.from({ length: 8 }, () => {
      const delay = bucket.refused(now);
      now += delay;
      return delay;
    });
    assert.deepEqual(delays, [1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('is one for all requests that were under way', () => {
    const bucket = new Bucket(2, 50);
    assert.deepEqual([bucket.refused(0), bucket.refused(0.25), bucket.refused(0.5)], [1, 0.75, 0.5]);
    assert.equal(bucket.refused(1), 2);
  });

  it('is short again once a request went through after it, and not by answers to older ones', () => {
    const bucket = new Bucket(2, 50);
    bucket.refused(0);
    bucket.accepted(0.9);
    assert.equal(bucket.refused(1), 2);
    bucket.accepted(3);
    assert.equal(bucket.refused(3.5), 1);
  });

  it('is followed by requests one by one, not all at once', () => {
    const bucket = new Bucket(2, 50);
    bucket.refused(10);
    assert.deepEqual([bucket.take(10), bucket.take(10.5), bucket.take(11)], [1.5, 1.5, 1.5]);
  });
});

describe('the pacer', () => {
  /** A clock that jumps to whatever is waited for next. */
  function virtualTime() {
    const waiting: { until: number; resolve: () => void }[] = [];
    let now = 0;
    return {
      now: () => now,
      wait: (ms: number) => new Promise<void>((resolve) => waiting.push({ until: now + ms, resolve })),
      /** Lets time pass until nobody waits; `each` is told the moment before anyone goes on. */
      async run(each: (now: number) => Promise<void> = async () => {}) {
        await turn();
        while (waiting.length > 0) {
          waiting.sort((one, other) => one.until - other.until);
          const next = waiting.shift();
          if (!next) return;
          now = Math.max(now, next.until);
          await each(now);
          next.resolve();
          await turn();
        }
      },
    };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('lets a burst go at once and paces the rest', async () => {
    const time = virtualTime();
    const pacer = createPacer({ rate: 2, burst: 50, ...time });
    const went: number[] = [];
    for (let index = 0; index < 51; index++) void pacer.take().then(() => went.push(time.now()));
    await time.run();
    assert.equal(pacer.taken, 51);
    assert.equal(createPacer({ rate: 2, burst: 50, ...time }).secondsFor(51), 2);
    assert.equal(went.filter((at) => at === 0).length, 47);
    assert.deepEqual(went.slice(47), [500, 1000, 1500, 2000]);
  });

  it('goes on where an earlier run left the counter', async () => {
    const time = virtualTime();
    const pacer = createPacer({ rate: 2, burst: 50, level: 45, ...time });
    assert.deepEqual([pacer.level, pacer.secondsFor(4)], [45, 1]);
    const went: number[] = [];
    for (let index = 0; index < 4; index++) void pacer.take().then(() => went.push(time.now()));
    await time.run();
    assert.deepEqual(went, [0, 0, 500, 1000]);
    assert.equal(pacer.level, 47);
  });

  it('lets nobody go while a refusal is waited out, those neither who were waiting before, and says so once', async () => {
    const time = virtualTime();
    const said: string[] = [];
    const pacer = createPacer({ rate: 2, burst: 50, ...time, say: (line) => said.push(line) });
    const went: number[] = [];
    for (let index = 0; index < 51; index++) void pacer.take().then(() => went.push(time.now()));
    const MOMENTS = [500, 2500];
    let told = 0;
    await time.run(async (now) => {
      if (now < (MOMENTS[told] ?? Number.POSITIVE_INFINITY)) return;
      told++;
      await Promise.all([pacer.refused(), pacer.refused(), pacer.refused()]);
    });
    assert.equal(told, 2);
    assert.equal(pacer.waits, 2);
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(said[0] ?? '', /request limit is used up by others too/);
    // At 500 the portal refuses: nothing until 1500, then one by one; at 2500 again, and for twice as long.
    assert.deepEqual(went.slice(47), [2000, 5000, 5500, 6000]);
  });
});
