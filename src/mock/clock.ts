/** A source of time: Unix seconds with a fraction, as `time.start` carries them. */
export interface Clock {
  now(): number;
}

/** Milliseconds the monotonic clock may stray from the wall clock before it is anchored again. */
const ALLOWED_DRIFT = 5;

/** The wall clock with microseconds: `Date.now()` alone stops at milliseconds, too coarse for a `duration`. */
export function systemClock(): Clock {
  let anchor = Date.now() - performance.now();
  return {
    now() {
      const wall = Date.now();
      let precise = anchor + performance.now();
      if (Math.abs(precise - wall) > ALLOWED_DRIFT) {
        anchor = wall - performance.now();
        precise = wall;
      }
      return precise / 1000;
    },
  };
}

/** A portal's own clock: its source plus an offset that tests and simulated method costs move forward. */
export class PortalClock implements Clock {
  readonly #source: Clock;
  #offset = 0;

  constructor(source: Clock) {
    this.#source = source;
  }

  /** Unix seconds, rounded to microseconds so that differences of two readings stay readable. */
  now(): number {
    return Math.round((this.#source.now() + this.#offset) * 1e6) / 1e6;
  }

  /** Moves the clock by `seconds`. */
  advance(seconds: number): void {
    this.#offset += seconds;
  }

  /** Makes the clock read `unixSeconds` now; it runs on from there. */
  set(unixSeconds: number): void {
    this.#offset = unixSeconds - this.#source.now();
  }
}
