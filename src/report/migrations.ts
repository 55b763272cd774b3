import type { Contract } from '../contract/contract.ts';
import type { Change } from '../contract/migration.ts';
import type { ChangeResult, ClaimResult, MigrationResult } from './claims.gen.ts';

/** What a run found of each line of the migrations; those of which it tried nothing are left out. */
export function migrationResults(contract: Contract, claims: readonly ClaimResult[]): MigrationResult[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return contract.migrations.flatMap(({ from, to, changes }): MigrationResult[] => {
    const wasTried = claims.some(
      ({ method, reasonKind }) =>
        (method === from || method === to) && reasonKind !== 'not-selected' && reasonKind !== 'untestable',
    );
    if (!wasTried) return [];
    if (changes === undefined) return [{ from, to }];
    return [{ from, to, changes: changes.map((change) => withVerdict(change, byId)) }];
  });
}

function withVerdict(change: Change, byId: ReadonlyMap<string, ClaimResult>): ChangeResult {
  const found = change.claims.flatMap((id) => byId.get(id) ?? []);
  const decidable = found.filter(({ reasonKind }) => reasonKind !== 'untestable');
  const isConfirmed = decidable.length > 0 && decidable.every(({ verdict }) => verdict === 'confirmed');
  const isContradicted = decidable.some(({ verdict }) => verdict === 'contradicted');
  return {
    ...change,
    claims: found.map(({ id }) => id),
    verdict: isContradicted ? 'contradicted' : isConfirmed ? 'confirmed' : 'not-exercised',
  };
}

/** Lines of a migration that say that something changes. */
export const realChanges = ({ changes = [] }: MigrationResult): ChangeResult[] =>
  changes.filter(({ change }) => change !== 'same');
