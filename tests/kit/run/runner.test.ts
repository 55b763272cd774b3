import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needsOwnWorld, ownerKind } from '../../../src/cases/case.ts';
import { type Stage, startMockPortal, wrapStage } from '../../../src/mock/index.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { targetOf } from '../../../src/run/embedded-mock.ts';
import { loadContract } from '../../../src/run/load.ts';
import { runAll } from '../../../src/run/run-all.ts';

describe('cases that are run all at once', () => {
  const contract = loadContract();
  const noOwnWorld = () => Promise.reject(new Error('none of these cases has a world of its own'));

  it('take turns where they make something of which a portal allows few', async () => {
    const cases = loadCases('full').filter(
      (testCase) =>
        !needsOwnWorld(testCase) &&
        [
          ...testCase.before.flatMap((step) => (step.kind === 'request' ? step.plan : [])),
          testCase.request,
        ].some(
          ({ method, credential }) => contract.makesOneOfFew(method, ownerKind(credential)) !== undefined,
        ),
    );
    assert.ok(cases.length > 20, `${cases.length} cases`);
    let most = 0;
    const stages = (standard: readonly Stage[]): readonly Stage[] =>
      wrapStage(standard, 'method', async (call, run) => {
        const answer = await run(call);
        const owners = [...call.portal.bots.values()].map(({ owner }) => owner);
        most = Math.max(most, ...owners.map((owner) => owners.filter((other) => other === owner).length));
        return answer;
      });
    const mock = await startMockPortal({ stages });
    try {
      const report = await runAll(contract, cases, targetOf(mock, 'documented', noOwnWorld));
      const notTried = report.claims.filter(({ reason }) => reason?.includes('MAX_COUNT_ERROR'));
      assert.deepEqual(notTried, []);
      assert.equal(report.totals.contradicted, 0);
      // Those that are there, the one that cases share, and those of the case whose turn it is.
      assert.equal(most, 4);
    } finally {
      await mock.close();
    }
  });
});
