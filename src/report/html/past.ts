import { fails, LENIENT, type Policy } from '../../judge/policy.ts';
import type { ClaimsReport } from '../claims.gen.ts';
import {
  type Change,
  changesSince,
  comparableRuns,
  completeRuns,
  earlierRuns,
  FLIPS_TO_MARK,
  flips,
  type Gone,
  goneSince,
  newContradictions,
  type RunRecord,
  toRecord,
  verdictsOf,
} from '../history.ts';
import { type ReportedVerdict, reportedVerdict } from '../reported-verdict.ts';
import { type Ending, endingOf } from '../verdict.ts';

/** Runs drawn in a trend, and verdicts of a claim that are shown and searched for flips. */
const DRAWN = 30;

/** A run among the earlier ones of its target. */
export interface Past {
  /** How this run ended. */
  ending: Ending;
  /** Contradicted, but not so that it fails the run: it is drawn as a hint, not as a failure. */
  isHint(claim: string): boolean;
  now: RunRecord;
  /** The last complete run before that tried the same; undefined where there is none. */
  previous: RunRecord | undefined;
  /** Why earlier runs of the history are not compared, in words, with their number. */
  notCompared: ReadonlyMap<string, number>;
  /** The latest runs that can be compared, this one last. */
  runs: readonly RunRecord[];
  changes: readonly Change[];
  /** Claims that the previous run knew and this one does not. */
  gone: readonly Gone[];
  verdict(claim: string): ReportedVerdict | undefined;
  /** Contradicted now, but not in the run of the target before. False where there is none. */
  isNew(claim: string): boolean;
  /** Of a claim, over the latest runs, the oldest first. */
  verdicts(claim: string): readonly ReportedVerdict[];
  flips(claim: string): boolean;
}

/** @param history runs of any target, in any order */
export function pastOf(report: ClaimsReport, history: readonly RunRecord[], policy: Policy = LENIENT): Past {
  const earlier = earlierRuns(history, report);
  const now = toRecord(report);
  const { runs: comparable, others } = comparableRuns(earlier, now);
  const runs = [...comparable, now].slice(-DRAWN);
  const verdicts = verdictsOf(runs);
  const of = verdictsOf([now]);
  const fresh = newContradictions(earlier, report);
  const previous = completeRuns(comparable).at(-1);
  // A gate knows no part of a run: whatever contradicted a claim before, it is not new.
  const isFirst = completeRuns(earlier).length === 0;
  const hints = new Set(
    report.claims
      .filter((claim) => reportedVerdict(claim) === 'contradicted' && !fails(claim, policy))
      .map((claim) => claim.id),
  );
  return {
    ending: endingOf(report, policy),
    isHint: (claim) => hints.has(claim),
    now,
    previous,
    notCompared: new Map([
      ...others,
      ...[
        ['was not complete', comparable.length - completeRuns(comparable).length] as const,
        ['was of another target', history.filter((run) => run.target !== now.target).length] as const,
      ].filter(([, number]) => number > 0),
    ]),
    runs,
    changes: previous === undefined ? [] : changesSince(comparable, report),
    gone: previous === undefined ? [] : goneSince(previous, report),
    verdict: (claim) => of.get(claim)?.[0],
    isNew: (claim) => !isFirst && fresh.has(claim),
    verdicts: (claim) => verdicts.get(claim) ?? [],
    flips: (claim) => flips(verdicts.get(claim) ?? []) >= FLIPS_TO_MARK,
  };
}
