import type { ClaimsReport, Retired } from './claims.gen.ts';
import { hasChanged, retiredOf } from './documentation.ts';
import type { RunRecord, Selection } from './history.gen.ts';
import { REPORTED_VERDICTS, type ReportedVerdict, reportedVerdict } from './reported-verdict.ts';
import { targetName } from './text.ts';

export type { RunRecord } from './history.gen.ts';

/** What a claim was, and what it is now. */
export interface Change {
  claim: string;
  /** Undefined: no earlier run knew the claim. */
  from: ReportedVerdict | undefined;
  to: ReportedVerdict;
  /** The page of the claim was read in another revision then: what differs need not be the target. */
  rewritten: boolean;
}

/** A claim that the previous run knew and this one does not. */
export interface Gone {
  claim: string;
  from: ReportedVerdict;
  /** Undefined: nobody said what became of it. */
  retired: Retired | undefined;
}

/** The part of a report that the history keeps. */
export function toRecord(report: ClaimsReport): RunRecord {
  const run = report.claims.filter((claim) => claim.reasonKind !== 'not-selected');
  const verdicts = REPORTED_VERDICTS.map(
    (name) => [name, run.filter((claim) => reportedVerdict(claim) === name)] as const,
  );
  const of = (name: ReportedVerdict): number =>
    report.claims.filter((claim) => reportedVerdict(claim) === name).length;
  return {
    target: targetName(report),
    ...(report.documentation === undefined ? {} : { documentation: report.documentation }),
    ...(report.versions === undefined ? {} : { versions: report.versions }),
    ...(report.selection === undefined ? {} : { selection: report.selection }),
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    requests: report.requests,
    unanswered: report.unanswered,
    ...(report.incomplete.length > 0 ? { incomplete: true } : {}),
    totals: {
      confirmed: of('confirmed'),
      contradicted: of('contradicted'),
      deviation: of('deviation'),
      disagreement: of('disagreement'),
      'not-exercised': of('not-exercised'),
    },
    verdicts: Object.fromEntries(verdicts.map(([name, claims]) => [name, claims.map((claim) => claim.id)])),
  };
}

/**
 * The runs in the text of a history file, in its order, and the numbers of the lines that are not records: a crash
 * may have cut one short.
 */
export function parseHistory(
  text: string,
  isRecord: (value: unknown) => boolean,
): { runs: RunRecord[]; broken: number[] } {
  const runs: RunRecord[] = [];
  const broken: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const value = parse(line);
    if (isRecord(value)) runs.push(value as RunRecord);
    else broken.push(index + 1);
  });
  return { runs, broken };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Earlier runs of the same target, the oldest first. */
export function earlierRuns(runs: readonly RunRecord[], report: ClaimsReport): RunRecord[] {
  const target = targetName(report);
  return runs
    .filter((run) => run.target === target && run.startedAt < report.startedAt)
    .sort((left, right) => (left.startedAt < right.startedAt ? -1 : 1));
}

/** Those of the earlier runs whose numbers and verdicts can be set against this one's, and why the others cannot. */
export interface Comparable {
  /** The oldest first. */
  runs: RunRecord[];
  /** A reason to the number of runs, in words; without runs that were not complete. */
  others: ReadonlyMap<string, number>;
}

/**
 * Sorts out which earlier runs can be compared.
 *
 * @param earlier of the same target, as {@link earlierRuns} gives them
 */
export function comparableRuns(earlier: readonly RunRecord[], now: RunRecord): Comparable {
  const runs: RunRecord[] = [];
  const others = new Map<string, number>();
  for (const run of earlier) {
    const why = whyNotComparable(run, now);
    if (why === undefined) runs.push(run);
    else others.set(why, (others.get(why) ?? 0) + 1);
  }
  return { runs, others };
}

/** Why two runs of one target cannot be compared: they did not try the same. */
function whyNotComparable(run: RunRecord, now: RunRecord): string | undefined {
  const [then, wanted] = [selectionOf(run), selectionOf(now)];
  if (then.confidence !== wanted.confidence)
    return then.confidence === 'parsed' ? 'tried drafts as well' : 'did not try drafts';
  if (then.tests === wanted.tests)
    return then.part === wanted.part ? undefined : `tried ${then.part ?? 'all parts at once'}`;
  return then.tests === '' ? 'tried all claims' : `tried another part of the claims (${then.tests})`;
}

