import type { Contract } from '../contract/contract.ts';
import type { ProfileName } from '../mock/index.ts';
import { furtherMethodOf } from './further-methods.ts';
import { mutantsOf, variations } from './index.ts';
import { type Matrix, toMatrix } from './matrix.ts';
import { type Answer, runTasks, type Task } from './pool.ts';

/**
 * Runs every mutant and every variation of the suite.
 *
 * @param shownByAnswers claims that answers turn red which are wrong in one place
 * @param beneath how the portals answer apart from their differences; as documented unless given
 */
export async function runMatrix(
  contract: Contract,
  shownByAnswers: ReadonlySet<string>,
  onAnswer?: (answer: Answer, done: number, all: number) => void,
  beneath?: ProfileName,
): Promise<Matrix> {
  const mutants = mutantsOf(contract);
  const tasks: Task[] = [
    { kind: 'base', id: 'base' },
    ...mutants.map(({ id }): Task => ({ kind: 'mutant', id })),
    // What one variation changes may be what the ground has changed already.
    ...(beneath === undefined ? variations.map(({ id }): Task => ({ kind: 'variation', id })) : []),
  ];
  let done = 0;
  const answers = await runTasks(tasks, (answer) => onAnswer?.(answer, ++done, tasks.length), beneath);
  const verdicts = (kind: Task['kind'], id: string) =>
    answers.find((answer) => answer.kind === kind && answer.id === id)?.verdicts ?? {};
  return toMatrix(
    contract.claims.filter((claim) => claim.check !== undefined).map((claim) => claim.id),
    verdicts('base', 'base'),
    mutants.map((mutant) => ({ mutant, verdicts: verdicts('mutant', mutant.id) })),
    (beneath === undefined ? variations : []).map((variation) => ({
      variation,
      verdicts: verdicts('variation', variation.id),
    })),
    { beneath, furtherMethodOf: furtherMethodOf(contract), shownByAnswers },
  );
}
