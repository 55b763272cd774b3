import { compiled } from '../../src/shell/compiled.mjs';

const { checkedPages, test } = await compiled<typeof import('../../src/shell/tests.ts')>('tests');

// With a checkout of the documentation: each page that claims come from. What a page has wrong fails no test; the report
// says it.
const pages = checkedPages();

if (pages.length > 0)
  test.describe('documentation', () => {
    for (const page of pages)
      test(page, { tag: '@documentation' }, async ({ portal }) => {
        // Examples are programs, run one after another; each has a time limit of its own.
        test.setTimeout(0);
        await portal.checkPage(page);
      });
  });
