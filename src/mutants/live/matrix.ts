import { generateCases } from '../../cases/generate.ts';
import type { Contract } from '../../contract/contract.ts';
import type { ProfileName } from '../../mock/index.ts';
import { requestOperators } from '../requests/index.ts';
import { stateOperators } from '../states/operators.ts';
import { createLiveBench } from './bench.ts';
import type { LiveOperator } from './operator.ts';
import { type Baseline, carryOutAll, type LiveMutant, runOperator } from './run.ts';

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
}

/** The cases once without a fault, and what to do with them; portals of this process alone. */
export async function withBaseline<T>(
  contract: Contract,
  beneath: ProfileName | undefined,
  use: (baseline: Baseline) => Promise<T>,
): Promise<T> {
  const bench = await createLiveBench(contract, generateCases(contract, 'pairwise'), beneath);
  try {
    return await use(await carryOutAll(bench));
  } finally {
    await bench.close();
  }
}

/** All operators of a kind, or evenly some of them. Deterministic. */
export async function runLive(
  kind: LiveKind,
  contract: Contract,
  baseline: Baseline,
  { method, oneIn = 1, onOperator }: LiveOptions = {},
): Promise<LiveMutant[]> {
  const operators = (await operatorsOf(kind, contract, baseline))
    .filter((operator) => method === undefined || operator.method === method)
    .filter((_, index) => index % oneIn === 0);
  const mutants: LiveMutant[] = [];
  for (const [index, operator] of operators.entries()) {
    mutants.push(...(await runOperator(baseline, operator)));
    onOperator?.(operator, index + 1, operators.length);
  }
  return mutants;
}
