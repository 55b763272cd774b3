import { join } from 'node:path';
import { test as base, type Location, type TestStepInfo } from '@playwright/test';
import type { Case } from '../../src/cases/case.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { PortalLost } from '../../src/portal/coordinator.ts';
import { PAGE_ATTACHMENT } from '../../src/report/health.ts';
import { OUTCOME_ATTACHMENT, type Outcome } from '../../src/report/outcome.ts';
import { isUnanswered, proofText } from '../../src/report/proof.ts';
import { contradiction, withoutAnswer } from '../../src/suite/contradiction.ts';
import type { Documentation } from '../../src/suite/documentation.ts';
import { documentationRoot } from '../../src/suite/documentation-root.ts';
import { librariesOf } from '../../src/suite/examples/libraries.ts';
import { createGate } from '../../src/suite/gate.ts';
import { loadContract, ROOT } from '../../src/suite/load.ts';
import { openRunner } from '../../src/suite/open-runner.ts';
import { loadSettings } from '../../src/suite/settings.ts';

export interface Portal {
  /** Carries out a group of cases side by side and ends in one assertion that lists every problem. */
  check(cases: readonly Case[]): Promise<void>;
  /** Checks a documentation page and attaches what was found; nothing of it fails the test. */
  checkPage(page: string): Promise<void>;
}

/** Of text Playwright's terminal prints the beginning, of every case anew; its page shows this in place as well. */
const PROOF_TYPE = 'application/json';

export const test = base.extend<object, { portal: Portal }>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const settings = loadSettings();
      const contract = loadContract();
      const fails = createGate(settings, contract);
      const { runner, target, client, reserve, renew, close } = await openRunner(settings, contract);
      let documentation: Documentation | undefined;

      const check: Portal['check'] = async (cases) => {
        const info = base.info();
        const skipped = cases.flatMap((one) => runner.skip(one) ?? []);
        const left = new Set(skipped.map((one) => one.case));
        const carryOut = (one: Case) => {
          const work = async (step: TestStepInfo) => {
            const { problems, ...judged } = await runner.run(one);
            const texts = problems.map((problem) => problem.text);
            await step.attach(one.title, { body: proofText(judged.proof, texts), contentType: PROOF_TYPE });
            // A request in vain shows nothing, and a test that made one has not passed.
            if (isUnanswered(judged.proof)) unanswered.push(one.id);
            const failures = problems.filter(fails).map((problem) => ({ case: one.id, problem }));
            return { judged, failures };
          };
          return base.step(one.title, work, { location: placeOf(one, contract) });
        };
        const unanswered: string[] = [];
        let lost: string | undefined;
        const orLost = async (one: Case) => {
          try {
            return [await carryOut(one)];
          } catch (error) {
            if (!(error instanceof PortalLost)) throw error;
            lost = error.message;
            skipped.push({ case: one.id, claims: one.claims, reason: error.message });
            return [];
          }
        };
        const done = (await Promise.all(cases.filter((one) => !left.has(one.id)).map(orLost))).flat();
        const judged = done.map((one) => one.judged);
        const failures = done.flatMap((one) => one.failures);
        const { kind, profile, name: origin } = target;
        const outcome: Outcome = {
          target: { kind, ...(profile ? { profile } : {}), origin },
          judged,
          skipped,
          ...(lost === undefined ? {} : { lost }),
        };
        await info.attach(OUTCOME_ATTACHMENT, {
          body: JSON.stringify(outcome),
          contentType: 'application/json',
        });
        base.skip(judged.length === 0, [...new Set(skipped.map((one) => one.reason))].join('; '));
        if (failures.length > 0) throw contradiction(failures);
        const [first] = unanswered;
        if (first !== undefined) throw withoutAnswer(unanswered.length, first);
        if (lost !== undefined) throw withoutAnswer(cases.length - judged.length, lost);
      };

      const checkPage: Portal['checkPage'] = async (page) => {
        const root = documentationRoot(settings);
        if (root === undefined) return;
        // Loaded where it is needed: most runs are made without a checkout, and start sooner.
        const { openDocumentation } = await import('../../src/suite/documentation.ts');
        documentation ??= openDocumentation(root, contract, {
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
        await base.info().attach(PAGE_ATTACHMENT, {
          body: JSON.stringify(outcome),
          contentType: 'application/json',
        });
      };

      await use({ check, checkPage });
      await documentation?.close();
      await close();
    },
    { scope: 'worker' },
  ],
});

/** Where the contract data states what the case shows; the line of this file would say nothing. */
function placeOf({ claims: [first = ''] }: Case, contract: Contract): Location {
  const { file = '', line = 1 } = contract.claim(first) ?? {};
  return { file: join(ROOT, file), line, column: 1 };
}
