import type { MockPortal } from '../mock/index.ts';
import type { HttpClient } from '../wire/client.ts';
import { type Header, isPlainHttp, type WireRequest } from '../wire/exchange.ts';
import { learnFrom } from '../wire/handed-out.ts';

/** A client that hands requests to a mock portal of this process, without a connection. */
export function createDirectClient({ answer }: Pick<MockPortal, 'answer'>): HttpClient {
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    async send(request) {
      sent++;
      const { pathname, search } = new URL(request.url);
      const {
        status,
        headers,
        text = '',
      } = await answer({
        verb: request.method,
        target: rawTarget(request.url) ?? `${pathname}${search}`,
        headers: headersOf(request),
        body: Buffer.from(request.body ?? ''),
        secure: !isPlainHttp(request),
        address: '127.0.0.1',
      });
      const body = Uint8Array.from(Buffer.from(text));
      const exchange = { request, response: { status, headers: Object.entries(headers), body } };
      learnFrom(exchange);
      return exchange;
    },
    close: async () => {},
  };
}

/** As it stands in the URL: parsing would encode what is sent as it is. */
const rawTarget = (url: string): string | undefined => /^https?:\/\/[^/]+(\/[^#]*)/.exec(url)?.[1];

/** As Node's server gives them: names in small letters. */
function headersOf({ headers }: WireRequest): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]: Header) => [name.toLowerCase(), value]));
}
