import { isStatedStatus } from '../contract/facts.ts';
import type { Seen } from './book.ts';
import { fits, typeOf } from './returned.ts';

/** A thing that documents state is not there. */
export const ABSENT: Seen = { says: 'absent', fits: (meaning) => meaning === 'absent' };

/** A thing is there, and what stands there says nothing of its type. */
export const THERE: Seen = { says: 'there', fits: (meaning) => meaning !== 'absent' };

/** One value, or several of which each is enough for who states it. */
export function value(...texts: readonly string[]): Seen {
  return { says: texts.join(', '), fits: (meaning) => texts.includes(meaning) };
}

/** Documents leave digits open at times: `40x`. */
export function statusSeen(status: number): Seen {
  const pattern = (meaning: string) => (/^\d+$/.test(meaning) ? Number(meaning) : meaning);
  return { says: String(status), fits: (meaning) => isStatedStatus([pattern(meaning)], status) };
}

/** Values of an answer, by their types; a type of a name that JSON does not have may be any. */
export function typesSeen(values: readonly unknown[]): Seen {
  return {
    says: [...new Set(values.map(typeOf))].sort().join(' or '),
    fits: (meaning) =>
      meaning !== 'absent' && (!JSON_TYPES.has(meaning) || values.every((each) => fits(each, [meaning]))),
  };
}

const JSON_TYPES = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']);
