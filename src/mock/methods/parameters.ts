import type { Parameters } from '../call.ts';

/** A whole number given as number or as digits (observed: numeric strings serve as numbers). */
export function integer(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** A string or number as text; anything else is nothing. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A flag as PHP takes it: any text but '' and '0' is true, `false` and `N` as well (observed for `halt`). */
export function truth(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value) && value !== '0';
}

/** A flag in any of the spellings in use: true, 'true', 1, '1', 'Y'. */
export function flag(parameters: Parameters, name: string): boolean {
  const value = parameters.get(name);
  return value === true || /^(true|1|y)$/i.test(text(value) ?? '');
}
