import type { Contract } from '../contract/contract.ts';
import { isCurrent } from '../contract/deviations.ts';
import { failsTest } from '../judge/policy.ts';
import { loadDeviations } from '../run/load.ts';
import type { CaseOutcome } from '../run/runner.ts';
import type { Settings } from '../target/environment.ts';

/** What a problem does to the test that saw it: fails it; is only a hint, which fails it with --strict; is accounted for. */
export type Weight = 'failure' | 'hint' | 'excused';

export function createGate(
  settings: Settings,
  contract: Contract,
  today = new Date(),
): (problem: CaseOutcome['problems'][number]) => Weight {
  const deviations = new Map(
    loadDeviations(settings, contract)
      .filter((deviation) => isCurrent(deviation, today))
      .map((deviation) => [deviation.claim, deviation]),
  );
  return ({ claim, strength }) => {
    const failsWith = (strict: boolean): boolean =>
      failsTest({ strength, disagreesWith: contract.claim(claim)?.disagreesWith }, deviations.get(claim), {
        strict,
      });
    if (failsWith(settings.strict)) return 'failure';
    return failsWith(true) ? 'hint' : 'excused';
  };
}
