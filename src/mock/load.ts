/** Lifetime of a basket in seconds, from its first call (limits.md, Resource Intensity Limits). */
const LIFETIME = 600;

interface Basket {
  readonly minute: number;
  readonly resetAt: number;
  seconds: number;
}

/**
 * Execution time of methods, per account and method, in one-minute baskets that each live ten minutes. Reset times are
 * whole seconds, so that a caller who waits until `operating_reset_at` finds the basket gone.
 */
export class LoadMeter {
  readonly #baskets = new Map<string, Basket[]>();
  readonly #bans = new Map<string, number>();

  /** Accumulated seconds of `method` at `now`. */
  operating(account: string, method: string, now: number): number {
    return this.#live(account, method, now).reduce((sum, basket) => sum + basket.seconds, 0);
  }

  /** Accounts a call that began at `start` and took `seconds`; returns the load after it. */
  record(account: string, method: string, start: number, seconds: number) {
    const baskets = this.#live(account, method, start + seconds);
    const minute = Math.floor(start / 60);
    let basket = baskets.find((candidate) => candidate.minute === minute);
    if (basket === undefined) {
      basket = { minute, resetAt: Math.floor(start) + LIFETIME, seconds: 0 };
      baskets.push(basket);
    }
    basket.seconds += seconds;
    this.#baskets.set(`${account} ${method}`, baskets);
    return {
      operating: baskets.reduce((sum, each) => sum + each.seconds, 0),
      resetAt: baskets[0]?.resetAt ?? basket.resetAt,
    };
  }

  /**
   * Whether `method` is refused at `now` because its seconds exceed `limit`. With a `ban`, the first refusal holds for so
   * many seconds, whatever the load is by then.
   */
  isRefused(account: string, method: string, now: number, limit: number, ban: number | undefined): boolean {
    const key = `${account} ${method}`;
    if (now < (this.#bans.get(key) ?? 0)) return true;
    const over = this.operating(account, method, now) > limit;
    if (over && ban !== undefined) this.#bans.set(key, now + ban);
    return over;
  }

  clear(): void {
    this.#baskets.clear();
    this.#bans.clear();
  }

  #live(account: string, method: string, now: number): Basket[] {
    return (this.#baskets.get(`${account} ${method}`) ?? []).filter((basket) => now < basket.resetAt);
  }
}
