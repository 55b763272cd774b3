import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { createLiveBench } from '../../../src/mutation/bench.ts';
import type { CarriedOut } from '../../../src/mutation/case.ts';
import { liveOperators } from '../../../src/mutation/derived.ts';
import { answerOperators } from '../../../src/mutation/operators/answers.ts';
import {
  carryOutAll,
  type Effects,
  type Mutant,
  runOperator,
  verdictsOf,
} from '../../../src/mutation/run.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const { representative } = contract.transport;

/** The cases of the main job of that method, and those that show its claims elsewhere. */
const ofMethod = () =>
  generateCases(contract, 'full').filter(
    ({ request, tags }) => request.method === representative || tags.includes('gate'),
  );

const isOfGate = ({ testCase }: { testCase: Case }): boolean => testCase.tags.includes('gate');

/** A wrong portal, and which claims turn red where only some cases are carried out. */
interface Seen {
  mutant: Mutant;
  byGate: readonly string[];
  withoutError: readonly string[];
}

const ERROR = 'DIALOG_ID_EMPTY';

// Before there is a test: from the first one on, the test runner follows every promise, a fourth of what this costs.
const bench = await createLiveBench(contract, ofMethod());
const whole = await carryOutAll(bench);
const gate = whole.cases.filter(isOfGate);
const gateWithoutError = gate.filter(({ testCase }) => !testCase.id.includes(ERROR));

/** What becomes of a case does not depend on the cases beside it: these are left out of what all together say. */
function redOf(cases: readonly CarriedOut[], effects: Effects): readonly string[] {
  const left = new Set(cases);
  return verdictsOf(
    contract,
    cases,
    effects.filter(([before]) => left.has(before)),
  ).turnedRed;
}

async function answersSeen(): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const operator of answerOperators(whole.cases).filter(({ method }) => method === representative))
    await runOperator(whole, operator, operator.wheres, (mutant, effects) =>
      seen.push({
        mutant,
        byGate: redOf(gate, effects),
        withoutError: mutant.id.includes(ERROR) ? redOf(gateWithoutError, effects) : [],
      }),
    );
  return seen;
}

/** Those that all cases of the method notice: how many, and those that the gate does not. */
async function lostOf(kind: 'requests' | 'states'): Promise<{ noticed: number; lost: string[] }> {
  const lost: string[] = [];
  let noticed = 0;
  for (const operator of liveOperators(kind, whole)) {
    if (operator.method !== undefined && operator.method !== representative) continue;
    const byGate = new Map<string, readonly string[]>();
    const mutants = await runOperator(whole, operator, operator.wheres, ({ id }, effects) =>
      byGate.set(id, redOf(gate, effects)),
    );
    for (const { id, where: name } of mutants.filter(({ fate }) => fate === 'noticed')) {
      noticed++;
      const where = operator.wheres.filter((each) => each.id === name);
      // Which is the third, the cases beside it tell.
      const red = where.some(({ each }) => each !== undefined)
        ? (await runOperator({ ...whole, cases: gate }, operator, where))[0]?.turnedRed
        : byGate.get(id);
      if (!red?.length) lost.push(id);
    }
  }
  return { noticed, lost };
}

const answers = await answersSeen();
const live = { requests: await lostOf('requests'), states: await lostOf('states') };
await bench.close();

describe('the gate, of answers of the representative method that are wrong', () => {
  it('notices each that all cases of the method notice', () => {
    const killed = answers.filter(({ mutant }) => mutant.turnedRed.length > 0);
    assert.ok(killed.length > 2000, `${killed.length} mutants`);
    assert.deepEqual(
      killed.filter(({ byGate }) => byGate.length === 0).map(({ mutant }) => mutant.id),
      [],
    );
  });

  it('contradicts the same claims that must be', () => {
    const lost = answers.flatMap(({ mutant: { id, must }, byGate }) => {
      const missing = must.filter((claim) => !byGate.includes(claim));
      return missing.length === 0 ? [] : [`${id}: ${missing.join(', ')}`];
    });
    assert.deepEqual(lost, []);
  });

  it('loses some without the cases of one error', () => {
    const lost = answers.filter(
      ({ mutant: { id, must }, withoutError }) =>
        must.length > 0 && id.includes(ERROR) && withoutError.length === 0,
    );
    assert.ok(lost.length > 50, `${lost.length} mutants`);
  });
});

describe('the gate, of requests and state of the representative method that are treated wrongly', () => {
  for (const [kind, least] of [
    ['requests', 200],
    ['states', 4],
  ] as const)
    it(`notices each of the ${kind} that all cases of the method notice`, () => {
      const { noticed, lost } = live[kind];
      assert.ok(noticed >= least, `${noticed} noticed`);
      assert.deepEqual(lost, []);
    });
});
