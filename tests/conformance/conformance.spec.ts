import { compiled } from '../../src/shell/compiled.mjs';

const { test, testGroups } = await compiled<typeof import('../../src/shell/tests.ts')>('tests');

// Every test is made from contract data.
for (const [method, groups] of testGroups())
  test.describe(method, () => {
    for (const { title, cases, details } of groups)
      test(title, details, async ({ portal }) => {
        await portal.check(cases);
      });
  });
