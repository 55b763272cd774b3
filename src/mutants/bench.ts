import type { Case } from '../cases/case.ts';
import { type Call, frozenWorld, loadWorld, type ProfileName } from '../mock/index.ts';
import { type Answers, createDirectClient } from '../mutation/client.ts';
import { isExcused, resultsOf } from '../report/build.ts';
import type { ClaimResult } from '../report/claims.gen.ts';
import type { Outcome } from '../report/outcome.ts';
import { loadCases } from '../run/case-list.ts';
import { loadContract } from '../run/load.ts';
import { carryOut as carryOutCases } from '../run/run-all.ts';
import type { Memory } from '../run/runner.ts';
import type { Tape } from '../run/tape.ts';
import { type CallNotes, createCallNotes } from './call-notes.ts';
import type { CaseClock } from './case-clock.ts';
import { furtherMethods } from './further-methods.ts';
import { createMemory } from './memory.ts';
import type { Difference } from './mutant.ts';
import { createPortals, openPortal } from './portal.ts';

/** Verdict of every claim, by id; `excused` where the documentation contradicts itself. */
export type Verdicts = Readonly<Record<string, ClaimResult['verdict'] | 'excused'>>;

/** Runs the suite as it is against portals with a difference: same contract, cases, client and judge. */
export interface Bench {
  cases: readonly Case[];
  /**
   * @param isOfFew with the cases of the platform and the representative method alone
   * @param turn where many cases are struck, only every fourth is tried, from this one on, but without a connection all of
   * the platform and the representative method; the others say what they say of a whole portal
   */
  run(difference: Difference, isOfFew?: boolean, turn?: number): Promise<ClaimResult[]>;
  close(): Promise<void>;
}

export interface BenchOptions {
  /** How the portals answer apart from their differences; as documented unless given. */
  beneath?: ProfileName | undefined;
  /** Verdicts are all that is asked for, of many portals: what they answer as a whole one does is not judged again. */
  verdictsOnly?: boolean;
}

/** What became of the cases where the portal was whole. */
interface Whole {
  memory: Memory;
  judged: Outcome['judged'];
  /** Which calls the portal took for a case, those among them that made what it shares with others. */
  calls(testCase: Case): readonly Call[];
}

/** Of the cases that a portal is said not to strike, every such one is carried out all the same. */
const CONTROL = 25;

/** Of the cases that portals take in turns, every such one is tried. */
const TURNS = 4;

/** Every pair of values is enough to see a fault in one of them, and takes half the time of the whole product. */
export async function createBench({ beneath, verdictsOnly = false }: BenchOptions = {}): Promise<Bench> {
  const contract = loadContract();
  const cases = loadCases('pairwise');
  const world = frozenWorld(await loadWorld());
  const portals = createPortals();
  const further = new Set(furtherMethods(contract));
  const notOfFurther = cases.filter(({ method }) => !further.has(method));
  const answers: Answers = new Map();
  const whole = new Map<readonly Case[], Whole>();

  async function carryOut(
    difference: Difference,
    struck: readonly Case[],
    known: Answers,
    options: { memory?: Memory; calls?: CallNotes } = {},
  ): Promise<Outcome> {
    const portal = await openPortal(difference, world, {
      beneath,
      portals,
      connect: (mock) => createDirectClient(mock, known, !verdictsOnly),
    });
    try {
      const { target, client, clock } = portal;
      return await carryOutCases(contract, struck, target, {
        client,
        memory: options.memory,
        verdictsOnly,
        contradictionsOnly: true,
        ...(clock && { tape: alikeEachTime(cases, clock, options.calls), oneByOne: true }),
      });
    } finally {
      await portal.close();
    }
  }

  async function wholeOf(struck: readonly Case[]): Promise<Whole> {
    const made = whole.get(struck);
    if (made) return made;
    const memory = createMemory();
    const calls = createCallNotes();
    const { judged } = await carryOut({ stages: calls.stages }, struck, answers, { memory, calls });
    const found = { memory, judged, calls: calls.of };
    whole.set(struck, found);
    return found;
  }

  /** What is answered as by a whole portal is known again, and not judged anew; where no call is struck, nothing is sent. */
  async function carryOutWhatDiffers(difference: Difference, all: readonly Case[], turn?: number) {
    const { memory, judged, calls } = await wholeOf(all);
    const { strikes = () => true, needsConnection = false } = difference;
    const isStruck = (testCase: Case): boolean => calls(testCase).some(strikes);
    const struck = new Set(all.filter(isStruck));
    // Of few, each may be the only one that shows something.
    const takesTurns = turn !== undefined && struck.size > all.length / TURNS;
    const isInTurn = ({ method }: Case, index: number): boolean =>
      !takesTurns || (index + turn) % TURNS === 0 || (!needsConnection && !further.has(method));
    const controls = new Set(
      all.filter((each) => !struck.has(each)).filter((_, index) => index % CONTROL === 0),
    );
    const differing = all.filter((each, index) =>
      struck.has(each) ? isInTurn(each, index) : controls.has(each),
    );
    const known = { get: (key: string) => answers.get(key), set() {} };
    const outcome = await carryOut(difference, differing, known, { memory: { ...memory, keep() {} } });
    const tried = new Set(differing.map(({ id }) => id));
    for (const { id } of controls) assertJudgedAlike(difference, of(judged, id), of(outcome.judged, id));
    return { ...outcome, judged: [...outcome.judged, ...judged.filter((before) => !tried.has(before.case))] };
  }

  return {
    cases,
    close: portals.close,
    async run(difference, isOfFew = false, turn = undefined) {
      const struck = isOfFew ? notOfFurther : cases;
      const outcome =
        verdictsOnly && (!difference.needsConnection || turn !== undefined)
          ? await carryOutWhatDiffers(difference, struck, turn)
          : await carryOut(difference, struck, answers);
      const { results } = resultsOf(contract, outcome, { startedAt: new Date() });
      return results.filter(({ id }) => contract.claim(id)?.confidence !== 'parsed');
    },
  };
}

const of = (judged: Outcome['judged'], id: string) => judged.find((each) => each.case === id);

/** @throws where a portal that is said not to strike a case does */
function assertJudgedAlike(
  { id = 'a portal' }: Difference & { readonly id?: string },
  whole: Outcome['judged'][number] | undefined,
  struck: Outcome['judged'][number] | undefined,
): void {
  const [before = [], after = []] = [whole, struck].map((found) =>
    found?.findings.map(({ claim, outcome }) => `${claim} ${outcome}`),
  );
  const other = after.filter((finding) => !before.includes(finding));
  if (before.length === after.length && other.length === 0) return;
  throw new Error(
    `'strikes' of ${id} says no to every call of the case ${whole?.case}, which is judged otherwise all the same: ${other.join(', ') || 'it says nothing any more'}`,
  );
}

/** Gives each case the same name and the same time in every run. */
function alikeEachTime(cases: readonly Case[], clock: CaseClock, calls?: CallNotes): Tape {
  const numbers = new Map(cases.map((testCase, index) => [testCase, index]));
  return {
    open(testCase, context) {
      clock.begin();
      const uniqueCode = (): string => `b24conformancemutantsx${numbers.get(testCase)}`;
      const alike = { ...context, journal: { ...context.journal, uniqueCode } };
      return { context: calls ? calls.begin(testCase, alike) : alike, close() {} };
    },
  };
}

export function verdictsOf(claims: readonly ClaimResult[]): Verdicts {
  return Object.fromEntries(
    claims.map((claim) => [
      claim.id,
      claim.verdict === 'contradicted' && isExcused(claim) ? 'excused' : claim.verdict,
    ]),
  );
}
