import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { createLiveBench, type LiveBench } from '../../../src/mutation/bench.ts';
import { liveOperators } from '../../../src/mutation/derived.ts';
import { answerOperators } from '../../../src/mutation/operators/answers.ts';
import { type Baseline, carryOutAll, type Mutant, runOperator } from '../../../src/mutation/run.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const { representative } = contract.transport;

/** The cases of the main job of that method, and those that show its claims elsewhere. */
const ofMethod = () =>
  generateCases(contract, 'full').filter(
    ({ request, tags }) => request.method === representative || tags.includes('gate'),
  );

const isOfGate = ({ testCase }: { testCase: Case }): boolean => testCase.tags.includes('gate');

let bench: LiveBench;
let whole: Baseline;
let gate: Baseline;
before(async () => {
  bench = await createLiveBench(contract, ofMethod());
  whole = await carryOutAll(bench);
  gate = { ...whole, cases: whole.cases.filter(isOfGate) };
});
after(() => bench.close());

async function answersOf(baseline: Baseline, outcome = ''): Promise<Map<string, Mutant>> {
  const operators = answerOperators(baseline.cases).filter(
    ({ method, id }) => method === representative && id.includes(outcome),
  );
  const mutants: Mutant[] = [];
  for (const operator of operators) mutants.push(...(await runOperator(baseline, operator)));
  return new Map(mutants.map((mutant) => [mutant.id, mutant]));
}

describe('the gate, of answers of the representative method that are wrong', () => {
  let ofWhole: Map<string, Mutant>;
  let ofGate: Map<string, Mutant>;
  before(async () => {
    ofWhole = await answersOf(whole);
    ofGate = await answersOf(gate);
  });

  it('notices each that all cases of the method notice', () => {
    const killed = [...ofWhole.values()].filter(({ turnedRed }) => turnedRed.length > 0);
    assert.ok(killed.length > 2000, `${killed.length} mutants`);
    assert.deepEqual(
      killed.filter(({ id }) => !ofGate.get(id)?.turnedRed.length).map(({ id }) => id),
      [],
    );
  });

  it('contradicts the same claims that must be', () => {
    const lost = [...ofWhole.values()].flatMap(({ id, must }) => {
      const red = new Set(ofGate.get(id)?.turnedRed);
      const missing = must.filter((claim) => !red.has(claim));
      return missing.length === 0 ? [] : [`${id}: ${missing.join(', ')}`];
    });
    assert.deepEqual(lost, []);
  });

  it('loses some without the cases of one error', async () => {
    const error = 'DIALOG_ID_EMPTY';
    const cases = gate.cases.filter(({ testCase }) => !testCase.id.includes(error));
    const left = await answersOf({ ...gate, cases }, error);
    const lost = [...ofWhole.values()].filter(
      ({ id, must }) => must.length > 0 && id.includes(error) && !left.has(id),
    );
    assert.ok(lost.length > 50, `${lost.length} mutants`);
  });
});

describe('the gate, of requests and state of the representative method that are treated wrongly', () => {
  for (const kind of ['requests', 'states'] as const)
    it(`notices each of the ${kind} that all cases of the method notice`, async () => {
      const operators = liveOperators(kind, whole).filter(
        ({ method }) => method === undefined || method === representative,
      );
      const lost: string[] = [];
      let noticed = 0;
      for (const operator of operators) {
        const byGate = new Map((await runOperator(gate, operator)).map((mutant) => [mutant.id, mutant]));
        for (const { id, where, fate } of await runOperator(whole, operator)) {
          if (fate !== 'noticed') continue;
          noticed++;
          // Where the gate has few calls, two places may be the same one.
          const [alone] = byGate.has(id)
            ? []
            : await runOperator(
                gate,
                operator,
                operator.wheres.filter((each) => each.id === where),
              );
          if (!(byGate.get(id) ?? alone)?.turnedRed.length) lost.push(id);
        }
      }
      assert.ok(noticed >= { requests: 200, states: 4 }[kind], `${noticed} noticed`);
      assert.deepEqual(lost, []);
    });
});
