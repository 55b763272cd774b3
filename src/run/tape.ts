import type { Case } from '../cases/case.ts';
import type { ExecutedCase, ExecutionContext } from './execute.ts';

/** Where what cases send is kept, or comes from. */
export interface Tape {
  /**
   * What the case is to be executed with in place of `context`, and what follows once it is judged and its secrets are
   * known.
   */
  open(
    testCase: Case,
    context: ExecutionContext,
  ): { context: ExecutionContext; close(executed: ExecutedCase): void };
}

/** What a case is given besides the answers to its requests. */
export interface Given {
  /** Id of the run. */
  run: string;
  /** The case's unique name; undefined as long as it has not asked for one. */
  unique?: string;
  /** What each lever of the mock portal captured, in their order. */
  levers: Record<string, string>[];
}

/** What the context gives a case is noted in `given`. */
export function notingWhatIsGiven(
  { journal, world }: ExecutionContext,
  given: Given,
): Pick<ExecutionContext, 'journal' | 'world'> {
  return {
    journal: {
      ...journal,
      uniqueCode() {
        given.unique = journal.uniqueCode();
        return given.unique;
      },
    },
    world: world && {
      ...world,
      change(change) {
        const captured = world.change(change);
        given.levers.push(captured);
        return captured;
      },
    },
  };
}

/**
 * The same is given once more; nothing is made, renewed or changed.
 *
 * @param lacking called where the case asks for what it was not given
 */
export function givingOnceMore(
  { world }: ExecutionContext,
  given: Given,
  lacking: () => never,
): Pick<ExecutionContext, 'journal' | 'world' | 'renew' | 'shared'> {
  let next = 0;
  return {
    journal: {
      run: given.run,
      before() {},
      after() {},
      uniqueCode: () => given.unique ?? lacking(),
    },
    world: world && { ...world, change: () => given.levers[next++] ?? {} },
    renew: undefined,
    shared: new Map(),
  };
}
