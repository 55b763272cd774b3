import type { Contract } from '../contract/contract.ts';
import { isCurrent } from '../contract/deviations.ts';
import { counts } from '../judge/policy.ts';
import type { Settings } from '../target/environment.ts';
import { loadDeviations } from './load.ts';
import type { CaseOutcome } from './run-cases.ts';

/** Tells which problems fail a test: those that nothing excuses and that are stated as fact. */
export function createGate(
  settings: Settings,
  contract: Contract,
  today = new Date(),
): (problem: CaseOutcome['problems'][number]) => boolean {
  const known = new Set(
    loadDeviations(settings, contract)
      .filter((one) => isCurrent(one, today))
      .map((one) => one.claim),
  );
  return ({ claim, strength }) =>
    !known.has(claim) &&
    // Where the documentation says two things, only the whole run shows whether the target keeps one of them.
    contract.claim(claim)?.disagreesWith === undefined &&
    counts(strength, settings);
}
