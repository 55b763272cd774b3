import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { mutantsOf, variations } from '../../../src/mutants/index.ts';
import { type Matrix, totals } from '../../../src/mutants/matrix.ts';
import { troubles } from '../../../src/mutants/print.ts';
import { runMatrix } from '../../../src/mutants/run.ts';
import { claimsShown, runAnswerMutants } from '../../../src/mutation/answers.ts';
import { recordRun } from '../../../src/mutation/record.ts';
import { loadContract } from '../../../src/run/load.ts';

/** The whole matrix: the real suite against every mutant and every variation. */
describe('the suite', () => {
  let matrix: Matrix;
  before(async () => {
    const contract = loadContract();
    const answers = await runAnswerMutants(contract, await recordRun(contract));
    matrix = await runMatrix(contract, { shownByAnswers: claimsShown(answers) });
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
    const mutants = mutantsOf(loadContract());
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
