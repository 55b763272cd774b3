import type { Case } from '../cases/case.ts';
import { generateCases } from '../cases/generate.ts';
import { loadWorld, type ProfileName } from '../mock/index.ts';
import { isExcused } from '../report/build.ts';
import type { ClaimResult } from '../report/claims.gen.ts';
import { loadContract } from '../run/load.ts';
import { runAll } from '../run/run-all.ts';
import { furtherMethods } from './further-methods.ts';
import type { Difference } from './mutant.ts';
import { createPortals, openPortal } from './portal.ts';

/** Verdict of every claim, by id; `excused` where the documentation contradicts itself. */
export type Verdicts = Readonly<Record<string, ClaimResult['verdict'] | 'excused'>>;

/** Runs the suite as it is against portals with a difference: same contract, cases, client and judge. */
export interface Bench {
  cases: readonly Case[];
  /** @param isByHand of a fault of all calls, which is listed for the platform and the representative method alone */
  run(difference: Difference, isByHand?: boolean): Promise<ClaimResult[]>;
  close(): Promise<void>;
}

/**
 * Every pair of values is enough to see a fault in one of them, and takes half the time of the whole product.
 *
 * @param beneath how the portals answer apart from their differences; as documented unless given
 */
export async function createBench(beneath?: ProfileName): Promise<Bench> {
  const contract = loadContract();
  const cases = generateCases(contract, 'pairwise');
  const world = await loadWorld();
  const portals = createPortals();
  const further = new Set(furtherMethods(contract));
  const notOfFurther = cases.filter(({ method }) => !further.has(method));
  return {
    cases,
    close: portals.close,
    async run(difference, isByHand = false) {
      const portal = await openPortal(difference, world, beneath, portals, true);
      try {
        const struck = isByHand ? notOfFurther : cases;
        const { target, client } = portal;
        const report = await runAll(contract, struck, target, { client, contradictionsOnly: true });
        return [...report.claims, ...report.observations];
      } finally {
        await portal.close();
      }
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
