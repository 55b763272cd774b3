import type { Case } from '../cases/case.ts';
import { generateCases } from '../cases/generate.ts';
import type { Contract } from '../contract/contract.ts';
import type { ProfileName } from '../mock/index.ts';
import { createLiveBench } from './bench.ts';
import type { OnNoticed } from './deletion.ts';
import type { LiveOperator } from './operator.ts';
import { isRefusal, refusalOperators } from './operators/refusals.ts';
import { requestOperators } from './operators/requests.ts';
import { stateOperators } from './operators/states.ts';
import { type Baseline, carryOutAll, judgeAgain, type LiveMutant, runOperator } from './run.ts';

/** What a portal does wrong: with requests, or with what it holds. */
export type LiveKind = 'requests' | 'states';

export const operatorsOf = async (
  kind: LiveKind,
  contract: Contract,
  { bench, cases }: Baseline,
): Promise<readonly LiveOperator[]> =>
  kind === 'requests'
    ? requestOperators(contract, cases)
    : stateOperators(contract, cases, ({ testCase }, stages) => bench.carryOut(testCase, stages));

export interface LiveOptions {
  /** How the portals answer apart from what is wrong. */
  beneath?: ProfileName | undefined;
  /** Operators that strike calls of this method alone. */
  method?: string | undefined;
  /** One operator in so many, evenly over all. */
  oneIn?: number;
  onOperator?: (operator: LiveOperator, done: number, all: number) => void;
  /** Called with each mutant that some claim notices. */
  onNoticed?: OnNoticed | undefined;
}

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

/** All operators of a kind, or evenly some of them. Deterministic. */
export async function runLive(
  kind: LiveKind,
  contract: Contract,
  baseline: Baseline,
  options: LiveOptions = {},
): Promise<LiveMutant[]> {
  return runOperators(await operatorsOf(kind, contract, baseline), baseline, options);
}

/** Operators that ignore what methods refuse in one form. Deterministic. */
export const runRefusals = (
  contract: Contract,
  beneath: ProfileName | undefined,
  options: LiveOptions = {},
): Promise<LiveMutant[]> =>
  withRefusals(contract, beneath, (baseline) => runOperators(refusalOperators(contract), baseline, options));

async function runOperators(
  all: readonly LiveOperator[],
  baseline: Baseline,
  { method, oneIn = 1, onOperator, onNoticed }: LiveOptions,
): Promise<LiveMutant[]> {
  const operators = all
    .filter((operator) => method === undefined || operator.method === method)
    .filter((_, index) => index % oneIn === 0);
  const mutants: LiveMutant[] = [];
  for (const [index, operator] of operators.entries()) {
    const found = await runOperator(baseline, operator, operator.wheres, (mutant, effects) => {
      if (mutant.turnedRed.length > 0) onNoticed?.(mutant, effects.length, judgeAgain(baseline, effects));
    });
    mutants.push(...found);
    onOperator?.(operator, index + 1, operators.length);
  }
  return mutants;
}
