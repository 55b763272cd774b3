import { test as base } from '@playwright/test';
import type { Case } from '../../src/cases/case.ts';
import { isCurrent } from '../../src/contract/deviations.ts';
import { OUTCOME_ATTACHMENT, type Outcome } from '../../src/report/outcome.ts';
import { proofText } from '../../src/report/proof.ts';
import { connectCoordinator } from '../../src/suite/coordinator.ts';
import { createJournal } from '../../src/suite/journal.ts';
import { loadContract, loadDeviations } from '../../src/suite/load.ts';
import { openTarget } from '../../src/suite/open-target.ts';
import { createPatientClient } from '../../src/suite/patient-client.ts';
import { createRunner } from '../../src/suite/run-cases.ts';
import { readContext, whyUnavailable } from '../../src/suite/run-context.ts';
import { loadSettings } from '../../src/suite/settings.ts';
import { createClient } from '../../src/wire/client.ts';

export interface Portal {
  /** Carries out a group of cases side by side and ends in one assertion that lists every problem. */
  check(cases: readonly Case[]): Promise<void>;
}

const settings = loadSettings();

export const test = base.extend<object, { portal: Portal }>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const contract = loadContract();
      const { target, close } = await openTarget(settings);
      const shared = readContext();
      const coordinator = shared && (await connectCoordinator(shared.coordinator));
      const direct = createClient({ ca: target.ca });
      const client = coordinator ? createPatientClient(direct, coordinator) : direct;
      const known = new Set(
        loadDeviations(settings, contract)
          .filter((one) => isCurrent(one, new Date()))
          .map((one) => one.claim),
      );
      const fails = ({ claim, strength }: { claim: string; strength: string }): boolean =>
        !known.has(claim) &&
        // Where the documentation says two things, only the whole run shows whether the target keeps one of them.
        contract.claim(claim)?.disagreesWith === undefined &&
        (strength === 'must' || (strength === 'should' && settings.strict));
      const runner = createRunner(contract, target, client, {
        ...(shared ? { journal: createJournal({ ...shared, origin: target.name }) } : {}),
        renew: coordinator?.renew,
        unavailable: shared && ((one) => whyUnavailable(one, shared)),
      });
      await use({
        async check(cases) {
          const info = base.info();
          const outcome: Outcome = {
            target: {
              kind: target.kind,
              ...(target.profile === undefined ? {} : { profile: target.profile }),
              origin: target.name,
            },
            judged: [],
            skipped: cases.flatMap((one) => runner.skip(one) ?? []),
          };
          const skipped = new Set(outcome.skipped.map((one) => one.case));
          const failures: string[] = [];
          const results = await Promise.all(
            cases
              .filter((one) => !skipped.has(one.id))
              .map((one) =>
                base.step(one.title, async () => {
                  const { problems, ...judged } = await runner.run(one);
                  const texts = problems.map((problem) => problem.text);
                  await info.attach(one.title, {
                    body: proofText(judged.proof, texts),
                    contentType: 'text/plain',
                  });
                  failures.push(...problems.filter(fails).map((problem) => problem.text));
                  return judged;
                }),
              ),
          );
          outcome.judged.push(...results);
          await info.attach(OUTCOME_ATTACHMENT, {
            body: JSON.stringify(outcome),
            contentType: 'application/json',
          });
          base.skip(results.length === 0, [...new Set(outcome.skipped.map((one) => one.reason))].join('; '));
          if (failures.length > 0) throw contradiction(failures);
        },
      });
      coordinator?.close();
      await client.close();
      await close();
    },
    { scope: 'worker' },
  ],
});

/** One error for all problems of a test; its stack would say nothing about the portal. */
function contradiction(problems: readonly string[]): Error {
  const error = new Error(`${problems.length} contradicted\n\n${problems.join('\n\n')}`);
  error.stack = error.message;
  return error;
}
