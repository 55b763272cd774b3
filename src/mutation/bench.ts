import { type Case, needsOwnWorld } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import {
  type Call,
  loadWorld,
  type MockPortal,
  type ProfileName,
  type Stage,
  startMockPortal,
  wrapStage,
} from '../mock/index.ts';
import { targetOf } from '../run/embedded-mock.ts';
import { executeCase } from '../run/execute.ts';
import type { Journal } from '../run/journal.ts';
import { moveLever } from '../run/levers.ts';
import { withoutWaiting } from '../run/run-all.ts';
import type { Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import { createRedactor } from '../wire/redact.ts';
import { type CarriedOut, type RecordedCase, record } from './case.ts';
import { createDirectClient } from './client.ts';
import type { Stages } from './operator.ts';
import { stateOf } from './operators/tables.ts';

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
      const recorded = await execute(contract, testCase, mock, targetOf(mock, profile, notHere));
      return { ...recorded, findings: recorded.judge({ contract }), calls, state: stateOf(last) };
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
): Promise<RecordedCase> {
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
  const { context, done } = record(testCase, {
    contract,
    target,
    client,
    journal: namesAlone(),
    shared: new Map(),
    world: ownWorld ? world : undefined,
  });
  return done(await executeCase(testCase, context));
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
