import type { HttpClient } from '../wire/client.ts';
import { USER_AGENT } from '../wire/encode.ts';
import { parseFields } from '../wire/json.ts';
import { explainFailure, TargetError } from './preflight.ts';

/** An answer of a portal to the suite's own errands, as far as they care. */
export interface Reply {
  status: number;
  result: unknown;
  error: string | undefined;
  description: string | undefined;
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
    const { result, error, error_description: text } = parseFields(response.body) ?? {};
    return {
      status: response.status,
      result,
      error:
        typeof error === 'string' ? error : response.status >= 400 ? `HTTP_${response.status}` : undefined,
      description: typeof text === 'string' ? text : undefined,
    };
  };
}
