import { AUTHORITY_NAMES } from '../contract/authorities/differences.ts';
import type { Authority, ClaimsReport, SurveyDifference } from './claims.gen.ts';

/** Who stands alone comes first, documents before the portal; then who differs with nobody to decide. */
const ORDER: readonly (Authority | undefined)[] = [
  'english',
  'russian',
  'schema',
  'description',
  'behaviour',
  undefined,
];

/** Facts that authorities state differently, those first that say which of them stands alone. */
export function differencesIn({ survey }: ClaimsReport): readonly SurveyDifference[] {
  const all = survey?.differences ?? [];
  return ORDER.flatMap((who) => all.filter(({ alone }) => alone === who));
}

/** How many differences leave whom alone: `3 English page, 25 official schema`. */
export function aloneCounts(differences: readonly SurveyDifference[]): string {
  return ORDER.flatMap((who) => {
    const number = differences.filter(({ alone }) => alone === who).length;
    return who === undefined || number === 0 ? [] : [`${number} ${AUTHORITY_NAMES[who]}`];
  }).join(', ');
}

/** Who speaks in any of them, in a fixed order. */
export function speakersOf(differences: readonly SurveyDifference[]): readonly Authority[] {
  const speaking = new Set(differences.flatMap(({ said }) => said.map(({ by }) => by)));
  return ORDER.filter((who) => who !== undefined && speaking.has(who)) as Authority[];
}
