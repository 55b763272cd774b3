import { randomBy } from '../base/random.ts';
import type { CarriedOut } from './case.ts';
import { EVERYWHERE, type PortalOperator, stagesWith } from './operator.ts';
import { differenceOf } from './oracle.ts';
import { type Baseline, type Effect, type Effects, effectOf, runOperator, verdictsOf } from './run.ts';

/** A portal that is wrong in two ways at once. */
export interface Pair {
  id: string;
  /** Claims that had to turn red and did not. */
  missed: string[];
  /** Of the two operators those of which no claim says anything now, though by itself one does. */
  unnoticed: string[];
}

export const isNoticed = ({ missed, unnoticed }: Pair): boolean => missed.length + unnoticed.length === 0;

interface Single {
  operator: PortalOperator;
  effects: Effects;
  /** Claims that it turns red by itself and had to. */
  red: readonly string[];
}

/** Draws for one pair before it is given up: few operators strike no case of their own. */
const MOST_DRAWS = 200;

/**
 * Pairs of operators in different places, drawn by a seed: each strikes a case that the other does not, where a claim had to
 * notice it. Deterministic.
 *
 * @throws RangeError when there are not two such operators
 */
export async function runPairs(
  baseline: Baseline,
  operators: readonly PortalOperator[],
  count: number,
  seed: number,
  onPair: (pair: Pair, done: number) => void = () => {},
): Promise<Pair[]> {
  const random = randomBy(seed);
  const singles = new Map<PortalOperator, Single>();
  const single = async (operator: PortalOperator): Promise<Single> => {
    const known = singles.get(operator);
    if (known) return known;
    let made: Single = { operator, effects: [], red: [] };
    await runOperator(baseline, operator, [EVERYWHERE], (mutant, effects) => {
      made = { operator, effects, red: mutant.must.filter((id) => mutant.turnedRed.includes(id)) };
    });
    singles.set(operator, made);
    return made;
  };
  const draw = (): PortalOperator => operators[Math.floor(random() * operators.length)] as PortalOperator;
  const pairs: Pair[] = [];
  const drawn = new Set<string>();
  for (let draws = 0; pairs.length < count; draws++) {
    if (draws > count * MOST_DRAWS)
      throw new RangeError(`no more than ${pairs.length} pairs of operators strike different places`);
    const [one, other] = [await single(draw()), await single(draw())];
    const id = [one, other]
      .map(({ operator }) => operator.id)
      .toSorted()
      .join(' & ');
    if (one === other || drawn.has(id) || !areApart(baseline, one, other)) continue;
    drawn.add(id);
    const pair = await runPair(baseline, one, other, id);
    pairs.push(pair);
    onPair(pair, pairs.length);
  }
  return pairs;
}

/** Cases that one strikes and the other does not, with what it does to them. */
const alone = (one: Single, other: Single): Effects => {
  const struck = new Set(other.effects.map(([testCase]) => testCase));
  return one.effects.filter(([testCase]) => !struck.has(testCase));
};

/** Claims of an operator that cases show which the other leaves alone. */
function ownClaims({ bench: { contract }, cases }: Baseline, one: Single, other: Single): string[] {
  const { must, turnedRed } = verdictsOf(contract, cases, alone(one, other));
  return must.filter((id) => turnedRed.includes(id) && one.red.includes(id));
}

const areApart = (baseline: Baseline, one: Single, other: Single): boolean =>
  ownClaims(baseline, one, other).length > 0 && ownClaims(baseline, other, one).length > 0;

async function runPair(baseline: Baseline, one: Single, other: Single, id: string): Promise<Pair> {
  const { bench, cases } = baseline;
  const struck = new Set([...one.effects, ...other.effects].map(([testCase]) => testCase));
  const effects: (readonly [CarriedOut, Effect])[] = [];
  for (const before of cases) {
    if (!struck.has(before)) continue;
    const after = await bench.carryOut(before.testCase, (stages) =>
      stagesWith(other.operator)(stagesWith(one.operator)(stages)),
    );
    const difference = differenceOf(before, after);
    effects.push([before, effectOf(bench.contract, before, { after, difference })]);
  }
  const { must, turnedRed } = verdictsOf(bench.contract, cases, effects);
  const isSeen = (single: Single, beside: Single): boolean =>
    ownClaims(baseline, single, beside).some((claim) => turnedRed.includes(claim));
  return {
    id,
    missed: must.filter((claim) => !turnedRed.includes(claim)),
    unnoticed: [
      ...(isSeen(one, other) ? [] : [one.operator.id]),
      ...(isSeen(other, one) ? [] : [other.operator.id]),
    ],
  };
}
