import type { Case } from '../cases/case.ts';
import { type Call, wrapStage } from '../mock/index.ts';
import type { Stages } from '../mutation/operator.ts';
import type { ExecutionContext } from '../run/execute.ts';

/** Which calls a portal takes for which case, where one case begins when the one before it has ended. */
export interface CallNotes {
  /** Stages that note calls. */
  stages: Stages;
  /** What a case is executed with, so that its calls are known. */
  begin(testCase: Case, context: ExecutionContext): ExecutionContext;
  /** The calls of a case, and of those that made what it uses. */
  of(testCase: Case): readonly Call[];
}

export function createCallNotes(): CallNotes {
  const calls = new Map<Case, Call[]>();
  /** Cases that made what others of the same portal use, by its key. */
  const makers = new WeakMap<ExecutionContext['shared'], Map<string, Case>>();
  const uses = new Map<Case, Set<Case>>();
  let current: Case | undefined;
  const note = (call: Call): void => {
    if (current) calls.set(current, [...(calls.get(current) ?? []), call]);
  };
  const makersFor = (testCase: Case, found = new Set<Case>()): Set<Case> => {
    for (const maker of uses.get(testCase) ?? []) if (!found.has(maker)) makersFor(maker, found.add(maker));
    return found;
  };
  return {
    stages(stages) {
      const outer = wrapStage(stages, stages[0]?.name ?? '', (call, run) => {
        if (!call.inBatch) note(call);
        return run(call);
      });
      return wrapStage(outer, 'method-known', (call, run) => {
        if (call.inBatch) note(call);
        return run(call);
      });
    },
    begin(testCase, context) {
      current = testCase;
      const known = makers.get(context.shared) ?? new Map<string, Case>();
      makers.set(context.shared, known);
      return {
        ...context,
        borrow(key, _, made) {
          const maker = known.get(key);
          if (!made || !maker) known.set(key, testCase);
          else uses.set(testCase, (uses.get(testCase) ?? new Set()).add(maker));
          return made;
        },
      };
    },
    of: (testCase) => [testCase, ...makersFor(testCase)].flatMap((each) => calls.get(each) ?? []),
  };
}
