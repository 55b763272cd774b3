import { pointerKeys, valueAt } from '../base/json-pointer.ts';
import type { Exchange, Header, WireResponse } from '../wire/exchange.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

const parsed = new WeakMap<WireResponse, { json: unknown } | undefined>();

function jsonOf(response: WireResponse): { json: unknown } | undefined {
  if (!parsed.has(response)) {
    try {
      parsed.set(response, { json: JSON.parse(decoder.decode(response.body)) });
    } catch {
      parsed.set(response, undefined);
    }
  }
  return parsed.get(response);
}

export const textOf = ({ body }: WireResponse): string => decoder.decode(body);

export function isXml(response: WireResponse): boolean {
  return textOf(response).startsWith('<?xml');
}

/** Value at a JSON Pointer; undefined where the body is not JSON or has no such place. */
export function valueIn(response: WireResponse, pointer: string): unknown {
  return valueAt(jsonOf(response)?.json, pointer);
}

/** Stands for no value at all. */
export const MISSING = Symbol('missing');

/** The exchange with another value at a place of its body; `MISSING` removes it. Undefined where there is no such place. */
export function withValue(
  exchange: Exchange,
  pointer: string,
  change: (value: unknown) => unknown,
): Exchange | undefined {
  const { response } = exchange;
  if (!response) return undefined;
  if (isXml(response)) return withXmlText(exchange, pointer, change);
  const read = jsonOf(response);
  if (read === undefined) return undefined;
  const keys = pointerKeys(pointer);
  const last = keys.pop() ?? '';
  const body = structuredClone(read.json);
  let holder = body;
  for (const key of keys) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
    holder = (holder as Record<string, unknown>)[key];
  }
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, last)) return undefined;
  const object = holder as Record<string, unknown>;
  const value = change(object[last]);
  if (value === MISSING) delete object[last];
  else object[last] = value;
  return withBody(exchange, JSON.stringify(body));
}

/** The exchange with a further key at the top of its JSON body, where another key is; undefined where that is not. */
export function withKey(
  exchange: Exchange,
  beside: string,
  key: string,
  value: unknown,
): Exchange | undefined {
  const json = exchange.response && jsonOf(exchange.response)?.json;
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, beside)) return undefined;
  return withBody(exchange, JSON.stringify({ ...json, [key]: value }));
}

/** In XML the element of the last key, where there is exactly one and it holds a text. */
function withXmlText(
  exchange: Exchange,
  pointer: string,
  change: (value: unknown) => unknown,
): Exchange | undefined {
  const { response } = exchange;
  const name = pointerKeys(pointer).at(-1) ?? '';
  if (!response || !/^\w+$/.test(name)) return undefined;
  const text = textOf(response);
  const found = [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))];
  const [only] = found;
  if (found.length !== 1 || only === undefined) return undefined;
  const value = change(only[1]);
  const element = value === MISSING ? '' : `<${name}>${escapeXml(value)}</${name}>`;
  return withBody(
    exchange,
    text.replace(only[0], () => element),
  );
}

const escapeXml = (value: unknown): string =>
  (value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

export function withBody(exchange: Exchange, text: string | Uint8Array): Exchange | undefined {
  if (!exchange.response) return undefined;
  const body = typeof text === 'string' ? encoder.encode(text) : text;
  return { ...exchange, response: { ...exchange.response, body } };
}

export function withStatus(exchange: Exchange, status: number): Exchange | undefined {
  return exchange.response && { ...exchange, response: { ...exchange.response, status } };
}

/** With another value of a header; undefined where there is none. */
export function withHeader(
  exchange: Exchange,
  name: string,
  change: (value: string) => string | undefined,
): Exchange | undefined {
  const { response } = exchange;
  if (!response?.headers.some(([key]) => key.toLowerCase() === name)) return undefined;
  const headers = response.headers.flatMap(([key, value]): Header[] => {
    if (key.toLowerCase() !== name) return [[key, value]];
    const other = change(value);
    return other === undefined ? [] : [[key, other]];
  });
  return { ...exchange, response: { ...response, headers } };
}
