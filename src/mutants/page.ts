import type { Contract } from '../contract/contract.ts';
import { mutantsOf } from './index.ts';
import { isOwn, type Matrix, totals } from './matrix.ts';

/** Where the part begins that `--page` writes anew; what stands before it is kept by hand. */
const GENERATED =
  '<!-- Made by `npm run mutants -- --page docs/mutants.md`; change src/mutants/ instead. -->';

/** The matrix as Markdown: every mutant with what it breaks and kills, every claim with the mutants of its own. */
export function toPage(matrix: Matrix, contract: Contract): string {
  const mutants = mutantsOf(contract);
  const rows = contract.claims
    .filter((claim) => claim.check)
    .map(
      ({ id }) =>
        `| ${code(id)} | ${mutants
          .filter((mutant) => isOwn(mutant, id))
          .map((mutant) => code(mutant.id))
          .join(', ')} |`,
    );
  return [
    GENERATED,
    '',
    '```',
    ...totals(matrix),
    '```',
    '',
    '## Mutants',
    '',
    '| mutant | what the portal does wrong | claims turned red |',
    '| --- | --- | --- |',
    ...matrix.mutants.map(
      ({ id, breaks, turnedRed }) => `| ${code(id)} | ${cell(breaks)} | ${turnedRed.map(code).join(', ')} |`,
    ),
    '',
    '## Claims and the mutants of their own',
    '',
    '| claim | mutants |',
    '| --- | --- |',
    ...rows,
    '',
    '## Variations',
    '',
    '| variation | what the portal does otherwise |',
    '| --- | --- |',
    ...matrix.variations.map(({ id, changed }) => `| ${code(id)} | ${cell(changed)} |`),
    '',
  ].join('\n');
}

/** What stands above the part that is made is written by hand, and stays. */
export function replaceMade(page: string, made: string): string {
  const start = page.indexOf(GENERATED);
  return start === -1 ? page + made : page.slice(0, start) + made;
}

const code = (id: string): string => `\`${id}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
