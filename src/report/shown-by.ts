import type { ClaimResult, ClaimsReport, Evidence } from './claims.gen.ts';

/**
 * The exchanges that show a claim, with what each contradicts: its own, or those of the survey, which one report keeps once
 * for all claims that they show.
 */
export function evidenceOf(
  { evidence, shownBy = [] }: Pick<ClaimResult, 'evidence' | 'shownBy'>,
  { exchanges = [] }: Pick<ClaimsReport, 'exchanges'>,
): Evidence[] {
  if (shownBy.length === 0) return evidence;
  const shown = shownBy.flatMap(({ exchange, problem }): Evidence[] => {
    const known = exchanges[exchange];
    return known === undefined ? [] : [{ ...known, problems: problem === undefined ? [] : [problem] }];
  });
  return [...evidence, ...shown];
}
