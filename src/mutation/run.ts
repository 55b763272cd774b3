import type { Contract } from '../contract/contract.ts';
import type { Finding } from '../judge/judge.ts';
import type { LiveBench } from './bench.ts';
import type { CarriedOut } from './case.ts';
import type { Judge } from './deletion.ts';
import {
  type Attempt,
  isOfMethod,
  type LiveOperator,
  mutantId,
  mutantSays,
  type Operator,
  type PortalOperator,
  stagesWith,
  type Where,
} from './operator.ts';
import { type TableUse, watching } from './operators/tables.ts';
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

/** Fates that fail. */
export const FAILURES: readonly Fate[] = ['missed', 'surprising', 'unreached'];

export interface Mutant {
  id: string;
  operator: string;
  kind: string;
  method: string | undefined;
  where: string;
  says: string;
  fate: Fate;
  /** Calls or answers that it strikes. */
  struck: number;
  must: string[];
  missed: string[];
  turnedRed: string[];
  surprising: string[];
  /** Cases that could not be judged with it: they would send what nobody recorded. */
  unjudged?: number;
  /** Cases with another answer, with the requests that got one, and where it differs; not of each of very many. */
  seen?: { case: string; changed: Record<number, readonly string[]> }[];
}

export const isFailure = ({ fate }: Mutant): boolean => FAILURES.includes(fate);

/** A run without a fault, to compare with. */
export interface Baseline {
  bench: LiveBench;
  cases: readonly CarriedOut[];
  /** How methods use the portal's tables in them. */
  uses: readonly TableUse[];
}

export async function carryOutAll(bench: LiveBench): Promise<Baseline> {
  const cases: CarriedOut[] = [];
  const uses = new Map<string, TableUse>();
  const watch = watching((use) => uses.set(Object.values(use).join(' '), use));
  for (const testCase of bench.cases) cases.push(await bench.carryOut(testCase, watch));
  return { bench, cases, uses: [...uses.values()] };
}

/** What claims say of a case with a fault. */
interface Said {
  must: ReadonlySet<string>;
  refusedForms: ReadonlySet<string>;
  silenced: ReadonlySet<string>;
  red: ReadonlySet<string>;
  confirmed: ReadonlySet<string>;
  surprising: ReadonlySet<string>;
}

/** What a fault comes to in one case. */
export interface Effect extends Said, Attempt {}

export type Effects = readonly (readonly [CarriedOut, Effect])[];

/** How an operator of a portal's pipeline or tables is tried: the case is carried out once more. */
export const carriedOut = (operator: LiveOperator): PortalOperator => ({
  ...operator,
  reach: ({ cases }) =>
    callingCases(cases, operator.method).filter(({ calls }) =>
      calls.some((call) => isOfMethod(operator, call) && operator.mayStrike(call)),
    ),
  async tryOn({ bench }, before, strikes) {
    const after = await bench.carryOut(before.testCase, stagesWith(operator, strikes));
    return { after, difference: differenceOf(before, after) };
  },
});

const callers = new WeakMap<readonly CarriedOut[], Map<string, CarriedOut[]>>();

/** Cases that call a method; all of them where none is named. */
function callingCases(cases: readonly CarriedOut[], method: string | undefined): readonly CarriedOut[] {
  if (method === undefined) return cases;
  let known = callers.get(cases);
  if (!known) {
    known = new Map();
    for (const one of cases)
      for (const called of new Set(one.calls.map((call) => call.method)))
        known.set(called, [...(known.get(called) ?? []), one]);
    callers.set(cases, known);
  }
  return known.get(method.toLowerCase()) ?? [];
}

/** Called with each mutant and what it does to the cases that it strikes. */
export type OnMutant = (mutant: Mutant, effects: Effects) => void;

