import { generateCases } from '../cases/generate.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import { ofError, ofPart, ofStatus } from './further-answers.ts';
import type { Context } from './further-context.ts';
import { ofAuthorization, ofFlow, ofForm, ofRefusal } from './further-requests.ts';
import type { Mutant } from './mutant.ts';

/**
 * Mutants of the methods beside the representative one. Nobody lists them: each reviewed claim of such a method has one by
 * the kind of its check, a portal that breaks this claim in calls of this method alone. A kind of check that is not known here has
 * none, and the matrix names its claims as those without a mutant.
 *
 * @param methods others may be asked for, so that what is derived can be compared with what is written by hand
 */
export function ofFurtherMethods(contract: Contract, methods = furtherMethods(contract)): readonly Mutant[] {
  if (methods.length === 0) return [];
  const cases = generateCases(contract, 'pairwise');
  return contract.claims
    .filter(({ method, confidence }) => methods.includes(method ?? '') && confidence === 'reviewed')
    .flatMap((claim) => breaking(claim, { contract, method: claim.method ?? '', cases }) ?? []);
}

/**
 * Names of the methods whose claims the rules make from facts and an overlay, without the representative one; pages about the
 * platform name methods as well (`batch`), whose claims have mutants by hand.
 */
export function furtherMethods({ methods, transport, claim }: Contract): readonly string[] {
  return methods
    .map(({ name }) => name)
    .filter((name) => name !== transport.representative && claim(`${name}.authorized`) !== undefined);
}

/** By claim: the further method that it is about; undefined for one of the platform or of the representative method. */
export function furtherMethodOf(contract: Contract): (claim: string) => string | undefined {
  const methods = furtherMethods(contract);
  return (id) => {
    const method = contract.claim(id)?.method;
    return method !== undefined && methods.includes(method) ? method : undefined;
  };
}

function breaking(claim: ContractClaim, context: Context): Mutant | undefined {
  const { check } = claim;
  if (check?.error) return ofError(claim, context);
  if (check?.success) return ofPart(claim, Object.keys(check.success), context);
  if (check?.status !== undefined) return ofStatus(claim, check.status, context);
  if (check?.refused === 'authorization') return ofAuthorization(claim, context);
  if (check?.refused) return ofRefusal(claim, context);
  if (check?.accepted) return ofForm(claim, context);
  if (check?.flow) return ofFlow(claim, context);
  return undefined;
}
