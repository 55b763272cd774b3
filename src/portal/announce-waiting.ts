import { type HttpClient, TIME_LIMIT_MS } from '../wire/client.ts';
import { longestMs } from './patient-client.ts';

/** Milliseconds after which a person wonders whether anything goes on. */
const SILENCE_MS = 5_000;

export interface Clock {
  now(): number;
  /** Returns what calls it off. */
  later(ms: number, then: () => void): () => void;
}

const CLOCK: Clock = {
  now: Date.now,
  later(ms, then) {
    const timer = setTimeout(then, ms).unref();
    return () => clearTimeout(timer);
  },
};

/**
 * A client that says, once, what it waits for where no answer comes: before the first test of a run nothing else would
 * be said for minutes.
 *
 * @param client what a patient client tries with
 */
export function announceWaiting(
  client: HttpClient,
  say: (line: string) => void,
  { now, later }: Clock = CLOCK,
): HttpClient {
  let announced = false;
  return {
    get sent() {
      return client.sent;
    },
    close: () => client.close(),
    async send(request, options) {
      const end = new Date(now() + longestMs(TIME_LIMIT_MS)).toISOString().slice(11, 19);
      const { origin, pathname } = new URL(request.url);
      const silence = `${origin} has not answered ${nameOf(pathname)} for ${SILENCE_MS / 1000} s`;
      const callOff = later(SILENCE_MS, () => {
        if (!announced) say(`  ${silence}; waiting until ${end} UTC at the latest, further tries included.`);
        announced = true;
      });
      try {
        return await client.send(request, options);
      } finally {
        callOff();
      }
    },
  };
}

/** The method; a webhook's path before it is secret. */
function nameOf(path: string): string {
  return /([^/]+?)(\.\w+)?$/.exec(path)?.[1] ?? path;
}
