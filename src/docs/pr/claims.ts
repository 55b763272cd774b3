import type { Contract } from '../../contract/contract.ts';
import { compareContract, type PageText } from '../drift/contract.ts';
import type { DriftKind } from '../drift/revisions.ts';
import type { RevisionPages } from '../history/pages.ts';

/** A claim of the contract that the page bore out before the change, and does not after it. */
export interface FallenClaim {
  /** Id of the claim; undefined where it is the parameter or method itself that the contract keeps. */
  claim?: string;
  kind: DriftKind;
  page: string;
  heading: string;
  row?: string;
  before?: string;
  after?: string;
  /** Where the contract says it. */
  file: string;
  line: number;
  /** Whether a run on a real portal had confirmed it. */
  verified?: true;
}

/** Claims whose source the change alters: of pages that it touches alone. */
export function fallenClaims(
  contract: Contract,
  before: RevisionPages,
  after: RevisionPages,
  pairs: readonly { before: string | undefined; after: string | undefined }[],
): FallenClaim[] {
  const moved = new Map(pairs.flatMap((pair) => (pair.before ? [[pair.before, pair.after] as const] : [])));
  const touched = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  const pages = new Set(contract.claims.map(({ source }) => source.page).filter((page) => touched.has(page)));
  if (pages.size === 0) return [];
  const reader = (revision: RevisionPages, pathOf: (path: string) => string) => (path: string) => {
    const page = revision.read(pathOf(path));
    return page && ({ text: page.text, data: page.data } satisfies PageText);
  };
  const keyOf = ({ claim, kind, heading, row, file, line }: FallenClaim): string =>
    [claim, kind, heading, row, file, line].join('\n');
  const known = new Set(
    compareContract(
      contract,
      reader(before, (path) => path),
      [],
      pages,
    ).drift.map(keyOf),
  );
  return compareContract(
    contract,
    reader(after, (path) => moved.get(path) ?? path),
    [],
    pages,
  )
    .drift.filter((drift) => drift.kind !== 'new' && !known.has(keyOf(drift)))
    .map(({ file, line, claims: _claims, fact: _fact, ...drift }) => ({
      ...drift,
      file,
      line,
      ...(drift.claim !== undefined && contract.claim(drift.claim)?.confidence === 'verified'
        ? { verified: true as const }
        : {}),
    }));
}
