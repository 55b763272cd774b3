import type { Contract } from '../contract/contract.ts';
import { furtherMethodOf } from './further-methods.ts';
import { mutants } from './index.ts';
import { isOwn, type Matrix, totals } from './matrix.ts';

/** Where the part begins that `--page` writes anew; what stands before it is kept by hand. */
const GENERATED =
  '<!-- Made by `npm run mutants -- --page docs/mutants.md`; change src/mutants/ instead. -->';

/**
 * The matrix as Markdown: every mutant that is written by hand with what it breaks and kills, every claim with the mutants
 * of its own. Those of further methods are derived, so the page only counts them.
 */
export function toPage(matrix: Matrix, contract: Contract): string {
  const ofFurther = furtherMethodOf(contract);
  const byHand = matrix.mutants.filter(({ id }) => mutants.some((mutant) => mutant.id === id));
  const named = (claims: readonly string[]): string => {
    const own = claims.filter((claim) => ofFurther(claim) === undefined).map(code);
    return [...own, ...(own.length < claims.length ? ['claims of further methods'] : [])].join(', ');
  };
  const rows = contract.claims
    .filter((claim) => claim.check && ofFurther(claim.id) === undefined)
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
    ...byHand.map(({ id, breaks, turnedRed }) => `| ${code(id)} | ${cell(breaks)} | ${named(turnedRed)} |`),
    '',
    'Those of further methods are derived from their claims; `npm run mutants -- --method NAME` shows them.',
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
