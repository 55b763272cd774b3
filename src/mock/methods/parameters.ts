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

/** A flag in any of the spellings in use: true, 'true', 1, '1', 'Y'. */
export function flag(parameters: Parameters, name: string): boolean {
  const value = parameters.get(name);
  return value === true || /^(true|1|y)$/i.test(text(value) ?? '');
}
