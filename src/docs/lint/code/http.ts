import qs from 'qs';
import { curlMethod } from '../../reader/examples.ts';
import { type Code, type CodeCall, UNKNOWN } from './value.ts';

type Parameters = CodeCall['parameters'];

/**
 * The call of a method that a request over HTTP makes, whatever sends it: the address names it, and brings parameters along
 * with the body.
 *
 * @param body an object, the text of one in JSON or of a form, nothing, or `UNKNOWN`
 * @returns undefined where the address names no method
 */
export function callOfRequest(address: unknown, body: unknown): Omit<CodeCall, 'offset'> | undefined {
  if (typeof address !== 'string' || !/^(https?:\/\/|\/rest\/)/.test(address)) return undefined;
  const method = curlMethod(address);
  if (method === undefined || !method.includes('.')) return undefined;
  const query = /\?(.*)$/s.exec(address)?.[1];
  const own = query === undefined ? {} : formOf(query);
  const sent = parametersOf(body);
  if (sent === UNKNOWN) return { method, parameters: UNKNOWN };
  return { method, parameters: { ...own, ...sent } };
}

function parametersOf(body: unknown): Parameters {
  if (body === undefined || body === null || body === '') return {};
  if (typeof body === 'string') return /^\s*[{[]/.test(body) ? jsonOf(body) : formOf(body);
  return typeof body === 'object' && !Array.isArray(body) ? (body as Exclude<Parameters, symbol>) : UNKNOWN;
}

function formOf(text: string): Record<string, unknown> {
  return qs.parse(text, { depth: 20, parameterLimit: 10_000, duplicates: 'last' });
}

function jsonOf(text: string): Parameters {
  try {
    return parametersOf(JSON.parse(text) as unknown);
  } catch {
    return UNKNOWN;
  }
}

/** A request as it goes over the line: what is asked for, headers, an empty line, the body. */
export const REQUEST = /^\s*(?:GET|POST)\s+(\S+)[^\n]*\n?/;

/** Reads a request that is printed as it goes over the line. */
export function readRequest(text: string): Code {
  const [line = '', address] = REQUEST.exec(text) ?? [];
  const [, ...body] = text.slice(line.length).split(/^\s*\n/m);
  const host = /^host:\s*(\S+)/im.exec(text)?.[1] ?? 'host';
  const whole = address?.startsWith('/') ? `https://${host}${address}` : address;
  const call = callOfRequest(whole, body.join('\n').trim());
  return { calls: call ? [{ ...call, offset: 0 }] : [], twice: [] };
}
