import type { Case } from '../cases/case.ts';
import { type Answer, hasKey } from './answer.ts';
import type { Outcome } from './outcome.ts';

/**
 * What the fields of an answer say of each other.
 *
 * @param earlier answers to the requests that the case sent first, in their order
 */
export type Relation = (answer: Answer, request: Case['request'], earlier: readonly Answer[]) => Outcome;

type Numbers<Names extends readonly string[]> = { [Index in keyof Names]: number };

/** Looks at fields of `time`; where one of them is missing or not a number, that is another claim's matter. */
export function withNumbers<const Names extends readonly string[]>(
  answer: Answer,
  names: Names,
  problem: (numbers: Numbers<Names>) => string | undefined,
): Outcome {
  const values = names.map((name) => timeField(answer, name));
  const missing = names.find((_, index) => typeof values[index] !== 'number');
  if (missing !== undefined) return { blocked: `time.${missing} is not a number` };
  const found = problem(values as Numbers<Names>);
  return found === undefined ? undefined : { contradicted: `expected ${found}` };
}

export function timeField(answer: Answer, name: string): unknown {
  return field(field(answer.body, 'time'), name);
}

/** A value by its key, of an object or a list; undefined where there is none. */
export function field(value: unknown, key: string): unknown {
  return hasKey(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

export function iso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString();
}
