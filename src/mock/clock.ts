/** A source of time: Unix seconds with a fraction, as `time.start` carries them. */
export interface Clock {
  now(): number;
}

/** Milliseconds the monotonic clock may stray from the wall clock before it is anchored again. */
const ALLOWED_DRIFT = 5;

/** Milliseconds that the wall clock may be put back while ours waits for it; a clock put back further was set. */
const WAITED_FOR = 1000;

/**
 * The wall clock with microseconds: `Date.now()` alone stops at milliseconds, too coarse for a `duration`. It does not run
 * back when the machine's clock is corrected by a little: a call would end before it began.
 *
 * @param wall Unix milliseconds
 * @param steady milliseconds of a clock that only runs on
 */
export function systemClock(
  wall: () => number = Date.now,
  steady: () => number = () => performance.now(),
): Clock {
  let anchor = wall() - steady();
  let last = 0;
  return {
    now() {
      const rough = wall();
      let precise = anchor + steady();
      if (Math.abs(precise - rough) > ALLOWED_DRIFT) {
        anchor = rough - steady();
        precise = rough;
      }
      last = last - precise < WAITED_FOR ? Math.max(last, precise) : precise;
      return last / 1000;
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
