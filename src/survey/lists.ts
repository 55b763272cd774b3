import { asMap } from './asker.ts';
import type { Subject } from './subject.ts';

/** The items of an answer that is a list, and the key of their ids. */
export interface Items {
  items: readonly Readonly<Record<string, unknown>>[];
  idKey: string | undefined;
}

/** Undefined where an answer has no list, or several of which none is said to be the one. */
export function itemsIn(subject: Subject, result: unknown): Items | undefined {
  const list = listIn(subject, result);
  if (!list) return undefined;
  const items = list.map(asMap).filter((item) => item !== undefined);
  if (items.length !== list.length) return undefined;
  const [first] = items;
  const idKey = first && ['ID', 'id', 'Id'].find((key) => Object.hasOwn(first, key));
  return { items, idKey };
}

/** How many items the list has, whatever they are; undefined as of {@link itemsIn}. */
export function lengthIn(subject: Subject, result: unknown): number | undefined {
  return listIn(subject, result)?.length;
}

function listIn({ facts }: Subject, result: unknown): readonly unknown[] | undefined {
  if (Array.isArray(result)) return result;
  const map = asMap(result);
  if (!map) return undefined;
  const lists = Object.entries(map).filter(([, value]) => Array.isArray(value));
  if (lists.length === 1) return lists[0]?.[1] as unknown[];
  const stated = new Set(
    facts.returned.filter(({ types }) => types.some((type) => type.endsWith('[]'))).map(({ name }) => name),
  );
  const known = lists.filter(([name]) => stated.has(name));
  return known.length === 1 ? (known[0]?.[1] as unknown[]) : undefined;
}
