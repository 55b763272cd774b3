import { join } from 'node:path';
import { _baseTest as base, type Location, type TestInfo } from '@playwright/test';
import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { PortalLost } from '../portal/coordinator.ts';
import { OUTCOME_ATTACHMENT, type Outcome } from '../report/outcome.ts';
import { exchangeText, isUnanswered } from '../report/redacted-exchange.ts';
import { ROOT } from '../run/root.ts';
import type { CaseOutcome } from '../run/runner.ts';
import { contradiction, type Failure, withoutAnswer } from './contradiction.ts';
import type { createGate } from './gate.ts';
import type { OpenRunner } from './open-runner.ts';

/** Of text Playwright's terminal prints the beginning, of every case anew; its page shows this in place as well. */
const PROOF_TYPE = 'application/json';

/** Carries out a group of cases side by side, hands over what came, and ends in one error that lists every problem. */
export async function checkCases(
  cases: readonly Case[],
  { runner, target, part }: OpenRunner,
  contract: Contract,
  weigh: ReturnType<typeof createGate>,
): Promise<void> {
  const info = base.info();
  const skipped = cases.flatMap((testCase) => runner.skip(testCase) ?? []);
  const left = new Set(skipped.map((skip) => skip.case));
  const judged: Outcome['judged'] = [];
  const failures: Failure[] = [];
  const unanswered: string[] = [];
  let lost: string | undefined;
  let contradicting = 0;
  let hinted = 0;

  const take = async (testCase: Case, { problems, ...outcome }: CaseOutcome): Promise<void> => {
    judged.push(outcome);
    const weights = problems.map(weigh);
    failures.push(
      ...problems
        .filter((_, index) => weights[index] === 'failure')
        .map((problem) => ({ case: testCase.id, problem })),
    );
    if (weights.includes('failure')) contradicting++;
    else if (weights.includes('hint')) hinted++;
    // A request in vain shows nothing, and a test that made one has not passed.
    if (isUnanswered(outcome.exchange)) unanswered.push(testCase.id);
    else if (problems.length === 0) return;
    // Only of what is worth a look: a step costs Playwright as much as the case itself.
    const texts = problems.map((problem) => problem.text);
    const show = (): void => attach(info, testCase.title, exchangeText(outcome.exchange, texts));
    await base.step(testCase.title, async () => show(), { location: placeOf(testCase, contract) });
  };
  const run = (testCase: Case): Promise<CaseOutcome | undefined> =>
    runner.run(testCase).catch((error: unknown) => {
      if (!(error instanceof PortalLost)) throw error;
      lost = error.message;
      skipped.push({ case: testCase.id, claims: testCase.claims, reason: error.message });
      return undefined;
    });
  const selected = cases.filter(({ id }) => !left.has(id));
  const outcomes = await Promise.all(
    selected.map(async (testCase) => [testCase, await run(testCase)] as const),
  );
  for (const [testCase, outcome] of outcomes) if (outcome) await take(testCase, outcome);

  const error = errorOf(failures, unanswered, lost, cases.length - judged.length);
  const { kind, profile, name: origin } = target;
  const outcome: Outcome = {
    target: { kind, ...(profile ? { profile } : {}), origin },
    judged,
    skipped,
    ...(part === undefined ? {} : { part }),
    ...(lost === undefined ? {} : { lost }),
    ...(contradicting > 0 ? { contradicting } : {}),
    ...(hinted > 0 ? { hinted } : {}),
    ...(error === undefined ? {} : { failed: true }),
  };
  attach(info, OUTCOME_ATTACHMENT, JSON.stringify(outcome));
  base.skip(judged.length === 0, [...new Set(skipped.map(({ reason }) => reason))].join('; '));
  if (error === undefined) return;
  // A test that fails unexpectedly costs Playwright its worker, and with it all that the next one loads and starts
  // again. The portal is at fault, not the worker: for the worker the failure is expected; the reporter, which gets the
  // outcome, takes that back before any other reporter sees it.
  info.expectedStatus = 'failed';
  throw error;
}

function errorOf(
  failures: readonly Failure[],
  unanswered: readonly string[],
  lost: string | undefined,
  untried: number,
): Error | undefined {
  if (failures.length > 0) return contradiction(failures);
  const [first] = unanswered;
  if (first !== undefined) return withoutAnswer(unanswered.length, first);
  return lost === undefined ? undefined : withoutAnswer(untried, lost);
}

/** As `TestInfo.attach` does, without the step and the folder that it makes for each. */
export function attach(info: TestInfo, name: string, text: string): void {
  info.attachments.push({ name, contentType: PROOF_TYPE, body: Buffer.from(text) });
}

/** Where the contract data states what the case shows; the line of this file would say nothing. */
function placeOf({ claims: [first = ''] }: Case, contract: Contract): Location {
  const { file = '', line = 1 } = contract.claim(first) ?? {};
  return { file: join(ROOT, file), line, column: 1 };
}
