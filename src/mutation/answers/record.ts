import type { Case } from '../../cases/case.ts';
import { generateCases } from '../../cases/generate.ts';
import type { Contract } from '../../contract/contract.ts';
import { loadWorld, type ProfileName } from '../../mock/index.ts';
import { openPortal } from '../../mutants/portal.ts';
import { runAll } from '../../run/run-all.ts';
import { createTape, type RecordedCase } from '../case.ts';

/**
 * The cases of the whole suite, carried out once on a mock portal without a fault.
 *
 * @param profile how that portal answers; as documented unless given
 */
export function recordRun(contract: Contract, profile?: ProfileName): Promise<readonly RecordedCase[]> {
  return recordCases(contract, generateCases(contract, 'pairwise'), profile);
}

/** The same of some cases. */
export async function recordCases(
  contract: Contract,
  cases: readonly Case[],
  profile?: ProfileName,
): Promise<readonly RecordedCase[]> {
  const portal = await openPortal({}, await loadWorld(), profile);
  const tape = createTape();
  try {
    await runAll(contract, cases, portal.target, { contradictionsOnly: true, tape });
  } finally {
    await portal.close();
  }
  return tape.cases;
}
