import type { Contract } from '../../contract/contract.ts';
import { EVERYWHERE, type LiveOperator } from '../operator.ts';
import { BY_KIND, formsOf, IN_BATCH, NOW_AND_THEN, pairsOf } from '../where.ts';
import { refused } from './otherwise.ts';

/** Requests that ought to be accepted and are refused, for the form in which they travel. */
export function formOperators(contract: Contract, methods: readonly string[]): LiveOperator[] {
  const forms = formsOf(contract);
  return [
    {
      id: 'form-refused',
      kind: 'form-refused',
      says: 'Requests of all methods are refused',
      ...refused(),
      wheres: [...forms, IN_BATCH, ...pairsOf(contract)],
      isWanted: true,
    },
    ...methods.map(
      (method): LiveOperator => ({
        id: `${method} refused`,
        kind: 'method-refused',
        says: `${method} refuses what it must accept`,
        method,
        ...refused(),
        wheres: [EVERYWHERE, ...forms, ...BY_KIND, IN_BATCH, ...NOW_AND_THEN],
      }),
    ),
  ];
}
