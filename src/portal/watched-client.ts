import { isDistrust } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { type Exchange, isPlainHttp } from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { type Coordinator, PortalLost } from './coordinator.ts';

/** Statuses by which a gateway says that the portal behind it does not answer. */
const GATEWAY_SILENT = new Set([502, 503, 504]);

/** Whether nothing of the portal came: no answer at all, or a gateway's word that it is not there. */
export function isSilent({ request, response, failure }: Exchange): boolean {
  if (isPlainHttp(request)) return false;
  if (failure) return !isDistrust(failure);
  return (
    response !== undefined && GATEWAY_SILENT.has(response.status) && foreignDocument(response) !== undefined
  );
}

/**
 * A client that tells the run of requests without an answer, and gives up what is under way once the portal is lost.
 *
 * Its `send` throws PortalLost then.
 */
export function createWatchedClient(
  client: HttpClient,
  coordinator: Pick<Coordinator, 'unanswered' | 'lost'>,
): HttpClient {
  const lost = coordinator.lost().then((reason): never => {
    throw new PortalLost(reason);
  });
  // Nobody may be asking when it happens, and the run may end without it.
  lost.catch(() => {});
  return {
    get sent() {
      return client.sent;
    },
    close: () => client.close(),
    async send(request, options) {
      const exchange = await Promise.race([client.send(request, options), lost]);
      if (isSilent(exchange)) await Promise.race([coordinator.unanswered(), lost]);
      return exchange;
    },
  };
}
