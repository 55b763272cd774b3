import type { Contract } from '../contract/contract.ts';
import { connectCoordinator } from '../portal/coordinator.ts';
import { leftForLater, nameOf } from '../portal/parts.ts';
import { createPatientClient } from '../portal/patient-client.ts';
import { requestsOf } from '../portal/plan.ts';
import { scopesByMethod, whyUnavailable } from '../portal/run-context.ts';
import { createWatchedClient } from '../portal/watched-client.ts';
import { createJournal } from '../run/journal.ts';
import { loadResources } from '../run/load.ts';
import { createRunner, type Runner } from '../run/runner.ts';
import type { Target } from '../target/target.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
import { openTarget } from './open-target.ts';
import { recorderOfRun } from './recording.ts';
import { handedOn } from './run-folder.ts';
import { adopt, loadSettings } from './settings.ts';

/** What a worker carries cases out with. */
export interface OpenRunner {
  runner: Runner;
  target: Target;
  /** Which part of the cases the run tries, where its requests are limited. */
  part?: string | undefined;
  /** Keeps to the run's request limit. */
  client: HttpClient;
  /** Waits until there is room in the run's request limit. */
  reserve?: () => Promise<void>;
  /** So many requests of the plan have been sent, beside those of cases. */
  planned?: (requests: number) => void;
  /** A new access token instead of one that has expired. */
  renew?: (expired: string) => Promise<string>;
  close(): Promise<void>;
}

/** The target that the settings name, and on a portal the limits and the account that all workers of the run share. */
export async function openRunner(contract: Contract): Promise<OpenRunner> {
  const { context } = handedOn();
  const tape = recorderOfRun();
  if (!context) {
    const { target, close } = await openTarget(loadSettings());
    const client = createClient({ ca: target.ca, isCaAlone: true });
    return {
      runner: createRunner(contract, target, client, { tape }),
      target,
      client,
      async close() {
        await client.close();
        await close();
      },
    };
  }
  const coordinator = await connectCoordinator(context.coordinator);
  adopt(await coordinator.found());
  const { later, ...wired } = await coordinator.part();
  const part = { ...wired, later: new Set(later) };
  const { target, close } = await openTarget(loadSettings(), context.made);
  const client = createClient({ ca: target.ca });
  const patient = createPatientClient(createWatchedClient(client, coordinator), coordinator);
  const runner = createRunner(contract, target, patient, {
    journal: createJournal({
      ...context,
      origin: target.name,
      resources: loadResources(),
      known: target.known,
    }),
    renew: coordinator.renew,
    unavailable: (testCase) => whyUnavailable(testCase, context, scopesByMethod(contract)),
    tape,
  });
  return {
    runner: {
      skip: (testCase) => runner.skip(testCase) ?? leftForLater(testCase, part),
      async run(testCase) {
        try {
          return await runner.run(testCase);
        } finally {
          // Only the status waits for it, and a run that is being ended has none.
          coordinator.finished(String(requestsOf(testCase))).catch(() => {});
        }
      },
    },
    target,
    part: nameOf(part),
    client: patient,
    reserve: coordinator.take,
    planned: (requests) => void coordinator.finished(String(requests)).catch(() => {}),
    renew: coordinator.renew,
    async close() {
      coordinator.close();
      await client.close();
      await close();
    },
  };
}
