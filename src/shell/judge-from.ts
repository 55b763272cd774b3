import { judgeRecording } from '../recording/judge-recording.ts';
import { buildReport } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { listCases } from '../run/case-list.ts';
import { loadContract, loadDeviations } from '../run/load.ts';
import { selectionFor } from '../run/selection.ts';
import type { Settings } from '../target/environment.ts';
import { conclude } from './conclude.ts';
import { allCases } from './recording.ts';
import { readVersions } from './versions.ts';

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
    versions: await readVersions(undefined),
    // What was recorded is not what a run tries: it is compared with other recordings alone.
    selection: {
      confidence: settings.get('B24_CONFIDENCE') === 'parsed' ? 'parsed' : 'reviewed',
      tests: '--from',
    },
    durationMs: Date.now() - startedAt.getTime(),
    target: outcome.target,
    all: listCases('full').length,
    selected: isRun ? listCases(selectionFor(outcome.target.kind)).all() : [],
    deviations,
  });
  // Of the recording of another program nothing was selected.
  const { run } = made.cases;
  const report = isRun ? made : { ...made, cases: { all: run, selected: run, run } };
  const { tell } = conclude(report, contract, settings);
  for (const note of notes) console.log(`  ${note}`);
  tell();
  return report;
}
