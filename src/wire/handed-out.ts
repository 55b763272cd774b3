import type { Exchange, Header, WireResponse } from './exchange.ts';
import { parseJson } from './json.ts';
import { createIndex, type Secret } from './secret-index.ts';
import { FIELD_NAMES, isDistinctive, LINK_NAMES, PLACEHOLDERS, placeholderFor } from './secret-rules.ts';
import { cookieValues, partsOf } from './set-cookie.ts';
import { fold, readingsOf } from './unescape.ts';

/**
 * What portals have handed out to this process. Every client adds to it before anybody sees the answer, and every
 * redactor looks here, so that what one answer hands out is found in all that is said later.
 */
export const handedOut = createIndex();

/** Remembers what the answer of an exchange hands out. */
export function learnFrom({ request, response }: Exchange): void {
  if (!response) return;
  const fresh = secretsIn(response).filter(({ value }) => !handedOut.has(value));
  if (fresh.length === 0) return;
  // What we sent is not handed out: a cookie that repeats the method's name must not take it from all reports.
  const body = request.body ? Buffer.from(request.body).toString('utf8') : '';
  const sent = readingsOf(`${request.url}\n${request.headers.join('\n')}\n${body}`).map(fold);
  for (const secret of fresh) {
    const text = fold({ text: secret.value }).text;
    if (!sent.some((reading) => reading.text.includes(text))) handedOut.add(secret);
  }
}

/** Remembers secrets that came to life in another way. */
export function learn(secrets: readonly Secret[]): void {
  for (const secret of secrets) handedOut.add(secret);
}

/** A header as it may be shown: what is secret by its place is replaced there, however short it is. */
export function maskHeader([name, value]: Header): [string, string] {
  if (isSetCookie(name)) {
    let shown = '';
    let done = 0;
    for (const { start, end } of cookieValues(value)) {
      shown += value.slice(done, start) + PLACEHOLDERS.cookie;
      done = end;
    }
    return [name, shown + value.slice(done)];
  }
  return [name, isCredential(name) && value !== '' ? (placeholderFor(name) ?? value) : value];
}

const isSetCookie = (name: string): boolean => /^set-cookie2?$/i.test(name);

/** `Authorization` says in our own requests how a token is passed; there its value is known, and replaced within. */
const isCredential = (name: string): boolean =>
  !/authorization$/i.test(name) && placeholderFor(name) !== undefined;

/** What an answer hands out, as far as it can be distinguished from anything else. */
export function secretsIn({ headers, body }: WireResponse): Secret[] {
  const found = new Map<string, string>();
  const add: Add = (value, placeholder) => {
    for (const text of [value, value.trim()])
      if (!found.has(text) && isDistinctive(unescaped(text))) found.set(text, placeholder);
  };
  for (const header of headers) inHeader(header, add);
  const json = parseJson(body);
  if (typeof json === 'object' && json !== null) inValue(json, add);
  else inText(Buffer.from(body).toString('utf8'), add);
  return Array.from(found, ([value, placeholder]) => ({ value, placeholder }));
}

type Add = (value: string, placeholder: string) => void;

const unescaped = (text: string): string => readingsOf(text).at(-1)?.text ?? text;

function inHeader([name, value]: Header, add: Add): void {
  if (isSetCookie(name))
    for (const cookie of cookieValues(value))
      for (const part of partsOf(cookie.value)) add(part, PLACEHOLDERS.cookie);
  const placeholder = placeholderFor(name);
  if (placeholder !== undefined) add(value, placeholder);
  if (/^x-powered-cms$/i.test(name))
    for (const [, hash = ''] of value.matchAll(/\(([^()\s]{8,})\)/g)) add(hash, PLACEHOLDERS.licence);
  inText(value, add);
}

/** Deeper than anything is nested on purpose. */
const DEEPEST = 200;

function inValue(value: unknown, add: Add, depth = 0): void {
  if (typeof value === 'string') inText(value, add);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  for (const [key, item] of Object.entries(value)) {
    const placeholder = placeholderFor(key);
    if (placeholder !== undefined) for (const text of scalarsOf(item)) add(text, placeholder);
    inText(key, add);
    inValue(item, add, depth + 1);
  }
  // A field of a form: its name is a value, too.
  const { name, NAME, value: plain, VALUE } = value as Record<string, unknown>;
  const field = [name, NAME].find((key) => typeof key === 'string');
  const placeholder = typeof field === 'string' ? placeholderFor(field) : undefined;
  if (placeholder !== undefined) for (const text of [plain, VALUE].flatMap(scalarsOf)) add(text, placeholder);
}

