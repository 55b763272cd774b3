import type { ReportedVerdict } from '../reported-verdict.ts';

interface Words {
  /** Short, for a tile or a cell. */
  name: string;
  plural?: string;
  sign: string;
  /** What it means, in a line. */
  meaning: string;
}

export const WORDS: Record<ReportedVerdict, Words> = {
  contradicted: {
    name: 'contradicted',
    sign: '✕',
    meaning: 'at least one exchange showed the opposite',
  },
  deviation: {
    name: 'known deviation',
    plural: 'known deviations',
    sign: '≈',
    meaning: 'contradicted, as recorded for this target',
  },
  disagreement: {
    name: 'disagreement',
    plural: 'disagreements',
    sign: '⇄',
    meaning: 'contradicted, but another claim of the documentation that cannot be true as well is not',
  },
  'not-exercised': { name: 'not exercised', sign: '–', meaning: 'nobody knows; the reason says why' },
  confirmed: { name: 'confirmed', sign: '✓', meaning: 'at least one exchange showed it, none the opposite' },
};

/** Of behaviour that no page states. */
export const SEEN: Record<ReportedVerdict, string> = {
  confirmed: 'seen',
  contradicted: 'not seen',
  deviation: 'not seen',
  disagreement: 'not seen',
  'not-exercised': 'not tried',
};

/** `22 Nov 2026, 21:31 UTC` */
export function when(iso: string): string {
  const date = new Date(iso);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day}, ${iso.slice(11, 16)} UTC`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
