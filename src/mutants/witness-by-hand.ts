import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { frozenWorld, loadWorld, type MockPortal } from '../mock/index.ts';
import { createTape, type RecordedCase } from '../mutation/case.ts';
import { createDirectClient } from '../mutation/client.ts';
import type { Suite, Witness } from '../mutation/deletion.ts';
import { loadCases } from '../run/case-list.ts';
import { runAll } from '../run/run-all.ts';
import type { HttpClient } from '../wire/client.ts';
import { furtherMethods } from './further-methods.ts';
import { mutants } from './index.ts';
import type { Mutant } from './mutant.ts';
import { createPortals, openPortal } from './portal.ts';

/** Portals that are broken by hand, kept to be judged again: of each only the cases that show one claim. */
export interface HandWitnesses {
  /** One that the claim notices, of those that name it; undefined where there is none. */
  of(claim: string): Promise<Witness | undefined>;
  /** Those that only the portal has which all cases share, in cases that are not about what they break. */
  beside(): Promise<Witness[]>;
  close(): Promise<void>;
}

const FEW = 4;

export async function createHandWitnesses(contract: Contract): Promise<HandWitnesses> {
  const cases = loadCases('pairwise');
  const world = frozenWorld(await loadWorld());
  const portals = createPortals();
  const connect = (mock: MockPortal): HttpClient => createDirectClient(mock, undefined, false);
  const witness = async (mutant: Mutant, shown: readonly Case[]): Promise<Witness> => {
    const portal = await openPortal(mutant, world, { portals, connect });
    const tape = createTape();
    try {
      const { target, client } = portal;
      await runAll(contract, shown, target, { client, verdictsOnly: true, tape });
    } finally {
      await portal.close();
    }
    const judge = (suite: Suite): string[] => redOf(suite, tape.cases);
    const turnedRed = judge({ contract });
    const must = mutant.kills.filter((claim) => turnedRed.includes(claim));
    return { id: mutant.id, must, turnedRed, cases: tape.cases.length, judge };
  };
  return {
    close: portals.close,
    async of(claim) {
      // What breaks least is the first to be tried.
      const named = mutants.filter(({ kills }) => kills.includes(claim));
      const { check, disagreesWith = [] } = contract.claim(claim) ?? {};
      const showing = cases.filter(({ claims }) =>
        [claim, ...disagreesWith].some((id) => claims.includes(id)),
      );
      // A few cases tell most faults.
      const few = check?.accepted || disagreesWith.length > 0 ? [] : [showing.slice(0, FEW)];
      for (const shown of [...few, showing])
        for (const mutant of named.toSorted((one, other) => one.kills.length - other.kills.length)) {
          const found = await witness(mutant, shown);
          if (found.must.includes(claim)) return found;
        }
      return undefined;
    },
    async beside() {
      const further = new Set(furtherMethods(contract));
      // As in the matrix: what such a mutant does to further methods is not listed.
      const few = cases.filter(({ method }) => !further.has(method));
      const made: Witness[] = [];
      for (const mutant of mutants.filter(({ sharedOnly }) => sharedOnly))
        made.push(
          await witness(
            mutant,
            few.filter(({ claims }) => !mutant.kills.some((claim) => claims.includes(claim))),
          ),
        );
      return made.filter(({ turnedRed }) => turnedRed.length > 0);
    },
  };
}

/**
 * Claims that recorded cases contradict together. That a form is accepted, one of them is enough to show; of two claims that
 * disagree, one is enough to hold.
 */
function redOf(suite: Suite, cases: readonly RecordedCase[]): string[] {
  const red = new Set<string>();
  const confirmed = new Set<string>();
  for (const recorded of cases)
    for (const { claim, outcome } of recorded.judge(suite))
      if (outcome !== 'blocked') (outcome === 'contradicted' ? red : confirmed).add(claim);
  return [...red]
    .filter((id) => {
      const { check, disagreesWith = [] } = suite.contract.claim(id) ?? {};
      const isExcused = disagreesWith.some((other) => confirmed.has(other) && !red.has(other));
      return !isExcused && !(check?.accepted && confirmed.has(id));
    })
    .sort();
}
