import type { Case } from '../cases/case.ts';
import { generateCases } from '../cases/generate.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import type { ProfileName } from '../mock/index.ts';
import { createLiveBench } from './bench.ts';
import { type CarriedOut, placeOfAct } from './case.ts';
import type { OnNoticed } from './deletion.ts';
import type { Operator, PortalOperator } from './operator.ts';
import { answerOperators } from './operators/answers.ts';
import { isRefusal, refusalOperators } from './operators/refusals.ts';
import { requestOperators } from './operators/requests.ts';
import { stateOperators } from './operators/states.ts';
import { type Pair, runPairs } from './pairs.ts';
import {
  type Baseline,
  carriedOut,
  carryOutAll,
  isFailure,
  judgeAgain,
  type Mutant,
  runOperator,
} from './run.ts';

/** Wrong portals that nobody lists: made of what the cases send and are answered. */

export const KINDS = ['answers', 'requests', 'states'] as const;

/** What a portal does wrong: what it answers, what it does with requests, or with what it holds. */
export type Kind = (typeof KINDS)[number];

export type Derived = Readonly<Partial<Record<Kind, readonly Mutant[]>>>;

export interface DerivedOptions {
  /** Operators that strike calls of this method alone. */
  method?: string | undefined;
  onOperator?: (operator: { id: string }, done: number, all: number) => void;
  /** Called with each mutant that some claim notices. */
  onNoticed?: OnNoticed | undefined;
  /**
   * Cases that call a method only to prepare something are tried with every fourth of the operators that change its answers
   * or requests, each with others: nearly all say only that nothing was prepared, and take a third of the time.
   */
  isSparing?: boolean;
}

/** Of the operators of a method, every such one is tried on a case that it only prepares, where cases are spared. */
const SPARED = 4;

/** The cases once without a fault, and what to do with them; portals of this process alone. */
export async function withBaseline<T>(
  contract: Contract,
  beneath: ProfileName | undefined,
  use: (baseline: Baseline) => Promise<T>,
  cases: readonly Case[] = generateCases(contract, 'pairwise'),
): Promise<T> {
  const bench = await createLiveBench(contract, cases, beneath);
  try {
    return await use(await carryOutAll(bench));
  } finally {
    await bench.close();
  }
}

/** The refusals of methods where nothing need be spared, once without a fault: the operators about them need all of their forms. */
export const withRefusals = <T>(
  contract: Contract,
  beneath: ProfileName | undefined,
  use: (baseline: Baseline) => Promise<T>,
): Promise<T> =>
  withBaseline(
    contract,
    beneath,
    use,
    generateCases(contract, 'full').filter((testCase) => isRefusal(contract, testCase)),
  );

export const liveOperators = (
  kind: Exclude<Kind, 'answers'>,
  { bench: { contract }, cases, uses }: Baseline,
): PortalOperator[] =>
  (kind === 'requests' ? requestOperators(contract, cases) : stateOperators(contract, uses)).map(carriedOut);

/** All wrong portals of some kinds. Deterministic. */
export async function runDerived(
  contract: Contract,
  kinds: readonly Kind[],
  beneath?: ProfileName,
  options: DerivedOptions = {},
): Promise<Derived> {
  if (kinds.length === 0) return {};
  const found = await withBaseline(contract, beneath, async (baseline) => {
    const made: Partial<Record<Kind, Mutant[]>> = {};
    for (const kind of kinds) made[kind] = await runKind(kind, baseline, options);
    return made;
  });
  found.requests?.push(
    ...(await withRefusals(contract, beneath, (baseline) =>
      runOperators(refusalOperators(contract).map(carriedOut), baseline, options),
    )),
  );
  return found;
}

function runKind(kind: Kind, baseline: Baseline, options: DerivedOptions): Promise<Mutant[]> {
  const spare = <Struck>(operators: readonly Operator<Struck>[]): readonly Operator<Struck>[] =>
    options.isSparing ? operators.map(sparing) : operators;
  if (kind === 'answers') return runOperators(spare(answerOperators(baseline.cases)), baseline, options);
  const operators = liveOperators(kind, baseline);
  // What a portal holds is often read back only where it was prepared.
  return runOperators(kind === 'states' ? operators : spare(operators), baseline, options);
}

async function runOperators<Struck>(
  all: readonly Operator<Struck>[],
  baseline: Baseline,
  { method, onOperator, onNoticed }: DerivedOptions,
): Promise<Mutant[]> {
  const operators = all.filter((operator) => method === undefined || operator.method === method);
  const mutants: Mutant[] = [];
  for (const [index, operator] of operators.entries()) {
    const found = await runOperator(baseline, operator, operator.wheres, (mutant, effects) => {
      if (mutant.turnedRed.length > 0)
        onNoticed?.(mutant, effects.length, () => judgeAgain(baseline, effects));
    });
    mutants.push(...found);
    onOperator?.(operator, index + 1, operators.length);
  }
  return mutants;
}

/** The operator without most cases that only prepare something by its method: which it keeps depends on its turn. */
function sparing<Struck>(operator: Operator<Struck>, turn: number): Operator<Struck> {
  // What has to be sent in each form may be sent to prepare something alone.
  if (operator.isWanted) return operator;
  const isKept = (one: CarriedOut, index: number): boolean =>
    !isPreparedBy(one, operator.method) || (index + turn) % SPARED === 0;
  return { ...operator, reach: (baseline) => operator.reach(baseline).filter(isKept) };
}

/** Whether a case calls a method before the request that it is about and not from there on. */
function isPreparedBy(one: CarriedOut, method: string | undefined): boolean {
  const act = placeOfAct(one);
  if (act <= 0 || method === undefined) return false;
  // A portal takes names in any case; what is in a batch is not looked up.
  const names = [method.toLowerCase(), 'batch'];
  return !one.sends.slice(act).some(({ plan }) => names.includes(plan.method.toLowerCase()));
}

export const allOf = ({ answers = [], requests = [], states = [] }: Derived): Mutant[] => [
  ...answers,
  ...requests,
  ...states,
];

export const isClean = (derived: Derived): boolean => !allOf(derived).some(isFailure);

/** Claims that some derived portal turns red. */
export const claimsShown = (derived: Derived): Set<string> =>
  new Set(allOf(derived).flatMap(({ turnedRed }) => turnedRed));

/** By claim, how many derived portals had to turn it red and did. */
export function killersOf(derived: Derived): Map<string, number> {
  const killers = new Map<string, number>();
  for (const { must, turnedRed } of allOf(derived))
    for (const claim of must)
      if (turnedRed.includes(claim)) killers.set(claim, (killers.get(claim) ?? 0) + 1);
  return killers;
}

/** Reviewed claims that can be tested and that no derived portal had to turn red. */
export function withoutKiller(contract: Contract, derived: Derived): ContractClaim[] {
  const killers = killersOf(derived);
  return contract.claims.filter(
    ({ id, check, confidence }) => check !== undefined && confidence !== 'parsed' && !killers.has(id),
  );
}

/** Portals with two faults each, of requests and states. */
export const runAllPairs = (
  contract: Contract,
  count: number,
  seed: number,
  beneath?: ProfileName,
  onPair?: (pair: Pair, done: number) => void,
): Promise<Pair[]> =>
  withBaseline(contract, beneath, async (baseline) => {
    const operators = [...liveOperators('requests', baseline), ...liveOperators('states', baseline)];
    return runPairs(baseline, operators, count, seed, onPair);
  });
