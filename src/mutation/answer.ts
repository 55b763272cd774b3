import { pointerKeys, valueAt } from '../base/json-pointer.ts';
import { type Exchange, type Header, header, type WireResponse } from '../wire/exchange.ts';

/** Answers read, compared and changed, in either format. */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What is read of a body, once; `json` is undefined where it is none. */
interface Body {
  text: string;
  json: { value: unknown } | undefined;
  isSuccess?: boolean;
}

const bodies = new WeakMap<WireResponse, Body>();

function bodyOf(response: WireResponse): Body {
  let body = bodies.get(response);
  if (body === undefined) {
    const text = decoder.decode(response.body);
    body = { text, json: jsonOf(text) };
    bodies.set(response, body);
  }
  return body;
}

function jsonOf(text: string): Body['json'] {
  // An error costs more than a look.
  if (text === '' || text.startsWith('<')) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

export const textOf = (response: WireResponse): string => bodyOf(response).text;

export const isXml = (response: WireResponse): boolean => textOf(response).startsWith('<?xml');

/** The format in which a body can be read. */
export function formatOf(response: WireResponse): 'json' | 'xml' | undefined {
  const { text, json } = bodyOf(response);
  if (json !== undefined) return 'json';
  return text.startsWith('<?xml') && /<(\w+)>[\s\S]*<\/\1>\s*$/.test(text) ? 'xml' : undefined;
}

/** Value at a JSON Pointer; undefined where the body is not JSON or has no such place. */
export const valueIn = (response: WireResponse, pointer: string): unknown =>
  valueAt(bodyOf(response).json?.value, pointer);

/** Text of an element of an answer in XML; undefined where there is none. */
export function elementOf(response: WireResponse, name: string): string | undefined {
  return new RegExp(`<${name}>([\\s\\S]*)</${name}>|<${name}/>`).exec(textOf(response))?.[0];
}

/** Code of an error, in either format. */
export function codeOf(response: WireResponse): unknown {
  if (!isXml(response)) return valueIn(response, '/error');
  return /<error>([^<]*)<\/error>/.exec(textOf(response))?.[1];
}

/** Whether a method did what it was asked for. */
export function isSuccess(response: WireResponse | undefined): boolean {
  if (!response || response.status >= 300) return false;
  const body = bodyOf(response);
  body.isSuccess ??= hasSucceeded(response);
  return body.isSuccess;
}

function hasSucceeded(response: WireResponse): boolean {
  if (isXml(response)) return elementOf(response, 'result') !== undefined;
  if (valueIn(response, '/result') !== undefined) return true;
  return valueIn(response, '/error') === undefined && valueIn(response, '') !== undefined;
}

/** One answer in a line: status and body. */
export function answerLine({ response }: Exchange): string {
  return response ? `HTTP ${response.status} ${textOf(response).slice(0, 300)}` : 'no answer';
}

/** Headers that say how an answer travels, not what it is. */
const OF_TRANSPORT = ['content-length', 'date'];

/** Where two answers to one request differ, in the words of `looksAt`; nothing where they are the same. */
export function placesChanged(before: Exchange, after: Exchange): readonly string[] {
  const [one, other] = [before.response, after.response];
  if (one === other) return [];
  if (!one || !other) return ['status', 'body'];
  const names = new Set([...one.headers, ...other.headers].map(([name]) => name.toLowerCase()));
  return [
    ...(one.status === other.status ? [] : ['status']),
    ...[...names]
      .filter((name) => !OF_TRANSPORT.includes(name))
      .filter((name) => header(one.headers, name) !== header(other.headers, name))
      .map((name) => `header ${name}`),
    ...ofBodies(one, other),
  ];
}

function ofBodies(one: WireResponse, other: WireResponse): string[] {
  const [before, after] = [bodyOf(one), bodyOf(other)];
  if (before.text === after.text) return [];
  if (before.json && after.json) return differences(before.json.value, after.json.value, '');
  return [
    'body',
    ...['error', 'error_description', 'result']
      .filter((name) => elementOf(one, name) !== elementOf(other, name))
      .map((name) => `/${name}`),
  ];
}

function differences(one: unknown, other: unknown, pointer: string): string[] {
  if (one === other) return [];
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return [pointer];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => differences(one[key], other[key], `${pointer}/${key}`));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Stands for no value at all. */
export const MISSING = Symbol('missing');

type Change = (value: unknown) => unknown;

/** The exchange with another value at a place of its body; `MISSING` removes it. Undefined where there is no such place. */
export function withValue(exchange: Exchange, pointer: string, change: Change): Exchange | undefined {
  const { response } = exchange;
  if (!response) return undefined;
  const keys = pointerKeys(pointer);
  const last = keys.pop() ?? '';
  if (isXml(response)) return withXmlText(exchange, response, last, change);
  const holder = valueIn(response, pointer.slice(0, pointer.lastIndexOf('/')));
  if (!isObject(holder) || !Object.hasOwn(holder, last)) return undefined;
  const value = change(holder[last]);
  if (value === holder[last]) return undefined;
  const body = changedAt(valueIn(response, ''), [...keys, last], value);
  return withBody(exchange, JSON.stringify(body));
}

/** A copy of a document with another value where keys lead; what lies beside the way is shared. */
function changedAt(document: unknown, [key = '', ...keys]: readonly string[], value: unknown): unknown {
  const copy = (Array.isArray(document) ? [...document] : { ...(document as object) }) as Record<
    string,
    unknown
  >;
  if (keys.length > 0) copy[key] = changedAt(copy[key], keys, value);
  else if (value === MISSING) delete copy[key];
  else copy[key] = value;
  return copy;
}

/** The exchange with a further key at the top of its JSON body, where another key is; undefined where that is not. */
export function withKey(
  exchange: Exchange,
  beside: string,
  key: string,
  value: unknown,
): Exchange | undefined {
  const json = exchange.response && valueIn(exchange.response, '');
  if (!isObject(json) || !Object.hasOwn(json, beside)) return undefined;
  return withBody(exchange, JSON.stringify({ ...json, [key]: value }));
}

/** In XML the element of that name, where there is exactly one and it holds a text. */
function withXmlText(
  exchange: Exchange,
  response: WireResponse,
  name: string,
  change: Change,
): Exchange | undefined {
  if (!/^\w+$/.test(name)) return undefined;
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

function withBody(exchange: Exchange, text: string): Exchange | undefined {
  const { response } = exchange;
  if (!response || text === textOf(response)) return undefined;
  return { ...exchange, response: { ...response, body: encoder.encode(text) } };
}

/** With another text of its body; undefined where that stays the same. */
export const withText = (exchange: Exchange, change: (text: string) => string): Exchange | undefined =>
  exchange.response && withBody(exchange, change(textOf(exchange.response)));

/** With another status; undefined where that stays the same. */
export function withStatus(exchange: Exchange, change: (status: number) => number): Exchange | undefined {
  const { response } = exchange;
  const status = response && change(response.status);
  if (!response || status === undefined || status === response.status) return undefined;
  return { ...exchange, response: { ...response, status } };
}

/** With another value of a header; undefined where there is none, or it stays the same. */
export function withHeader(
  exchange: Exchange,
  name: string,
  change: (value: string) => string | undefined,
): Exchange | undefined {
  const { response } = exchange;
  const old = response && header(response.headers, name);
  const value = old && change(old);
  if (!response || old === undefined || value === old) return undefined;
  const headers = response.headers.flatMap(([key, each]): Header[] => {
    if (key.toLowerCase() !== name) return [[key, each]];
    return value === undefined ? [] : [[key, value]];
  });
  return { ...exchange, response: { ...response, headers } };
}
