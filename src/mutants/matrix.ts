import type { Verdicts } from './bench.ts';
import type { Mutant, Variation } from './mutant.ts';

/** What `--json` writes. */
export interface Matrix {
  mutants: { id: string; breaks: string; turnedRed: string[] }[];
  /** Mutants that left a claim of theirs as it was, or turned another one red. */
  survivors: Survivor[];
  /** Claims that can be tested and that no mutant of their own kills. */
  claimsWithoutMutant: string[];
  variations: { id: string; changed: string }[];
  falseAlarms: FalseAlarm[];
}

export interface Survivor {
  id: string;
  breaks: string;
  /** Claims that it should have turned red, with the verdict that they got. */
  unnoticed: Record<string, string>;
  /** Claims that it turned red and does not name. */
  surprising: string[];
}

export interface FalseAlarm {
  id: string;
  changed: string;
  /** Verdicts that differ, by claim: without and with the variation. */
  verdicts: Record<string, { before: string; after: string }>;
}

/** Claims of a mutant of which each may call it its own. */
const FEW = 4;

/** Whether a claim has it for itself: it kills little else, or is there for that claim. */
export const isOwn = ({ kills, about }: Mutant, claim: string): boolean =>
  about === undefined ? kills.length <= FEW && kills.includes(claim) : about === claim;

/** What the runs of all mutants and variations come to. Pure. */
export function toMatrix(
  claims: readonly string[],
  base: Verdicts,
  mutants: readonly { mutant: Mutant; verdicts: Verdicts }[],
  variations: readonly { variation: Variation; verdicts: Verdicts }[],
): Matrix {
  const survivors = mutants.flatMap(({ mutant, verdicts }) => survivor(mutant, verdicts) ?? []);
  const alive = new Set(survivors.filter((one) => Object.keys(one.unnoticed).length > 0).map(({ id }) => id));
  const killers = mutants.map(({ mutant }) => mutant).filter(({ id }) => !alive.has(id));
  return {
    mutants: mutants.map(({ mutant: { id, breaks }, verdicts }) => ({
      id,
      breaks,
      turnedRed: turnedRed(verdicts),
    })),
    survivors,
    claimsWithoutMutant: claims.filter((claim) => !killers.some((mutant) => isOwn(mutant, claim))),
    variations: variations.map(({ variation: { id, changed } }) => ({ id, changed })),
    falseAlarms: variations.flatMap(({ variation, verdicts }) => falseAlarm(variation, base, verdicts) ?? []),
  };
}

/** Claims that are contradicted and not excused, in the order of the contract. */
export function turnedRed(verdicts: Verdicts): string[] {
  return Object.keys(verdicts).filter((id) => verdicts[id] === 'contradicted');
}

function survivor({ id, breaks, kills }: Mutant, verdicts: Verdicts): Survivor | undefined {
  const unnoticed = Object.fromEntries(
    kills
      .filter((claim) => verdicts[claim] !== 'contradicted')
      .map((claim) => [claim, verdicts[claim] ?? 'unknown']),
  );
  const surprising = turnedRed(verdicts).filter((claim) => !kills.includes(claim));
  const isKilled = kills.length > 0 && Object.keys(unnoticed).length === 0 && surprising.length === 0;
  return isKilled ? undefined : { id, breaks, unnoticed, surprising };
}

function falseAlarm(
  { id, changed, changes = {} }: Variation,
  base: Verdicts,
  verdicts: Verdicts,
): FalseAlarm | undefined {
  const wrong = Object.keys(base).filter((claim) => verdicts[claim] !== (changes[claim] ?? base[claim]));
  if (wrong.length === 0) return undefined;
  return {
    id,
    changed,
    verdicts: Object.fromEntries(
      wrong.map((claim) => [claim, { before: base[claim] ?? 'none', after: verdicts[claim] ?? 'none' }]),
    ),
  };
}

/** The last two lines: numbers to keep at 100 % and 0. */
export function totals({ mutants, survivors, variations, falseAlarms }: Matrix): string[] {
  const killed = mutants.length - survivors.length;
  const rate = mutants.length === 0 ? 0 : Math.floor((1000 * killed) / mutants.length) / 10;
  return [
    `kill rate     ${rate} % (${killed} of ${mutants.length} mutants)`,
    `false alarms  ${falseAlarms.length} (of ${variations.length} variations)`,
  ];
}

/** Whether there is nothing to mend. */
export const isClean = ({ survivors, claimsWithoutMutant, falseAlarms }: Matrix): boolean =>
  survivors.length + claimsWithoutMutant.length + falseAlarms.length === 0;
