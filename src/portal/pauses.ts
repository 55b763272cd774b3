import type { Exchange, WireRequest } from '../wire/exchange.ts';
import { findFields } from '../wire/json.ts';

/** Milliseconds of a ban where the portal has not said when the method's time is reset (observed: 300 s). */
const BAN_MS = 300_000;

/**
 * Methods whose running time is used up (limits.md, Resource Intensity Limits): the portal counts by credential and method
 * and goes on refusing, so that asking on only uses up the request limit.
 */
export interface Pauses {
  /** Remembers what an answer says of when the method's time is reset. */
  note(exchange: Exchange): void;
  /** The portal has refused the method; returns until when, in milliseconds since 1970. */
  begin(request: WireRequest): number;
  /** Until when the method is paused; undefined where it is not. */
  until(request: WireRequest): number | undefined;
}

export function createPauses(now: () => number): Pauses {
  const resets = new Map<string, number>();
  const pauses = new Map<string, number>();
  return {
    note({ request, response }) {
      if (!response) return;
      const time = (findFields(response.body)?.time ?? {}) as { operating_reset_at?: unknown };
      const { operating_reset_at: resetAt } = time;
      if (typeof resetAt === 'number') resets.set(keyOf(request), resetAt * 1000);
    },
    begin(request) {
      const key = keyOf(request);
      const reset = resets.get(key) ?? 0;
      const until = reset > now() ? reset : now() + BAN_MS;
      pauses.set(key, until);
      return until;
    },
    until(request) {
      if (pauses.size === 0) return undefined;
      const key = keyOf(request);
      const until = pauses.get(key);
      if (until === undefined || until > now()) return until;
      pauses.delete(key);
      return undefined;
    },
  };
}

/** Method and, on webhooks, the credential, in whatever way the address writes them. */
function keyOf({ url }: WireRequest): string {
  const { origin, pathname } = new URL(url);
  return (
    origin +
    pathname
      .replace(/\/{2,}/g, '/')
      .replace(/(\.(json|xml))?\/?$/i, '')
      .toLowerCase()
  );
}
