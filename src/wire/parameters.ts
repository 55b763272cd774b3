import qs from 'qs';
import type { Captured } from '../cases/placeholders.ts';
import { fill } from '../cases/placeholders.ts';
import type { ParameterValue } from '../contract/contract.ts';
import type { Header } from './exchange.ts';

/** A parameter with the target's values filled in. */
export interface Parameter {
  name: string;
  value: unknown;
  /** Not percent-encoded in a query. */
  raw: boolean;
}

/** Fills in what a plan's parameters stand for; absent ones are left out. */
export function resolveParameters(
  parameters: Readonly<Record<string, ParameterValue>>,
  thing: (name: string) => string,
  captured: Captured,
): Parameter[] {
  const lookUp = (name: string): string => (name === 'dialog' ? `chat${thing('chat')}` : thing(name));
  return Object.entries(parameters).flatMap(([name, { use, as, value, absent, raw, repeat }]) => {
    if (absent) return [];
    if (use !== undefined) {
      const text = thing(use);
      const inForm = as === 'integer' ? Number(text) : as === 'dialog' ? `chat${text}` : text;
      return [{ name, value: inForm, raw: raw ?? false }];
    }
    const filled: unknown = fill(value ?? null, lookUp, captured);
    return [{ name, value: repeat === undefined ? filled : Array(repeat).fill(filled), raw: raw ?? false }];
  });
}

/** PHP-style brackets, as the documentation's GET examples (data-encoding.md, GET Request). */
export function formEncode(parameters: readonly Parameter[]): string {
  return parameters
    .map(({ name, value, raw }) =>
      raw ? `${name}=${String(value)}` : qs.stringify({ [name]: asTexts(value) }),
    )
    .filter((piece) => piece !== '')
    .join('&');
}

/** Name and value of each part of a multipart body; names with brackets where values are nested. */
export function formParts(parameters: readonly Parameter[]): Header[] {
  return parameters.flatMap(({ name, value }) => flatten(name, asTexts(value)));
}

function flatten(name: string, value: unknown): Header[] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(`${name}[${key}]`, item));
}

/** Forms know only texts; null is an empty one. */
function asTexts(value: unknown): unknown {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
  return String(value);
}
