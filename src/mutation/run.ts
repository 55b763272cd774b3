import type { Contract } from '../contract/contract.ts';
import type { Finding } from '../judge/judge.ts';
import type { Call } from '../mock/index.ts';
import type { CarriedOut, LiveBench } from './bench.ts';
import type { Judge } from './deletion.ts';
import { type LiveOperator, mutantId, mutantSays, type Where } from './operator.ts';
import { type Difference, differenceOf, expectationOf } from './oracle.ts';

/** What became of a portal that is wrong in one way. */
export type Fate =
  /** A claim that had to turn red did. */
  | 'noticed'
  /** One that had to did not. */
  | 'missed'
  /** One turned red that does not look at what changed. */
  | 'surprising'
  /** Answers changed where no claim looks. */
  | 'unclaimed'
  /** No answer changed, though the portal holds something else: no case reads it back. */
  | 'unread'
  /** Neither an answer nor anything that the portal holds changed: to all who ask, it is the portal without a fault. */
  | 'equivalent'
  /** No case sends a request that it would strike. */
  | 'unreached';

export interface LiveMutant {
  id: string;
  operator: string;
  kind: string;
  method: string | undefined;
  where: string;
  says: string;
  fate: Fate;
  /** Calls that it strikes. */
  struck: number;
  must: string[];
  missed: string[];
  turnedRed: string[];
  surprising: string[];
  /** Cases with another answer, with the requests that got one, and where it differs. */
  seen: { case: string; changed: Record<number, readonly string[]> }[];
}

/** A run without a fault, to compare with. */
export interface Baseline {
  bench: LiveBench;
  cases: readonly CarriedOut[];
}

export async function carryOutAll(bench: LiveBench): Promise<Baseline> {
  const cases: CarriedOut[] = [];
  for (const testCase of bench.cases) cases.push(await bench.carryOut(testCase));
  return { bench, cases };
}

/** What a fault comes to in one case. */
export interface Effect {
  after: CarriedOut;
  difference: Difference;
  must: ReadonlySet<string>;
  refusedForms: ReadonlySet<string>;
  silenced: ReadonlySet<string>;
  red: ReadonlySet<string>;
  confirmed: ReadonlySet<string>;
  surprising: ReadonlySet<string>;
  isStateOther: boolean;
}

export type Effects = readonly (readonly [CarriedOut, Effect])[];

/** What claims say of a case with a fault, without what came. */
type Said = Omit<Effect, 'after' | 'difference'>;

/**
 * Runs of one operator, everywhere and in each place of its own.
 *
 * @param onMutant called with each and what it does to the cases that it strikes
 */
export async function runOperator(
  baseline: Baseline,
  operator: LiveOperator,
  wheres: readonly Where[] = operator.wheres,
  onMutant: (mutant: LiveMutant, effects: Effects) => void = () => {},
): Promise<LiveMutant[]> {
  const candidates = new Map<CarriedOut, readonly Call[]>();
  const effects = new Map<string, Effect>();
  const numbers = new Map(baseline.cases.map((one, index) => [one, index]));
  /** The case with the fault, which strikes those of the calls that it can strike that `strikes` says. */
  const carryOut = async (before: CarriedOut, strikes: (call: Call, number: number) => boolean) => {
    const asked: Call[] = [];
    const after = await baseline.bench.carryOut(
      before.testCase,
      operator.attach((call) => {
        asked.push(call);
        return strikes(call, asked.length - 1);
      }),
    );
    return { effect: effectOf(baseline.bench.contract, before, after), asked };
  };
  for (const before of baseline.cases) {
    if (!before.calls.some((call) => isOfMethod(operator, call) && operator.mayStrike(call))) continue;
    const { effect, asked } = await carryOut(before, () => true);
    if (asked.length === 0) continue;
    candidates.set(before, asked);
    effects.set(`${numbers.get(before)} all`, effect);
  }
  const mutants: LiveMutant[] = [];
  const known = new Set<string>();
  for (const where of wheres) {
    const struck = struckBy(candidates, where);
    const key = [...struck].map(([one, places]) => `${numbers.get(one)}:${places.join()}`).join(' ');
    if (struck.size === 0) {
      if (operator.isWanted) mutants.push(mutantOf(baseline, operator, where, [], 0));
      continue;
    }
    // Where it strikes the same calls as elsewhere, it is the same portal.
    if (known.has(key)) continue;
    known.add(key);
    const made: (readonly [CarriedOut, Effect])[] = [];
    let count = 0;
    for (const [before, places] of struck) {
      count += places.length;
      const isWhole = places.length === candidates.get(before)?.length;
      const name = `${numbers.get(before)} ${isWhole ? 'all' : places.join()}`;
      const effect =
        effects.get(name) ?? (await carryOut(before, (_, number) => places.includes(number))).effect;
      effects.set(name, effect);
      made.push([before, effect]);
    }
    const mutant = mutantOf(baseline, operator, where, made, count);
    mutants.push(mutant);
    onMutant(mutant, made);
  }
  return mutants;
}

const isOfMethod = ({ method }: LiveOperator, call: Call): boolean =>
  method === undefined || call.method === method.toLowerCase();

