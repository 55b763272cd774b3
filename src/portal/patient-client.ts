import { setTimeout as sleep } from 'node:timers/promises';
import { isDistrust } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { type Exchange, isPlainHttp } from '../wire/exchange.ts';
import type { Coordinator } from './coordinator.ts';

/** Tries after the first where the limit is used up, and where the server or the network fails. */
const MOST_TRIES = { limit: 8, failure: 3 };
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

/**
 * A client that keeps to the run's request limit, waits where others use it up, and tries again after failures of the
 * network and the server (limits.md, How to Respond to Limit Errors). Every try is kept in the exchange.
 */
export function createPatientClient(
  client: HttpClient,
  coordinator: Pick<Coordinator, 'take' | 'refused' | 'accepted'>,
  wait: (ms: number) => Promise<unknown> = sleep,
): HttpClient {
  let lost = 0;
  return {
    get sent() {
      return client.sent;
    },
    close: () => client.close(),
    async send(request, options = {}) {
      const tries: Exchange[] = [];
      const left = { ...MOST_TRIES };
      for (;;) {
        // What does not wait for the limit still uses it up.
        if (options.impatient) coordinator.take().catch(() => {});
        else await coordinator.take();
        const exchange = await client.send(request);
        const trouble = troubleOf(exchange);
        if (trouble !== 'failure') lost = 0;
        if (trouble === undefined) await coordinator.accepted();
        else if (options.impatient) return exchange;
        else if (left[trouble] > 0 && (trouble === 'limit' || lost < GONE_AFTER)) {
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

function troubleOf({ request, response, failure }: Exchange): 'limit' | 'failure' | undefined {
  // Plain HTTP need not be answered at all, and a certificate does not mend itself.
  if (failure) return isPlainHttp(request) || isDistrust(failure) ? undefined : 'failure';
  if (!response || response.status < 500) return undefined;
  const text = Buffer.from(response.body).toString('utf8');
  return response.status === 503 && text.includes('QUERY_LIMIT_EXCEEDED') ? 'limit' : 'failure';
}
