import type { Case } from '../cases/case.ts';
import { frozenWorld, loadWorld, type ProfileName } from '../mock/index.ts';
import { type Answers, createDirectClient } from '../mutation/client.ts';
import { isExcused } from '../report/build.ts';
import type { ClaimResult } from '../report/claims.gen.ts';
import { loadCases } from '../run/case-list.ts';
import { loadContract } from '../run/load.ts';
import { runAll } from '../run/run-all.ts';
import type { Memory } from '../run/runner.ts';
import type { Tape } from '../run/tape.ts';
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
  /** @param isOfFew with the cases of the platform and the representative method alone */
  run(difference: Difference, isOfFew?: boolean): Promise<ClaimResult[]>;
  close(): Promise<void>;
}

export interface BenchOptions {
  /** How the portals answer apart from their differences; as documented unless given. */
  beneath?: ProfileName | undefined;
  /** Verdicts are all that is asked for, of many portals: what they answer as a whole one does is not judged again. */
  verdictsOnly?: boolean;
}

/** Every pair of values is enough to see a fault in one of them, and takes half the time of the whole product. */
export async function createBench({ beneath, verdictsOnly = false }: BenchOptions = {}): Promise<Bench> {
  const contract = loadContract();
  const cases = loadCases('pairwise');
  const world = frozenWorld(await loadWorld());
  const portals = createPortals();
  const further = new Set(furtherMethods(contract));
  const notOfFurther = cases.filter(({ method }) => !further.has(method));
  const answers: Answers = new Map();
  const memories = new Map<readonly Case[], Memory>();

  /** @param isWhole what comes is kept, by which the answers of other portals are known again */
  async function carryOut(difference: Difference, struck: readonly Case[], memory?: Memory, isWhole = false) {
    const known = isWhole ? answers : { get: (key: string) => answers.get(key), set() {} };
    const portal = await openPortal(difference, world, {
      beneath,
      portals,
      connect: (mock) => createDirectClient(mock, known, !verdictsOnly),
    });
    try {
      const { target, client, clock } = portal;
      const report = await runAll(contract, struck, target, {
        client,
        memory: isWhole || !memory ? memory : { ...memory, keep() {} },
        verdictsOnly,
        contradictionsOnly: true,
        ...(clock && { tape: alikeEachTime(cases, clock), oneByOne: true }),
      });
      return [...report.claims, ...report.observations];
    } finally {
      await portal.close();
    }
  }

  async function memoryOf(struck: readonly Case[]): Promise<Memory> {
    const made = memories.get(struck);
    if (made) return made;
    const memory = createMemory();
    memories.set(struck, memory);
    await carryOut({}, struck, memory, true);
    return memory;
  }

  return {
    cases,
    close: portals.close,
    async run(difference, isOfFew = false) {
      const struck = isOfFew ? notOfFurther : cases;
      const isAlike = verdictsOnly && !difference.needsConnection;
      return carryOut(difference, struck, isAlike ? await memoryOf(struck) : undefined);
    },
  };
}

/** Gives each case the same name and the same time in every run. */
function alikeEachTime(cases: readonly Case[], clock: CaseClock): Tape {
  const numbers = new Map(cases.map((testCase, index) => [testCase, index]));
  return {
    open(testCase, context) {
      clock.begin();
      const uniqueCode = (): string => `b24conformancemutantsx${numbers.get(testCase)}`;
      return { context: { ...context, journal: { ...context.journal, uniqueCode } }, close() {} };
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
