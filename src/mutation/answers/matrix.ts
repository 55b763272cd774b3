import type { RequestPlan } from '../../cases/case.ts';
import type { Contract } from '../../contract/contract.ts';
import type { LookUp } from '../../contract/values.ts';
import type { Finding } from '../../judge/judge.ts';
import type { Exchange } from '../../wire/exchange.ts';
import { textOf, valueIn } from '../answer.ts';
import type { RecordedCase, Send } from '../case.ts';
import type { OnNoticed, Suite } from '../deletion.ts';
import { type AnswerOperator, answerOperators, apply } from '../operators/answers.ts';
import { expectationOf } from './oracle.ts';

/** Answers that one fault strikes: those of a method with an outcome, maybe in one form of the request alone. */
export interface Group {
  /** `imbot.chat.sendTyping, success, suffix .xml` */
  name: string;
  method: string;
  /** Which requests of each case. */
  members: ReadonlyMap<RecordedCase, ReadonlySet<number>>;
}

/** A portal that answers wrong in one way, and what came of it. */
export interface AnswerMutant {
  /** `status-200-becomes-201 of batch, success` */
  id: string;
  operator: string;
  /** What the operator changes. */
  place: string;
  group: string;
  must: string[];
  /** Claims of `must` that are not contradicted. */
  missed: string[];
  turnedRed: string[];
  /** Claims that turned red and do not look at what changed. */
  surprising: string[];
}

export interface AnswerMatrix {
  mutants: AnswerMutant[];
  /** Cases that could not be judged again with an operator: a further request would have been sent. */
  unjudged: number;
}

/**
 * Groups of the answers of a run: by method and outcome, then by each form of the request. What only prepares or observes
 * is no group: no claim is about it.
 */
export function groupsOf(cases: readonly RecordedCase[]): Group[] {
  const groups = new Map<string, { method: string; members: Map<RecordedCase, Set<number>> }>();
  const add = (name: string, method: string, recorded: RecordedCase, place: number): void => {
    const group = groups.get(name) ?? { method, members: new Map() };
    groups.set(name, group);
    group.members.set(recorded, (group.members.get(recorded) ?? new Set()).add(place));
  };
  for (const recorded of cases)
    recorded.sends.forEach((send, place) => {
      const outcome = outcomeOf(send);
      if (outcome === undefined) return;
      const { method } = send.plan;
      const whole = `${method}, ${outcome}`;
      add(whole, method, recorded, place);
      for (const [dimension, value] of Object.entries(formsOf(send.plan)))
        add(`${whole}, ${dimension} ${value}`, method, recorded, place);
    });
  const isJudged = ([recorded, places]: [RecordedCase, Set<number>]): boolean =>
    places.has(placeOfAct(recorded));
  return [...groups]
    .filter(([, { members }]) => [...members].some(isJudged))
    .map(([name, { method, members }]) => ({ name, method, members }));
}

/** Forms of a request by which answers are told apart: dimension to value. */
function formsOf({
  verb,
  encoding,
  suffix,
  credential,
  scheme,
}: RequestPlan): Readonly<Record<string, string>> {
  const [place = 'none'] = Object.entries(credential)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) => `${kind} ${value}`);
  return { verb, encoding, suffix: suffix === '' ? 'none' : suffix, credential: place, scheme };
}

/** `success`, or the code of an error; undefined where no answer came, or none of the REST API. */
function outcomeOf({ plan, exchange: { response } }: Send): string | undefined {
  if (!response) return undefined;
  const code = valueIn(response, '/error') ?? /<error>([^<]+)<\/error>/.exec(textOf(response))?.[1];
  if (typeof code === 'string' && code !== '') return code;
  const where = plan.endpoint === 'rest' ? '' : ` of ${plan.endpoint}`;
  return response.status < 300 ? `success${where}` : `HTTP ${response.status}${where}`;
}

/**
 * Judges every operator on every group. Sends nothing.
 *
 * @param onNoticed called with each that some claim notices
 */
export async function runAnswerMutants(
  contract: Contract,
  cases: readonly RecordedCase[],
  groups = groupsOf(cases),
  onNoticed: OnNoticed = () => {},
): Promise<AnswerMatrix> {
  const bases = new Map<RecordedCase, Base>();
  for (const recorded of cases)
    bases.set(recorded, {
      findings: (await recorded.judge(contract)) ?? [],
      lookUp: await recorded.lookUp(contract),
    });
  const judged = new Map<string, Promise<CaseEffect | undefined>>();
  const numbers = new Map(cases.map((recorded, index) => [recorded, index]));
  let unjudged = 0;
  const effectOn = (operator: AnswerOperator, recorded: RecordedCase, places: ReadonlySet<number>) => {
    const key = `${operator.id} ${numbers.get(recorded)} ${[...places].join()}`;
    const base = bases.get(recorded);
    const known = judged.get(key) ?? (base && effect(contract, recorded, base, operator, places));
    if (known === undefined) return undefined;
    judged.set(key, known);
    return known;
  };
  const mutants: AnswerMutant[] = [];
  for (const group of groups) {
    const exchanges = [...group.members].flatMap(([{ sends }, places]) =>
      Array.from(places, (place) => sends[place]?.exchange).filter((exchange) => exchange !== undefined),
    );
    for (const operator of answerOperators(exchanges)) {
      const effects: CaseEffect[] = [];
      for (const [recorded, places] of group.members) {
        const one = await effectOn(operator, recorded, places);
        if (one === undefined) unjudged++;
        else if (one.isChanged) effects.push(one);
      }
      if (effects.length === 0) continue;
      const mutant = toMutant(operator, group, effects);
      mutants.push(mutant);
      if (mutant.turnedRed.length > 0)
        onNoticed(mutant, effects.length, (suite) => judgeAgain(effects, suite));
    }
  }
  return { mutants, unjudged };
}

