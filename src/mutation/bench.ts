import { type Case, needsOwnWorld } from '../cases/case.ts';
import type { Contract, WorldChange } from '../contract/contract.ts';
import type { Finding } from '../judge/judge.ts';
import {
  type Call,
  frozenWorld,
  loadWorld,
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
import { createRedactor } from '../wire/redact.ts';
import { type CarriedOut, type RecordedCase, record } from './case.ts';
import { type Answers, createDirectClient } from './client.ts';
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
  const world = frozenWorld(await loadWorld());
  const mock = await startMockPortal({ profile, world });
  const begin = (stages: Stages): void =>
    mock.reset({ profile, world, stages, clock: { now: () => NOW }, series: 1 });
  begin((standard) => standard);
  // No case changes it: there is no other token to be had.
  const target = targetOf(mock, profile, notHere);
  const { whyMissing, unable, secrets } = target;
  const answers: Answers = new Map();
  return {
    contract,
    redact: createRedactor(secrets),
    cases: cases.filter((testCase) => (unable?.(testCase) ?? whyMissing(testCase)) === undefined),
    async carryOut(testCase, stages = (standard) => standard) {
      const calls: Call[] = [];
      begin((standard) => noting(stages(standard), (call) => calls.push(call)));
      const direct = createDirectClient(mock, answers);
      const ownWorld = needsOwnWorld(testCase);
      // As in a run: what a case provokes in a portal of its own is its answer.
      const client = ownWorld ? direct : withoutWaiting(direct);
      const change = (lever: WorldChange) => moveLever(mock, lever);
      const { context, done } = record(testCase, {
        contract,
        target,
        client,
        journal: namesAlone(),
        shared: new Map(),
        world: ownWorld ? { target, client, change, close: async () => {} } : undefined,
      });
      const recorded = done(await executeCase(testCase, context));
      return carriedOut(contract, recorded, calls);
    },
    close: mock.close,
  };
}

/** Judged and looked at where somebody asks: of most, nobody does. */
function carriedOut(contract: Contract, recorded: RecordedCase, calls: readonly Call[]): CarriedOut {
  let findings: readonly Finding[] | undefined;
  let state: string | undefined;
  return {
    ...recorded,
    calls,
    get findings() {
      findings ??= recorded.judge({ contract });
      return findings;
    },
    get state() {
      // Nothing happens any more to a portal that was replaced.
      state ??= stateOf(calls.at(-1)?.portal);
      return state;
    },
  };
}

/** Such a case is given its portal with the context, and never asks for another. */
const notHere = (): Promise<never> => Promise.reject(new Error('a case has one portal here'));

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
