import { enumerate } from '../base/phrase.ts';
import { VARIABLES, type VariableName } from './environment.ts';
import type { NotMade } from './resource-values.ts';

export const PROVISION = 'B24_ALLOW_PROVISION=1';

/** Variables of which only one value enables anything. */
const FLAGS: Partial<Record<string, string>> = {
  B24_ALLOW_PROVISION: PROVISION,
  B24_ALLOW_DISRUPTIVE: 'B24_ALLOW_DISRUPTIVE=1',
} satisfies Partial<Record<VariableName, string>>;

/** Something that a case needs and the target does not have. */
export interface Missing {
  /** In words, where no variable gives it: `deal.id`. */
  need: string;
  /** Variable that would give it. */
  variable: string | undefined;
  /** Why a run with leave to provision could not make it; undefined where it could. */
  notMade: NotMade | undefined;
}

/**
 * `needs A; also B, or C`: what must be given, and what a run makes for itself where it may.
 *
 * @returns undefined where nothing is missing
 */
export function explainMissing(
  missing: readonly Missing[],
  { mayProvision }: { mayProvision: boolean },
): string | undefined {
  if (missing.length === 0) return undefined;
  const isMade = ({ notMade }: Missing): boolean => notMade === undefined;
  const nowhere = missing.find((each) => each.variable === undefined && (!isMade(each) || mayProvision));
  if (nowhere) return explainNowhere(nowhere);
  const made = namesOf(missing.filter(isMade));
  const given = namesOf(missing.filter((each) => !isMade(each))).map((name) => FLAGS[name] ?? name);
  // With leave, what the run makes comes of itself, unless it was not to be had.
  if (given.length > 0 && (mayProvision || !missing.some(isMade) || given.includes(PROVISION)))
    return `needs ${enumerate(given)}`;
  if (mayProvision) return `needs ${enumerate(made)}`;
  const ways = made.length === 0 ? PROVISION : `${PROVISION}, or ${enumerate(made)}`;
  return given.length === 0 ? `needs ${ways}` : `needs ${enumerate(given)}; also ${ways}`;
}

/** What no variable gives, and why the run does not have it. */
function explainNowhere({ need, notMade }: Missing): string {
  const [reference = need] = need.split('@');
  if (notMade === undefined) return `needs $${reference}, which this run could not make`;
  if (notMade.instead.length === 0) return `needs $${reference}, which a run cannot make with these settings`;
  return (
    `needs $${reference}, which a run can make only together with what ${enumerate(notMade.instead)} gives; ` +
    `leave ${notMade.instead.length === 1 ? 'that' : 'those'} out`
  );
}

/** Their variables, each once, in the order of `.env.example`. */
function namesOf(missing: readonly Missing[]): string[] {
  const order = Object.keys(VARIABLES);
  const names = new Set(missing.flatMap(({ variable }) => variable ?? []));
  return [...names].sort((first, second) => order.indexOf(first) - order.indexOf(second));
}