/** The texts that a field holds, itself or as a list. */
function scalarsOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return Array.isArray(value)
    ? value.flatMap((item: unknown) => (typeof item === 'string' ? [item] : []))
    : [];
}

const QUOTED = `"((?:[^"\\\\]|\\\\.){8,4096}?)"|'((?:[^'\\\\]|\\\\.){8,4096}?)'`;

/** Name and value in addresses, forms, scripts, cookies, attributes, dumps. */
const PAIR = new RegExp(
  `(${FIELD_NAMES})["'\\]]{0,3}\\s{0,8}(?:=>|[:=])\\s{0,8}(?:${QUOTED}|([^\\s"'<>&;(){}]{8,}))`,
  'gi',
);
const PARAMETER = new RegExp(`[?&;#](?:amp;)?([\\w-]{0,40}?(?:${LINK_NAMES}))=([^\\s"'<>&;#]{8,})`, 'gi');
const ELEMENT = new RegExp(
  `<(?:\\w{1,20}:)?([\\w.-]{0,40}?(?:${FIELD_NAMES}))(?:\\s[^<>]{0,400})?>\\s{0,40}(?:<!\\[CDATA\\[([^]{8,4096}?)\\]\\]>|([^<]{8,4096}))<?`,
  'gi',
);
const TAG = /<(?:input|meta|param|button|option|data)\b[^<>]{1,4096}>/gi;
const TAG_ATTRIBUTE = /([\w-]{1,40})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;
const SCHEME = /\b(?:bearer|basic)\s{1,4}([\w+/=.~|-]{8,})/gi;
const USER_INFO = /:\/\/([^\s/?#"'<>@:]*):([^\s/?#"'<>@]{1,400})@/g;
const WEBHOOK = /\/rest\/\d+\/([\w-]{8,64})(?=\/)/gi;
const PUBLIC_LINK = /\/(?:pub|public|share)\/(?:[\w.-]{1,40}\/){0,4}?([0-9a-f]{24,})/gi;

/** At every depth of escapes, as an error's text may hold an answer that holds an address. */
function inText(whole: string, add: Add): void {
  // Most texts are names and numbers.
  if (whole.length < 8) return;
  for (const { text } of readingsOf(whole)) {
    if (!/[:=>/ ]/.test(text)) continue;
    for (const [, name = '', value = ''] of matches(text, PARAMETER, '='))
      for (const part of partsOf(value)) add(part, placeholderFor(name, true) ?? PLACEHOLDERS.link);
    for (const [, name = '', double, single, bare] of text.matchAll(PAIR))
      add(
        double ?? single ?? bare?.replace(/[.,!?\])]+$/, '') ?? '',
        placeholderFor(name) ?? PLACEHOLDERS.token,
      );
    for (const [, name = '', data, plain] of matches(text, ELEMENT, '<'))
      add(data ?? plain ?? '', placeholderFor(name) ?? PLACEHOLDERS.token);
    for (const [tag] of matches(text, TAG, '<')) inTag(tag, add);
    for (const [, token = ''] of matches(text, SCHEME, ' ')) {
      add(token, PLACEHOLDERS.token);
      for (const part of Buffer.from(token, 'base64').toString('latin1').split(':').slice(1))
        add(part, PLACEHOLDERS.credential);
    }
    for (const [, user = '', password = ''] of matches(text, USER_INFO, '@')) {
      add(password, PLACEHOLDERS.credential);
      add(user, PLACEHOLDERS.credential);
    }
    for (const [, code = ''] of matches(text, WEBHOOK, '/')) add(code, PLACEHOLDERS.webhook);
    for (const [, hash = ''] of matches(text, PUBLIC_LINK, '/')) add(hash, PLACEHOLDERS.link);
  }
}

/** What a text is searched for costs more than to see that it lacks a sign without which nothing matches. */
const matches = (text: string, pattern: RegExp, sign: string): Iterable<RegExpExecArray> =>
  text.includes(sign) ? text.matchAll(pattern) : [];

/** `<input name="sessid" value="…">`, `<meta name="csrf-token" content="…">`, in any order. */
function inTag(tag: string, add: Add): void {
  const attributes = new Map(
    Array.from(tag.matchAll(TAG_ATTRIBUTE), ([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      double ?? single ?? bare ?? '',
    ]),
  );
  for (const key of ['name', 'id', 'property', 'http-equiv']) {
    const placeholder = placeholderFor(attributes.get(key) ?? '');
    if (placeholder === undefined) continue;
    for (const place of ['value', 'content']) add(attributes.get(place) ?? '', placeholder);
  }
}
