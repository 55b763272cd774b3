import type { Endpoint, Format } from '../call.ts';

/** What a path names. `method` is empty when the path is not a REST address or names none. */
export interface Address {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly format: Format;
  readonly webhook: { readonly user: string; readonly code: string } | undefined;
}

/**
 * Reads `/rest/METHOD` and `/rest/USER/CODE/METHOD`, USER by id or login name, with an optional `.json` or `.xml`, doubled and trailing slashes
 * allowed, and the authorization server's token address, which may stand under `/rest/` (general-principles.md, Request
 * Structure and Request Result; oauth/index.md, Step 2; the rest as clients send it).
 */
export function parsePath(path: string): Address {
  if (/^\/+(rest\/+)?oauth\/+token\/*$/i.test(path)) {
    return { endpoint: 'oauth-token', method: '', format: 'json', webhook: undefined };
  }
  const [root, ...rest] = path.split('/').filter((segment) => segment !== '');
  if (root?.toLowerCase() !== 'rest') {
    return { ...suffixed(rest.at(-1) ?? ''), endpoint: 'none', method: '', webhook: undefined };
  }
  if (rest[0]?.toLowerCase() === 'api' && rest.length > 1) {
    const [user, code, method] = rest.slice(1);
    const webhook =
      user !== undefined && code !== undefined && method !== undefined
        ? { user: decoded(user), code: decoded(code) }
        : undefined;
    return { ...suffixed(rest.at(-1) ?? ''), endpoint: 'rest-v3', webhook };
  }
  const [user, code, ...methods] = rest;
  if (user !== undefined && code !== undefined && (methods.length > 0 || /^\d+$/.test(user))) {
    const webhook = { user: decoded(user), code: decoded(code) };
    return { ...suffixed(methods.join('/')), endpoint: 'rest', webhook };
  }
  return { ...suffixed(rest.join('/')), endpoint: 'rest', webhook: undefined };
}

function suffixed(name: string): { method: string; format: Format } {
  const [, method = '', suffix = 'json'] = /^(.*?)(?:\.(json|xml))?$/is.exec(decoded(name)) ?? [];
  return { method, format: suffix.toLowerCase() === 'xml' ? 'xml' : 'json' };
}

/** Percent-decoding that takes broken sequences literally instead of throwing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
