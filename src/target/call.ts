import { XMLParser } from 'fast-xml-parser';
import { once } from '../base/once.ts';
import type { HttpClient } from '../wire/client.ts';
import { USER_AGENT } from '../wire/encode.ts';
import { header, type WireResponse } from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { findFields } from '../wire/json.ts';
import { explainFailure, TargetError } from './preflight.ts';

/** An answer of a portal to the suite's own errands, as far as they care. */
export interface Reply {
  status: number;
  result: unknown;
  /** The code; `HTTP_STATUS` where what came is neither a success nor names one. Undefined for a success alone. */
  error: string | undefined;
  description: string | undefined;
  /** What came in place of an answer of the REST API, such as an HTML page; or that it has neither result nor error. */
  foreign?: string | undefined;
  /** Where a redirect leads. */
  location?: string | undefined;
}

/** Calls a method by POST and JSON; for preparing and tidying up, never for evidence. */
export type Caller = (method: string, parameters?: Record<string, unknown>) => Promise<Reply>;

/** Access tokens for a caller: the one to use now, and another in place of one that has expired. */
export interface TokenSource {
  current(): string | undefined;
  renew?: ((expired: string) => Promise<string>) | undefined;
}

/** Calls by access token; renews it once when it has expired. Where that fails, the portal's refusal is the answer. */
export function createTokenCaller(client: HttpClient, base: string, tokens: TokenSource): Caller {
  return async (method, parameters) => {
    const token = tokens.current();
    const reply = await createCaller(client, base, token ?? '')(method, parameters);
    if (reply.error !== 'expired_token' || token === undefined || !tokens.renew) return reply;
    const fresh = await tokens.renew(token).catch(() => undefined);
    return fresh === undefined ? reply : createCaller(client, base, fresh)(method, parameters);
  };
}

/**
 * @param base address before the method's name, credentials included; or `/rest/` with `token`
 * @throws TargetError when no answer comes
 */
export function createCaller(client: HttpClient, base: string, token?: string): Caller {
  return async (method, parameters = {}) => {
    const body = JSON.stringify(token === undefined ? parameters : { ...parameters, auth: token });
    const { response, failure } = await client.send({
      method: 'POST',
      url: `${base}${method}`,
      headers: [
        ['User-Agent', USER_AGENT],
        ['Accept', 'application/json'],
        ['Content-Type', 'application/json'],
      ],
      body: Buffer.from(body),
    });
    if (!response)
      throw new TargetError(
        explainFailure(new URL(base).origin, failure ?? { code: 'UNKNOWN', message: 'no answer' }),
      );
    return readReply(response);
  };
}

/** What an answer says, whatever its format; a document that is not an answer of the REST API says nothing but that. */
export function readReply(response: WireResponse): Reply {
  const { status } = response;
  const location = status >= 300 && status < 400 ? header(response.headers, 'location') : undefined;
  const none = `HTTP_${status}`;
  const foreign = location === undefined ? foreignDocument(response) : undefined;
  const instead = { status, result: undefined, error: none, description: undefined };
  if (foreign !== undefined || location !== undefined) return { ...instead, foreign, location };
  const fields = findFields(response.body) ?? parseXmlFields(response.body) ?? {};
  const { code, text } = errorIn(fields);
  if (status >= 300 || code !== undefined || (fields.error ?? null) !== null)
    return { status, result: fields.result, error: code ?? none, description: text };
  // Whoever takes that for a success takes what was not removed for removed.
  if (fields.result === undefined)
    return { ...instead, foreign: `an answer without a result (HTTP ${status})` };
  return { status, result: fields.result, error: undefined, description: text };
}

/** The items of a list; PHP writes one as an object where its keys do not count up from 0. Undefined where it is neither. */
export function itemsOf(result: unknown): unknown[] | undefined {
  return typeof result === 'object' && result !== null ? Object.values(result) : undefined;
}

/** `error` is a text, which may be empty, or a number; in REST 3.0 an object (error-codes.md). */
export function errorIn(fields: Record<string, unknown>): { code?: string; text: string | undefined } {
  const { error, error_description: text } = fields;
  const description = typeof text === 'string' ? text : undefined;
  if (typeof error === 'string' || typeof error === 'number')
    return { ...(error === '' ? {} : { code: String(error) }), text: description };
  if (typeof error !== 'object' || error === null) return { text: description };
  const { code, message } = error as Record<string, unknown>;
  return {
    ...(typeof code === 'string' && code !== '' ? { code } : {}),
    text: typeof message === 'string' ? message : description,
  };
}

const parser = once(
  () => new XMLParser({ parseTagValue: false, ignoreAttributes: true, htmlEntities: true }),
);

/** The fields of an answer in XML, as texts; undefined where the body is not one. */
function parseXmlFields(body: Uint8Array): Record<string, unknown> | undefined {
  const text = Buffer.from(body).toString('utf8');
  if (!/^\s*(<\?xml[^>]*>\s*)?<response[\s>]/.test(text)) return undefined;
  try {
    const { response } = parser().parse(text) as Record<string, unknown>;
    return typeof response === 'object' && response !== null
      ? (response as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
