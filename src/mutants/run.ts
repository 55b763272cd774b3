import type { Contract, ContractClaim } from '../contract/contract.ts';
import type { ProfileName } from '../mock/index.ts';
import type { Verdicts } from './bench.ts';
import { furtherMethodOf } from './further-methods.ts';
import { mutantsOf, type Variation, variations } from './index.ts';
import { type Matrix, toMatrix } from './matrix.ts';
import { type Answer, runTasks, type Task } from './pool.ts';

export interface RunOptions {
  onAnswer?: (answer: Answer, done: number, all: number) => void;
  /** How the portals answer apart from their differences; as documented unless given. */
  beneath?: ProfileName | undefined;
  /** Mutants, claims and cases of this further method alone. */
  method?: string | undefined;
  /** Claims that answers turn red which are wrong in one place; needed at the end alone. */
  shownByAnswers?: Promise<ReadonlySet<string>> | undefined;
}

/** Runs every mutant and every variation of the suite, or those that concern one method. */
export async function runMatrix(
  contract: Contract,
  { onAnswer, beneath, method, shownByAnswers }: RunOptions = {},
): Promise<Matrix> {
  const mutants = mutantsOf(contract).filter(({ only }) => method === undefined || only === method);
  const only = method === undefined ? {} : { only: method };
  const tasks: Task[] = [
    { kind: 'base', id: 'base', ...only },
    ...mutants.map(({ id }): Task => ({ kind: 'mutant', id })),
    // What one variation changes may be what the ground has changed already.
    ...(beneath === undefined ? variations.map(({ id }): Task => ({ kind: 'variation', id, ...only })) : []),
  ];
  let done = 0;
  const answers = await runTasks(tasks, (answer) => onAnswer?.(answer, ++done, tasks.length), beneath);
  const verdicts = (kind: Task['kind'], id: string) =>
    answers.find((answer) => answer.kind === kind && answer.id === id)?.verdicts ?? {};
  // Few cases of one method show not all that a variation changes; what it may not do is turn a claim red.
  const reddened = ({ id, changes = {} }: Variation): Verdicts => ({
    ...verdicts('base', 'base'),
    ...Object.fromEntries(
      Object.entries(verdicts('variation', id)).filter(
        ([claim, verdict]) => verdict === 'contradicted' && !(claim in changes),
      ),
    ),
  });
  const isAsked = (claim: ContractClaim): boolean => method === undefined || claim.method === method;
  return toMatrix(
    contract.claims.filter((claim) => claim.check !== undefined && isAsked(claim)).map((claim) => claim.id),
    verdicts('base', 'base'),
    mutants.map((mutant) => ({ mutant, verdicts: verdicts('mutant', mutant.id) })),
    (beneath === undefined ? variations : []).map((variation) => ({
      variation: method === undefined ? variation : { ...variation, changes: {} },
      verdicts: method === undefined ? verdicts('variation', variation.id) : reddened(variation),
    })),
    {
      beneath,
      furtherMethodOf: furtherMethodOf(contract),
      shownByAnswers: await shownByAnswers,
      isShownBy: (claim, of) =>
        contract.claim(claim)?.error?.method === of ||
        contract.cases.some(
          ({ claims, steps }) =>
            claims.includes(claim) && steps.some((step) => step.role !== 'world' && step.call === of),
        ),
    },
  );
}
