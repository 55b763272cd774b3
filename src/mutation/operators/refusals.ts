import type { Case } from '../../cases/case.ts';
import { refusedCommands } from '../../cases/refusals.ts';
import type { Contract } from '../../contract/contract.ts';
import type { CaseSpec } from '../../contract/spec.ts';
import type { LiveOperator, Where } from '../operator.ts';
import { type Form, formsOf, IN_BATCH } from '../where.ts';
import { otherwise, success } from './otherwise.ts';

/** What methods refuse of themselves, not checked in one form: a check that is missing there alone, for all methods. */

/** The cases in which such an operator strikes, of those where nothing need be spared. */
export function isRefusal(contract: Contract, { expected, id }: Case): boolean {
  if (expected.kind === 'error') return expected.error.scope === 'method';
  return contract.cases.some((spec) => spec.commands !== undefined && id.startsWith(`${spec.id}/`));
}

/** One for each code, in each form in which what provokes it can be sent. */
export function refusalOperators(contract: Contract): LiveOperator[] {
  const byCode = new Map<string, CaseSpec[]>();
  for (const spec of contract.cases) {
    const code = spec.byRule ? contract.error(spec.expect, spec.file)?.code : undefined;
    if (code !== undefined) byCode.set(code, [...(byCode.get(code) ?? []), spec]);
  }
  return [...byCode].map(([code, provocations]) => {
    const methods = new Set(provocations.map(({ method }) => method.toLowerCase()));
    return {
      id: `${code} ignored`,
      kind: 'refusal-ignored',
      says: `What methods refuse with ${code} is answered as a success`,
      ...otherwise(({ method }, answer) => answer.body?.error === code && methods.has(method), success(true)),
      wheres: wheresOf(contract, provocations),
      isWanted: true,
    };
  });
}

function wheresOf(contract: Contract, provocations: readonly CaseSpec[]): Where[] {
  const isPossible = ({ by }: Form): boolean =>
    by === undefined || provocations.some(({ under = by }) => under === by);
  const commands = refusedCommands(contract, provocations, contract.transport.baseline, 'webhook');
  return [...formsOf(contract).filter(isPossible), ...(commands.length > 0 ? [IN_BATCH] : [])];
}
