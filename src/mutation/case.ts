import type { Case, RequestPlan } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { LookUp } from '../contract/values.ts';
import type { Finding } from '../judge/judge.ts';
import { type ExecutedCase, type ExecutionContext, executeCase } from '../run/execute.ts';
import { judgeExecuted } from '../run/runner.ts';
import { type Given, givingOnceMore, notingWhatIsGiven, type Tape } from '../run/tape.ts';
import { lookUpIn } from '../wire/encode.ts';
import type { Exchange } from '../wire/exchange.ts';

/** A request of a case and what it was answered. */
export interface Send {
  plan: RequestPlan;
  exchange: Exchange;
}

/** A case as it was carried out, to be judged again with other answers. */
export interface RecordedCase {
  testCase: Case;
  /** In the order in which they were sent. */
  sends: readonly Send[];
  /**
   * What the case says where some answers were others.
   *
   * @param change another answer to a request, by its place; undefined leaves it as it was
   * @param leftOut checks of the judge that are left out
   * @returns undefined where such an answer makes the case send what nobody recorded
   */
  judge(
    contract: Contract,
    change?: (send: Send, place: number) => Exchange | undefined,
    leftOut?: ReadonlySet<string>,
  ): Promise<Finding[] | undefined>;
  /** What references in expectations stand for. */
  lookUp(contract: Contract): Promise<LookUp>;
}

/** A tape that keeps the cases of a run in memory. */
export function createTape(): Tape & { readonly cases: readonly RecordedCase[] } {
  const cases: RecordedCase[] = [];
  const plainest = new Map<string, Exchange>();
  return {
    cases,
    open(testCase, context) {
      const sends: Send[] = [];
      const given: Given = { run: context.journal.run, levers: [] };
      const keep = (plan: RequestPlan, exchange: Exchange): Exchange => {
        sends.push({ plan, exchange });
        return exchange;
      };
      const recording: ExecutionContext = {
        ...context,
        ...notingWhatIsGiven(context, given),
        async send(plan, live) {
          return keep(plan, await live());
        },
        borrow: (_, plan, made) => made?.then((exchange) => keep(plan, exchange)),
      };
      return {
        context: recording,
        close() {
          if (context.world === undefined)
            for (const { plan, exchange } of sends) {
              const key = JSON.stringify(plan);
              if (!plainest.has(key)) plainest.set(key, exchange);
            }
          cases.push({
            testCase,
            sends,
            async judge(contract, change, leftOut) {
              const executed = await replay({ contract, testCase, context, sends, given, plainest }, change);
              return executed && judgeExecuted(contract, testCase, context.target, executed, leftOut);
            },
            async lookUp(contract) {
              const executed = await replay({ contract, testCase, context, sends, given, plainest });
              return lookUpIn(context.target, executed?.captured ?? {}, testCase.request.credential, 'https');
            },
          });
        },
      };
    },
  };
}

/** What a case asks again is not in its own recording: another case sent the same. */
class NotRecorded extends Error {}

const notRecorded = (): never => {
  throw new NotRecorded();
};

interface Recorded {
  contract: Contract;
  testCase: Case;
  context: ExecutionContext;
  sends: readonly Send[];
  given: Given;
  plainest: ReadonlyMap<string, Exchange>;
}

async function replay(
  { contract, testCase, context, sends, given, plainest }: Recorded,
  change: (send: Send, place: number) => Exchange | undefined = () => undefined,
): Promise<ExecutedCase | undefined> {
  let place = 0;
  const next = (plan: RequestPlan): Exchange => {
    const key = JSON.stringify(plan);
    const recorded = sends[place];
    const isNext = recorded !== undefined && JSON.stringify(recorded.plan) === key;
    const exchange = isNext ? recorded.exchange : plainest.get(key);
    if (exchange === undefined) return notRecorded();
    const at = isNext ? place++ : -1;
    return change({ plan, exchange }, at) ?? exchange;
  };
  const replaying: ExecutionContext = {
    ...context,
    contract,
    ...givingOnceMore(context, given, notRecorded),
    send: async (plan) => next(plan),
    borrow: undefined,
  };
  try {
    return await executeCase(testCase, replaying);
  } catch (error) {
    if (error instanceof NotRecorded) return undefined;
    throw error;
  }
}
