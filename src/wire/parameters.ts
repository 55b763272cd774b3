import qs from 'qs';
import type { Parameter as PlannedParameter } from '../cases/case.ts';
import { fill, isReference, type LookUp } from '../contract/values.ts';
import type { Header } from './exchange.ts';

/** A parameter with the target's values filled in. */
export interface Parameter {
  name: string;
  value: unknown;
  /** Not percent-encoded in a query. */
  raw: boolean;
}

/** Fills in what the references of a plan's parameters stand for. */
export function resolveParameters(
  parameters: Readonly<Record<string, PlannedParameter>>,
  lookUp: LookUp,
): Parameter[] {
  return Object.entries(parameters).map(([name, { value, type, raw = false, repeat }]) => {
    const filled = fill(value ?? null, lookUp);
    const typed = isReference(value) ? asType(filled, type) : filled;
    return { name, value: repeat === undefined ? typed : Array(repeat).fill(typed), raw };
  });
}

/** What a reference stands for, as the page's type; what is written out is sent as it is written. */
function asType(value: unknown, type: string | undefined): unknown {
  if (type === 'string') return String(value);
  return type === 'integer' || type === 'number' ? Number(value) : value;
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
