import { guess } from '../base/guess.ts';
import { DataError, type DataProblem, parseYamlFile, type YamlFile } from '../base/yaml-file.ts';
import type { Contract, TextFile } from './contract.ts';
import type { Deviation, DeviationsFile } from './deviations.gen.ts';
import { sayRetired } from './retired.ts';
import { validateShape } from './validate.ts';

export type { Deviation } from './deviations.gen.ts';

/** A file of known deviations is wrong: not contract data, but the user's own. */
export class DeviationsError extends DataError {
  override readonly name = 'DeviationsError';
}

/**
 * Known differences of a target.
 *
 * @throws DeviationsError with line and guess: wrong shape, a claim that does not exist or is retired, stands twice, cannot be tested or needs no excuse
 */
export function buildDeviations({ path, text }: TextFile, contract: Contract): Deviation[] {
  const file = parse(path, text);
  const wrong = validateShape(file, contract.schemas, 'deviations.schema.json');
  if (wrong.length > 0) throw new DeviationsError(wrong);
  const { deviations } = file.value as DeviationsFile;
  const ids = contract.claims.map((claim) => claim.id);
  const first = new Map<string, number>();
  const problems = deviations.flatMap(({ claim }, index): DataProblem[] => {
    const line = file.lineOf(['deviations', index, 'claim']);
    const earlier = first.get(claim);
    first.set(claim, earlier ?? line);
    if (earlier !== undefined)
      return [{ file: path, line, message: `'${claim}' is excused already on line ${earlier}` }];
    const known = contract.claim(claim);
    const gone = contract.retired.get(claim);
    if (gone) return [{ file: path, line, message: `'${claim}' ${sayRetired(gone)}; remove the deviation` }];
    if (!known) return [{ file: path, line, message: `no claim has the id '${claim}'${guess(claim, ids)}` }];
    if (known.strength === 'observed')
      return [
        {
          file: path,
          line,
          message: `'${claim}' is stated by no page: it fails no run, and needs no excuse`,
        },
      ];
    if (known.untestable !== undefined)
      return [
        {
          file: path,
          line,
          message: `'${claim}' is never contradicted, as no request can tell (${known.untestable}); remove the deviation`,
        },
      ];
    return [];
  });
  if (problems.length > 0) throw new DeviationsError(problems);
  return deviations;
}

function parse(path: string, text: string): YamlFile {
  try {
    return parseYamlFile(path, text);
  } catch (error) {
    throw error instanceof DataError ? new DeviationsError(error.problems) : error;
  }
}

/** Whether a deviation still counts on a day. Days are compared in UTC. */
export function isCurrent(deviation: Deviation, today: Date): boolean {
  return deviation.expires >= today.toISOString().slice(0, 10);
}
