import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../../src/mock/clock.ts';

/** A clock and how to set what it reads, in milliseconds. */
function clockAt(wall: number, steady: number) {
  const now = { wall, steady };
  const clock = systemClock(
    () => now.wall,
    () => now.steady,
  );
  return { now, read: () => Math.round(clock.now() * 1e6) };
}

it('the clock has the fractions of the steady one', () => {
  const { now, read } = clockAt(1_000_000, 10);
  now.steady = 10.25;
  assert.equal(read(), 1_000_000_250);
});

it('the clock follows the wall clock, but not back by a little', () => {
  const { now, read } = clockAt(1_000_000, 10);
  now.wall += 50;
  assert.equal(read(), 1_000_050_000);
  now.wall -= 20;
  assert.equal(read(), 1_000_050_000);
  now.wall += 21;
  assert.equal(read(), 1_000_051_000);
});

it('the clock follows a wall clock that is set', () => {
  const { now, read } = clockAt(10_000_000, 10);
  now.wall -= 3_600_000;
  assert.equal(read(), 6_400_000_000);
});
