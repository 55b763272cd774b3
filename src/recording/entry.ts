import { STATUS_CODES } from 'node:http';
import type { Exchange, Header, WireRequest, WireResponse } from '../wire/exchange.ts';
import { header } from '../wire/exchange.ts';
import { maskHeader } from '../wire/handed-out.ts';
import { type Redactor, redactDeep } from '../wire/redact.ts';
import { bytesOf, textOf } from './bytes.ts';
import type { HarEntry, HarPair, HarPostData, HarRequest, HarResponse } from './har.gen.ts';

/** An exchange as an entry of a HAR, redacted; earlier tries of it are entries of their own. */
export function toEntry({ request, response, failure, timing }: Exchange, redact: Redactor): HarEntry {
  const { startedAt = 0, ms = 0 } = timing ?? {};
  const text = (value: string): string => redact(value);
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: ms,
    request: requestOf(request, text),
    response: response ? responseOf(response, text) : noResponse(),
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    ...(failure ? { _b24: { failure: redactDeep(failure, redact) } } : {}),
  };
}

const SIZES = { headersSize: -1, bodySize: -1 };

function requestOf({ method, url, headers, body, parts }: WireRequest, redact: Redactor): HarRequest {
  const shown = redact(url);
  const { searchParams } = URL.canParse(shown) ? new URL(shown) : { searchParams: new URLSearchParams() };
  const postData: HarPostData | undefined = body && {
    mimeType: header(headers, 'content-type') ?? '',
    ...packed(body, redact),
    ...(parts ? { params: pairs(parts, redact) } : {}),
  };
  return {
    method,
    url: shown,
    httpVersion: 'HTTP/1.1',
    headers: pairs(headers, redact),
    queryString: Array.from(searchParams, ([name, value]) => ({ name, value })),
    cookies: [],
    ...(postData ? { postData } : {}),
    ...SIZES,
  };
}

function responseOf({ status, headers, body }: WireResponse, redact: Redactor): HarResponse {
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    headers: pairs(headers.map(maskHeader), redact),
    cookies: [],
    content: { size: body.length, mimeType: header(headers, 'content-type') ?? '', ...packed(body, redact) },
    redirectURL: redact(header(headers, 'location') ?? ''),
    ...SIZES,
  };
}

const noResponse = (): HarResponse => ({
  status: 0,
  statusText: '',
  httpVersion: '',
  headers: [],
  cookies: [],
  content: { size: 0, mimeType: '' },
  redirectURL: '',
  ...SIZES,
});

const pairs = (headers: readonly Header[], redact: Redactor): HarPair[] =>
  headers.map(([name, value]) => ({ name, value: redact(value) }));

/** A body as a text, or in base64 where it is not UTF-8; the secrets in it are replaced either way. */
function packed(body: Uint8Array, redact: Redactor): { text: string; encoding?: string } {
  const { text, isUtf8 } = textOf(body);
  const shown = redact(text);
  return isUtf8 ? { text: shown } : { text: bytesOf(shown).toString('base64'), encoding: 'base64' };
}

/** The exchange of an entry that this suite wrote: its bodies are as they were judged, no coding is left on them. */
export function fromEntry({ request, response, startedDateTime, time, _b24 }: HarEntry): Exchange {
  const { postData } = request;
  const timing = { startedAt: Date.parse(startedDateTime ?? '') || 0, ms: time ?? 0 };
  const isMultipart = /^multipart\//i.test(postData?.mimeType ?? '');
  return {
    request: {
      method: request.method,
      url: request.url,
      headers: headersOf(request.headers),
      ...(postData ? { body: unpacked(postData) } : {}),
      ...(postData?.params && isMultipart
        ? { parts: postData.params.map(({ name, value }): Header => [name, value ?? '']) }
        : {}),
    },
    ...(response.status > 0
      ? {
          response: {
            status: response.status,
            headers: headersOf(response.headers),
            body: unpacked(response.content ?? {}),
          },
        }
      : { failure: _b24?.failure ?? { code: 'UNKNOWN', message: 'no answer is in the recording' } }),
    timing,
  };
}

export const headersOf = (headers: readonly HarPair[] = []): Header[] =>
  headers.map(({ name, value }) => [name, value]);

/** The bytes of a body as a HAR holds it. */
export function unpacked({ text, encoding }: { text?: string | null; encoding?: string | null }): Buffer {
  return encoding?.toLowerCase() === 'base64' ? Buffer.from(text ?? '', 'base64') : Buffer.from(text ?? '');
}
