// The plain test, without what browsers need: those fixtures cost a test more than its cases do.
import { _baseTest as base } from '@playwright/test';
import type { Case } from '../cases/case.ts';
import { loadContract } from '../run/load.ts';
import type { Documentation } from './documentation.ts';
import { loadSettings } from './settings.ts';

export interface Portal {
  /** Carries out a group of cases side by side and ends in one error that lists every problem. */
  check(cases: readonly Case[]): Promise<void>;
  /** Checks a documentation page and attaches what was found; nothing of it fails the test. */
  checkPage(page: string): Promise<void>;
  /** Asks about every documented method and attaches what was found; nothing of it fails the test. */
  survey(): Promise<void>;
}

/** What the configuration says for all tests. */
export interface SuiteOptions {
  /** Checkout of the documentation whose pages are checked. */
  documentationRoot: string | undefined;
}

export const test = base.extend<object, SuiteOptions & { portal: Portal }>({
  documentationRoot: [undefined, { option: true, scope: 'worker' }],
  portal: [
    async ({ documentationRoot }, use) => {
      // The process that only collects the tests sends nothing, and starts sooner without what does.
      const [{ attach, checkCases }, { openRunner }, { createGate }] = await Promise.all([
        import('./check-cases.ts'),
        import('./open-runner.ts'),
        import('./gate.ts'),
      ]);
      const contract = loadContract();
      const open = await openRunner(contract);
      const settings = loadSettings();
      const weigh = createGate(settings, contract);
      let documentation: Documentation | undefined;

      const checkPage: Portal['checkPage'] = async (page) => {
        if (documentationRoot === undefined)
          throw new Error('no checkout of the documentation is configured');
        const [{ openDocumentation }, { librariesOf }, { PortalLost }, { PAGE_ATTACHMENT }] =
          await Promise.all([
            import('./documentation.ts'),
            import('../examples/libraries.ts'),
            import('../portal/coordinator.ts'),
            import('../report/health.ts'),
          ]);
        const { target, client, reserve, renew } = open;
        documentation ??= openDocumentation(documentationRoot, contract, {
          target,
          client,
          reserve,
          renew,
          libraries: librariesOf(settings),
        });
        const outcome = await documentation.check(page).catch((error: unknown) => {
          if (!(error instanceof PortalLost)) throw error;
          return base.skip(true, error.message);
        });
        attach(base.info(), PAGE_ATTACHMENT, JSON.stringify(outcome));
      };

      const survey: Portal['survey'] = async () => {
        const { surveyTarget } = await import('./survey-target.ts');
        await surveyTarget(open, settings);
      };

      await use({ check: (cases) => checkCases(cases, open, contract, weigh), checkPage, survey });
      await documentation?.close();
      await open.close();
    },
    { scope: 'worker' },
  ],
});
