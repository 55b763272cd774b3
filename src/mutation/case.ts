import type { Case, RequestPlan } from '../cases/case.ts';
import { needsOwnWorld } from '../cases/case.ts';
import type { LookUp } from '../contract/values.ts';
import type { Finding } from '../judge/judge.ts';
import type { Call } from '../mock/index.ts';
import { type ExecutedCase, type ExecutionContext, executeCase } from '../run/execute.ts';
import { judgeExecuted } from '../run/runner.ts';
import { type Given, givingOnceMore, notingWhatIsGiven, type Tape } from '../run/tape.ts';
import { lookUpIn } from '../wire/encode.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Suite } from './deletion.ts';

/** A request of a case and what it was answered. */
export interface Send {
  plan: RequestPlan;
  exchange: Exchange;
}

/** A case as it was carried out, to be judged again, also with other answers. */
export interface RecordedCase {
  testCase: Case;
  /** In the order in which they were sent. */
  sends: readonly Send[];
  /** What references in expectations stand for. */
  lookUp: LookUp;
  /** What a suite says of it. */
  judge(suite: Suite): Finding[];
  /**
   * The case where some answers were others. Sends nothing. What steps contradict that are answered as before is not found
   * once more.
   *
   * @param others answers in place of those that came, by the place of their requests
   * @param run the cases that were carried out beside it
   * @returns undefined where such an answer makes the case send what nobody recorded
   */
  replay(
    others: ReadonlyMap<number, Exchange>,
    run: readonly RecordedCase[],
  ): Promise<RecordedCase | undefined>;
}

/** A case that was carried out on a portal that it had for itself. */
export interface CarriedOut extends RecordedCase {
  findings: readonly Finding[];
  /** Calls that the portal took, commands of batches after the batch that holds them. */
  calls: readonly Call[];
  /** What the portal holds in the end. */
  state: string;
}

/** Place of the request that the case is about; -1 where it was not sent. */
export const placeOfAct = ({ testCase, sends }: RecordedCase): number =>
  sends.findIndex(({ plan }) => plan === testCase.request);

/** A tape that keeps the cases of a run in memory. */
export function createTape(): Tape & { readonly cases: readonly RecordedCase[] } {
  const cases: RecordedCase[] = [];
  return {
    cases,
    open(testCase, context) {
      const recording = record(testCase, context);
      return {
        context: recording.context,
        close: (executed) => cases.push(recording.done(executed)),
      };
    },
  };
}

/** What a case is to be executed with in place of `context`, and what became of it then. */
export function record(
  testCase: Case,
  context: ExecutionContext,
): { context: ExecutionContext; done(executed: ExecutedCase): RecordedCase } {
  const sends: Send[] = [];
  const given: Given = { run: context.journal.run, levers: [] };
  const keep = (plan: RequestPlan, exchange: Exchange): Exchange => {
    sends.push({ plan, exchange });
    return exchange;
  };
  return {
    context: {
      ...context,
      ...notingWhatIsGiven(context, given),
      async send(plan, live) {
        return keep(plan, await live());
      },
      borrow: (_, plan, made) => made?.then((exchange) => keep(plan, exchange)),
    },
    done: (executed) => recordedCase(testCase, context, given, sends, executed),
  };
}

function recordedCase(
  testCase: Case,
  context: ExecutionContext,
  given: Given,
  sends: readonly Send[],
  executed: ExecutedCase,
  knownSteps?: ReadonlySet<Exchange>,
): RecordedCase {
  const { target } = context;
  let asRecorded: ReadonlySet<Exchange> | undefined;
  return {
    testCase,
    sends,
    lookUp: lookUpIn(target, executed.captured, testCase.request.credential, 'https'),
    judge: ({ contract, leftOut }) =>
      judgeExecuted(contract, testCase, target, executed, { ...(leftOut && { leftOut }), knownSteps }),
    async replay(others, run) {
      const answered: Send[] = [];
      let place = 0;
      const next = (plan: RequestPlan): Exchange => {
        const recorded = sends[place];
        if (recorded === undefined || !isSame(recorded.plan, plan)) {
          const exchange = plainestIn(run).get(keyOf(plan));
          if (exchange === undefined) return notRecorded();
          answered.push({ plan, exchange });
          return exchange;
        }
        const exchange = others.get(place++) ?? recorded.exchange;
        answered.push({ plan: recorded.plan, exchange });
        return exchange;
      };
      try {
        const again = await executeCase(testCase, {
          ...context,
          ...givingOnceMore(context, given, notRecorded),
          send: async (plan) => next(plan),
          borrow: undefined,
        });
        asRecorded ??= new Set(sends.map(({ exchange }) => exchange));
        return recordedCase(testCase, context, given, answered, again, asRecorded);
      } catch (error) {
        if (error instanceof NotRecorded) return undefined;
        throw error;
      }
    },
  };
}

class NotRecorded extends Error {}

const notRecorded = (): never => {
  throw new NotRecorded();
};

const keyOf = (plan: RequestPlan): string => JSON.stringify(plan);

/** What is asked again in doubt is written anew each time. */
const isSame = (one: RequestPlan, other: RequestPlan): boolean =>
  one === other || keyOf(one) === keyOf(other);

const plainest = new WeakMap<readonly RecordedCase[], Map<string, Exchange>>();

/** Answers by their requests: what a case asks again is not in its own recording, and another case sent the same. */
function plainestIn(run: readonly RecordedCase[]): ReadonlyMap<string, Exchange> {
  let known = plainest.get(run);
  if (!known) {
    known = new Map();
    for (const { testCase, sends } of run)
      if (!needsOwnWorld(testCase))
        for (const { plan, exchange } of sends) if (!known.has(keyOf(plan))) known.set(keyOf(plan), exchange);
    plainest.set(run, known);
  }
  return known;
}
