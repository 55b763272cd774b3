import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { checkNames, nameOfCheck } from '../../../src/judge/checks.ts';
import { toText } from '../../../src/mutants/answers-text.ts';
import { isFailure, toText as liveToText } from '../../../src/mutants/derived-text.ts';
import { mutants, variations } from '../../../src/mutants/index.ts';
import { type Matrix, totals } from '../../../src/mutants/matrix.ts';
import { troubles } from '../../../src/mutants/print.ts';
import { runMatrix } from '../../../src/mutants/run.ts';
import { createHandWitnesses } from '../../../src/mutants/witness-by-hand.ts';
import { type AnswerMatrix, groupsOf, runAnswerMutants } from '../../../src/mutation/answers/matrix.ts';
import { recordRun } from '../../../src/mutation/answers/record.ts';
import type { RecordedCase } from '../../../src/mutation/case.ts';
import {
  createWitnesses,
  missedBy,
  type Suite,
  type Witness,
  withoutClaims,
} from '../../../src/mutation/deletion.ts';
import { claimsShown, type Derived } from '../../../src/mutation/derived.ts';
import { runLive, runRefusals, withBaseline } from '../../../src/mutation/matrix.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const witnesses = createWitnesses();
const recorded = recordRun(contract);
const answers = recorded.then((cases) => runAnswerMutants(contract, cases, undefined, witnesses.note));

const { note: onNoticed } = witnesses;
const requestsAndStates = answers.then(async () => {
  const live = await withBaseline(contract, undefined, async (baseline) => ({
    requests: await runLive('requests', contract, baseline, { onNoticed }),
    states: await runLive('states', contract, baseline, { onNoticed }),
  }));
  live.requests.push(...(await runRefusals(contract, undefined, { onNoticed })));
  return live;
});
const derived = Promise.all([answers, requestsAndStates]).then(
  ([found, live]): Derived => ({ answers: found, ...live, isClean: true }),
);

/** Processes of its own, beside which this one judges answers. */
const live = runMatrix(contract, { shownByDerived: derived.then(claimsShown) });

/** The answers of one run, changed in every way and judged again. */
describe('the suite, of answers that are wrong', () => {
  let cases: readonly RecordedCase[];
  let matrix: AnswerMatrix;
  before(async () => {
    cases = await recorded;
    matrix = await answers;
  });

  it('says of a recorded case what it said when it was carried out', async () => {
    for (const recorded of cases) {
      const findings = await recorded.judge(contract);
      assert.ok(findings, recorded.testCase.id);
      for (const { claim, outcome, reason } of findings)
        assert.ok(
          outcome !== 'contradicted' || isDisputed(claim),
          `${recorded.testCase.id}: ${claim} is contradicted by the portal without a fault: ${reason}`,
        );
    }
  });

  it('notices each that a claim looks at, wherever one case shows it', () => {
    const missed = matrix.mutants.filter((mutant) => mutant.missed.length > 0);
    assert.deepEqual(missed, [], toText(matrix));
  });

  it('accuses only claims that look at what is wrong', () => {
    const surprising = matrix.mutants.filter((mutant) => mutant.surprising.length > 0);
    assert.deepEqual(surprising, [], toText(matrix));
  });

  it('tries thousands of them, on every method that it has cases of', () => {
    assert.ok(matrix.mutants.length >= 3000, toText(matrix));
    assert.equal(matrix.unjudged, 0);
    const methods = new Set(groupsOf(cases).map(({ method }) => method));
    for (const { name } of contract.methods.filter(({ name }) => contract.claim(`${name}.status`)))
      assert.ok(methods.has(name), name);
  });

  function isDisputed(id: string): boolean {
    return (contract.claim(id)?.disagreesWith ?? []).length > 0;
  }
});

/** Faults of a portal's pipeline and tables, carried out in this process. */
describe('the suite, of portals that are wrong by a table', () => {
  it('notices each where a claim looks at what changed, and sends each that it can', async () => {
    const { requests, states } = await requestsAndStates;
    const failures = [...requests, ...states].filter(isFailure);
    assert.deepEqual(failures, [], liveToText(failures));
    assert.ok(requests.length >= 2000 && states.length >= 200, `${requests.length}, ${states.length}`);
  });

  it('has one for each reviewed claim that is about one method', async () => {
    const shown = claimsShown(await derived);
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
  let matrix: Matrix;
  before(async () => {
    matrix = await live;
  });
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
  const reviewed = contract.claims.filter(({ check, confidence }) => check && confidence !== 'parsed');
  const witnessOf = new Map<string, Witness>();
  let beside: readonly Witness[] = [];
  before(async () => {
    await derived;
    const byHand = await createHandWitnesses(contract);
    for (const { id } of reviewed) {
      const witness = witnesses.of(id) ?? (await byHand.of(id));
      if (witness) witnessOf.set(id, witness);
    }
    beside = await byHand.beside();
    await byHand.close();
  });

  /** Why a part of the suite is not shown to be needed by a claim; undefined where it is. */
  async function whyNotNeeded(id: string, without: Suite): Promise<string | undefined> {
    const witness = witnessOf.get(id);
    if (!witness)
      return `${id}: no wrong portal has to be noticed by it; derive one in src/mutants that breaks what it says`;
    const whole = await missedBy({ contract }, witness);
    if (whole.length > 0) return `${id}: '${witness.id}' judged again is not noticed by ${whole.join(', ')}`;
    const missed = await missedBy(without, witness);
    return missed.includes(id) ? undefined : `${id}: '${witness.id}' is noticed all the same`;
  }

  it('misses a portal for each claim that it lacks', async () => {
    const needless: string[] = [];
    for (const { id } of reviewed) {
      const why = await whyNotNeeded(id, { contract: withoutClaims(contract, new Set([id])) });
      if (why !== undefined) needless.push(why);
    }
    assert.deepEqual(needless, []);
  });

  it('misses a portal for each check that its judge lacks', async () => {
    const needless: string[] = [];
    for (const name of checkNames()) {
      const leftOut = new Set([name]);
      const [claim] = reviewed.filter(({ check }) => check && nameOfCheck(check) === name);
      const why = name.startsWith('in ')
        ? await whyNotNeededBeside(leftOut)
        : claim
          ? await whyNotNeeded(claim.id, { contract, leftOut })
          : 'no reviewed claim is decided by it: remove it, or state a claim that needs it';
      if (why !== undefined) needless.push(`${name}: ${why}`);
    }
    assert.deepEqual(needless, []);
  });

  /** What is seen beside the answer that a case is about is not computed: some portal is noticed there alone. */
  async function whyNotNeededBeside(leftOut: ReadonlySet<string>): Promise<string | undefined> {
    for (const { judge } of [...witnesses.unforeseen(), ...beside])
      if ((await judge({ contract, leftOut })).length === 0) return undefined;
    return 'every portal that is noticed there is noticed elsewhere as well';
  }
});
