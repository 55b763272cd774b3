import { join } from 'node:path';
import { judgeRecording } from '../recording/judge-recording.ts';
import { renderAnnotations } from '../report/annotations.ts';
import { buildReport } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { toRecord } from '../report/history.ts';
import { renderTable } from '../report/table.ts';
import { endingLine, endingOf } from '../report/verdict.ts';
import { loadCases, loadContract, loadDeviations } from '../run/load.ts';
import { selectionFor } from '../run/selection.ts';
import type { Settings } from '../target/environment.ts';
import { appendHistory, policyOf, readHistory } from './history-file.ts';
import { historyFile, resultsFolder } from './places.ts';
import { allCases } from './recording.ts';
import { writeResults } from './write-results.ts';

/**
 * Judges a recording and leaves the results of a run: files, closing table. Nothing is sent.
 *
 * @throws RecordingError where the file cannot be judged
 */
export async function judgeFrom(path: string, settings: Settings): Promise<ClaimsReport> {
  const contract = loadContract();
  const deviations = loadDeviations(settings, contract);
  const startedAt = new Date();
  const { isRun, outcome, facts, notes } = await judgeRecording(path, contract, allCases());
  const made = buildReport(contract, [outcome], {
    ...facts,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: outcome.target,
    all: loadCases('full').length,
    selected: isRun ? loadCases(selectionFor(outcome.target.kind)) : [],
    deviations,
  });
  // Of somebody's traffic nobody selected anything.
  const { run } = made.cases;
  const report = isRun ? made : { ...made, cases: { all: run, selected: run, run } };
  const folder = resultsFolder(settings);
  const history = readHistory(historyFile(settings));
  const policy = policyOf(settings, history, report);
  writeResults(folder, report, history, policy);
  if (report.cases.run > 0) appendHistory(historyFile(settings), toRecord(report));
  for (const note of notes) console.log(`  ${note}`);
  console.log(`\n${renderTable(report, policy)}\n\n  ${join(folder, 'index.html')}\n`);
  if (process.env.GITHUB_ACTIONS)
    for (const line of renderAnnotations(report, contract, policy)) console.log(line);
  const { fresh } = policy;
  if (fresh) console.log(`  ${fresh.size} of ${report.totals.contradicted} contradictions are new.\n`);
  console.log(`  ${endingLine(endingOf(report, policy))}`);
  return report;
}
