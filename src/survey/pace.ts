/** Time, injected. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @param ms milliseconds */
  wait(ms: number): Promise<void>;
}

/** Seconds of running time within ten minutes from which on a method rests; portals block it at 480 (limits.md). */
const RESTS_FROM = 360;
const BLOCKED_FROM = 480;

/** Seconds after which a minute's running time is no longer counted, where an answer does not say when (limits.md). */
const WINDOW = 600;

/** Milliseconds that all rests of a survey may take together: enough for one method to have all of its time back. */
export const LONGEST_REST = (WINDOW + 60) * 1000;

/** Clocks differ by less, and timers fire early by less. */
const MARGIN = 1000;

/** A method whose running time neared the limit. */
export interface Paced {
  method: string;
  /** Seconds, the most that an answer told. */
  operating: number;
  /** Calls that were made after a rest. */
  rested: number;
  /** Calls that were left out, as the rests would have taken too long. */
  left: number;
}

interface Spent {
  /** Seconds, as of the last answer. */
  used: number;
  /** Seconds that a call takes, at the most so far. */
  cost: number;
  /** When a part of it counts no more, by our clock. */
  resetAt: number;
  /** A part of it counts no more, and no answer has told yet how much is left. */
  isUnknown: boolean;
  most: number;
}

/**
 * How much of its running time each method has used, as answers tell, and when it may be called again. A method rests before a
 * portal would block it; `operating_reset_at` says when a part of its time is given back.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #spent = new Map<string, Spent>();
  readonly #under = new Map<string, number>();
  readonly #paced = new Map<string, Paced>();
  #left = LONGEST_REST;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Methods that rested or were left alone, by name. */
  get paced(): readonly Paced[] {
    return [...this.#paced.values()].sort((one, other) => (one.method < other.method ? -1 : 1));
  }

  /** Seconds of all rests. */
  get seconds(): number {
    return Math.round((LONGEST_REST - this.#left) / 1000);
  }

  /** Notes what an answer says of the method's running time. @param at when it came, by our clock; now where nobody knows */
  note(method: string, time: Readonly<Record<string, unknown>> = {}, at = this.#clock.now()): void {
    const { operating, operating_reset_at: reset, finish, duration } = time;
    if (typeof operating !== 'number') return;
    const name = method.toLowerCase();
    const known = this.#spent.get(name);
    const grown = known && !known.isUnknown ? operating - known.used : 0;
    const isTold = typeof reset === 'number' && typeof finish === 'number' && reset > finish;
    this.#spent.set(name, {
      used: operating,
      cost: Math.max(known?.cost ?? 0, grown, typeof duration === 'number' ? duration : 0),
      resetAt: at + (isTold ? reset - finish : WINDOW) * 1000 + MARGIN,
      isUnknown: false,
      most: Math.max(known?.most ?? 0, operating),
    });
  }

  /** A call of the method is about to be sent, and the answer to it is not there yet. */
  begin(method: string): void {
    const name = method.toLowerCase();
    this.#under.set(name, (this.#under.get(name) ?? 0) + 1);
  }

  end(method: string): void {
    const name = method.toLowerCase();
    this.#under.set(name, (this.#under.get(name) ?? 1) - 1);
  }

  /** Milliseconds until the method may be called, beside its calls that are under way; 0 where it may be now. */
  delayOf(method: string): number {
    const name = method.toLowerCase();
    const spent = this.#spent.get(name);
    if (!spent) return 0;
    const delay = spent.resetAt - this.#clock.now();
    if (delay <= 0 && spent.used > 0) Object.assign(spent, { used: 0, isUnknown: true });
    const under = this.#under.get(name) ?? 0;
    // One call tells how much is left.
    if (under === 0 && spent.used === 0) return 0;
    const isNear = spent.isUnknown
      ? under > 0
      : spent.used >= RESTS_FROM || spent.used + spent.cost * (under + 1) >= BLOCKED_FROM;
    return isNear ? Math.max(delay, 1) : 0;
  }

  /** Waits until the first of these methods may be called again; false where that would take longer than all rests may. */
  async rest(methods: readonly string[]): Promise<boolean> {
    const delay = Math.min(...methods.map((method) => this.delayOf(method)));
    if (delay > this.#left) return false;
    this.#left -= delay;
    await this.#clock.wait(delay);
    return true;
  }

  /** Notes calls that had to wait, and whether they were made in the end. */
  count(method: string, what: 'rested' | 'left'): void {
    const name = method.toLowerCase();
    const operating = Math.round(this.#spent.get(name)?.most ?? 0);
    const paced = this.#paced.get(name) ?? { method, operating, rested: 0, left: 0 };
    this.#paced.set(name, { ...paced, operating, [what]: paced[what] + 1 });
  }

  /** Why a method is left alone. */
  whyLeft(method: string): string {
    const used = Math.round(this.#spent.get(method.toLowerCase())?.most ?? 0);
    return `${method} has used ${used} s of its running time, and is left alone so that the portal does not block it: all rests together take ${LONGEST_REST / 60_000} minutes at most`;
  }
}
