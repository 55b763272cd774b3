import { groupBy } from '../base/group-by.ts';
import type { AnswerMatrix, AnswerMutant } from '../mutation/answers/matrix.ts';
import { count } from '../report/text.ts';

/** Survivors that are listed; of one fault there are many forms. */
const LISTED = 20;

/** What the matrix comes to: figures by method and by operator, then what must be mended. */
export function toText({ mutants, unjudged }: AnswerMatrix): string {
  const missed = mutants.filter((mutant) => mutant.missed.length > 0);
  const surprising = mutants.filter((mutant) => mutant.surprising.length > 0);
  return [
    ...tableOf('method', mutants, ({ group }) => group.split(', ')[0] ?? group),
    '',
    ...tableOf('operator', mutants, ({ operator, place }) =>
      // What differs by key is one operator.
      place.startsWith('/result/') ? `result.*-${operator.slice(place.length)}` : operator,
    ),
    '',
    ...list('missed', missed, ({ id, missed }) => `${id}: ${missed.join(', ')} not contradicted`),
    ...list('surprises', surprising, ({ id, surprising }) => `${id}: ${surprising.join(', ')} contradicted`),
    ...(unjudged > 0 ? [`${count(unjudged, 'case')} could not be judged with an operator`] : []),
    summary(mutants),
  ].join('\n');
}

/** `31,607 wrong portals: 17,100 noticed, 0 missed; of 14,507 no claim says anything` */
export function summary(mutants: readonly AnswerMutant[]): string {
  const noticed = mutants.filter(({ turnedRed }) => turnedRed.length > 0).length;
  const missed = mutants.filter((mutant) => mutant.missed.length > 0).length;
  return (
    `${count(mutants.length, 'wrong portal')}: ${noticed.toLocaleString('en')} noticed, ${missed} missed; ` +
    `of ${(mutants.length - noticed - missed).toLocaleString('en')} no claim says anything`
  );
}

function tableOf(
  heading: string,
  mutants: readonly AnswerMutant[],
  keyOf: (mutant: AnswerMutant) => string,
): string[] {
  const rows = [...groupBy(mutants, keyOf)].map(([key, of]) => {
    const noticed = of.filter(({ turnedRed }) => turnedRed.length > 0).length;
    const missed = of.filter((mutant) => mutant.missed.length > 0).length;
    return [key, of.length, noticed, missed, of.length - noticed - missed] as const;
  });
  const width = Math.max(heading.length, ...rows.map(([key]) => key.length));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, index) => (index === 0 ? String(cell).padEnd(width) : String(cell).padStart(9)))
      .join('');
  return [
    line([heading, 'portals', 'noticed', 'missed', 'no claim']),
    ...rows.toSorted(([, one], [, other]) => other - one).map(line),
  ];
}

function list(
  heading: string,
  mutants: readonly AnswerMutant[],
  tell: (mutant: AnswerMutant) => string,
): string[] {
  if (mutants.length === 0) return [];
  const more = mutants.length - LISTED;
  return [
    `${heading}:`,
    ...mutants.slice(0, LISTED).map((mutant) => `  ${tell(mutant)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    '',
  ];
}