/** Which of the calls that can be struck are: by case, their numbers among them. */
function struckBy(
  candidates: ReadonlyMap<CarriedOut, readonly Call[]>,
  { holds, each = 1 }: Where,
): Map<CarriedOut, number[]> {
  const struck = new Map<CarriedOut, number[]>();
  let count = 0;
  for (const [before, calls] of candidates)
    calls.forEach((call, number) => {
      if (!holds(call) || ++count % each !== 0) return;
      struck.set(before, [...(struck.get(before) ?? []), number]);
    });
  return struck;
}

export function effectOf(contract: Contract, before: CarriedOut, after: CarriedOut): Effect {
  const difference = differenceOf(before, after);
  const { must, refusedForms, silenced, may } = expectationOf(contract, before, after, difference);
  const { red, confirmed } = saidOf(before, after.findings);
  const isChanged = difference.changed.size > 0 || difference.isDiverged;
  const surprising = new Set(
    [...red].filter((id) => {
      const claim = contract.claim(id);
      return !isChanged || (claim !== undefined && !may(claim));
    }),
  );
  return {
    after,
    difference,
    must,
    refusedForms,
    silenced,
    red,
    confirmed,
    surprising,
    isStateOther: before.state !== after.state,
  };
}

/** Claims that turned red, and those that a case confirms. */
function saidOf(before: CarriedOut, after: readonly Finding[]): Pick<Effect, 'red' | 'confirmed'> {
  const of = (findings: readonly Finding[], wanted: Finding['outcome']): Set<string> =>
    new Set(findings.filter(({ outcome }) => outcome === wanted).map(({ claim }) => claim));
  const redBefore = of(before.findings, 'contradicted');
  return {
    red: new Set([...of(after, 'contradicted')].filter((id) => !redBefore.has(id))),
    confirmed: of(after, 'confirmed'),
  };
}

/** Which claims turn red by another suite, of what was carried out; keeps no portal. */
export function judgeAgain({ bench: { contract }, cases }: Baseline, effects: Effects): Judge {
  const kept = effects.map(([before, { after, difference: _, ...said }]) => {
    const { judgeAgain: judge } = after;
    return { before, said, judge };
  });
  return async ({ contract: other, leftOut }) => {
    const again = kept.map(
      ({ before, said, judge }) => [before, { ...said, ...saidOf(before, judge(other, leftOut)) }] as const,
    );
    return verdictsOf(contract, cases, again).turnedRed;
  };
}

/** What all cases together say, those that the fault does not strike as before. */
function mutantOf(
  { bench: { contract }, cases }: Baseline,
  operator: LiveOperator,
  where: Where,
  effects: Effects,
  struck: number,
): LiveMutant {
  const { must, turnedRed, surprising } = verdictsOf(contract, cases, effects);
  const missed = must.filter((id) => !turnedRed.includes(id));
  const seen = effects
    .filter(([, { difference }]) => difference.changed.size > 0 || difference.isDiverged)
    .map(([{ testCase }, { difference }]) => ({
      case: testCase.id,
      changed: Object.fromEntries(difference.changed),
    }));
  const fate = (): Fate => {
    if (struck === 0) return 'unreached';
    if (missed.length > 0) return 'missed';
    if (surprising.length > 0) return 'surprising';
    if (turnedRed.length > 0) return 'noticed';
    if (seen.length > 0) return 'unclaimed';
    return effects.some(([, { isStateOther }]) => isStateOther) ? 'unread' : 'equivalent';
  };
  return {
    id: mutantId(operator, where),
    operator: operator.id,
    kind: operator.kind,
    method: operator.method,
    where: where.id,
    says: mutantSays(operator, where),
    fate: fate(),
    struck,
    must,
    missed,
    turnedRed,
    surprising,
    seen,
  };
}

export function verdictsOf(
  contract: Contract,
  cases: readonly CarriedOut[],
  effects: readonly (readonly [CarriedOut, Said])[],
): { must: string[]; turnedRed: string[]; surprising: string[] } {
  const struck = new Map(effects);
  const union = (of: (effect: Said) => ReadonlySet<string>): string[] =>
    [...new Set(effects.flatMap(([, effect]) => [...of(effect)]))].sort();
  const red = union((effect) => effect.red);
  const refused = union((effect) => effect.refusedForms);
  /** Cases that confirm a claim, struck ones as they are now. */
  const isConfirmed = (id: string, now: (effect: Said) => boolean): boolean =>
    confirming(cases, id).some((one) => {
      const effect = struck.get(one);
      return effect === undefined || now(effect);
    });
  return {
    must: [
      ...union((effect) => effect.must),
      ...refused.filter((id) => !isConfirmed(id, (effect) => !effect.silenced.has(id))),
    ].sort(),
    turnedRed: red.filter(
      (id) => !contract.claim(id)?.check?.accepted || !isConfirmed(id, (effect) => effect.confirmed.has(id)),
    ),
    surprising: union((effect) => effect.surprising),
  };
}

const confirmers = new WeakMap<readonly CarriedOut[], Map<string, CarriedOut[]>>();

function confirming(cases: readonly CarriedOut[], id: string): readonly CarriedOut[] {
  let known = confirmers.get(cases);
  if (!known) {
    known = new Map();
    for (const one of cases)
      for (const { claim, outcome } of one.findings)
        if (outcome === 'confirmed') known.set(claim, [...(known.get(claim) ?? []), one]);
    confirmers.set(cases, known);
  }
  return known.get(id) ?? [];
}
