import { explainFailure, isDistrust } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import { USER_AGENT } from '../wire/encode.ts';
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

/** Asks once whether the portal is there, without a credential; returns why it is held not to be. */
export async function whySilent(origin: string, client: HttpClient): Promise<string | undefined> {
  const exchange = await client.send({
    method: 'GET',
    url: `${origin}/rest/`,
    headers: [['User-Agent', USER_AGENT]],
  });
  const { response, failure } = exchange;
  if (failure) return explainFailure(origin, failure);
  if (!response || !isSilent(exchange)) return undefined;
  return `In place of ${origin} came ${foreignDocument(response)}.`;
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
