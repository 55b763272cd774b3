import { guess } from '../base/guess.ts';
import type { DataProblem } from '../base/yaml-file.ts';
import type { Contract, Retired } from './contract.ts';

/** What became of a claim, to follow its id: since when it is retired, and where to look now. */
export function sayRetired({ until, why, see = [] }: Pick<Retired, 'until' | 'why' | 'see'>): string {
  const now = see.length === 0 ? 'no claim took its place' : `now see ${see.join(', ')}`;
  return `is retired since revision ${until} of the documentation (${why}); ${now}`;
}

/** Why an id leads to no claim; undefined where it does. */
export function claimFault(contract: Contract, id: string): string | undefined {
  if (contract.claim(id)) return undefined;
  const gone = contract.retired.get(id);
  if (gone) return `'${id}' ${sayRetired(gone)}`;
  return `no claim has the id '${id}'${guess(
    id,
    contract.claims.map((claim) => claim.id),
  )}`;
}

/** Ids that were given up and are used all the same, or given up twice, and successors that do not exist. */
export function retiredProblems(retired: readonly Retired[], contract: Contract): DataProblem[] {
  const ids = contract.claims.map((claim) => claim.id);
  return retired.flatMap((one): DataProblem[] => {
    const { id, file, line, see = [] } = one;
    const problems = see
      .filter((successor) => !contract.claim(successor))
      .map((successor): DataProblem => {
        const gone = contract.retired.get(successor);
        return {
          file,
          line,
          message: gone
            ? `'${id}' leads to '${successor}', which is itself retired (${gone.file}:${gone.line}); name a claim of today`
            : `'${id}' leads to '${successor}', but no claim has that id${guess(successor, ids)}`,
        };
      });
    const first = contract.retired.get(id);
    if (first && first !== one)
      problems.push({ file, line, message: `'${id}' is retired at ${first.file}:${first.line} as well` });
    const claim = contract.claim(id);
    if (claim)
      problems.push({
        file: claim.file,
        line: claim.line,
        message: `the id '${id}' was retired at ${file}:${line} and is never used again: give this claim another id`,
      });
    return problems;
  });
}
