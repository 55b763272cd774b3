import { documentationRoot, documentedPages } from '../../src/suite/documentation-root.ts';
import { test } from '../../src/suite/fixture.ts';
import { loadContract } from '../../src/suite/load.ts';
import { loadSettings } from '../../src/suite/settings.ts';

// With a checkout of the documentation: each page that claims come from. What a page has wrong fails no test; it is
// told in the report.
const root = documentationRoot(loadSettings());

if (root !== undefined)
  test.describe('documentation', () => {
    for (const page of documentedPages(loadContract()))
      test(page, { tag: '@documentation' }, async ({ portal }) => {
        // Examples are programs, run one after another; each has a time limit of its own.
        test.setTimeout(0);
        await portal.checkPage(page);
      });
  });
