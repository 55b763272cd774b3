import type { Case, RequestPlan } from '../cases/case.ts';
import { needsOwnWorld } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { LookUp } from '../contract/values.ts';
import type { Finding } from '../judge/judge.ts';
import {
  type Call,
  loadWorld,
  type MockPortal,
  type ProfileName,
  type Stage,
  startMockPortal,
  wrapStage,
} from '../mock/index.ts';
import type { Stages } from '../mutants/mutant.ts';
import { targetOf } from '../run/embedded-mock.ts';
import { executeCase } from '../run/execute.ts';
import type { Journal } from '../run/journal.ts';
import { moveLever } from '../run/levers.ts';
import { withoutWaiting } from '../run/run-all.ts';
import { judgeExecuted } from '../run/runner.ts';
import type { Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import { lookUpIn } from '../wire/encode.ts';
import type { Exchange } from '../wire/exchange.ts';
import { createRedactor } from '../wire/redact.ts';
import { createDirectClient } from './client.ts';

/** A request of a case, what it was answered, and what the case has it for. */
export interface Send {
  plan: RequestPlan;
  exchange: Exchange;
}

/** A case that was carried out on a portal that it had for itself. */
export interface CarriedOut {
  testCase: Case;
  /** In the order in which they were sent. */
  sends: readonly Send[];
  /** Calls that the portal took, commands of batches after the batch that holds them. */
  calls: readonly Call[];
  findings: readonly Finding[];
  /** What another contract says of it, and a judge without some of its checks. */
  judgeAgain(contract: Contract, leftOut?: ReadonlySet<string>): Finding[];
  /** What the portal holds in the end. */
  state: string;
  /** What references in expectations stand for. */
  lookUp: LookUp;
}

/** Carries out single cases in this process: nothing is sent over a network, and each has a portal and a time of its own. */
export interface LiveBench {
  /** Cases that such a portal can carry. */
  cases: readonly Case[];
  contract: Contract;
  /** A text without the secrets of such a portal. */
  redact(text: string): string;
  /** @param stages what is wrong with the portal */
  carryOut(testCase: Case, stages?: Stages): Promise<CarriedOut>;
  close(): Promise<void>;
}

/** Unix seconds: the same for every case, so that two runs of one differ by what is wrong alone. */
const NOW = Date.UTC(2026, 0, 15, 12) / 1000;

/** @param profile how the portals answer apart from what is wrong with them */
export async function createLiveBench(
  contract: Contract,
  cases: readonly Case[],
  profile: ProfileName = 'documented',
): Promise<LiveBench> {
  const world = await loadWorld();
  const mock = await startMockPortal({ profile, world });
  const begin = (stages: Stages): void =>
    mock.reset({ profile, world, stages, clock: { now: () => NOW }, series: 1 });
  begin((standard) => standard);
  const { whyMissing, unable, secrets } = targetOf(mock, profile, notHere);
  return {
    contract,
    redact: createRedactor(secrets),
    cases: cases.filter((testCase) => (unable?.(testCase) ?? whyMissing(testCase)) === undefined),
    async carryOut(testCase, stages = (standard) => standard) {
      const calls: Call[] = [];
      let last: Call['portal'] | undefined;
      begin((standard) =>
        noting(stages(standard), (call) => {
          calls.push(call);
          last = call.portal;
        }),
      );
      const carried = await execute(contract, testCase, mock, targetOf(mock, profile, notHere));
      return { testCase, ...carried, calls, state: stateOf(last) };
    },
    close: mock.close,
  };
}

/** Such a case is given its portal with the context, and never asks for another. */
const notHere = (): Promise<never> => Promise.reject(new Error('a case has one portal here'));

async function execute(
  contract: Contract,
  testCase: Case,
  mock: MockPortal,
  target: Target,
): Promise<Pick<CarriedOut, 'sends' | 'findings' | 'judgeAgain' | 'lookUp'>> {
  const sends: Send[] = [];
  const ownWorld = needsOwnWorld(testCase);
  const direct = createDirectClient(mock);
  // As in a run: what a case provokes in a portal of its own is its answer.
  const client: HttpClient = ownWorld ? direct : withoutWaiting(direct);
  const world = {
    target,
    client,
    change: (change: Parameters<typeof moveLever>[1]) => moveLever(mock, change),
    close: async () => {},
  };
  const executed = await executeCase(testCase, {
    contract,
    target,
    client,
    journal: namesAlone(),
    shared: new Map(),
    world: ownWorld ? world : undefined,
    async send(plan, live) {
      const exchange = await live();
      sends.push({ plan, exchange });
      return exchange;
    },
  });
  return {
    sends,
    findings: judgeExecuted(contract, testCase, target, executed),
    judgeAgain: (other, leftOut) => judgeExecuted(other, testCase, target, executed, leftOut),
    lookUp: lookUpIn(target, executed.captured, testCase.request.credential, 'https'),
  };
}

/** The same names in every run of a case. */
function namesAlone(): Journal {
  let last = 0;
  return {
    run: 'mutants',
    before() {},
    after() {},
    uniqueCode: () => `b24conformance_mutants_${++last}`,
  };
}

/** Calls as they are when their form is known; what becomes of them they hold in the end. */
function noting(stages: readonly Stage[], note: (call: Call) => void): readonly Stage[] {
  const outer = wrapStage(stages, 'transport', async (call, run) => {
    note(call);
    return run(call);
  });
  return wrapStage(outer, 'method-known', (call, run) => {
    if (call.inBatch) note(call);
    return run(call);
  });
}

const stateOf = (portal: Call['portal'] | undefined): string =>
  JSON.stringify(portal?.tables.map((table) => [...table]) ?? []);
