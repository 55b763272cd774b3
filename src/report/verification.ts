import { groupBy } from '../base/group-by.ts';
import type { ClaimResult, ClaimsReport, SurveyedMethod } from './claims.gen.ts';
import { evidenceOf } from './shown-by.ts';
import type { Verification, VerifiedPortal, VerifiedRow } from './verification.gen.ts';

export type { Verification } from './verification.gen.ts';

/** A method as files and ids name it: `METHOD@3` for one of REST 3.0. */
export const keyOf = ({ method, rest }: Pick<SurveyedMethod, 'method' | 'rest'>): string =>
  rest === undefined ? method : `${method}@${rest}`;

/**
 * What a run with a survey says of each documented method: one file each. Pure.
 *
 * `verified` is earned on a portal alone, by at least one fact that was confirmed and none that was contradicted. What a run
 * did not try leaves the mark of an earlier one as it is, as long as the page states the same.
 *
 * @param earlier the files that are there, by key
 * @returns the files that are to be written, by key
 */
export function verificationsOf(
  report: ClaimsReport,
  earlier: ReadonlyMap<string, Verification> = new Map(),
): Map<string, Verification> {
  const claims = groupBy(
    [...report.claims, ...(report.drafts ?? [])].filter(({ strength }) => strength !== 'observed'),
    keyOf,
  );
  const portal = portalOf(report);
  const made = new Map<string, Verification>();
  for (const surveyed of report.survey?.methods ?? []) {
    const key = keyOf(surveyed);
    const rows = rowsOf(key, claims.get(key) ?? [], report);
    const known = earlier.get(key);
    const isCurrent = known !== undefined && known.docs.digest === surveyed.digest;
    if (rows.length === 0 && isCurrent) continue;
    const why = whyNotVerified(rows, report, known !== undefined && !isCurrent);
    const { repository, revision, pages } = report.documentation ?? {};
    made.set(key, {
      method: surveyed.method,
      ...(surveyed.rest === undefined ? {} : { rest: surveyed.rest }),
      confidence: why === undefined ? 'verified' : 'parsed',
      ...(why === undefined ? { verifiedAt: report.startedAt } : { why }),
      docs: {
        ...(repository === undefined ? {} : { repository }),
        ...(revision === undefined ? {} : { revision: pages?.[surveyed.page] ?? revision }),
        page: surveyed.page,
        digest: surveyed.digest,
      },
      ...(rows.length === 0 ? {} : { portal }),
      rows,
    });
  }
  return made;
}

function whyNotVerified(
  rows: readonly VerifiedRow[],
  { target }: ClaimsReport,
  hasChanged: boolean,
): string | undefined {
  if (rows.length === 0)
    return hasChanged
      ? 'the page states something else since it was tried'
      : 'no fact of the method was tried';
  const contradicted = rows.filter(({ verdict }) => verdict === 'contradicted').length;
  if (contradicted > 0) return `${contradicted} of ${rows.length} facts that were tried are contradicted`;
  return target.kind === 'mock' ? 'it was tried on the mock portal' : undefined;
}

function rowsOf(key: string, claims: readonly ClaimResult[], report: ClaimsReport): VerifiedRow[] {
  return claims.flatMap((claim): VerifiedRow[] => {
    const { verdict, id } = claim;
    if (verdict === 'not-exercised') return [];
    const [first] = evidenceOf(claim, report);
    const status = first?.response?.status;
    const [problem] = first?.problems ?? [];
    return [
      {
        path: id.startsWith(`${key}.`) ? id.slice(key.length + 1) : id,
        verdict,
        evidence: {
          case: first?.case ?? 'unknown',
          ...(status === undefined ? {} : { status }),
          ...(problem === undefined ? {} : { problem }),
        },
      },
    ];
  });
}

/** Addresses that the vendor gives to portals in its cloud. */
const CLOUD = /\.bitrix24\.([a-z]{2,}(?:\.[a-z]{2,})?)$/i;

function portalOf({ target, drafts = [] }: ClaimsReport): VerifiedPortal {
  const host = target.kind === 'portal' ? new URL(target.origin).hostname : '';
  const [, region] = CLOUD.exec(host) ?? [];
  const modules = drafts
    .filter(({ layer, verdict }) => layer === 'existence' && verdict === 'confirmed')
    .map(({ method }) => method.split('.')[0] ?? method);
  return {
    kind: target.kind,
    ...(region === undefined ? {} : { edition: 'cloud' as const, region }),
    ...(modules.length === 0 ? {} : { modules: [...new Set(modules)].sort() }),
  };
}
