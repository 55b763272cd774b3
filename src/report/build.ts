import type { CaseHead } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { type Deviation, isCurrent } from '../contract/deviations.ts';
import { decide, excuseFor, isExcused } from '../judge/policy.ts';
import { type JudgedCase, tally, type Verdict } from '../judge/tally.ts';
import type {
  CaseTiming,
  ClaimResult,
  ClaimsReport,
  ReportTarget,
  Selection,
  Versions,
} from './claims.gen.ts';
import { type PageOutcome, pageHealth } from './health.ts';
import { whyIncomplete } from './incomplete.ts';
import { looksAt } from './looks-at.ts';
import { migrationResults } from './migrations.ts';
import type { Outcome, SurveyOutcome } from './outcome.ts';
import { isUnanswered, type RedactedExchange } from './redacted-exchange.ts';

export { isExcused };

export interface RunFacts {
  startedAt: Date;
  durationMs: number;
  target: ReportTarget;
  /** What makes the report; undefined where nobody asked. */
  versions?: Versions | undefined;
  /** Which part of the claims and cases the run is of; undefined where nobody said. */
  selection?: Selection | undefined;
  /** Cases in all forms, and those selected for this target, in order. */
  all: number;
  selected: readonly CaseHead[];
  /** Known differences of the target. */
  deviations?: readonly Deviation[];
  /** What the survey of all documented methods found; undefined where there was none. */
  survey?: SurveyOutcome | undefined;
  /** Documentation pages that were checked. */
  pages?: readonly PageOutcome[];
  /** Which part of a run it is: what it does not exercise another may. */
  shard?: { current: number; total: number };
  /** Why claims are not exercised of which no case was met; default: this run left them out. */
  leftOut?: string;
  /** What broke the run off, as far as its tests do not show it. */
  brokenOff?: readonly string[];
  /** These are the tests of one shard, to be merged or not: what it leaves to others says nothing. */
  isPart?: boolean;
}

/** What cases come to, claim by claim. */
interface Results {
  verdicts: readonly Verdict<RedactedExchange>[];
  /** In the order of the contract, drafts among them. */
  results: readonly ClaimResult[];
  confirmed: ReadonlySet<string>;
  /** Known differences of the target that hold, by claim. */
  current: ReadonlyMap<string, Omit<Deviation, 'claim'>>;
}

/** The part of a report that says what became of each claim. Pure. */
export function resultsOf(
  contract: Contract,
  { judged, skipped }: Pick<Outcome, 'judged' | 'skipped'>,
  { startedAt, deviations = [], leftOut }: Pick<RunFacts, 'startedAt' | 'deviations' | 'leftOut'>,
): Results {
  const verdicts = tally(contract, judged, skipped, leftOut);
  const confirmed = new Set(
    verdicts.filter((verdict) => verdict.verdict === 'confirmed').map((verdict) => verdict.claim.id),
  );
  // What was not tried may hold: a run of some cases says nothing of which of two statements a target keeps.
  const mayHold = new Set(
    verdicts.filter(({ reasonKind }) => UNTRIED.has(reasonKind)).map((verdict) => verdict.claim.id),
  );
  for (const id of confirmed) mayHold.add(id);
  const current = new Map(
    deviations
      .filter((deviation) => isCurrent(deviation, startedAt))
      .map(({ claim, ...known }) => [claim, known]),
  );
  const results = verdicts.map((verdict) => ({
    ...toResult(verdict, contract.titles.get(verdict.claim.source.page)),
    ...(verdict.verdict === 'contradicted'
      ? excuseFor(verdict.claim.disagreesWith, (id) => mayHold.has(id), current.get(verdict.claim.id))
      : {}),
  }));
  return { verdicts, results, confirmed, current };
}

