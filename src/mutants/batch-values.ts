import type { Body } from './changes.ts';

/** What results of a batch are made of. */

export type Value = Body[string];
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value): value is Body =>
  typeof value === 'object' && value !== null && !isList(value);

/** Takes a key away, or puts a value in its place. */
export const key = (value: Value, name: string, put?: Value): Value => {
  if (!isMap(value) || !(name in value)) return value;
  const { [name]: _, ...rest } = value;
  return put === undefined ? rest : { ...rest, [name]: put };
};

/** Claims about what becomes of the commands around one that fails. */
export const HALTS: readonly string[] = ['true', 'false', 'one', 'zero', 'default', 'goes-on', 'stops'].map(
  (claim) => `batch.halt.${claim}`,
);
