import { writeFileSync } from 'node:fs';
import { _baseTest as base } from '@playwright/test';
import { readOtherDocuments } from '../docs/other-documents.ts';
import { PortalLost } from '../portal/coordinator.ts';
import { SURVEY_ATTACHMENT, type SurveyOutcome } from '../report/outcome.ts';
import { toRedactedExchange } from '../report/redacted-exchange.ts';
import { loadResources, loadSchemas } from '../run/load.ts';
import { digestOfSubjects, loadSubjects } from '../run/load-subjects.ts';
import { madeParameters } from '../survey/recipes.ts';
import { SurveyBrokenOff, survey } from '../survey/survey.ts';
import type { Settings } from '../target/environment.ts';
import { createRedactor } from '../wire/redact.ts';
import { documentPlaces } from './documentation-root.ts';
import type { OpenRunner } from './open-runner.ts';
import { surveyJournal } from './places.ts';
import { handedOn } from './run-folder.ts';
import { openSurveyJournal } from './survey-journal.ts';
import { addressOf } from './survey-plan.ts';

/** Asks about every documented method, and hands what was found to the reporter. */
export async function surveyTarget(
  { target, client, planned }: OpenRunner,
  settings: Settings,
): Promise<void> {
  const info = base.info();
  const redact = createRedactor(target.secrets);
  const subjects = loadSubjects();
  const journal = openSurveyJournal(
    surveyJournal(settings),
    { target: target.name, facts: digestOfSubjects(subjects) },
    redact,
    handedOn().resume === true,
  );
  const documents = await readOtherDocuments(documentPlaces(settings), loadSchemas());
  const addresses = { own: addressOf(target, 'own'), noScope: addressOf(target, 'noScope') };
  const write = (outcome: SurveyOutcome): void => {
    const path = info.outputPath('survey.json');
    writeFileSync(path, JSON.stringify(outcome));
    info.attachments.push({ name: SURVEY_ATTACHMENT, contentType: 'application/json', path });
  };
  try {
    write(
      await survey(subjects, {
        means: {
          async send(request) {
            const known = journal.known(request);
            if (known) return known;
            const exchange = await client.send(request);
            journal.keep(exchange);
            planned?.(1);
            return exchange;
          },
          address: (caller) => addresses[caller],
          redact: (exchange) => toRedactedExchange(exchange, redact, target.ca !== undefined),
        },
        redactText: redact,
        documents,
        made: madeParameters(loadResources().all, (reference) => target.known(reference)),
        hasLeave: settings.get('B24_ALLOW_PROVISION') === '1',
      }),
    );
    journal.close();
  } catch (error) {
    if (!(error instanceof SurveyBrokenOff)) throw error;
    write(error.outcome);
    if (!(error.cause instanceof PortalLost)) throw error.cause;
  }
}
