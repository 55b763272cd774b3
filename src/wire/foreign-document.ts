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

/**
 * What came in place of an answer of the REST API, in words; undefined where it may be one. A web server, a proxy or a
 * login page answers in HTML, or with a status that is only a gateway's; such a document says nothing about a method.
 */
export function foreignDocument({ status, headers, body }: WireResponse): string | undefined {
  const text = new TextDecoder().decode(body.subarray(0, HEAD));
  const type = header(headers, 'content-type') ?? '';
  if (HTML.test(text.replace(/^\ufeff/, '')))
    return `an HTML page${titled(text)} (HTTP ${status})${meaning(status)}`;
  if (status in GATEWAY) return `HTTP ${status}${meaning(status)}`;
  if (text.trim() === '' && (status >= 400 || !isApiType(type))) return `an empty body (HTTP ${status})`;
  if (status >= 500 && !isApiType(type) && !/^\s*[{[<]/.test(text))
    return `a text that is neither JSON nor XML (HTTP ${status})`;
  return undefined;
}

/** Bytes that a document is recognised by. */
const HEAD = 4096;

const isApiType = (type: string): boolean =>
  /^\s*(application\/json|text\/xml|application\/xml)\b/i.test(type);

function titled(text: string): string {
  const title = /<title[^>]*>\s*([^<]{1,200}?)\s*</i.exec(text)?.[1];
  return title === undefined ? '' : ` titled '${title}'`;
}

function meaning(status: number): string {
  const known = GATEWAY[status];
  return known === undefined ? '' : `: ${known}`;
}
