import { header, type WireResponse } from './exchange.ts';

/** Statuses of the servers in front of a portal; the REST API itself answers none of them. */
const GATEWAY: Readonly<Record<number, string>> = {
  413: 'the web server refuses the size of the body',
  414: 'the web server refuses the length of the address',
  502: 'a gateway gets no valid answer from the portal',
  504: 'a gateway gets no answer from the portal in time',
};

const HTML =
  /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])/i;

const told = new WeakMap<WireResponse, { foreign: string | undefined }>();

/**
 * What came in place of an answer of the REST API, in words; undefined where it may be one. A web server, a proxy or a
 * login page answers in HTML, or with a status that is only a gateway's; such a document says nothing about a method.
 */
export function foreignDocument(response: WireResponse): string | undefined {
  const known = told.get(response);
  if (known) return known.foreign;
  const foreign = foreignIn(response);
  told.set(response, { foreign });
  return foreign;
}

function foreignIn({ status, headers, body }: WireResponse): string | undefined {
  const text = new TextDecoder().decode(body.subarray(0, HEAD));
  const type = header(headers, 'content-type') ?? '';
  if (HTML.test(text.replace(/^\ufeff/, ''))) return `an HTML page${titled(text)} (${explained(status)})`;
  const php = phpMessage(text);
  if (php !== undefined && !/\{\s*"|<response/.test(text))
    return `a message of PHP alone, '${php}' (HTTP ${status})`;
  if (status in GATEWAY) return explained(status);
  if (text.trim() === '' && (status >= 500 || !isApiType(type))) return `an empty body (HTTP ${status})`;
  if (status >= 500 && !isApiType(type) && !/^\s*[{[<]/.test(text))
    return `a text that is neither JSON nor XML (HTTP ${status})`;
  return undefined;
}

/** What PHP wrote before anything else, in HTML or as text; undefined where it wrote nothing. */
export function phpMessage(text: string): string | undefined {
  const [, level, what = ''] =
    /^\s*(?:<br\s*\/?>\s*)?(?:<b>)?((?:Fatal|Parse|Recoverable fatal) error|Warning|Notice|Deprecated)(?:<\/b>)?:\s*(.{0,200})/i.exec(
      text,
    ) ?? [];
  return level === undefined ? undefined : `${level}: ${what.replace(/\s+in\s.*|<.*|[{].*/s, '').trim()}`;
}

/** Bytes that a document is recognised by. */
const HEAD = 4096;

const isApiType = (type: string): boolean =>
  /^\s*(application\/json|text\/xml|application\/xml)\b/i.test(type);

function titled(text: string): string {
  const title = /<title[^>]*>\s*([^<]{1,200}?)\s*</i.exec(text)?.[1];
  return title === undefined ? '' : ` titled '${title}'`;
}

function explained(status: number): string {
  const meaning = GATEWAY[status];
  return `HTTP ${status}${meaning === undefined ? '' : `: ${meaning}`}`;
}
