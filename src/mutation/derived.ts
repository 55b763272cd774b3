import type { Contract, ContractClaim } from '../contract/contract.ts';
import type { ProfileName } from '../mock/index.ts';
import { explainAnswers, isAnswerId } from '../mutants/answers-why.ts';
import { isFailure } from '../mutants/derived-text.ts';
import { explainLive } from '../mutants/live-why.ts';
import { type AnswerMatrix, groupsOf, runAnswerMutants } from './answers/matrix.ts';
import { recordRun } from './answers/record.ts';
import {
  type LiveKind,
  type LiveOptions,
  operatorsOf,
  runLive,
  runRefusals,
  withBaseline,
  withRefusals,
} from './matrix.ts';
import { type LiveOperator, mutantId } from './operator.ts';
import { refusalOperators } from './operators/refusals.ts';
import { type Pair, runPairs } from './pairs.ts';
import type { Baseline, LiveMutant } from './run.ts';

/** Wrong portals that nobody lists: made of what the cases send and are answered. */

export type DerivedKind = 'answers' | LiveKind;

export interface Derived {
  answers?: AnswerMatrix | undefined;
  requests?: LiveMutant[] | undefined;
  states?: LiveMutant[] | undefined;
  isClean: boolean;
}

export interface DerivedOptions extends LiveOptions {
  /** Those that strike calls of this method alone. */
  method?: string | undefined;
}

export async function runDerived(
  contract: Contract,
  kinds: readonly DerivedKind[],
  { beneath, method, ...options }: DerivedOptions = {},
): Promise<Derived> {
  const answers = kinds.includes('answers') ? await runAnswers(contract, beneath, method) : undefined;
  const live: Partial<Record<LiveKind, LiveMutant[]>> = {};
  const wanted = (['requests', 'states'] as const).filter((kind) => kinds.includes(kind));
  if (wanted.length > 0)
    await withBaseline(contract, beneath, async (baseline) => {
      for (const kind of wanted) live[kind] = await runLive(kind, contract, baseline, { ...options, method });
    });
  live.requests?.push(...(await runRefusals(contract, beneath, { ...options, method })));
  const wrong = answers?.mutants.some(({ missed, surprising }) => missed.length + surprising.length > 0);
  return {
    ...(answers && { answers }),
    ...live,
    isClean: !wrong && ![...(live.requests ?? []), ...(live.states ?? [])].some(isFailure),
  };
}

async function runAnswers(
  contract: Contract,
  beneath: ProfileName | undefined,
  method: string | undefined,
): Promise<AnswerMatrix> {
  const cases = await recordRun(contract, beneath);
  const groups = groupsOf(cases).filter((group) => method === undefined || group.method === method);
  return runAnswerMutants(contract, cases, groups);
}

/** Claims that some derived portal turns red. */
export const claimsShown = ({ answers, requests = [], states = [] }: Derived): Set<string> =>
  new Set([...(answers?.mutants ?? []), ...requests, ...states].flatMap(({ turnedRed }) => turnedRed));

/** By claim, how many derived portals had to turn it red and did. */
export function killersOf({ answers, requests = [], states = [] }: Derived): Map<string, number> {
  const killers = new Map<string, number>();
  for (const { must, turnedRed } of [...(answers?.mutants ?? []), ...requests, ...states])
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

/** What one derived portal does; where there is none of that name, all the names of its kind. */
export async function explainDerived(
  contract: Contract,
  id: string,
  beneath?: ProfileName,
): Promise<{ text: string; isKilled: boolean } | { names: string[] }> {
  if (refusalOperators(contract).some((operator) => id.startsWith(`${operator.id} `)))
    return withRefusals(contract, beneath, (baseline) => explainOf(baseline, refusalOperators(contract), id));
  return withBaseline(contract, beneath, async (baseline) => {
    if (isAnswerId(id)) {
      const cases = await recordRun(contract, beneath);
      const shown = await explainAnswers(contract, cases, id, baseline.bench.redact);
      return shown === undefined
        ? { names: [] }
        : { text: shown.text, isKilled: shown.mutant.missed.length + shown.mutant.surprising.length === 0 };
    }
    const operators = [
      ...(await operatorsOf('requests', contract, baseline)),
      ...(await operatorsOf('states', contract, baseline)),
    ];
    return explainOf(baseline, operators, id);
  });
}

async function explainOf(
  baseline: Baseline,
  operators: readonly LiveOperator[],
  id: string,
): Promise<{ text: string; isKilled: boolean } | { names: string[] }> {
  const names: string[] = [];
  for (const operator of operators)
    for (const where of operator.wheres) {
      if (mutantId(operator, where) === id) {
        const { text, mutant } = await explainLive(baseline, operator, where);
        return { text, isKilled: mutant !== undefined && !isFailure(mutant) };
      }
      names.push(mutantId(operator, where));
    }
  return { names };
}

/** Portals with two faults each, of requests and states. */
export async function runAllPairs(
  contract: Contract,
  count: number,
  seed: number,
  beneath?: ProfileName,
  onPair?: (pair: Pair, done: number) => void,
): Promise<{ pairs: Pair[]; text: string; isClean: boolean }> {
  const pairs = await withBaseline(contract, beneath, async (baseline) => {
    const operators = [
      ...(await operatorsOf('requests', contract, baseline)),
      ...(await operatorsOf('states', contract, baseline)),
    ];
    return runPairs(baseline, operators, count, seed, onPair);
  });
  const wrong = pairs.filter(({ missed, unnoticed }) => missed.length + unnoticed.length > 0);
  return {
    pairs,
    isClean: wrong.length === 0,
    text: [
      ...wrong.map(({ id, missed, unnoticed }) =>
        [
          id,
          ...unnoticed.map((operator) => `  ${operator} is not noticed beside the other`),
          ...missed.map((claim) => `  ${claim} had to be contradicted`),
        ].join('\n'),
      ),
      `${pairs.length} portals with two faults each, seed ${seed}: both noticed in ${pairs.length - wrong.length}`,
    ].join('\n'),
  };
}
