import type { Contract } from '../../contract/contract.ts';
import type { CarriedOut } from '../case.ts';
import type { LiveOperator } from '../operator.ts';
import { checkOperators } from './checks.ts';
import { parameterOperators } from './parameters.ts';
import { choiceOperators, formOperators } from './refused.ts';
import { valueOperators } from './values.ts';

/**
 * All that a portal may do wrong with requests, derived from the contract's forms and methods and from what its cases send.
 * A new method needs nothing for it.
 */
export function requestOperators(contract: Contract, baseline: readonly CarriedOut[]): LiveOperator[] {
  const called = new Set(
    baseline.flatMap(({ calls }) => calls.map(({ method }) => method)).filter((name) => name !== ''),
  );
  const methods = contract.methods.map(({ name }) => name).filter((name) => called.has(name.toLowerCase()));
  return [
    ...checkOperators(contract, methods),
    ...formOperators(contract, methods),
    ...choiceOperators(contract, methods),
    ...parameterOperators(contract, methods, baseline),
    ...valueOperators(contract),
  ];
}
