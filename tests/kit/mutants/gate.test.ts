import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { type AnswerMutant, groupsOf, runAnswerMutants } from '../../../src/mutation/answers/matrix.ts';
import { recordCases } from '../../../src/mutation/answers/record.ts';
import { createLiveBench, type LiveBench } from '../../../src/mutation/bench.ts';
import type { RecordedCase } from '../../../src/mutation/case.ts';
import { operatorsOf } from '../../../src/mutation/matrix.ts';
import { carryOutAll, runOperator } from '../../../src/mutation/run.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const { representative } = contract.transport;

/** The cases of the main job of that method, and those that show its claims elsewhere. */
const ofMethod = () =>
  generateCases(contract, 'full').filter(
    ({ request, tags }) => request.method === representative || tags.includes('gate'),
  );

const isOfGate = ({ testCase }: { testCase: Case }): boolean => testCase.tags.includes('gate');

async function mutantsOf(cases: readonly RecordedCase[], outcome = ''): Promise<Map<string, AnswerMutant>> {
  const groups = groupsOf(cases).filter(
    ({ method, name }) => method === representative && name.includes(outcome),
  );
  const { mutants } = await runAnswerMutants(contract, cases, groups);
  return new Map(mutants.map((mutant) => [mutant.id, mutant]));
}

describe('the gate, of answers of the representative method that are wrong', () => {
  let cases: readonly RecordedCase[];
  let whole: Map<string, AnswerMutant>;
  let gate: Map<string, AnswerMutant>;
  before(async () => {
    cases = await recordCases(contract, ofMethod());
    whole = await mutantsOf(cases);
    gate = await mutantsOf(cases.filter(isOfGate));
  });

  it('notices each that all cases of the method notice', () => {
    const killed = [...whole.values()].filter(({ turnedRed }) => turnedRed.length > 0);
    assert.ok(killed.length > 2000, `${killed.length} mutants`);
    assert.deepEqual(
      killed.filter(({ id }) => !gate.get(id)?.turnedRed.length).map(({ id }) => id),
      [],
    );
  });

  it('contradicts the same claims that must be', () => {
    const lost = [...whole.values()].flatMap(({ id, must }) => {
      const red = new Set(gate.get(id)?.turnedRed);
      const missing = must.filter((claim) => !red.has(claim));
      return missing.length === 0 ? [] : [`${id}: ${missing.join(', ')}`];
    });
    assert.deepEqual(lost, []);
  });

  it('loses some without the cases of one error', async () => {
    const error = 'DIALOG_ID_EMPTY';
    const kept = cases.filter((recorded) => isOfGate(recorded) && !recorded.testCase.id.includes(error));
    const left = await mutantsOf(kept, error);
    const lost = [...whole.values()].filter(
      ({ id, must }) => must.length > 0 && id.includes(error) && !left.has(id),
    );
    assert.ok(lost.length > 50, `${lost.length} mutants`);
  });
});

describe('the gate, of requests and state of the representative method that are treated wrongly', () => {
  let bench: LiveBench;
  before(async () => {
    bench = await createLiveBench(contract, ofMethod());
  });
  after(() => bench.close());

  for (const kind of ['requests', 'states'] as const)
    it(`notices each of the ${kind} that all cases of the method notice`, async () => {
      const whole = await carryOutAll(bench);
      const gate = { bench, cases: whole.cases.filter(isOfGate) };
      const operators = (await operatorsOf(kind, contract, whole)).filter(
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
