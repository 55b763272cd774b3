import type { Contract } from '../../contract/contract.ts';
import { type Call, wrapStage } from '../../mock/index.ts';
import type { Stages } from '../../mutants/mutant.ts';
import { EVERYWHERE, type LiveOperator, type When } from '../operator.ts';
import { BY_KIND, formsOf, IN_BATCH, NOW_AND_THEN, pairsOf } from '../where.ts';

/** Requests that ought to be accepted and are refused, for the form in which they travel. */

/** An error that says nothing of who calls. */
const REFUSAL = {
  status: 400,
  headers: {},
  body: { error: 'ERROR_ARGUMENT', error_description: 'Argument is wrong' },
} as const;

/** Whether a call did what it asked for. */
export const isAccepted: When = ({ answer, endpoint, inBatch }) =>
  (endpoint === 'rest' || inBatch) && answer?.body !== undefined && 'result' in answer.body;

/** Refuses what the method accepts. */
export const refuse =
  (strikes: When): Stages =>
  (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      return answer?.body && 'result' in answer.body && strikes(call) ? REFUSAL : answer;
    });

export function formOperators(contract: Contract, methods: readonly string[]): LiveOperator[] {
  const forms = formsOf(contract);
  return [
    {
      id: 'form-refused',
      kind: 'form-refused',
      says: 'Requests of all methods are refused',
      mayStrike: isAccepted,
      attach: refuse,
      wheres: [...forms, IN_BATCH, ...pairsOf(contract)],
      isWanted: true,
    },
    ...methods.map(
      (method): LiveOperator => ({
        id: `${method} refused`,
        kind: 'method-refused',
        says: `${method} refuses what it must accept`,
        method,
        mayStrike: isAccepted,
        attach: (strikes) => refuse((call: Call) => call.method === method.toLowerCase() && strikes(call)),
        wheres: [EVERYWHERE, ...forms, ...BY_KIND, IN_BATCH, ...NOW_AND_THEN],
      }),
    ),
  ];
}
