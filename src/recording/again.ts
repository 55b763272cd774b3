import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { buildReport } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { runAll } from '../run/run-all.ts';
import type { Target } from '../target/target.ts';
import { beginHar, endHar } from './har-file.ts';
import { judgeRecording } from './judge-recording.ts';
import { beginOf, createRecorder, endOf } from './recorder.ts';

/** Runs cases without any test runner, as `runAll` does, and keeps their exchanges in a file. */
export async function recordAll(
  contract: Contract,
  cases: readonly Case[],
  target: Target,
  path: string,
): Promise<ClaimsReport> {
  beginHar(path, beginOf(cases, 'reviewed', { kind: target.kind, origin: target.name }));
  return runAll(contract, cases, target, { tape: createRecorder(path) }, (outcome) =>
    endHar(path, endOf(outcome, {})),
  );
}

/** The report of a recording, as `recordAll` would have made it. */
export async function judgeAgain(
  contract: Contract,
  cases: readonly Case[],
  path: string,
): Promise<ClaimsReport> {
  const startedAt = new Date();
  const { outcome, facts } = await judgeRecording(path, contract, cases);
  return buildReport(contract, [outcome], {
    ...facts,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: outcome.target,
    all: cases.length,
    selected: cases,
  });
}
