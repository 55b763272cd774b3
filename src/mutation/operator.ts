import type { Call } from '../mock/index.ts';
import type { Stages } from '../mutants/mutant.ts';

export type When = (call: Call) => boolean;

/** Which of the calls that an operator can strike a mutant strikes. */
export interface Where {
  /** `everywhere`, `get-query`, `xml`, `in-batch`, `second` */
  id: string;
  /** Continues a sentence: `in GET with a query`; empty for everywhere. */
  says: string;
  holds: When;
  /** Of those only each n-th, over the cases in their order. */
  each?: number;
}

/** One thing that a portal may do wrong, wherever it does it. */
export interface LiveOperator {
  /** `scope-not-checked`, `imbot.chat.add.TITLE-ignored` */
  id: string;
  /** The kind of fault, by which figures are given: `scope-not-checked`, `parameter-ignored`. */
  kind: string;
  /** What the portal does wrong, without a full stop. */
  says: string;
  /** The method whose calls it strikes; undefined: every method's. */
  method?: string;
  /** Whether a call may be struck, by what it was without a fault. It may say yes too often, never no. */
  mayStrike: When;
  /** @param strikes asked once for each call that can be struck, at the place where it would be */
  attach(strikes: When): Stages;
  /** Where it is to be tried; places where it strikes the same calls are one mutant. */
  wheres: readonly Where[];
  /** A case must send what it strikes, in each of its `wheres`: without one, a check is missing in that form. */
  isWanted?: true;
}

export const EVERYWHERE: Where = { id: 'everywhere', says: '', holds: () => true };

/** `imbot.chat.add.TITLE-ignored in get-query` */
export const mutantId = (operator: LiveOperator, where: Where): string =>
  where.id === EVERYWHERE.id ? operator.id : `${operator.id} ${where.id}`;

export const mutantSays = (operator: LiveOperator, where: Where): string =>
  `${operator.says}${where.says === '' ? '' : `, ${where.says}`}.`;