/** The report of a run from what its tests brought, in whatever order they ended. Pure. */
export function buildReport(contract: Contract, outcomes: readonly Outcome[], facts: RunFacts): ClaimsReport {
  const order = new Map(facts.selected.map((testCase, index) => [testCase.id, index]));
  const inOrder = <T extends { case: string }>(items: T[]): T[] =>
    items.sort((left, right) => (order.get(left.case) ?? 0) - (order.get(right.case) ?? 0));
  const judged = inOrder(outcomes.flatMap((outcome) => outcome.judged));
  const skipped = inOrder(outcomes.flatMap((outcome) => outcome.skipped));
  const { verdicts, results, confirmed, current } = resultsOf(contract, { judged, skipped }, facts);
  const { deviations = [] } = facts;
  // A part of its cases may confirm what the others contradict.
  const met = new Set([...judged, ...skipped.filter(({ later }) => !later)].map((each) => each.case));
  const isTriedWhole = (claim: string): boolean =>
    facts.selected.every(({ id, claims }) => met.has(id) || !claims.includes(claim));
  const stale = deviations.flatMap(({ claim, expires }) => {
    if (confirmed.has(claim) && isTriedWhole(claim)) return [{ claim, why: 'the claim is confirmed again' }];
    return current.has(claim) ? [] : [{ claim, why: `expired on ${expires}` }];
  });
  const ofDrafts = new Set(
    contract.claims.filter((claim) => claim.confidence === 'parsed').map(({ id }) => id),
  );
  const { survey } = facts;
  const drafts = [
    ...results.filter(({ id }) => ofDrafts.has(id)),
    // What a person has reviewed says more of the same.
    ...(survey?.claims ?? []).filter(({ id }) => contract.claim(id) === undefined),
  ];
  const reviewed = results.filter(({ id }) => !ofDrafts.has(id));
  const claims = reviewed.filter((claim) => claim.strength !== 'observed');
  const count = (verdict: ClaimResult['verdict']): number =>
    claims.filter((claim) => claim.verdict === verdict).length;
  const migrations = migrationResults(contract, results);
  const { pages: checked = [] } = facts;
  const pages = pageHealth(claims, checked);
  const unanswered = judged.filter(({ exchange }) => isUnanswered(exchange)).length;
  const contradicted = count('contradicted') - claims.filter(isExcused).length;
  const requests = [...judged, ...checked].reduce(
    (sum, checkedItem) => sum + (checkedItem.requests ?? 1),
    survey?.survey.numbers.requests ?? 0,
  );
  return {
    target: facts.target,
    ...(contract.documentation === undefined ? {} : { documentation: contract.documentation }),
    ...(facts.versions === undefined ? {} : { versions: facts.versions }),
    ...(facts.selection === undefined ? {} : { selection: facts.selection }),
    startedAt: facts.startedAt.toISOString(),
    durationMs: Math.round(facts.durationMs),
    requests,
    unanswered,
    incomplete: whyIncomplete(contract, {
      ...facts,
      unanswered,
      interrupted: survey?.survey.interrupted,
      isExercised: count('confirmed') + contradicted > 0 || Boolean(survey?.survey.numbers.verdicts),
      verdicts,
      judged,
      skipped,
    }),
    cases: { all: facts.all, selected: facts.selected.length, run: judged.length },
    timings: timingsOf(judged, facts.selected),
    totals: {
      confirmed: count('confirmed'),
      contradicted,
      notExercised: count('not-exercised'),
      deviations: claims.filter((claim) => claim.deviation !== undefined).length,
      stale: stale.length,
      disagreements: claims.filter((claim) => claim.disagreement !== undefined).length,
    },
    stale,
    claims,
    observations: reviewed.filter((claim) => claim.strength === 'observed'),
    ...(drafts.length === 0 ? {} : { drafts }),
    ...(survey === undefined ? {} : { survey: survey.survey, exchanges: survey.exchanges }),
    retired: [...contract.retired.values()].map(({ id, until, why, see = [] }) => ({ id, until, why, see })),
    ...(migrations.length === 0 ? {} : { migrations }),
    ...(pages ? { pages } : {}),
    ...(facts.shard ? { shard: { current: facts.shard.current, total: facts.shard.total } } : {}),
  };
}

const UNTRIED = new Set<ClaimResult['reasonKind']>(['missing', 'not-selected']);

/** The slowest first; cases that took the same time in the order in which they were selected. */
function timingsOf(
  judged: readonly JudgedCase<RedactedExchange>[],
  selected: readonly CaseHead[],
): CaseTiming[] {
  const claims = new Map(selected.map(({ id, claims: [own] }) => [id, own]));
  return judged
    .flatMap(({ case: name, durationMs, requests = 1, findings }): CaseTiming[] => {
      if (durationMs === undefined) return [];
      const claim = claims.get(name) ?? findings[0]?.claim;
      const own = claim === undefined ? {} : { claim };
      return [{ case: name, ...own, durationMs: Math.round(durationMs), requests }];
    })
    .sort((left, right) => right.durationMs - left.durationMs);
}

function toResult(
  { claim, verdict, reason, reasonKind, counts, evidence }: Verdict<RedactedExchange>,
  title: string | undefined,
): ClaimResult {
  const { page, heading, row, part, digest } = claim.source;
  const looks = looksAt(claim.check);
  return {
    id: claim.id,
    method: claim.method ?? 'any',
    statement: claim.says,
    strength: claim.strength,
    source: {
      page,
      ...(title === undefined ? {} : { title }),
      heading,
      ...(row === undefined ? {} : { row }),
      ...(part === undefined ? {} : { part }),
      ...(digest === undefined ? {} : { digest }),
    },
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(reasonKind === undefined ? {} : { reasonKind }),
    counts,
    ...(claim.confidence === 'verified' ? { verified: true as const } : {}),
    ...(looks.length === 0 ? {} : { looksAt: looks }),
    evidence: evidence.map(({ case: name, problems, exchange }) => ({ case: name, ...exchange, problems })),
  };
}

/** Exit code of the main job; see {@link decide}. */
export function exitCode(report: ClaimsReport, strict: boolean, fresh?: ReadonlySet<string>): 0 | 1 | 2 {
  return decide(report, { strict, fresh }).exitCode;
}
