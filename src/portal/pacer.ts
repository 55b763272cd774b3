import { setTimeout as sleep } from 'node:timers/promises';
import { Bucket } from './bucket.ts';
import type { Coordinator } from './coordinator.ts';

export interface PacerOptions {
  rate: number;
  burst: number;
  /** Milliseconds; default the monotonic clock. */
  now?: () => number;
  /** Where an earlier run left the counter, as far as it has not fallen since. */
  level?: number;
  wait?: (ms: number) => Promise<unknown>;
  /** Told, once, when the portal refuses because others use its limit too. */
  say?: (line: string) => void;
}

export interface Pacer extends Pick<Coordinator, 'take' | 'refused' | 'accepted'> {
  /** Requests so far. */
  readonly taken: number;
  /** How often the portal refused because others used its limit. */
  readonly waits: number;
  /** Requests per second in the long run. */
  readonly rate: number;
  /** What the portal's counter has fallen to, as far as this run knows. */
  readonly level: number;
  /** Seconds that so many further requests take. */
  secondsFor(requests: number): number;
}

/** Paces requests in this process. */
export function createPacer(options: PacerOptions): Pacer {
  const { now = () => performance.now(), wait = sleep, say = () => {} } = options;
  const bucket = new Bucket(options.rate, options.burst);
  const seconds = (): number => now() / 1000;
  if (options.level !== undefined) bucket.resume(options.level, seconds());
  let taken = 0;
  let waits = 0;
  return {
    get taken() {
      return taken;
    },
    get waits() {
      return waits;
    },
    rate: options.rate,
    get level() {
      return bucket.level(seconds());
    },
    secondsFor: (requests) => bucket.secondsFor(requests, seconds()),
    async take() {
      taken++;
      let era: number;
      do {
        era = bucket.era;
        const delay = bucket.take(seconds());
        if (delay > 0) await wait(delay * 1000);
      } while (era !== bucket.era);
    },
    async refused() {
      const { era } = bucket;
      bucket.refused(seconds());
      if (era === bucket.era) return;
      waits++;
      if (waits > 1) return;
      say(
        "  The portal's request limit is used up by others too: this run waits whenever the portal asks it to.",
      );
    },
    async accepted() {
      bucket.accepted(seconds());
    },
  };
}
