import { messageOf } from '../base/message.ts';
import type { Case } from '../cases/case.ts';
import type { RecordedTarget } from '../recording/har.gen.ts';
import { beginHar, endHar } from '../recording/har-file.ts';
import { beginOf, createRecorder, endOf, type Recorder } from '../recording/recorder.ts';
import type { RunFacts } from '../report/build.ts';
import type { Outcome } from '../report/outcome.ts';
import { loadCases } from '../run/case-list.ts';
import { confidenceOfProcess } from '../run/load.ts';
import { ConfigError, type Settings } from '../target/environment.ts';
import { handedOn, handOn } from './run-folder.ts';

/** The cases of runs on the mock and on portals; a recording may be of either. */
export function allCases(): Case[] {
  const full = loadCases('full');
  const ids = new Set(full.map(({ id }) => id));
  return [...full, ...loadCases('pairwise').filter(({ id }) => !ids.has(id))];
}

/**
 * Begins the file that keeps the run's exchanges, for all processes of the run.
 *
 * @throws ConfigError where it cannot be written
 */
export function startRecording(path: string, settings: Settings): void {
  const { target: kind, mockProfile: profile, webhook } = settings;
  const target: RecordedTarget =
    kind === 'mock' ? { kind, profile, origin: 'embedded' } : { kind, origin: webhook?.origin ?? '' };
  try {
    beginHar(path, beginOf(allCases(), confidenceOfProcess(), target));
  } catch (error) {
    throw new ConfigError(`the recording cannot be written: ${messageOf(error)}`);
  }
  handOn({ recording: path });
}

/** What keeps the exchanges of this run; undefined where nobody asked for it. */
export function recorderOfRun(): Recorder | undefined {
  const { recording } = handedOn();
  return recording === undefined ? undefined : createRecorder(recording);
}

/** After the last test. */
export function endRecording(
  target: RecordedTarget,
  outcomes: readonly Outcome[],
  facts: Pick<RunFacts, 'brokenOff' | 'isPart'>,
): void {
  const { recording } = handedOn();
  if (recording === undefined) return;
  endHar(recording, endOf({ target, skipped: outcomes.flatMap(({ skipped }) => skipped) }, facts));
}
