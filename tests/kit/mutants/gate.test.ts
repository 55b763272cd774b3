import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import { type AnswerMutant, groupsOf, runAnswerMutants } from '../../../src/mutants/answers/matrix.ts';
import { recordCases } from '../../../src/mutants/answers/record.ts';
import type { RecordedCase } from '../../../src/mutants/answers/tape.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const { representative } = contract.transport;

const isOfGate = ({ testCase }: RecordedCase): boolean => testCase.tags.includes('gate');

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
    // The cases of the main job, of that method and those that show its claims elsewhere.
    const selected = generateCases(contract, 'full').filter(
      ({ request, tags }) => request.method === representative || tags.includes('gate'),
    );
    cases = await recordCases(contract, selected);
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