/** A case without a fault. */
interface Base {
  findings: readonly Finding[];
  lookUp: LookUp;
}

/** What an operator does to one case. */
interface CaseEffect {
  isChanged: boolean;
  must: ReadonlySet<string>;
  red: ReadonlySet<string>;
  surprising: ReadonlySet<string>;
  /** Claims that turn red by another suite. */
  judge(suite: Suite): Promise<ReadonlySet<string>>;
}

const NOTHING: ReadonlySet<string> = new Set();
const UNCHANGED: CaseEffect = {
  isChanged: false,
  must: NOTHING,
  red: NOTHING,
  surprising: NOTHING,
  judge: async () => NOTHING,
};

async function judgeAgain(effects: readonly CaseEffect[], suite: Suite): Promise<string[]> {
  const red = new Set<string>();
  for (const { judge } of effects) for (const id of await judge(suite)) red.add(id);
  return [...red].sort();
}

async function effect(
  contract: Contract,
  recorded: RecordedCase,
  { findings: base, lookUp }: Base,
  operator: AnswerOperator,
  places: ReadonlySet<number>,
): Promise<CaseEffect | undefined> {
  const changes = changesOf(recorded, operator, places);
  if (changes.size === 0) return UNCHANGED;
  const findings = await recorded.judge(contract, (_, place) => changes.get(place));
  if (findings === undefined) return undefined;
  const act = placeOfAct(recorded);
  // What a case builds on is answered otherwise as well: what follows from that is not computed.
  const isPrepared = [...changes.keys()].every((place) => place >= act);
  const expected = expectationOf(
    contract,
    recorded,
    base,
    operator,
    isPrepared ? changes.get(act) : undefined,
    lookUp,
  );
  const red = newlyRed(base, findings);
  const surprising = new Set(
    [...red].filter((id) => {
      const claim = contract.claim(id);
      return claim !== undefined && !expected.may(claim);
    }),
  );
  return {
    isChanged: true,
    must: expected.must,
    red,
    surprising,
    // Answers are changed anew, for there are too many to keep.
    async judge(suite) {
      const again = changesOf(recorded, operator, places);
      const other = await recorded.judge(suite.contract, (_, place) => again.get(place), suite.leftOut);
      return newlyRed(base, other ?? []);
    },
  };
}

/** What an operator makes of answers of a case, by the place of their requests. */
function changesOf(
  { sends }: RecordedCase,
  operator: AnswerOperator,
  places: ReadonlySet<number>,
): Map<number, Exchange> {
  const changes = new Map<number, Exchange>();
  for (const place of places) {
    const exchange = sends[place]?.exchange;
    const changed = exchange && apply(operator, exchange);
    if (changed) changes.set(place, changed);
  }
  return changes;
}

function newlyRed(base: readonly Finding[], findings: readonly Finding[]): Set<string> {
  const before = new Set(base.filter(isContradiction).map(({ claim }) => claim));
  return new Set(
    findings
      .filter((finding) => isContradiction(finding) && !before.has(finding.claim))
      .map(({ claim }) => claim),
  );
}

const isContradiction = ({ outcome }: Finding): boolean => outcome === 'contradicted';

/** Place of the request that the case is about. */
export function placeOfAct({ testCase, sends }: RecordedCase): number {
  return sends.findIndex(({ plan }) => plan === testCase.request);
}

function toMutant(operator: AnswerOperator, { name }: Group, effects: readonly CaseEffect[]): AnswerMutant {
  const union = (of: (effect: CaseEffect) => ReadonlySet<string>): string[] =>
    [...new Set(effects.flatMap((effect) => [...of(effect)]))].sort();
  const must = union(({ must }) => must);
  const turnedRed = union(({ red }) => red);
  return {
    id: `${operator.id} of ${name}`,
    operator: operator.id,
    place: operator.place,
    group: name,
    must,
    missed: must.filter((claim) => !turnedRed.includes(claim)),
    turnedRed,
    surprising: union(({ surprising }) => surprising),
  };
}
