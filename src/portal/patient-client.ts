import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../wire/client.ts';
import { type Exchange, NOT_SENT, type WireRequest } from '../wire/exchange.ts';
import type { Coordinator } from './coordinator.ts';
import { createPauses } from './pauses.ts';
import { troubleOf } from './trouble.ts';

/** Tries after the first where the limit is used up, and where the server or the network fails. */
const MOST_TRIES = { limit: 8, failure: 3, pause: 1 };
/** Requests in a row that failed in every try; after that a portal is held to be gone, and each is tried once. */
const GONE_AFTER = 2;
/** Milliseconds before the n-th further try after a failure, as the official SDK waits. */
const pauseAfter = (failures: number): number => 1500 * 1.5 ** (failures - 1);

/** Milliseconds after which a request to which nothing answers is given up, its further tries included. */
export function longestMs(timeLimitMs: number): number {
  let sum = timeLimitMs;
  for (let failures = 1; failures <= MOST_TRIES.failure; failures++)
    sum += pauseAfter(failures) + timeLimitMs;
  return sum;
}

/** Longest pause of a method that is waited out, in milliseconds; a longer one ends its cases. */
const LONGEST_WAIT_MS = 60_000;

export interface Patience {
  wait?: (ms: number) => Promise<unknown>;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/**
 * A client that keeps to the run's request limit, waits where others use it up, tries again after failures of the network
 * and the server, and leaves a method alone whose running time is used up (limits.md, How to Respond to Limit Errors).
 * Every try is kept in the exchange.
 */
export function createPatientClient(
  client: HttpClient,
  coordinator: Pick<Coordinator, 'take' | 'refused' | 'accepted'>,
  { wait = sleep, now = Date.now }: Patience = {},
): HttpClient {
  let lost = 0;
  const pauses = createPauses(now);
  return {
    get sent() {
      return client.sent;
    },
    close: () => client.close(),
    async send(request, options = {}) {
      const paused = options.impatient ? undefined : pauses.until(request);
      if (paused !== undefined) return notSent(request, paused);
      const tries: Exchange[] = [];
      const left = { ...MOST_TRIES };
      for (;;) {
        // What does not wait for the limit still uses it up.
        if (options.impatient) coordinator.take().catch(() => {});
        else await coordinator.take();
        const exchange = await client.send(request);
        const trouble = troubleOf(exchange);
        if (trouble !== 'failure') lost = 0;
        if (trouble === undefined) {
          pauses.note(exchange);
          await coordinator.accepted();
        } else if (options.impatient) return exchange;
        else if (trouble === 'pause') {
          const rest = pauses.begin(request) - now();
          if (left.pause > 0 && rest <= LONGEST_WAIT_MS) {
            left.pause--;
            tries.push(exchange);
            await wait(rest);
            continue;
          }
        } else if (left[trouble] > 0 && (trouble === 'limit' || lost < GONE_AFTER)) {
          left[trouble]--;
          tries.push(exchange);
          if (trouble === 'limit') await coordinator.refused();
          else await wait(pauseAfter(MOST_TRIES.failure - left.failure));
          continue;
        } else if (trouble === 'failure') lost++;
        return tries.length === 0 ? exchange : { ...exchange, tries };
      }
    },
  };
}

function notSent(request: WireRequest, until: number): Exchange {
  const message = `${NOT_SENT}the running time of this method is used up, and the portal blocks it until about ${new Date(until).toISOString()}`;
  return { request, failure: { code: 'OPERATION_TIME_LIMIT', message } };
}
