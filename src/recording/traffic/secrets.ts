import type { Exchange, Header, WireRequest } from '../../wire/exchange.ts';
import { secretsIn } from '../../wire/handed-out.ts';
import { parseJson } from '../../wire/json.ts';
import { type Secret, SHORTEST_SECRET } from '../../wire/redact.ts';
import { isDistinctive, PLACEHOLDERS, placeholderFor } from '../../wire/secret-rules.ts';
import { unpacked } from '../entry.ts';
import type { HarEntry } from '../har.gen.ts';

/** Names under which nothing but a secret is sent to a portal or comes from one; what they stand for, however short it is. */
const ALWAYS: Readonly<Record<string, string>> = {
  auth: PLACEHOLDERS.access,
  auth_id: PLACEHOLDERS.access,
  access_token: PLACEHOLDERS.access,
  refresh_token: PLACEHOLDERS.refresh,
  refresh_id: PLACEHOLDERS.refresh,
  client_id: '**put_your_client_id_here**',
  client_secret: PLACEHOLDERS.clientSecret,
  application_token: PLACEHOLDERS.application,
  app_token: PLACEHOLDERS.application,
  app_sid: PLACEHOLDERS.application,
  member_id: PLACEHOLDERS.member,
  sessid: PLACEHOLDERS.csrf,
  bitrix_sessid: PLACEHOLDERS.csrf,
  password: PLACEHOLDERS.credential,
  user_password: PLACEHOLDERS.credential,
};
const WEBHOOK_CODE = '**put_your_webhook_here**';

/** They stand in innocent text everywhere, and nobody has them for a secret. */
const INNOCENT = /^(true|false|null|none|undefined|\d{1,4}|N|Y)$/i;

/** Bytes up to which the answer to a request that is no call is searched. */
const LARGEST_DOCUMENT = 256 * 1024;
const DEEPEST = 100;
const LONGEST_NAME = 200;

type Add = (value: unknown, placeholder: string, always?: boolean) => void;
/** Within an address more names are those of secrets than among the parameters of a method, which may well have a CODE. */
type Place = 'address' | 'body';

/**
 * What an entry that another program recorded holds and no result may show, found by the place where it stands: the
 * settings do not have the credentials of that traffic.
 *
 * @param answer of a call; else the entry's own is searched where it is short
 */
export function secretsOfEntry(entry: HarEntry, answer?: Exchange['response']): Secret[] {
  const found = new Map<string, string>();
  const add: Add = (value, placeholder, always = false) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text.length < SHORTEST_SECRET || found.has(text)) return;
    if (always ? !INNOCENT.test(text) : isDistinctive(text)) found.set(text, placeholder);
  };
  const { request, response } = entry;
  inAddress(request.url, add);
  for (const { name, value } of request.headers ?? []) inRequestHeader([name, value], add);
  for (const cookies of [request.cookies, response.cookies])
    for (const cookie of cookies ?? [])
      add((cookie as { value?: unknown } | null)?.value, PLACEHOLDERS.cookie, true);
  const { postData } = request;
  for (const { name, value } of postData?.params ?? []) inField(name, value, add, 0);
  if (postData?.text) inBody(unpacked(postData).toString('utf8'), add);
  const { content = {} } = response;
  const own = (content.text?.length ?? 0) <= LARGEST_DOCUMENT ? unpacked(content) : Buffer.alloc(0);
  const headers = (response.headers ?? []).map(({ name, value }): Header => [name, value]);
  const body = answer?.body ?? own;
  for (const { value, placeholder } of secretsIn({ status: response.status, headers, body }))
    add(value, placeholder, true);
  inValue(parseJson(body), add, 0);
  for (const [name, value] of headers) if (/^location$/i.test(name)) inAddress(value, add);
  return Array.from(found, ([value, placeholder]) => ({ value, placeholder }));
}

