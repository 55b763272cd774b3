import { readingsOf } from './unescape.ts';

/** A value within a `Set-Cookie` header, and where it stands. */
export interface CookieValue {
  value: string;
  start: number;
  end: number;
}

const ATTRIBUTES =
  'path|domain|expires|max-age|secure|httponly|samesite|priority|partitioned|version|comment';
const ATTRIBUTE = new RegExp(`\\s*;\\s*(?:${ATTRIBUTES})\\s*(?:[=;,]|$)|\\s*;?\\s*$`, 'gi');
/** Where a proxy has folded several headers into one. */
const NEXT = /,\s*(?=[\w!#$%&'*+.^`|~-]+=)/g;

/**
 * The values of the cookies that a `Set-Cookie` header sets. A value goes on to the first attribute that has a name of
 * RFC 6265, so that a semicolon within it hides nothing of it.
 */
export function cookieValues(header: string): CookieValue[] {
  const cookies: CookieValue[] = [];
  for (let at = 0; at < header.length; ) {
    const pair = /^\s*[^=;,\s"]*\s*=\s*/.exec(header.slice(at));
    const start = at + (pair?.[0].length ?? 0);
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(header.slice(start))?.[0].length ?? 0;
    ATTRIBUTE.lastIndex = start + quoted;
    const end = ATTRIBUTE.exec(header)?.index ?? header.length;
    if (end > start) cookies.push({ value: header.slice(start, end), start, end });
    NEXT.lastIndex = end;
    const next = NEXT.exec(header);
    at = next ? next.index + next[0].length : header.length;
  }
  return cookies;
}

/** What the value of a cookie or of a parameter may be recognized by elsewhere: whole, without quotes, and by what its parts hold once decoded. */
export function partsOf(value: string): string[] {
  const bare = value.replace(/^"(.*)"$/, '$1');
  const decoded = readingsOf(bare).at(-1)?.text ?? bare;
  return [
    value,
    bare,
    ...bare.split(';').map((part) => part.trim()),
    ...decoded.split(/[^\p{L}\p{N}+/=~_-]+/u),
  ].flatMap((part) => [part, part.replace(/^[^=]*=(?=.)/, '')]);
}
