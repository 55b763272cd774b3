import type { Parameters } from '../call.ts';

/** What a method reads its parameters from; names in upper case. */
interface Given {
  readonly parameters: Parameters;
}

/** A whole number given as number or as digits (observed: numeric strings serve as numbers). */
export function integer(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** A string or number as text; undefined for anything else. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A parameter that is a whole number; undefined when it is absent or anything else. */
export const integerOf = ({ parameters }: Given, name: string) => integer(parameters.get(name));

/** A parameter as text; empty when it is absent, or neither text nor number. */
export const textOf = ({ parameters }: Given, name: string) => text(parameters.get(name)) ?? '';

/** A flag as PHP takes it: any text but '' and '0' is true, `false` and `N` as well (observed for `halt`). */
export function truth(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value) && value !== '0';
}

/** A flag in any of the spellings in use: true, 'true', 1, '1', 'Y'. */
export function flag({ parameters }: Given, name: string): boolean {
  const value = parameters.get(name);
  return value === true || /^(true|1|y)$/i.test(text(value) ?? '');
}

/** What controllers take for true and false: JSON, and `Y` and `N`; undefined when it says neither. */
export function boolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (/^(y|1|true)$/i.test(text(value) ?? '')) return true;
  return /^(n|0|false|)$/i.test(text(value) ?? 'neither') ? false : undefined;
}

/** Fields of a nested parameter such as `PROPERTIES`, names in upper case; none when it is not a structure. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(Object.entries(value).map(([name, inner]) => [name.toUpperCase(), inner]));
}

/** Items of a list parameter; undefined when it is not a list. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  // A list with gaps arrives as a map.
  return typeof value === 'object' && value !== null ? Object.values(value) : undefined;
}
