import type { Call, Stage } from '../mock/index.ts';
import type { CarriedOut } from './case.ts';
import type { Difference } from './oracle.ts';
import type { Baseline } from './run.ts';

export type Stages = (stages: readonly Stage[]) => readonly Stage[];
export type When = (call: Call) => boolean;

/** Which of the calls or answers that an operator can strike a mutant strikes. */
export interface Where<Struck = Call> {
  /** `everywhere`, `get-query`, `xml`, `in-batch`, `second` */
  id: string;
  /** Continues a sentence: `in GET with a query`; empty for everywhere. */
  says: string;
  holds(struck: Struck): boolean;
  /** Of those only each n-th, over the cases in their order. */
  each?: number;
}

/** One thing that a portal may do wrong, wherever it does it. */
interface Fault<Struck> {
  /** `scope-not-checked`, `imbot.chat.add.TITLE-ignored` */
  id: string;
  /** The kind of fault, by which figures are given: `scope-not-checked`, `parameter-ignored`. */
  kind: string;
  /** What the portal does wrong, without a full stop. */
  says: string;
  /** The method whose calls it strikes; undefined: every method's. */
  method?: string | undefined;
  /** Where it is to be tried; places where it strikes the same are one mutant. */
  wheres: readonly Where<Struck>[];
  /** A case must send what it strikes, in each of its `wheres`: without one, a check is missing in that form. */
  isWanted?: true;
}

/** A fault of a portal that is carried out. */
export interface LiveOperator extends Fault<Call> {
  /** Whether a call of its method may be struck, by what it was without a fault. It may say yes too often, never no. */
  mayStrike: When;
  /** @param strikes asked once for each call that can be struck, at the place where it would be; no for those of other methods */
  attach(strikes: When): Stages;
}

/** A case with a fault, and what that did to it. */
export interface Attempt {
  after: CarriedOut;
  difference: Difference;
}

/** A fault and how a case is tried with it. */
export interface Operator<Struck> extends Fault<Struck> {
  /** Cases that it may strike. */
  reach(baseline: Baseline): readonly CarriedOut[];
  /**
   * @param strikes asked once for each of what can be struck, in its order
   * @returns undefined where the case would do what nobody can tell, or nothing was struck
   */
  tryOn(
    baseline: Baseline,
    before: CarriedOut,
    strikes: (struck: Struck) => boolean,
  ): Promise<Attempt | undefined>;
  /** Stands between its id and that of a place. */
  joint?: string;
  /** One of very many: counted in each place and not told case by case. */
  isOfMany?: true;
}

/** A fault of a portal, ready to be tried. */
export type PortalOperator = LiveOperator & Operator<Call>;

export const EVERYWHERE: Where<unknown> = { id: 'everywhere', says: '', holds: () => true };

/** `imbot.chat.add.TITLE-ignored in get-query` */
export const mutantId = (
  { id, joint = ' ' }: Pick<Operator<never>, 'id' | 'joint'>,
  where: Pick<Where<never>, 'id'>,
): string => (where.id === EVERYWHERE.id ? id : `${id}${joint}${where.id}`);

export const mutantSays = (
  { says }: Pick<Operator<never>, 'says'>,
  where: Pick<Where<never>, 'says'>,
): string => `${says}${where.says === '' ? '' : `, ${where.says}`}.`;

/** Whether a call is one of the method that an operator is about. */
export const isOfMethod = ({ method }: Pick<LiveOperator, 'method'>, call: Call): boolean =>
  method === undefined || call.method === method.toLowerCase();

/** A portal with the fault. */
export const stagesWith = (operator: LiveOperator, strikes: When = () => true): Stages =>
  operator.attach((call) => isOfMethod(operator, call) && strikes(call));
