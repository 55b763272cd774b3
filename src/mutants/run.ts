import type { Contract } from '../contract/contract.ts';
import type { ProfileName } from '../mock/index.ts';
import { furtherMethodOf } from './further-methods.ts';
import { mutants, variations } from './index.ts';
import { type Matrix, toMatrix } from './matrix.ts';
import { type Answer, runTasks, type Task } from './pool.ts';

export interface RunOptions {
  onAnswer?: (answer: Answer, done: number, all: number) => void;
  /** How the portals answer apart from their differences; as documented unless given. */
  beneath?: ProfileName | undefined;
  /** In which they are run; by default one per core. */
  processes?: number | undefined;
  /** Variations take turns with the cases, so that each case is tried with every fourth of them. */
  isSparing?: boolean;
  /** Claims that derived portals turn red; needed at the end alone. */
  shownByDerived?: Promise<ReadonlySet<string>> | undefined;
}

/** Runs every mutant that is written by hand and every variation of the suite. */
export async function runMatrix(
  contract: Contract,
  { onAnswer, beneath, processes, isSparing, shownByDerived }: RunOptions = {},
): Promise<Matrix> {
  // What one variation changes may be what the ground has changed already.
  const varied = beneath === undefined ? variations : [];
  const tasks: Task[] = [
    { kind: 'base', id: 'base' },
    ...mutants.map(({ id }): Task => ({ kind: 'mutant', id })),
    ...varied.map(({ id, changes }, index): Task => {
      // What is to change, every case must show.
      const turn = isSparing && !changes ? index : undefined;
      return { kind: 'variation', id, turn };
    }),
  ];
  let done = 0;
  const answers = await runTasks(
    tasks,
    (answer) => onAnswer?.(answer, ++done, tasks.length),
    beneath,
    processes,
  );
  const verdicts = (kind: Task['kind'], id: string) =>
    answers.find((answer) => answer.kind === kind && answer.id === id)?.verdicts ?? {};
  return toMatrix(
    contract.claims.filter((claim) => claim.check !== undefined).map((claim) => claim.id),
    verdicts('base', 'base'),
    mutants.map((mutant) => ({ mutant, verdicts: verdicts('mutant', mutant.id) })),
    varied.map((variation) => ({ variation, verdicts: verdicts('variation', variation.id) })),
    { beneath, furtherMethodOf: furtherMethodOf(contract), shownByDerived: await shownByDerived },
  );
}
