import { isUnmistakable, refusalOf } from '../contract/refusals.ts';
import { isDistrust } from '../target/preflight.ts';
import { type Exchange, isPlainHttp } from '../wire/exchange.ts';
import { findFields } from '../wire/json.ts';

/**
 * What keeps a request from its answer for now. `limit`: the request limit is used up. `failure`: network or server
 * failed, which may be over in a moment. `pause`: the running time of the method is used up.
 */
export type Trouble = 'limit' | 'failure' | 'pause';

/** Undefined for an answer that trying again would not change. */
export function troubleOf({ request, response, failure }: Exchange): Trouble | undefined {
  // Plain HTTP need not be answered at all, and a certificate does not mend itself.
  if (failure) return isPlainHttp(request) || isDistrust(failure) ? undefined : 'failure';
  if (!response || response.status < 400) return undefined;
  const code = codeOf(response.body);
  if (code === 'OPERATION_TIME_LIMIT') return 'pause';
  if (code === 'QUERY_LIMIT_EXCEEDED') return 'limit';
  if (response.status === 429) return 'limit';
  if (response.status >= 500 && !isLasting(response.status, code)) return 'failure';
  if (refusalOf(response.status, code)?.about === 'passing') return 'failure';
  return undefined;
}

/** A state of the portal that its code names: no moment later it will be over. */
function isLasting(status: number, code: string | undefined): boolean {
  return isUnmistakable(code) && refusalOf(status, code)?.about !== 'passing';
}

/** `error` of a JSON body or an XML one; undefined in any other document. */
function codeOf(body: Uint8Array): string | undefined {
  const fields = findFields(body);
  if (fields) return typeof fields.error === 'string' ? fields.error : undefined;
  return /<error>\s*(?:<!\[CDATA\[)?(\w+)/.exec(Buffer.from(body).toString('utf8'))?.[1];
}
