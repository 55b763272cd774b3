/**
 * The request limit of a portal, seen from the client (limits.md, Request Rate Limits): a counter that every request
 * raises by one and that falls by `rate` a second; above `burst` the portal refuses. Pure: time is handed in.
 */
export class Bucket {
  readonly #rate: number;
  readonly #burst: number;
  #level = 0;
  /** When the level was that. */
  #at = Number.NEGATIVE_INFINITY;
  #refusals = 0;
  #era = 0;

  /**
   * @param rate requests per second that the portal forgets
   * @param burst counter above which it refuses
   */
  constructor(rate: number, burst: number) {
    this.#rate = rate;
    this.#burst = Math.max(1, burst - MARGIN_S * rate);
  }

  /** Grows with every delay of `refused`: what was booked before is void, and whoever still waits books anew. */
  get era(): number {
    return this.#era;
  }

  /** The counter is not at zero: an earlier run has just used up some of the limit. */
  resume(level: number, now: number): void {
    this.#level = Math.min(level, this.#burst);
    this.#at = now;
  }

  /** What the counter has fallen to. */
  level(now: number): number {
    return Math.max(0, this.#level - Math.max(0, now - this.#at) * this.#rate);
  }

  /** Books one request; returns how many seconds it must wait. */
  take(now: number): number {
    const from = Math.max(now, this.#at);
    const level = this.level(from) + 1;
    this.#level = level;
    this.#at = from;
    return level <= this.#burst ? from - now : from - now + (level - this.#burst) / this.#rate;
  }

  /** The portal refused although we kept to its limit: others use it too. Returns the seconds that all now wait. */
  refused(now: number): number {
    // One delay for all requests that were under way when the limit was reached.
    if (this.#at > now) return this.#at - now;
    const delay = Math.min(LONGEST_DELAY_S, 2 ** this.#refusals);
    this.#refusals++;
    this.#era++;
    // After the delay not all at once: others go on using up the limit.
    this.#level = this.#burst;
    this.#at = now + delay;
    return delay;
  }

  /** A request went through: the next refusal starts with a short delay again. */
  accepted(now: number): void {
    if (now >= this.#at) this.#refusals = 0;
  }

  /** Seconds that so many further requests take. */
  secondsFor(requests: number, now: number): number {
    return Math.max(0, (this.level(now) + requests - this.#burst) / this.#rate);
  }
}

const LONGEST_DELAY_S = 30;
/**
 * Seconds of forgetting that are not relied upon: a whole one, because the portal forgets in steps at moments of its
 * own, and half a one, because requests bunch up on their way.
 */
const MARGIN_S = 1.5;
