import qs from 'qs';
import { Response } from 'undici';
import type { Credential } from '../../contract/contract.ts';
import { type Header, header } from '../../wire/exchange.ts';
import { parseFields } from '../../wire/json.ts';
import { headersOf } from '../entry.ts';
import type { HarEntry } from '../har.gen.ts';
import { requestBody } from './body.ts';

/** What a request to a REST API says of itself. */
export interface Sent {
  /** Host, and port where it is not the usual one. */
  host: string;
  scheme: 'https' | 'http';
  endpoint: 'rest' | 'oauth';
  /** The method's name as it was written. */
  method: string;
  suffix: '' | '.json' | '.xml';
  verb: string;
  /** Undefined where the body's type is none that a REST API takes, or the body is not in the recording. */
  encoding: 'query' | 'json' | 'urlencoded' | 'multipart' | undefined;
  /** Undefined where none can be seen, which does not mean that none was sent. */
  credential: Credential | undefined;
  /** Names and values without the credential, those of the query included; undefined where they cannot all be known. */
  parameters: ReadonlyMap<string, unknown> | undefined;
  headers: readonly Header[];
  body: Buffer | undefined;
}

const WEBHOOK = /^\/rest\/\d+\/[^/]+\/+([a-z][\w.-]*?)(\.json|\.xml)?\/?$/i;
const BY_TOKEN = /^\/rest\/+([a-z][\w.-]*?)(\.json|\.xml)?\/?$/i;
const OAUTH = /^\/oauth\/token\/?$/i;

/** Under which an access token may be sent. */
const TOKEN_NAMES = ['auth', 'access_token'];

/**
 * Reads what was sent; undefined where it is no call of a REST API.
 *
 * @param isMethod whether a name without a dot is a method's: outside of a webhook, many sites have addresses like that
 */
export async function readSent(
  { request }: HarEntry,
  isMethod: (name: string) => boolean,
): Promise<Sent | undefined> {
  const address = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) return undefined;
  const path = address.pathname.replace(/\/{2,}/g, '/');
  const isOauth = OAUTH.test(path);
  const webhook = WEBHOOK.exec(path);
  const [, method = '', suffix = ''] = webhook ?? BY_TOKEN.exec(path) ?? [];
  if (!isOauth && method === '') return undefined;
  if (!isOauth && !webhook && !method.includes('.') && !isMethod(method)) return undefined;

  const headers = headersOf(request.headers);
  const body = requestBody(request.postData, headers, request.bodySize);
  const type = header(headers, 'content-type') ?? request.postData?.mimeType ?? '';
  const query = fields(address.search.slice(1));
  const read = await readBody(request.postData?.params, body, type);
  const places = [
    ...tokenIn(query, 'query'),
    ...(read.fields ? tokenIn(read.fields, read.encoding === 'json' ? 'json' : 'form') : []),
    ...(/^bearer /i.test(header(headers, 'authorization') ?? '')
      ? [{ token: 'own', in: 'bearer' } as const]
      : []),
  ];
  const parameters =
    read.fields && new Map([...query, ...read.fields].filter(([name]) => !TOKEN_NAMES.includes(name)));
  return {
    host: address.host,
    scheme: address.protocol === 'http:' ? 'http' : 'https',
    endpoint: isOauth ? 'oauth' : 'rest',
    method,
    suffix: suffix.toLowerCase() as Sent['suffix'],
    verb: request.method.toUpperCase(),
    encoding: read.encoding,
    // Two credentials in one request: nobody knows which of them was taken.
    credential: webhook ? { webhook: 'own' } : places.length === 1 ? places[0] : undefined,
    parameters,
    headers,
    body: body === 'unknown' ? undefined : body,
  };
}

type Fields = [name: string, value: unknown][];
type Read = { encoding: Sent['encoding']; fields: Fields | undefined };

async function readBody(
  params: readonly { name: string; value?: string | null }[] | undefined,
  body: Buffer | undefined | 'unknown',
  written: string,
): Promise<Read> {
  const type = written.toLowerCase();
  if (body === undefined) return { encoding: 'query', fields: [] };
  const isMultipart = type.startsWith('multipart/form-data');
  if (body === 'unknown') {
    // Some producers keep the parts of a form alone.
    const given = params?.length ? params.map(({ name, value }) => [name, value ?? ''] as const) : undefined;
    const isForm = isMultipart || type.startsWith('application/x-www-form-urlencoded');
    if (!given || !isForm) return { encoding: undefined, fields: undefined };
    return { encoding: isMultipart ? 'multipart' : 'urlencoded', fields: nested(given) };
  }
  if (type.startsWith('application/json')) {
    const parsed = parseFields(body);
    return {
      encoding: 'json',
      fields: parsed && !Array.isArray(parsed) ? Object.entries(parsed) : undefined,
    };
  }
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { encoding: 'urlencoded', fields: fields(body.toString('utf8')) };
  if (isMultipart) return { encoding: 'multipart', fields: await partsOf(body, written) };
  return { encoding: undefined, fields: undefined };
}

/** More than any call has; qs would leave out the rest without a word. */
const MOST_FIELDS = 10_000;
const OPTIONS: qs.IParseOptions = {
  depth: 10,
  parameterLimit: MOST_FIELDS,
  arrayLimit: 1000,
  allowPrototypes: false,
};

const fields = (text: string): Fields => Object.entries(qs.parse(text, OPTIONS) as Record<string, unknown>);

const nested = (parts: Iterable<readonly [string, string]>): Fields =>
  fields(Array.from(parts, (pair) => pair.map(encodeURIComponent).join('=')).join('&'));

async function partsOf(body: Buffer, type: string): Promise<Fields | undefined> {
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    return nested(
      Array.from(form, ([name, value]) => [name, typeof value === 'string' ? value : ''] as const),
    );
  } catch {
    return undefined;
  }
}

/** An empty one is none. */
function tokenIn(read: Fields, place: 'query' | 'form' | 'json'): Credential[] {
  return read.flatMap(([name, value]) =>
    TOKEN_NAMES.includes(name) && value !== '' && value !== null
      ? [{ token: 'own', in: place, ...(name === 'auth' ? {} : { as: name }) } as Credential]
      : [],
  );
}
