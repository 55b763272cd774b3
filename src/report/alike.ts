import type { ClaimResult } from './claims.gen.ts';

/** Claims of several methods that say the same and are contradicted by the same: one thing to mend, shown once. */
export type Alike = [ClaimResult, ...ClaimResult[]];

/** Groups contradicted claims; the order is that of the first of each. */
export function alike(claims: readonly ClaimResult[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const claim of claims) {
    const key = JSON.stringify([ofItsMethod(claim) ?? claim.id, claim.strength, problemsOf(claim)]);
    const group = groups.get(key);
    if (group) group.push(claim);
    else groups.set(key, [claim]);
  }
  return [...groups.values()];
}

/** What the id says after the name of the claim's method, if it begins with that. */
export function ofItsMethod({ id, method }: ClaimResult): string | undefined {
  return id.startsWith(`${method}.`) ? id.slice(method.length + 1) : undefined;
}

/** What the first exchange of a claim has wrong; empty where none is kept. */
export function problemsOf({ evidence: [evidence] }: ClaimResult): string {
  return evidence?.problems.join('; ') ?? '';
}
