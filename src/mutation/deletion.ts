import type { Contract } from '../contract/contract.ts';

/**
 * What the suite is without one of its parts: wrong portals that it notices are judged again by a contract without a claim, or
 * by a judge without a check. What they owe is computed from the whole contract, and so is what is missing then.
 */

/** A contract, and checks of the judge that are left out. */
export interface Suite {
  contract: Contract;
  leftOut?: ReadonlySet<string> | undefined;
}

export type Judge = (suite: Suite) => readonly string[];

interface Noticed {
  id: string;
  /** Claims that had to turn red. */
  must: readonly string[];
  turnedRed: readonly string[];
}

/** @param judgeAgain makes what tells which claims turn red by another suite, of what the portal answered */
export type OnNoticed = (mutant: Noticed, cases: number, judgeAgain: () => Judge) => void;

/** A wrong portal that can be judged again. */
export interface Witness extends Noticed {
  /** How many are judged again. */
  cases: number;
  judge: Judge;
}

export interface Witnesses {
  note: OnNoticed;
  /** The one with the fewest cases in which the claim had to turn red, and did. */
  of(claim: string): Witness | undefined;
  /** Those of which no claim had to notice anything, and some did: one for each set of claims. */
  unforeseen(): readonly Witness[];
  /** Claims that alone noticed some portal. */
  readonly alone: ReadonlySet<string>;
}

/** Keeps few of many. */
export function createWitnesses(): Witnesses {
  const byClaim = new Map<string, Witness>();
  const unforeseen = new Map<string, Witness>();
  const alone = new Set<string>();
  return {
    alone,
    of: (claim) => byClaim.get(claim),
    unforeseen: () => [...unforeseen.values()],
    note({ id, must, turnedRed }, cases, judgeAgain) {
      const [first] = turnedRed;
      if (turnedRed.length === 1 && first !== undefined) alone.add(first);
      // Most are as good as one that is kept.
      let witness: Witness | undefined;
      const keep = (kept: Map<string, Witness>, key: string): void => {
        if (cases >= (kept.get(key)?.cases ?? Number.POSITIVE_INFINITY)) return;
        witness ??= { id, must, turnedRed, cases, judge: judgeAgain() };
        kept.set(key, witness);
      };
      if (must.length === 0) keep(unforeseen, turnedRed.join(' '));
      for (const claim of must) if (turnedRed.includes(claim)) keep(byClaim, claim);
    },
  };
}

/** The contract as if nobody had made some of its claims. */
export function withoutClaims(contract: Contract, ids: ReadonlySet<string>): Contract {
  const isLeft = ({ id }: { id: string }): boolean => !ids.has(id);
  return {
    ...contract,
    claims: contract.claims.filter(isLeft),
    claimsAbout: (method) => contract.claimsAbout(method).filter(isLeft),
    claim: (id) => (ids.has(id) ? undefined : contract.claim(id)),
  };
}

/** Claims that a portal owes and that another suite does not turn red: to that suite, it is a survivor. */
export function missedBy(suite: Suite, { must, judge }: Witness): string[] {
  const red = judge(suite);
  return must.filter((claim) => !red.includes(claim));
}
