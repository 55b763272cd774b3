import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restsText } from '../../../src/report/rests.ts';
import { type Clock, LONGEST_REST, Pace } from '../../../src/survey/pace.ts';
import { type Answer, factsOf, SmallPortal, subjectsFrom, surveyPortal, verdictsOf } from './portal.ts';

/** Time that goes on where somebody waits. */
class TestClock implements Clock {
  readonly waits: number[] = [];
  #now = 1_790_000_000_000;

  now(): number {
    return this.#now;
  }

  async wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#now += ms;
  }
}

const time = (operating: number, resetsIn = 100, duration = 1) => ({
  operating,
  operating_reset_at: 1_790_000_000 + resetsIn,
  finish: 1_790_000_000,
  duration,
});

test('a method rests from 360 seconds on, until a part of them counts no more', async () => {
  const clock = new TestClock();
  const pace = new Pace(clock);
  assert.equal(pace.delayOf('crm.deal.list'), 0);
  pace.note('crm.deal.list', time(359));
  assert.equal(pace.delayOf('crm.deal.list'), 0);
  pace.note('crm.deal.list', time(360));
  assert.equal(pace.delayOf('CRM.deal.list'), 101_000);
  assert.equal(pace.delayOf('crm.lead.list'), 0);
  assert.ok(await pace.rest(['crm.deal.list']));
  assert.deepEqual(clock.waits, [101_000]);
  assert.equal(pace.delayOf('crm.deal.list'), 0);
});

test('after a rest one call tells how much is left, before others are made', async () => {
  const clock = new TestClock();
  const pace = new Pace(clock);
  pace.note('a', time(400));
  await pace.rest(['a']);
  pace.begin('a');
  assert.ok(pace.delayOf('a') > 0, 'a second call beside it');
  pace.end('a');
  pace.note('a', time(380));
  assert.ok(pace.delayOf('a') > 0, 'the next minute still counts');
  pace.note('a', time(20));
  assert.equal(pace.delayOf('a'), 0);
});

test('calls that are under way count by what one took', () => {
  const pace = new Pace(new TestClock());
  pace.note('slow', time(100, 100, 50));
  for (let number = 0; number < 7; number++) pace.begin('slow');
  // Seven calls of 50 seconds beside the 100 that are used: after the next one the method would be blocked.
  assert.ok(pace.delayOf('slow') > 0);
  pace.end('slow');
  assert.equal(pace.delayOf('slow'), 0);
});

test('rests have an end, and an answer of yesterday makes nobody wait', async () => {
  const clock = new TestClock();
  const pace = new Pace(clock);
  pace.note('a', time(400, LONGEST_REST / 1000));
  assert.equal(await pace.rest(['a']), false);
  assert.deepEqual(clock.waits, []);
  pace.note('b', time(400), 0);
  assert.equal(pace.delayOf('b'), 0);
});

const get = (name: string) =>
  factsOf(name, { parameters: [{ name: 'ID', types: ['integer'], required: true, heading: 'P' }] });

/** A portal whose clock is the survey's, and that blocks a method after 480 seconds within ten minutes. */
function portalOf(clock: TestClock, secondsACall: number) {
  const calls: { at: number }[] = [];
  const resetOf = (at: number): number => at + 600_000;
  const answer = (): Answer => {
    const now = clock.now();
    const counted = calls.filter(({ at }) => resetOf(at) > now);
    if (counted.length * secondsACall >= 480)
      return { error: 'OPERATION_TIME_LIMIT', error_description: 'blocked', status: 429 };
    calls.push({ at: now });
    const [oldest = { at: now }] = counted;
    return {
      result: [
        { ID: 1, A: 1, B: 2 },
        { ID: 2, A: 1, B: 2 },
      ],
      time: {
        operating: (counted.length + 1) * secondsACall,
        operating_reset_at: resetOf(oldest.at) / 1000,
        finish: now / 1000,
        duration: secondsACall,
      },
    };
  };
  const portal = new SmallPortal({
    'crm.deal.list': { scope: 'crm', answer },
    'crm.deal.get': { scope: 'crm', answer: () => ({ result: { ID: 1 } }) },
  });
  return { portal, calls };
}

const subjects = subjectsFrom([
  factsOf('crm.deal.list', {
    parameters: ['FORMAT', 'VIEW'].map((name) => ({
      name,
      types: ['string'],
      values: ['a', 'b', 'c', 'd'],
      heading: 'P',
    })),
    returned: [{ name: 'result', types: ['array'], heading: 'T' }],
  }),
  get('crm.deal.get'),
]);

test('a survey slows down before a portal blocks the method, and every call is made', async () => {
  const clock = new TestClock();
  const { portal, calls } = portalOf(clock, 60);
  const outcome = await surveyPortal(portal, subjects, { clock });
  // One plain call, four values and one more of two parameters each.
  assert.equal(calls.length, 11);
  assert.deepEqual(
    outcome.claims.filter(({ reason = '' }) => /blocked|left alone/.test(reason)),
    [],
  );
  const { seconds = 0, methods = [] } = outcome.survey.rests ?? {};
  assert.ok(seconds > 0 && seconds <= LONGEST_REST / 1000, `${seconds} s`);
  assert.deepEqual(
    methods.map(({ method, left }) => [method, left]),
    [['crm.deal.list', 0]],
  );
  assert.ok((methods[0]?.rested ?? 0) > 0);
  assert.match(
    restsText(outcome.survey.rests ?? assert.fail()),
    /rested for \d+ s .* crm\.deal\.list \(\d+ s\)/,
  );
});

test('what would take longer than all rests may is left out, and the report says so', async () => {
  const clock = new TestClock();
  const { portal } = portalOf(clock, 250);
  const outcome = await surveyPortal(portal, subjects, { clock });
  const left = outcome.claims.filter(({ reason = '' }) => /has used \d+ s of its running time/.test(reason));
  assert.ok(left.length > 0);
  assert.equal(verdictsOf(outcome)['crm.deal.get.exists'], 'confirmed');
  const [rested] = outcome.survey.rests?.methods ?? [];
  assert.ok((rested?.left ?? 0) > 0);
  assert.ok(clock.waits.reduce((sum, ms) => sum + ms, 0) <= LONGEST_REST);
  assert.match(restsText(outcome.survey.rests ?? assert.fail()), /\d+ calls left out/);
  assert.equal(
    outcome.claims.some(({ reason = '' }) => /OPERATION_TIME_LIMIT/.test(reason)),
    false,
  );
});
