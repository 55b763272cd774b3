import qs from 'qs';
import { type Header, header } from '../wire/exchange.ts';
import { parseFields } from '../wire/json.ts';

/** The method of an address `…/rest/…/METHOD`. */
export function methodOf(url: string): string | undefined {
  return /\/rest\/(?:[^?]*\/)?([\w.-]+?)(?:\.json|\.xml)?\/?(?:\?|$)/.exec(url)?.[1];
}

/** The parameters of a request, of its address and its body; undefined where the body is not what it says it is. */
export async function parametersOf(
  url: string,
  headers: readonly Header[],
  body: Uint8Array,
): Promise<Record<string, unknown> | undefined> {
  const query = parseForm(url.split('?', 2)[1] ?? '');
  const given = await parseBody(header(headers, 'content-type') ?? '', body);
  return given && { ...query, ...given };
}

async function parseBody(type: string, body: Uint8Array): Promise<Record<string, unknown> | undefined> {
  const text = Buffer.from(body).toString('utf8');
  if (text === '') return {};
  if (/json/i.test(type)) return parseFields(body);
  if (!/^multipart\//i.test(type)) return parseForm(text);
  try {
    const form = await new Response(text, { headers: { 'content-type': type } }).formData();
    const pairs = [...form].map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : value.name,
    ]);
    return parseForm(new URLSearchParams(pairs).toString());
  } catch {
    return undefined;
  }
}

function parseForm(text: string): Record<string, unknown> {
  return qs.parse(text, { depth: 20, parameterLimit: 10_000 });
}

/** The error that an answer tells; undefined where it tells none. */
export function errorOf(body: Uint8Array): string | undefined {
  const value = parseFields(body);
  if (value === undefined) return 'no JSON in the answer';
  if (!('error' in value)) return undefined;
  return typeof value.error === 'string' ? value.error : JSON.stringify(value.error);
}
