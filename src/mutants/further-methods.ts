import { generateCases } from '../cases/generate.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import { ofError, ofPart, ofShown, ofStatus } from './further-answers.ts';
import type { Context } from './further-context.ts';
import { ofAuthorization, ofForm, ofRefusal } from './further-requests.ts';
import { ofFlow } from './further-states.ts';
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
    .flatMap((claim) => {
      const method = claim.method ?? '';
      return breaking(claim, { contract, method, cases }).map((mutant) => ({ ...mutant, only: method }));
    });
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

function breaking(claim: ContractClaim, context: Context): readonly Mutant[] {
  const { check } = claim;
  const one = (mutant: Mutant | undefined): readonly Mutant[] => (mutant === undefined ? [] : [mutant]);
  if (check?.error) return one(ofError(claim, context));
  if (check?.success) return one(ofPart(claim, Object.keys(check.success), context));
  if (check?.status !== undefined) return one(ofStatus(claim, check.status, context));
  if (check?.refused === 'authorization') return one(ofAuthorization(claim, context));
  if (check?.refused) return one(ofRefusal(claim, context));
  if (check?.accepted) return one(ofForm(claim, context));
  if (check?.shows) return one(ofShown(claim, Object.keys(check.shows), context));
  if (check?.flow) return ofFlow(claim, context);
  return [];
}
