import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContractClaim } from '../../../src/contract/contract.ts';
import { checkNames, nameOfCheck } from '../../../src/judge/checks.ts';
import { toText } from '../../../src/mutants/derived-text.ts';
import { mutants, variations } from '../../../src/mutants/index.ts';
import { totals } from '../../../src/mutants/matrix.ts';
import { troubles } from '../../../src/mutants/print.ts';
import { runMatrix } from '../../../src/mutants/run.ts';
import { createHandWitnesses } from '../../../src/mutants/witness-by-hand.ts';
import {
  createWitnesses,
  missedBy,
  type Suite,
  type Witness,
  withoutClaims,
} from '../../../src/mutation/deletion.ts';
import { claimsShown, KINDS, runDerived } from '../../../src/mutation/derived.ts';
import { isFailure } from '../../../src/mutation/run.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const witnesses = createWitnesses();
// `npm run mutants` spares no case. Of 120,000 derived portals 40 fare otherwise there, and no further claim is shown.
const isSparing = true;
const deriving = runDerived(contract, KINDS, undefined, { onNoticed: witnesses.note, isSparing });

/** In a process beside this one, which judges answers meanwhile. */
const live = runMatrix(contract, { processes: 1, isSparing, shownByDerived: deriving.then(claimsShown) });

// Before there is a test: from the first one on, the test runner follows every promise, a fifth of what this costs.
const derived = await deriving;
const reviewed = contract.claims.filter(({ check, confidence }) => check && confidence !== 'parsed');
const { witnessOf, beside } = await witnessesOf(reviewed);
const matrix = await live;

/** A portal that each claim had to notice, and those that are noticed beside the answer that a case is about. */
async function witnessesOf(claims: readonly ContractClaim[]) {
  const byHand = await createHandWitnesses(contract);
  const witnessOf = new Map<string, Witness>();
  for (const { id } of claims) {
    const witness = witnesses.of(id) ?? (await byHand.of(id));
    if (witness) witnessOf.set(id, witness);
  }
  const beside = await byHand.beside();
  await byHand.close();
  return { witnessOf, beside };
}

/** The answers of one run, changed in every way and judged again. */
describe('the suite, of answers that are wrong', () => {
  const mutants = derived.answers ?? [];

  it('notices each that a claim looks at, wherever one case shows it, and accuses only claims that look there', () => {
    const failures = mutants.filter(isFailure);
    assert.deepEqual(failures, [], toText(failures));
  });

  it('tries thousands of them, on every method that it has cases of', () => {
    assert.ok(mutants.length >= 3000, `${mutants.length} mutants`);
    assert.deepEqual(
      mutants.filter(({ unjudged }) => unjudged !== undefined).map(({ id }) => id),
      [],
    );
    const methods = new Set(mutants.map(({ method }) => method));
    for (const { name } of contract.methods.filter(({ name }) => contract.claim(`${name}.status`)))
      assert.ok(methods.has(name), name);
  });
});

/** Faults of a portal's pipeline and tables, carried out in this process. */
describe('the suite, of portals that are wrong by a table', () => {
  it('notices each where a claim looks at what changed, and sends each that it can', async () => {
    const { requests = [], states = [] } = derived;
    const failures = [...requests, ...states].filter(isFailure);
    assert.deepEqual(failures, [], toText(failures));
    assert.ok(requests.length >= 2000 && states.length >= 200, `${requests.length}, ${states.length}`);
  });

  it('has one for each reviewed claim that is about one method', async () => {
    const shown = claimsShown(derived);
    // What a page says twice and differently, no portal can show as broken where one of it holds.
    const lacking = contract.claims.filter(
      ({ id, check, confidence, method, disagreesWith = [] }) =>
        check &&
        confidence !== 'parsed' &&
        method !== undefined &&
        disagreesWith.length === 0 &&
        !shown.has(id),
    );
    assert.deepEqual(
      lacking.map(({ id }) => id).filter((id) => !/^(batch|oauth|limits)\./.test(id)),
      [],
    );
  });
});

/** Portals that are broken by hand, and those that differ as they may. */
describe('the suite, of portals that are broken', () => {
  const said = (): string => troubles(matrix).join('\n');

  it('notices every broken portal, in the claims that it breaks and in no others', () => {
    assert.deepEqual(matrix.survivors, [], said());
  });

  it('has a mutant of its own for every claim that can be tested', () => {
    assert.deepEqual(matrix.claimsWithoutMutant, [], said());
  });

  it('keeps quiet about every portal that differs as the documentation allows', () => {
    assert.deepEqual(matrix.falseAlarms, [], said());
  });

  it('counts the kill rate and the false alarms', () => {
    assert.deepEqual(totals(matrix), [
      `kill rate     100 % (${mutants.length} of ${mutants.length} mutants)`,
      `false alarms  0 (of ${variations.length} variations)`,
    ]);
  });

  it('ran all of them', () => {
    assert.ok(matrix.mutants.length >= 120, `${matrix.mutants.length} mutants`);
    assert.ok(matrix.variations.length >= 40, `${matrix.variations.length} variations`);
  });
});

/** Portals that were noticed, judged again by a contract without a claim, and by a judge without a check. */
describe('the suite without one of its parts', () => {
  /** Why a part of the suite is not shown to be needed by a claim; undefined where it is. */
  function whyNotNeeded(id: string, without: Suite): string | undefined {
    const witness = witnessOf.get(id);
    if (!witness)
      return `${id}: no wrong portal has to be noticed by it; derive one in src/mutation that breaks what it says`;
    const whole = missedBy({ contract }, witness);
    if (whole.length > 0) return `${id}: '${witness.id}' judged again is not noticed by ${whole.join(', ')}`;
    const missed = missedBy(without, witness);
    return missed.includes(id) ? undefined : `${id}: '${witness.id}' is noticed all the same`;
  }

  it('misses a portal for each claim that it lacks', () => {
    const needless: string[] = [];
    for (const { id } of reviewed) {
      const why = whyNotNeeded(id, { contract: withoutClaims(contract, new Set([id])) });
      if (why !== undefined) needless.push(why);
    }
    assert.deepEqual(needless, []);
  });

  it('misses a portal for each check that its judge lacks', () => {
    const needless: string[] = [];
    for (const name of checkNames()) {
      const leftOut = new Set([name]);
      const [claim] = reviewed.filter(({ check }) => check && nameOfCheck(check) === name);
      const why = name.startsWith('in ')
        ? whyNotNeededBeside(leftOut)
        : claim
          ? whyNotNeeded(claim.id, { contract, leftOut })
          : 'no reviewed claim is decided by it: remove it, or state a claim that needs it';
      if (why !== undefined) needless.push(`${name}: ${why}`);
    }
    assert.deepEqual(needless, []);
  });

  /** What is seen beside the answer that a case is about is not computed: some portal is noticed there alone. */
  function whyNotNeededBeside(leftOut: ReadonlySet<string>): string | undefined {
    for (const { judge } of [...witnesses.unforeseen(), ...beside])
      if (judge({ contract, leftOut }).length === 0) return undefined;
    return 'every portal that is noticed there is noticed elsewhere as well';
  }
});
