import { compiled } from '../../src/shell/compiled.mjs';

const { isSurveyed, test, testGroups } = await compiled<typeof import('../../src/shell/tests.ts')>('tests');

/** Tests that a worker is given at once: it goes through the whole file before each such group, whatever stands in it. */
const AT_ONCE = 32;

// Every test is made from contract data.
for (const [method, groups] of testGroups())
  test.describe(method, () => {
    for (let first = 0; first < groups.length; first += AT_ONCE)
      test.describe(() => {
        test.describe.configure({ mode: 'default' });
        for (const { title, cases, details } of groups.slice(first, first + AT_ONCE))
          test(title, details, async ({ portal }) => {
            await portal.check(cases());
          });
      });
  });

// One test for all: its calls build on each other, and share batches. Nothing that it finds fails it.
if (isSurveyed())
  test.describe('survey', () => {
    test('every documented method', { tag: '@survey' }, async ({ portal }) => {
      test.setTimeout(0);
      await portal.survey();
    });
  });
