import { groupBy } from '../base/group-by.ts';
import { FAILURES, type Fate, type Mutant } from '../mutation/run.ts';
import { count, grouped } from '../report/text.ts';

/** What became of portals, in the words of a heading. */
export const FATES: Readonly<Record<Fate, string>> = {
  noticed: 'noticed',
  missed: 'missed',
  surprising: 'surprises',
  unreached: 'not sent',
  unclaimed: 'no claim',
  unread: 'not read',
  equivalent: 'equivalent',
};

/** What is to be mended, and what is only counted, with the reason. */
const MEANINGS: Readonly<Record<Exclude<Fate, 'noticed'>, string>> = {
  missed: 'Survivors: an exchange changed where a claim looks, and the claim is not contradicted',
  surprising: 'Surprises: a claim is contradicted that does not look at what changed',
  unreached: 'Not sent: no case sends such a request; the check is missing in that form',
  unclaimed: 'No claim says anything of what changed',
  unread: 'Not read: the portal holds something else, and no case reads it back',
  equivalent: 'Equivalent: neither an answer nor what the portal holds is another',
};

/** Of what is only counted. */
const LISTED = 20;

/** `2,344 wrong portals: 1,980 noticed, 0 missed, …` */
export function summaryOf(mutants: readonly Mutant[]): string {
  const of = (fate: Fate): string =>
    `${grouped(mutants.filter((mutant) => mutant.fate === fate).length)} ${FATES[fate]}`;
  return `${count(mutants.length, 'wrong portal')}: ${(Object.keys(FATES) as Fate[]).map(of).join(', ')}`;
}

/** Figures by kind of fault and by method, then what must be mended; of what is only counted, the first few. */
export function toText(mutants: readonly Mutant[]): string {
  const unjudged = mutants.reduce((sum, mutant) => sum + (mutant.unjudged ?? 0), 0);
  return [
    ...table('kind of fault', mutants, ({ kind }) => kind),
    '',
    ...table('method', mutants, ({ method = 'all methods' }) => method),
    '',
    ...(Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]).flatMap((fate) => list(fate, mutants)),
    ...(unjudged > 0 ? [`${count(unjudged, 'case')} could not be judged with a fault`] : []),
    summaryOf(mutants),
  ].join('\n');
}

function list(fate: keyof typeof MEANINGS, mutants: readonly Mutant[]): string[] {
  const found = mutants.filter((mutant) => mutant.fate === fate);
  if (found.length === 0) return [];
  // Of an operator that makes no difference, the places are of no interest.
  const lines =
    fate === 'equivalent' ? [...groupBy(found, ({ operator }) => operator).keys()] : found.map(lineOf);
  const more = lines.length - (FAILURES.includes(fate) ? Number.POSITIVE_INFINITY : LISTED);
  return [
    `${MEANINGS[fate]}:`,
    ...lines.slice(0, more > 0 ? LISTED : undefined).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more; --json has all`] : []),
    '',
  ];
}

function lineOf({ id, says, missed, surprising }: Mutant): string {
  const claims = [
    ...missed.map((claim) => `${claim} is not contradicted`),
    ...surprising.map((claim) => `${claim} is contradicted`),
  ];
  return [`${id}: ${says}`, ...(claims.length > 0 ? [claims.join(', ')] : [])].join(' ');
}

function table(heading: string, mutants: readonly Mutant[], keyOf: (mutant: Mutant) => string): string[] {
  const groups = [...groupBy(mutants, keyOf)].toSorted(([, one], [, other]) => other.length - one.length);
  const width = Math.max(heading.length, ...groups.map(([key]) => key.length));
  const line = (key: string, cells: readonly (string | number)[]): string =>
    key.padEnd(width) + cells.map((cell) => String(cell).padStart(12)).join('');
  const fates = Object.keys(FATES) as Fate[];
  return [
    line(heading, ['portals', ...fates.map((fate) => FATES[fate])]),
    ...groups.map(([key, of]) =>
      line(key, [of.length, ...fates.map((fate) => of.filter((each) => each.fate === fate).length)]),
    ),
  ];
}