/** Runs of earlier versions of the suite do not say; that claims were left out shows in their numbers. */
function selectionOf({ selection, totals, verdicts }: RunRecord): Selection {
  if (selection !== undefined) return selection;
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
  const known = sum(Object.values(verdicts).map((ids) => ids.length));
  const left = sum(Object.values(totals)) - known;
  return { confidence: 'reviewed', tests: left === 0 ? '' : `${known} of ${known + left} claims` };
}

/**
 * Runs in the order in which they were made, those first that tried other cases, for their requests were limited: a claim
 * that is contradicted in some forms of a request alone has changed where the runs that tried these forms differ.
 */
function sameFormsLast(runs: readonly RunRecord[], { selection }: ClaimsReport): RunRecord[] {
  const isOther = ({ selection: then }: RunRecord): boolean =>
    then?.part !== undefined && then.part !== selection?.part;
  return [...runs.filter(isOther), ...runs.filter((run) => !isOther(run))];
}

/** Verdicts of each claim over runs, the oldest first; a run that left it out is not part of it. */
export function verdictsOf(runs: readonly RunRecord[]): Map<string, ReportedVerdict[]> {
  const byClaim = new Map<string, ReportedVerdict[]>();
  for (const run of runs)
    for (const name of REPORTED_VERDICTS)
      for (const id of run.verdicts[name] ?? []) {
        const known = byClaim.get(id);
        if (known) known.push(name);
        else byClaim.set(id, [name]);
      }
  return byClaim;
}

export function isComplete({ unanswered, incomplete }: RunRecord): boolean {
  return unanswered === 0 && incomplete === undefined;
}

/** Runs that nothing broke off. */
export function completeRuns(runs: readonly RunRecord[]): RunRecord[] {
  return runs.filter(isComplete);
}

/**
 * What differs from the previous run of the target, new contradictions first. Each claim is compared with the last
 * complete run that did not leave it out, so that a run of a few groups in between hides nothing.
 *
 * @param earlier as {@link earlierRuns} gives them
 */
export function changesSince(earlier: readonly RunRecord[], report: ClaimsReport): Change[] {
  const complete = sameFormsLast(completeRuns(earlier), report);
  const before = verdictsOf(complete);
  const last = new Map<string, RunRecord>();
  for (const run of complete) for (const id of Object.values(run.verdicts).flat()) last.set(id, run);
  const rank = ({ from, to }: Change): number =>
    to === 'contradicted' ? 0 : from === 'contradicted' ? 1 : 2 + REPORTED_VERDICTS.indexOf(to);
  return report.claims
    .filter((claim) => claim.reasonKind !== 'not-selected')
    .map(
      (claim): Change => ({
        claim: claim.id,
        from: before.get(claim.id)?.at(-1),
        to: reportedVerdict(claim),
        rewritten: hasChanged(claim.source.page, last.get(claim.id)?.documentation, report.documentation),
      }),
    )
    .filter(({ from, to }) => from !== to)
    .sort((left, right) => rank(left) - rank(right));
}

/** Claims of the previous run that this one does not know any more: most of them retired. */
export function goneSince(previous: RunRecord, report: ClaimsReport): Gone[] {
  const known = new Set(
    [...report.claims, ...report.observations, ...(report.drafts ?? [])].map((claim) => claim.id),
  );
  const retired = retiredOf(report);
  return REPORTED_VERDICTS.flatMap((from) =>
    (previous.verdicts[from] ?? [])
      .filter((id) => !known.has(id))
      .map((claim): Gone => ({ claim, from, retired: retired.get(claim) })),
  );
}

/** Ids of the claims contradicted now that were not in the previous run; without one, all that are contradicted. */
export function newContradictions(earlier: readonly RunRecord[], report: ClaimsReport): Set<string> {
  const changes = changesSince(earlier, report);
  return new Set(changes.filter(({ to }) => to === 'contradicted').map(({ claim }) => claim));
}

/** How often a claim went from kept to broken or back; what was not exercised says nothing. */
export function flips(verdicts: readonly ReportedVerdict[]): number {
  const kept = verdicts.filter((name) => name !== 'not-exercised').map((name) => name === 'confirmed');
  return kept.filter((now, index) => index > 0 && now !== kept[index - 1]).length;
}

/** From this on a claim counts as one that flips back and forth. */
export const FLIPS_TO_MARK = 2;
