import { groupBy } from '../base/group-by.ts';
import { enumerate } from '../base/phrase.ts';
import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { type Deviation, isCurrent } from '../contract/deviations.ts';
import { isRedirect } from '../judge/answer.ts';
import { decide, excuseFor, isExcused } from '../judge/policy.ts';
import { type JudgedCase, type SkippedCase, tally, type Verdict } from '../judge/tally.ts';
import { header, isPlainHttp } from '../wire/exchange.ts';
import type {
  CaseTiming,
  ClaimResult,
  ClaimsReport,
  ReportTarget,
  Selection,
  Versions,
} from './claims.gen.ts';
import { type PageOutcome, pageHealth } from './health.ts';
import { looksAt } from './looks-at.ts';
import { migrationResults } from './migrations.ts';
import type { Outcome, SurveyOutcome } from './outcome.ts';
import { isUnanswered, type RedactedExchange } from './redacted-exchange.ts';
import { count as counted } from './text.ts';

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
  selected: readonly Case[];
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

/** The report of a run from what its tests brought, in whatever order they ended. Pure. */
export function buildReport(contract: Contract, outcomes: readonly Outcome[], facts: RunFacts): ClaimsReport {
  const order = new Map(facts.selected.map((testCase, index) => [testCase.id, index]));
  const inOrder = <T extends { case: string }>(items: T[]): T[] =>
    items.sort((left, right) => (order.get(left.case) ?? 0) - (order.get(right.case) ?? 0));
  const judged = inOrder(outcomes.flatMap((outcome) => outcome.judged));
  const skipped = inOrder(outcomes.flatMap((outcome) => outcome.skipped));
  const verdicts = tally(contract, judged, skipped, facts.leftOut);
  const confirmed = new Set(
    verdicts.filter((verdict) => verdict.verdict === 'confirmed').map((verdict) => verdict.claim.id),
  );
  // What was not tried may hold: a run of some cases says nothing of which of two statements a target keeps.
  const mayHold = new Set(
    verdicts.filter(({ reasonKind }) => UNTRIED.has(reasonKind)).map((verdict) => verdict.claim.id),
  );
  for (const id of confirmed) mayHold.add(id);
  const deviations = facts.deviations ?? [];
  const current = new Map(
    deviations
      .filter((deviation) => isCurrent(deviation, facts.startedAt))
      .map(({ claim, ...known }) => [claim, known]),
  );
  const results = verdicts.map((verdict) => ({
    ...toResult(verdict, contract.titles.get(verdict.claim.source.page)),
    ...(verdict.verdict === 'contradicted'
      ? excuseFor(verdict.claim.disagreesWith, (id) => mayHold.has(id), current.get(verdict.claim.id))
      : {}),
  }));
  const stale = deviations.flatMap(({ claim, expires }) => {
    if (confirmed.has(claim)) return [{ claim, why: 'the claim is confirmed again' }];
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
  const redirected = judged.filter(isRedirected).length;
  const failures = failuresOf(
    contract,
    judged.filter((judgedCase) => order.has(judgedCase.case)),
  );
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
    incomplete: [
      ...(facts.brokenOff ?? []),
      ...(unanswered > 0 ? [`${counted(unanswered, 'request')} got no answer`] : []),
      ...(redirected > 0
        ? [`${counted(redirected, 'request')} came to a redirect in place of an answer`]
        : []),
      ...failureLines(failures, facts.selected),
      ...(survey?.survey.interrupted === undefined
        ? []
        : [`The survey did not come to its end: ${survey.survey.interrupted}`]),
      ...(facts.shard === undefined &&
      count('confirmed') + contradicted === 0 &&
      !survey?.survey.numbers.verdicts
        ? ['Nothing was exercised']
        : []),
      // What broke a run off is the reason for what it did not come to.
      ...(facts.isPart || facts.brokenOff?.length || unanswered + redirected > 0
        ? []
        : idleMethods(contract, facts.selected, verdicts, judged, skipped)
            .filter(({ reason }) => !failures.has(reason))
            .map((idle) => idleLine(idle))),
    ],
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

/**
 * Cases of the run that claims of the documentation wait for and that the target failed to answer, also where it was asked
 * again, by the reason: a claim may be confirmed by others, and a method that fails in one form only is not whole.
 */
function failuresOf<P>(contract: Contract, judged: readonly JudgedCase<P>[]): Map<string, string[]> {
  const failed = judged.flatMap(({ case: id, findings }) => {
    const of = findings.find(
      ({ claim, passing }) => passing && contract.claim(claim)?.strength !== 'observed',
    );
    return of === undefined ? [] : [{ id, reason: of.reason ?? '' }];
  });
  const byReason = [...groupBy(failed, ({ reason }) => reason)];
  byReason.sort(([, left], [, right]) => right.length - left.length);
  return new Map(byReason.map(([reason, cases]) => [reason, cases.map(({ id }) => id)]));
}

/** `The target failed to answer 4 cases of server.time: the server failed (HTTP 500 …); try again later` */
function failureLines(failures: ReadonlyMap<string, readonly string[]>, selected: readonly Case[]): string[] {
  const methods = new Map(selected.map(({ id, request: { method } }) => [id, method]));
  const all = [...failures];
  const rest = all.slice(FAILURES).reduce((sum, [, cases]) => sum + cases.length, 0);
  return [
    ...all.slice(0, FAILURES).map(([reason, cases]) => {
      const of = shortList([...new Set(cases.flatMap((id) => methods.get(id) ?? []))]);
      return `The target failed to answer ${counted(cases.length, 'case')}${of && ` of ${of}`}: ${reason}`;
    }),
    ...(rest > 0 ? [`The target failed to answer ${counted(rest, 'further case')} in other ways`] : []),
  ];
}

/** Ways of failing that are told one by one. */
const FAILURES = 3;

/** Methods of which no claim was exercised, for one reason. */
export interface Idle {
  methods: string[];
  reason: string;
}

/** Methods that a line names; each of their claims says the reason for itself. */
const NAMED = 3;

/** `No claim of imbot.chat.add, imbot.chat.get and 4 more was exercised: needs …` */
export function idleLine({ methods, reason }: Idle, verb = 'was'): string {
  return `No claim of ${shortList(methods)} ${verb} exercised: ${reason}`;
}

function shortList(methods: readonly string[]): string {
  const more = methods.length - NAMED;
  return enumerate(more > 0 ? [...methods.slice(0, NAMED), `${more} more`] : methods);
}

/**
 * Methods whose first valid request was in this run and of which no claim was exercised but by refusals of the REST API
 * itself, by the reason that is met most, the representative one first: green would hide that they were not tested at all.
 * Who picks single other cases of a method has not selected it.
 *
 * @param cases those that a whole run has
 */
export function idleMethods<P>(
  contract: Contract,
  cases: readonly Case[],
  verdicts: readonly Verdict<P>[],
  judged: readonly JudgedCase<P>[],
  skipped: readonly SkippedCase[],
): Idle[] {
  const selected = new Set([
    ...judged.flatMap(({ findings }) => findings.map(({ claim }) => claim)),
    ...skipped.flatMap(({ claims }) => claims),
  ]);
  const met = new Set([...judged, ...skipped].map((each) => each.case));
  const isSelected = (name: string): boolean => {
    const valid = cases.find(({ id }) => id.startsWith(`${name}/`));
    return valid !== undefined && met.has(valid.id);
  };
  const bySystem = new Set(cases.filter(refusesBySystem).map(({ id }) => id));
  const exercised = new Set(
    judged
      .filter(({ case: id }) => !bySystem.has(id))
      .flatMap(({ findings }) => findings.filter(({ outcome }) => outcome !== 'blocked'))
      .map(({ claim }) => claim),
  );
  const idle = contract.methods.flatMap((method) => {
    if (!isSelected(method.name)) return [];
    const ofMethod = verdicts.filter(
      ({ claim }) =>
        claim.method === method.name && claim.strength !== 'observed' && claim.untestable === undefined,
    );
    const tried = ofMethod.filter(({ claim }) => selected.has(claim.id));
    if (tried.length === 0 || tried.some(({ claim }) => exercised.has(claim.id))) return [];
    const ids = new Set(tried.map(({ claim }) => claim.id));
    const left = skipped.filter(({ claims }) => claims.some((id) => ids.has(id))).map(({ reason }) => reason);
    // What is given and cannot be used goes before what is not given: more variables would not mend it.
    const unfit = mostFrequent(left.filter((reason) => !IS_OF_NO_USE.test(reason)));
    // That it may change nothing is the user's choice, and each claim says so. Cases with a fault may lack more.
    const valid = skipped.filter(({ case: id }) => id.startsWith(`${method.name}/`));
    if (valid.length > 0 && valid.every((each) => LEAVE_IS_NOT_GIVEN.test(each.reason))) return [];
    const why = tried.map(({ reason = '' }) => reason).filter((text) => text !== '');
    const reason = unfit && !ASKS_FOR_VARIABLES.test(unfit) ? unfit : mostFrequent(why);
    return reason === '' ? [] : [{ method: method.name, reason }];
  });
  const { representative } = contract.transport;
  const byPlace = idle.toSorted(
    (one, other) => Number(other.method === representative) - Number(one.method === representative),
  );
  return [...groupBy(byPlace, ({ reason }) => reason)].map(([reason, of]) => ({
    methods: of.map(({ method }) => method),
    reason,
  }));
}

const ASKS_FOR_VARIABLES = /^needs B24_/;
/** Not where ids would do as well. */
const LEAVE_IS_NOT_GIVEN = /B24_ALLOW_PROVISION=1(?!, or)/;
/** Of cases that no portal can carry. */
const IS_OF_NO_USE = /^cannot be provoked/;

/** Answered by the REST API itself, which says nothing of whether the method is there and works. */
const refusesBySystem = ({ expected }: Case): boolean =>
  expected.kind === 'refused' || (expected.kind === 'error' && expected.error.scope === 'system');

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0] ?? '';
}

/** Somebody else answered in place of the target, such as a proxy, and no claim is about that. */
function isRedirected({ exchange: { request, response }, findings }: JudgedCase<RedactedExchange>): boolean {
  return (
    response !== undefined &&
    isRedirect(response) &&
    header(response.headers, 'location') !== undefined &&
    !isPlainHttp(request) &&
    findings.every(({ outcome }) => outcome === 'blocked')
  );
}

const UNTRIED = new Set<ClaimResult['reasonKind']>(['missing', 'not-selected']);

/** The slowest first; cases that took the same time in the order in which they were selected. */
function timingsOf(judged: readonly JudgedCase<RedactedExchange>[], selected: readonly Case[]): CaseTiming[] {
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
