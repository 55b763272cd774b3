import type { ContractClaim } from './contract.ts';
import type { Facts } from './facts.ts';

/** What a run said of the facts of a method, as `npm run report -- --verification DIR` writes it: as far as a mark needs it. */
export interface Verified {
  method: string;
  rest?: number;
  confidence: 'parsed' | 'verified';
  /** Digest of what the page stated of the method then. */
  docs: { digest: string };
  /** Ids of claims, after the method's name, with what came of them. */
  rows: readonly { path: string; verdict: 'confirmed' | 'contradicted' }[];
}

/**
 * The claims with the marks that a portal has earned them: a reviewed one is `verified` where a run confirmed it, and its
 * method's page states now what it stated then. Drafts stay drafts: whether they say what the page does, no portal can tell.
 */
export function withMarks(
  claims: readonly ContractClaim[],
  verified: readonly Verified[],
  facts: Facts,
): readonly ContractClaim[] {
  const confirmed = new Map(
    verified.flatMap(({ method, rest, confidence, docs, rows }) => {
      // The contract is about the methods of the older REST API.
      if (rest !== undefined || confidence !== 'verified' || facts(method)?.digest !== docs.digest) return [];
      const paths = rows.filter(({ verdict }) => verdict === 'confirmed').map(({ path }) => path);
      return [[method.toLowerCase(), new Set(paths)] as const];
    }),
  );
  if (confirmed.size === 0) return claims;
  return claims.map((claim) => {
    const { id, method, confidence } = claim;
    if (method === undefined || confidence !== 'reviewed') return claim;
    const path = id.startsWith(`${method}.`) ? id.slice(method.length + 1) : id;
    return confirmed.get(method.toLowerCase())?.has(path) ? { ...claim, confidence: 'verified' } : claim;
  });
}
