/**
 * The request limit of a portal, seen from the client (limits.md, Request Rate Limits): a counter that every request
 * raises by one and that falls by `rate` a second; above `burst` the portal refuses. Pure: time is handed in.
 */
export class Bucket {
  readonly #rate: number;
  readonly #burst: number;
  #level = 0;
  #at = Number.NEGATIVE_INFINITY;
  #notBefore = 0;
  #refusals = 0;

  /**
   * @param rate requests per second that the portal forgets
   * @param burst counter above which it refuses
   */
  constructor(rate: number, burst: number) {
    this.#rate = rate;
    // The portal forgets in steps of a second, at moments of its own, and requests bunch up on their way.
    this.#burst = Math.max(1, burst - rate - 1);
  }

  /** Books one request; returns how many seconds it must wait. */
  take(now: number): number {
    const level = Math.max(0, this.#level - Math.max(0, now - this.#at) * this.#rate);
    const wait = Math.max(0, (level + 1 - this.#burst) / this.#rate, this.#notBefore - now);
    this.#level = level + 1;
    this.#at = Math.max(now, this.#at);
    return wait;
  }

  /** The portal refused although we kept to its limit: others use it too. Returns the seconds that all now wait. */
  refused(now: number): number {
    // One delay for all requests that were under way when the limit was reached.
    if (this.#notBefore > now) return this.#notBefore - now;
    const delay = Math.min(LONGEST_DELAY_S, 2 ** this.#refusals);
    this.#refusals++;
    this.#level = this.#burst;
    this.#at = now;
    this.#notBefore = now + delay;
    return delay;
  }

  /** A request went through: the next refusal starts with a short delay again. */
  accepted(now: number): void {
    if (now >= this.#notBefore) this.#refusals = 0;
  }

  /** Seconds that so many requests take, from an empty bucket. */
  secondsFor(requests: number): number {
    return Math.max(0, (requests - this.#burst) / this.#rate);
  }
}

const LONGEST_DELAY_S = 30;
