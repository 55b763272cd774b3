import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { createPatientClient } from '../portal/patient-client.ts';
import { buildReport } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import type { Outcome } from '../report/outcome.ts';
import type { Target } from '../target/target.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
import { type CaseOutcome, createRunner, type RunnerOptions } from './runner.ts';

/** In-process targets need no pace; a limit that strikes all the same is waited out, as in the main job. */
const NO_PACE = { take: async () => {}, refused: async () => {}, accepted: async () => {} };

/** Sends again what is to be sent again, without waiting for it. */
export const withoutWaiting = (client: HttpClient): HttpClient =>
  createPatientClient(client, NO_PACE, { wait: async () => {} });

export interface RunAllOptions extends RunnerOptions {
  /** Reaches the target; by default over its address, and closed in the end. */
  client?: HttpClient | undefined;
  /** A case begins when the one before it has ended; by default they run side by side. */
  oneByOne?: boolean | undefined;
}

/** Runs cases without any test runner; for who asks no report of them. */
export async function carryOut(
  contract: Contract,
  cases: readonly Case[],
  target: Target,
  { client: given, oneByOne = false, ...options }: RunAllOptions = {},
): Promise<Outcome> {
  const client = withoutWaiting(given ?? createClient({ ca: target.ca }));
  try {
    const runner = createRunner(contract, target, client, options);
    const skipped = cases.flatMap((testCase) => runner.skip(testCase) ?? []);
    const left = new Set(skipped.map((skippedCase) => skippedCase.case));
    const carried = cases.filter((testCase) => !left.has(testCase.id));
    const judged: CaseOutcome[] = [];
    if (oneByOne) for (const testCase of carried) judged.push(await runner.run(testCase));
    else judged.push(...(await Promise.all(carried.map((testCase) => runner.run(testCase)))));
    const { kind, profile, name } = target;
    return {
      target: { kind, ...(profile === undefined ? {} : { profile }), origin: name },
      judged,
      skipped,
    };
  } finally {
    if (!given) await client.close();
  }
}

/**
 * Runs cases without any test runner and reports on them; for tests of the kit, the mutants and the benchmark.
 *
 * @param onOutcome called with what the report is made of
 */
export async function runAll(
  contract: Contract,
  cases: readonly Case[],
  target: Target,
  options: RunAllOptions = {},
  onOutcome: (outcome: Outcome) => void = () => {},
): Promise<ClaimsReport> {
  const startedAt = new Date();
  const outcome = await carryOut(contract, cases, target, options);
  onOutcome(outcome);
  return buildReport(contract, [outcome], {
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: outcome.target,
    all: cases.length,
    selected: cases,
  });
}
