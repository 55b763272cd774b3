import type { Contract } from '../contract/contract.ts';
import { isCurrent } from '../contract/deviations.ts';
import { failsTest } from '../judge/policy.ts';
import { loadDeviations } from '../run/load.ts';
import type { CaseOutcome } from '../run/runner.ts';
import type { Settings } from '../target/environment.ts';

/** Tells which problems fail the test that saw them. */
export function createGate(
  settings: Settings,
  contract: Contract,
  today = new Date(),
): (problem: CaseOutcome['problems'][number]) => boolean {
  const deviations = new Map(
    loadDeviations(settings, contract)
      .filter((deviation) => isCurrent(deviation, today))
      .map((deviation) => [deviation.claim, deviation]),
  );
  return ({ claim, strength }) =>
    failsTest(
      { strength, disagreesWith: contract.claim(claim)?.disagreesWith },
      deviations.get(claim),
      settings,
    );
}
