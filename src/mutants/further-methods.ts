import type { Contract } from '../contract/contract.ts';

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