/** Tries an operator everywhere and in each place of its own. */
export async function runOperator<Struck>(
  baseline: Baseline,
  operator: Operator<Struck>,
  wheres: readonly Where<Struck>[] = operator.wheres,
  onMutant: OnMutant = () => {},
): Promise<Mutant[]> {
  const tryOn = async (before: CarriedOut, strikes: (number: number) => boolean) => {
    const asked: Struck[] = [];
    const attempt = await operator.tryOn(baseline, before, (struck) => strikes(asked.push(struck) - 1));
    // Where nothing can be struck, nobody asks what became of it.
    const isTold = attempt !== undefined && asked.length > 0;
    return { asked, effect: isTold ? effectOf(baseline.bench.contract, before, attempt) : undefined };
  };
  /** What can be struck, by case. */
  const candidates = new Map<CarriedOut, readonly Struck[]>();
  /** What becomes of a case where all or some of that is struck; undefined where nobody can tell. */
  const effects = new Map<CarriedOut, Map<string, Effect | undefined>>();
  for (const before of operator.reach(baseline)) {
    const { asked, effect } = await tryOn(before, () => true);
    if (asked.length === 0) continue;
    candidates.set(before, asked);
    effects.set(before, new Map([['all', effect]]));
  }
  const effectWhere = async (before: CarriedOut, places: readonly number[]) => {
    const known = effects.get(before) ?? new Map<string, Effect | undefined>();
    const name = places.length === candidates.get(before)?.length ? 'all' : places.join();
    if (!known.has(name)) known.set(name, (await tryOn(before, (number) => places.includes(number))).effect);
    return known.get(name);
  };
  const mutants: Mutant[] = [];
  const tried = new Set<string>();
  for (const where of wheres) {
    const struck = struckBy(candidates, where);
    if (struck.size === 0 && !operator.isWanted) continue;
    if (!operator.isOfMany && struck.size > 0) {
      // Where it strikes the same as elsewhere, it is the same portal.
      const key = JSON.stringify([...struck].map(([{ testCase }, places]) => [testCase.id, places]));
      if (tried.has(key)) continue;
      tried.add(key);
    }
    const made: (readonly [CarriedOut, Effect])[] = [];
    for (const [before, places] of struck) {
      const effect = await effectWhere(before, places);
      if (effect) made.push([before, effect]);
    }
    const mutant = mutantOf(baseline, operator, where, struck, made);
    mutants.push(mutant);
    onMutant(mutant, made);
  }
  return mutants;
}

/** Which of what can be struck is: by case, its numbers there. */
function struckBy<Struck>(
  candidates: ReadonlyMap<CarriedOut, readonly Struck[]>,
  { holds, each = 1 }: Where<Struck>,
): Map<CarriedOut, number[]> {
  const struck = new Map<CarriedOut, number[]>();
  let count = 0;
  for (const [before, asked] of candidates) {
    const places = [...asked.keys()].filter((at) => holds(asked[at] as Struck) && ++count % each === 0);
    if (places.length > 0) struck.set(before, places);
  }
  return struck;
}

export function effectOf(contract: Contract, before: CarriedOut, { after, difference }: Attempt): Effect {
  const { may, ...expected } = expectationOf(contract, before, after, difference);
  // What is answered alike is judged alike.
  const findings = isAnsweredAlike(before, after) ? before.findings : after.findings;
  const { red, confirmed } = saidOf(before, findings);
  const surprising = new Set(
    [...red].filter((id) => {
      const claim = contract.claim(id);
      return !isChanged(difference) || (claim !== undefined && !may(claim));
    }),
  );
  return { after, difference, ...expected, red, confirmed, surprising };
}

/** Whether a case sent the same requests and got the very same answers. */
const isAnsweredAlike = ({ sends: before }: CarriedOut, { sends: after }: CarriedOut): boolean =>
  before.length === after.length &&
  before.every(({ plan, exchange }, at) => {
    const other = after[at];
    return (
      other?.plan === plan &&
      other.exchange.response === exchange.response &&
      (exchange.tries ?? []).length + (other.exchange.tries ?? []).length === 0
    );
  });

export const isChanged = ({ changed, isDiverged }: Difference): boolean => changed.size > 0 || isDiverged;

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
    const { judge } = after;
    return { before, said, judge };
  });
  return (suite) => {
    const again = kept.map(
      ({ before, said, judge }) => [before, { ...said, ...saidOf(before, judge(suite)) }] as const,
    );
    return verdictsOf(contract, cases, again).turnedRed;
  };
}

/** What all cases together say, those that the fault does not strike as before. */
function mutantOf<Struck>(
  { bench: { contract }, cases }: Baseline,
  operator: Operator<Struck>,
  where: Where<Struck>,
  struck: ReadonlyMap<CarriedOut, readonly number[]>,
  effects: Effects,
): Mutant {
  const { must, turnedRed, surprising } = verdictsOf(contract, cases, effects);
  const missed = must.filter((id) => !turnedRed.includes(id));
  const unjudged = struck.size - effects.length;
  const changed = effects.filter(([, { difference }]) => isChanged(difference));
  const fate = (): Fate => {
    if (struck.size === 0) return 'unreached';
    if (missed.length > 0) return 'missed';
    if (surprising.length > 0) return 'surprising';
    if (turnedRed.length > 0) return 'noticed';
    if (changed.length > 0) return 'unclaimed';
    return effects.some(([before, { after }]) => before.state !== after.state) ? 'unread' : 'equivalent';
  };
  return {
    id: mutantId(operator, where),
    operator: operator.id,
    kind: operator.kind,
    method: operator.method,
    where: where.id,
    says: mutantSays(operator, where),
    fate: fate(),
    struck: [...struck.values()].reduce((sum, places) => sum + places.length, 0),
    must,
    missed,
    turnedRed,
    surprising,
    ...(unjudged > 0 && { unjudged }),
    ...(!operator.isOfMany && {
      seen: changed.map(([{ testCase }, { difference }]) => ({
        case: testCase.id,
        changed: Object.fromEntries(difference.changed),
      })),
    }),
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
