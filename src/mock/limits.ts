/** The leaky bucket of limits.md, Request Rate Limits: `burst` is its X, `rate` its Y per second. */
export interface Bucket {
  readonly rate: number;
  readonly burst: number;
}

/** Counts requests per source address. */
export class RequestMeter {
  readonly #counters = new Map<string, { level: number; second: number }>();

  /**
   * Whether a request at `now` (Unix seconds) may pass: not while the counter exceeds `burst`. A blocked request is not
   * counted; the page does not say, and otherwise impatience would block for ever.
   */
  admit(address: string, now: number, { rate, burst }: Bucket): boolean {
    const second = Math.floor(now);
    const before = this.#counters.get(address);
    const level =
      before === undefined ? 0 : Math.max(0, before.level - rate * Math.max(0, second - before.second));
    const admitted = level <= burst;
    this.#counters.set(address, { level: admitted ? level + 1 : level, second });
    return admitted;
  }

  clear(): void {
    this.#counters.clear();
  }
}