function inAddress(url: string, add: Add): void {
  const [, user = '', password = ''] = /:\/\/([^/?#@:]*):([^/?#@]*)@/.exec(url) ?? [];
  for (const part of [user, password]) add(decoded(part), PLACEHOLDERS.credential, true);
  for (const [, code] of url.matchAll(/(?<!\/)\/+rest\/+\d+\/+([^/?#]+)\/+(?=[^/?#])/gi)) {
    add(code, WEBHOOK_CODE, true);
    add(decoded(code ?? ''), WEBHOOK_CODE, true);
  }
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
  inForm(query, add, 'address', 0);
  const [, fragment = ''] = /#(.*)/.exec(url) ?? [];
  inForm(fragment, add, 'address', 0);
}

function inRequestHeader([name, value]: Header, add: Add): void {
  if (/^cookie$/i.test(name)) {
    for (const part of value.split(/;\s*/)) add(part.slice(part.indexOf('=') + 1), PLACEHOLDERS.cookie, true);
    return;
  }
  if (/authorization$/i.test(name)) {
    const token = value.replace(/^\S+\s+/, '');
    add(token, PLACEHOLDERS.token, true);
    if (/^basic /i.test(value))
      for (const part of Buffer.from(token, 'base64').toString('utf8').split(':'))
        add(part, PLACEHOLDERS.credential, true);
    return;
  }
  if (/^(referer|origin)$/i.test(name)) inAddress(value, add);
  const placeholder = placeholderFor(name);
  if (placeholder !== undefined) add(value, placeholder, true);
}

/** A body by what it looks like, whatever it is said to be. */
function inBody(text: string, add: Add): void {
  const json = parseJson(Buffer.from(text));
  if (typeof json === 'object' && json !== null) inValue(json, add, 0);
  else if (/^\s*--[^\r\n]+\r?\n/.test(text)) inMultipart(text, add);
  else inForm(text, add, 'body', 0);
}

function inMultipart(text: string, add: Add): void {
  const boundary = /^\s*(--[^\r\n]+)/.exec(text)?.[1] ?? '';
  for (const part of text.split(boundary)) {
    const [head = '', ...body] = part.split(/\r?\n\r?\n/);
    const name = /\bname="([^"\r\n]{0,200})"/.exec(head)?.[1];
    if (name !== undefined) inField(name, body.join('\n\n').replace(/\r?\n$/, ''), add, 0);
  }
}

function inForm(text: string, add: Add, place: Place, depth: number): void {
  if (!text.includes('=')) return;
  for (const part of text.split(/[&;]/)) {
    const at = part.indexOf('=');
    if (at < 0) continue;
    const [name, value] = [part.slice(0, at), part.slice(at + 1)].map((half) =>
      decoded(half.replaceAll('+', ' ')),
    );
    inField(name ?? '', value, add, depth, place);
    // As it is written: whoever quotes it may quote that.
    inField(name ?? '', part.slice(at + 1), add, DEEPEST, place);
  }
}

/** `auth[access_token]` is named by its last part. */
function inField(name: string, value: unknown, add: Add, depth: number, place: Place = 'body'): void {
  // Whatever is as long is not a name.
  const end = name.slice(-LONGEST_NAME);
  const last = /\[([^[\]]+)\](?:\[\d*\])*$/.exec(end)?.[1] ?? end.replace(/\[\d*\]$/, '');
  const always = Object.hasOwn(ALWAYS, last.toLowerCase()) ? ALWAYS[last.toLowerCase()] : undefined;
  const placeholder = always ?? placeholderFor(last, place === 'address');
  if (placeholder !== undefined) add(value, placeholder, always !== undefined);
  if (depth < DEEPEST) inValue(value, add, depth + 1);
}

function inValue(value: unknown, add: Add, depth: number): void {
  if (depth > DEEPEST) return;
  // An address, such as a command of a batch.
  if (typeof value === 'string') {
    if (value.includes('/rest/')) inAddress(value, add);
    if (/^\s*[{[]/.test(value)) inValue(parseJson(Buffer.from(value)), add, depth + 1);
    const at = value.indexOf('?');
    if (at >= 0) inForm(value.slice(at + 1), add, 'body', depth + 1);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) inField(name, item, add, depth);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A request as it may be shown: what is secret by its place is replaced there, however short it is. */
export function maskRequest(request: WireRequest): WireRequest {
  const url = request.url
    .replace(/(?<!\/)(\/+rest\/+\d+\/+)[^/?#]+(?=\/+[^/?#])/i, `$1${WEBHOOK_CODE}`)
    .replace(/(:\/\/)[^/?#@]*@/, '$1');
  return {
    ...request,
    url,
    headers: request.headers.map(([name, value]): Header => {
      if (/^cookie$/i.test(name)) return [name, value.replace(/=[^;]*/g, `=${PLACEHOLDERS.cookie}`)];
      if (/authorization$/i.test(name))
        return [name, value.replace(/(?<=\S\s).*|^\S+$/s, PLACEHOLDERS.token)];
      return [name, placeholderFor(name) ?? value];
    }),
  };
}
