import type { Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { plain } from '../reader/text.ts';
import type { Tell } from './changes.ts';

/** Units that rows state, by the path of the row. */
export interface Units {
  parameter: ReadonlyMap<string, string>;
  returned: ReadonlyMap<string, string>;
}

/** By what a unit is called in messages; each is a factor of its own, whatever the language. */
const UNITS: readonly (readonly [unit: string, words: string])[] = [
  ['percent', 'percent(?:s|ages?)?|%|процентах'],
  ['fractions', 'fractions?|долях'],
  ['milliseconds', 'milliseconds?|миллисекундах'],
  ['seconds', 'seconds?|секундах'],
  ['minutes', 'minutes?|минутах'],
  ['hours', 'hours?|часах'],
  ['days', 'days?|днях'],
  ['bytes', 'bytes?|байтах'],
  ['kilobytes', 'kilobytes?|KB|килобайтах'],
  ['megabytes', 'megabytes?|MB|мегабайтах'],
  ['cents', 'cents?|kopecks?|копейках'],
];

/** 'in seconds', 'as a fraction': a unit that is only mentioned, as in 'at most 24 hours', is not the row's. */
const STATED = UNITS.map(
  ([unit, words]) =>
    [
      unit,
      new RegExp(String.raw`(?<!\p{L})(?:in|as|в)\s+(?:(?:an?|the|whole)\s+)?(?:${words})(?![\p{L}%])`, 'iu'),
    ] as const,
);

/** Most rows have no such word, and to look for each is dear. */
const ANY = new RegExp(UNITS.map(([, words]) => words).join('|'), 'i');

/** What units a page states of parameters and returned fields. */
export function unitsOf(page: PageData): Units {
  return { parameter: unitsIn(page.params), returned: unitsIn(page.returned) };
}

function unitsIn(fields: readonly Field[]): Map<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const doubtful = new Set<string>();
  const look = (rows: readonly Field[], path: string): void => {
    for (const { name, text, children } of rows) {
      const unit = unitOf(text);
      const place = `${path}${name}`;
      // Rows of one name describe alternatives.
      if (seen.has(place)) doubtful.add(place);
      seen.add(place);
      if (unit !== undefined) found.set(place, unit);
      look(children, `${place}.`);
    }
  };
  look(fields, '');
  for (const place of doubtful) found.delete(place);
  return found;
}

/** The unit of a row; undefined where it states none, or several. */
function unitOf(markdown: string): string | undefined {
  if (!ANY.test(markdown)) return undefined;
  const text = plain(markdown);
  const [unit, ...others] = STATED.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return others.length === 0 ? unit : undefined;
}

/** Tells where both revisions state a unit, and not the same: what is sent or read has another meaning. */
export function compareUnits(before: Units, after: Units, tell: Tell): void {
  for (const side of ['parameter', 'returned'] as const)
    for (const [name, unit] of after[side]) {
      const known = before[side].get(name);
      if (known !== undefined && known !== unit)
        tell(`${side}-unit-changed`, { name, before: known, after: unit });
    }
}
