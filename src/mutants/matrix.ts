import type { ProfileName } from '../mock/index.ts';
import type { Verdicts } from './bench.ts';
import type { Mutant, Variation } from './mutant.ts';

/** What `--json` writes. */
export interface Matrix {
  mutants: { id: string; breaks: string; turnedRed: string[] }[];
  /** Mutants that left a claim of theirs as it was, or turned another one red. */
  survivors: Survivor[];
  /** Mutants of which nothing can be seen, because the portal shows their claims not even where it is whole. */
  unseen: { id: string; why: string }[];
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

export interface MatrixOptions {
  /**
   * How the portals answer apart from their differences; only on the documented profile is it known exactly what a fault turns
   * red, elsewhere it may be more.
   */
  beneath?: ProfileName | undefined;
  /** The method that a claim is about where it is neither the representative one nor the platform's. */
  furtherMethodOf?: (claim: string) => string | undefined;
  /** Claims that derived portals turn red: they have mutants of their own there. */
  shownByDerived?: ReadonlySet<string> | undefined;
}

/** Claims of a mutant of which each may call it its own. */
const FEW = 4;

/** Whether a claim has it for itself: it kills little else, or is there for that claim. */
export const isOwn = ({ kills, about }: Mutant, claim: string): boolean =>
  about === undefined ? kills.length <= FEW && kills.includes(claim) : about === claim;

/**
 * What the runs of all mutants and variations come to. Pure.
 *
 * A mutant names all the claims that it turns red, with one exception, so that a further method needs no edits of older
 * mutants: what a fault of all calls does to a further method is not listed. A mutant that names no claim of any may turn
 * their claims red, and one that is `about` a claim of one may turn others of that method red.
 */
export function toMatrix(
  claims: readonly string[],
  base: Verdicts,
  mutants: readonly { mutant: Mutant; verdicts: Verdicts }[],
  variations: readonly { variation: Variation; verdicts: Verdicts }[],
  {
    beneath = 'documented',
    furtherMethodOf = () => undefined,
    shownByDerived = new Set(),
  }: MatrixOptions = {},
): Matrix {
  // Where the portal is whole, a claim may be contradicted or have nothing to be seen by: no fault changes that.
  const isSeen = (claim: string): boolean =>
    base[claim] === undefined || base[claim] === 'confirmed' || base[claim] === 'excused';
  const unseen = mutants.flatMap(({ mutant: { id, kills, unseenOn } }): Matrix['unseen'] => {
    const why = unseenOn?.[beneath];
    if (why !== undefined) return [{ id, why }];
    if (kills.length === 0 || kills.some(isSeen)) return [];
    return [{ id, why: kills.map((claim) => `${claim} is ${base[claim] ?? 'unknown'}`).join(', ') }];
  });
  const isExpected = (mutant: Mutant, claim: string): boolean =>
    beneath !== 'documented' || mayTurnRed(mutant, claim, furtherMethodOf);
  const survivors = mutants
    .filter(({ mutant }) => !unseen.some(({ id }) => id === mutant.id))
    .flatMap(({ mutant, verdicts }) => survivor(mutant, verdicts, isSeen, isExpected) ?? []);
  const alive = new Set(
    survivors.filter(({ unnoticed }) => Object.keys(unnoticed).length > 0).map(({ id }) => id),
  );
  const killers = mutants.map(({ mutant }) => mutant).filter(({ id }) => !alive.has(id));
  return {
    mutants: mutants.map(({ mutant: { id, breaks }, verdicts }) => ({
      id,
      breaks,
      turnedRed: turnedRed(verdicts),
    })),
    survivors,
    unseen,
    claimsWithoutMutant: claims.filter(
      (claim) => !shownByDerived.has(claim) && !killers.some((mutant) => isOwn(mutant, claim)),
    ),
    variations: variations.map(({ variation: { id, changed } }) => ({ id, changed })),
    falseAlarms: variations.flatMap(
      ({ variation, verdicts }) => falseAlarm(variation, base, verdicts, furtherMethodOf) ?? [],
    ),
  };
}

/** Claims that are contradicted and not excused, in the order of the contract. */
export function turnedRed(verdicts: Verdicts): string[] {
  return Object.keys(verdicts).filter((id) => verdicts[id] === 'contradicted');
}

/** Whether a mutant may turn a claim red: it names it, or need not, as the claim is about a further method. */
function mayTurnRed(
  { kills, about }: Mutant,
  claim: string,
  furtherMethodOf: (claim: string) => string | undefined,
): boolean {
  if (kills.includes(claim)) return true;
  const method = furtherMethodOf(claim);
  if (method === undefined) return false;
  const isOfFurther = kills.some((named) => furtherMethodOf(named) !== undefined);
  return !isOfFurther || (about !== undefined && furtherMethodOf(about) === method);
}

function survivor(
  mutant: Mutant,
  verdicts: Verdicts,
  isSeen: (claim: string) => boolean,
  isExpected: (mutant: Mutant, claim: string) => boolean,
): Survivor | undefined {
  const { id, breaks, kills } = mutant;
  const unnoticed = Object.fromEntries(
    kills
      .filter((claim) => isSeen(claim) && verdicts[claim] !== 'contradicted')
      .map((claim) => [claim, verdicts[claim] ?? 'unknown']),
  );
  const surprising = turnedRed(verdicts).filter((claim) => isSeen(claim) && !isExpected(mutant, claim));
  const isKilled = kills.length > 0 && Object.keys(unnoticed).length === 0 && surprising.length === 0;
  return isKilled ? undefined : { id, breaks, unnoticed, surprising };
}

function falseAlarm(
  { id, changed, changes = {}, hides, needsConnection }: Variation,
  base: Verdicts,
  verdicts: Verdicts,
  furtherMethodOf: (claim: string) => string | undefined,
): FalseAlarm | undefined {
  const isTried = (claim: string): boolean => !needsConnection || furtherMethodOf(claim) === undefined;
  const wrong = Object.keys(base).filter(
    (claim) =>
      isTried(claim) &&
      verdicts[claim] !== (changes[claim] ?? base[claim]) &&
      !(hides && ['not-exercised', 'excused'].includes(verdicts[claim] ?? '')),
  );
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
export function totals({ mutants, survivors, unseen, variations, falseAlarms }: Matrix): string[] {
  const tried = mutants.length - unseen.length;
  const killed = tried - survivors.length;
  const rate = tried === 0 ? 0 : Math.floor((1000 * killed) / tried) / 10;
  return [
    `kill rate     ${rate} % (${killed} of ${tried} mutants)`,
    ...(unseen.length > 0
      ? [`not seen      ${unseen.length} more, whose claims such a portal does not show`]
      : []),
    `false alarms  ${falseAlarms.length} (of ${variations.length} variations)`,
  ];
}

/** Whether there is nothing to mend. */
export const isClean = ({ survivors, claimsWithoutMutant, falseAlarms }: Matrix): boolean =>
  survivors.length + claimsWithoutMutant.length + falseAlarms.length === 0;
