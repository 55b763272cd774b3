import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type AnswerMatrix, groupsOf, runAnswerMutants } from '../../../src/mutants/answers/matrix.ts';
import { toText } from '../../../src/mutants/answers/print.ts';
import { recordRun } from '../../../src/mutants/answers/record.ts';
import type { RecordedCase } from '../../../src/mutants/answers/tape.ts';
import { claimsShown, type Derived } from '../../../src/mutants/derived.ts';
import { mutants, variations } from '../../../src/mutants/index.ts';
import { runLive, withBaseline } from '../../../src/mutants/live/matrix.ts';
import { isFailure, toText as liveToText } from '../../../src/mutants/live/print.ts';
import { type Matrix, totals } from '../../../src/mutants/matrix.ts';
import { troubles } from '../../../src/mutants/print.ts';
import { runMatrix } from '../../../src/mutants/run.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const recorded = recordRun(contract);
const answers = recorded.then((cases) => runAnswerMutants(contract, cases));

const requestsAndStates = answers.then(() =>
  withBaseline(contract, undefined, async (baseline) => ({
    requests: await runLive('requests', contract, baseline),
    states: await runLive('states', contract, baseline),
  })),
);
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

  it('misses one as soon as a claim that it must contradict is not judged', async () => {
    const must = [...new Set(matrix.mutants.flatMap((mutant) => mutant.must))];
    assert.ok(must.length >= 100, `${must.length} claims`);
    // The same run, judged by a contract without half of these claims.
    const blind = new Set(must.filter((_, index) => index % 2 === 0));
    const without = {
      ...contract,
      claims: contract.claims.filter(({ id }) => !blind.has(id)),
      claimsAbout: (method: string | undefined) =>
        contract.claimsAbout(method).filter(({ id }) => !blind.has(id)),
      claim: (id: string) => (blind.has(id) ? undefined : contract.claim(id)),
    };
    const judgedBlindly = cases.map((recorded) => ({
      ...recorded,
      judge: (_: unknown, change?: Parameters<RecordedCase['judge']>[1]) =>
        recorded.judge(change ? without : contract, change),
    }));
    const SOME = new Set(['imbot.chat.sendTyping', 'batch', 'methods']);
    const groups = groupsOf(judgedBlindly).filter(
      ({ name, method }) => SOME.has(method) && name.split(', ').length === 2,
    );
    const { mutants } = await runAnswerMutants(contract, judgedBlindly, groups);
    const missed = new Set(mutants.flatMap((mutant) => mutant.missed));
    assert.deepEqual([...missed].sort(), [...blind].filter((id) => isShownByWhole(id)).sort());

    function isShownByWhole(id: string): boolean {
      return mutants.some((mutant) => mutant.must.includes(id));
    }
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
