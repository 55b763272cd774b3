import type { MockPortal } from '../mock/index.ts';
import type { HttpClient } from '../wire/client.ts';
import { type Header, isPlainHttp, type WireRequest, type WireResponse } from '../wire/exchange.ts';
import { learnFrom } from '../wire/handed-out.ts';

/** Answers by what they are: those that come again are the same object, and so known to whoever has read them. */
export interface Answers {
  get(key: string): WireResponse | undefined;
  set(key: string, response: WireResponse): void;
}

/**
 * A client that hands requests to a mock portal of this process, without a connection.
 *
 * @param known answers that came before, to which it adds
 * @param isShown whether anything of what comes is ever shown: secrets are to be learned only then
 */
export function createDirectClient(
  { answer }: Pick<MockPortal, 'answer'>,
  known: Answers = new Map<string, WireResponse>(),
  isShown = true,
): HttpClient {
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    async send(request) {
      sent++;
      const {
        status,
        headers,
        text = '',
      } = await answer({
        verb: request.method,
        target: targetOf(request.url),
        headers: headersOf(request),
        body: Buffer.from(request.body ?? ''),
        secure: !isPlainHttp(request),
        address: '127.0.0.1',
      });
      const key = JSON.stringify([
        status,
        headers,
        typeof text === 'string' ? text : text.toString('base64'),
      ]);
      const before = known.get(key);
      // What was answered before hands out nothing new.
      if (before) return { request, response: before };
      const body = Uint8Array.from(Buffer.from(text));
      const exchange = { request, response: { status, headers: Object.entries(headers), body } };
      known.set(key, exchange.response);
      if (isShown) learnFrom(exchange);
      return exchange;
    },
    close: async () => {},
  };
}

/** As it stands in the URL: parsing would encode what is sent as it is. */
function targetOf(url: string): string {
  const [, raw] = /^https?:\/\/[^/]+(\/[^#]*)/.exec(url) ?? [];
  if (raw !== undefined) return raw;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** As Node's server gives them: names in small letters. */
function headersOf({ headers }: WireRequest): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]: Header) => [name.toLowerCase(), value]));
}
