import { groupBy } from '../../src/report/group-by.ts';
import { test } from '../../src/suite/fixture.ts';
import { loadCases } from '../../src/suite/load.ts';
import { selectionFor } from '../../src/suite/selection.ts';
import { loadSettings } from '../../src/suite/settings.ts';

// Every test is made from contract data: a page, and within it the groups of cases that a reader wants as one line.
const cases = loadCases(selectionFor(loadSettings().target));

for (const [method, ofMethod] of groupBy(cases, (one) => one.method)) {
  test.describe(method, () => {
    for (const [group, ofGroup] of groupBy(ofMethod, (one) => one.group)) {
      const tags = new Set([method.split('.').at(-1) ?? method, ...ofGroup.flatMap((one) => one.tags)]);
      const claims = [...new Set(ofGroup.flatMap((one) => one.claims))];
      const details = {
        tag: Array.from(tags, (tag) => `@${tag}`),
        annotation: claims.map((id) => ({ type: 'claim', description: id })),
      };
      test(group, details, async ({ portal }) => {
        await portal.check(ofGroup);
      });
    }
  });
}
