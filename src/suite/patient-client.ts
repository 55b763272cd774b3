import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../wire/client.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Coordinator } from './coordinator.ts';

/** Tries after the first where the limit is used up, and where the server or the network fails. */
const MOST_TRIES = { limit: 8, failure: 3 };
/** Milliseconds before the n-th further try after a failure, as the official SDK waits. */
const pauseAfter = (failures: number): number => 1500 * 1.5 ** (failures - 1);

/**
 * A client that keeps to the run's request limit, waits where others use it up, and tries again after failures of the
 * network and the server (limits.md, How to Respond to Limit Errors). Every try is kept in the exchange.
 */
export function createPatientClient(
  client: HttpClient,
  coordinator: Pick<Coordinator, 'take' | 'refused' | 'accepted'>,
  wait: (ms: number) => Promise<unknown> = sleep,
): HttpClient {
  return {
    get sent() {
      return client.sent;
    },
    close: () => client.close(),
    async send(request, options = {}) {
      const tries: Exchange[] = [];
      const left = { ...MOST_TRIES };
      for (;;) {
        await coordinator.take();
        const exchange = await client.send(request);
        const trouble = options.impatient ? undefined : troubleOf(exchange);
        if (trouble === undefined) await coordinator.accepted();
        else if (left[trouble] > 0) {
          left[trouble]--;
          tries.push(exchange);
          if (trouble === 'limit') await coordinator.refused();
          else await wait(pauseAfter(MOST_TRIES.failure - left.failure));
          continue;
        }
        return tries.length === 0 ? exchange : { ...exchange, tries };
      }
    },
  };
}

function troubleOf({ request, response, failure }: Exchange): 'limit' | 'failure' | undefined {
  // Plain HTTP need not be answered at all.
  if (failure) return request.url.startsWith('http:') ? undefined : 'failure';
  if (!response || response.status < 500) return undefined;
  const text = Buffer.from(response.body).toString('utf8');
  return response.status === 503 && text.includes('QUERY_LIMIT_EXCEEDED') ? 'limit' : 'failure';
}
