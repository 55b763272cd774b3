import { groupBy } from '../base/group-by.ts';
import { enumerate } from '../base/phrase.ts';
import type { CaseHead } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { isRedirect } from '../judge/answer.ts';
import type { JudgedCase, SkippedCase, Verdict } from '../judge/tally.ts';
import { header, isPlainHttp } from '../wire/exchange.ts';
import type { RedactedExchange } from './redacted-exchange.ts';
import { count as counted } from './text.ts';

/** A run as far as it shows whether it was made as a whole. */
export interface RunMade {
  selected: readonly CaseHead[];
  verdicts: readonly Verdict<RedactedExchange>[];
  judged: readonly JudgedCase<RedactedExchange>[];
  skipped: readonly SkippedCase[];
  /** Requests without an answer. */
  unanswered: number;
  /** Whether any claim was confirmed or contradicted. */
  isExercised: boolean;
  brokenOff?: readonly string[];
  /** Why the survey ended before its end. */
  interrupted?: string | undefined;
  /** Which part of a run it is: what it does not exercise another may. */
  shard?: object;
  isPart?: boolean;
}

/** Why a run was not made as a whole, a sentence each without its full stop; empty where it was. Pure. */
export function whyIncomplete(
  contract: Contract,
  { selected, verdicts, judged, skipped, unanswered, isExercised, brokenOff = [], ...rest }: RunMade,
): string[] {
  const redirected = judged.filter(isRedirected).length;
  const ids = new Set(selected.map(({ id }) => id));
  const failures = failuresOf(
    contract,
    judged.filter((judgedCase) => ids.has(judgedCase.case)),
  );
  // What broke a run off is the reason for what it did not come to.
  const isExplained = rest.isPart || brokenOff.length > 0 || unanswered + redirected > 0;
  const idle = isExplained ? [] : idleMethods(contract, selected, verdicts, judged, skipped);
  return [
    ...brokenOff,
    ...(unanswered > 0 ? [`${counted(unanswered, 'request')} got no answer`] : []),
    ...(redirected > 0 ? [`${counted(redirected, 'request')} came to a redirect in place of an answer`] : []),
    ...failureLines(failures, selected),
    ...(rest.interrupted === undefined ? [] : [`The survey did not come to its end: ${rest.interrupted}`]),
    ...(rest.shard === undefined && !isExercised ? ['Nothing was exercised'] : []),
    ...idle.filter(({ reason }) => !failures.has(reason)).map((each) => idleLine(each)),
  ];
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
function failureLines(
  failures: ReadonlyMap<string, readonly string[]>,
  selected: readonly CaseHead[],
): string[] {
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
  cases: readonly CaseHead[],
  verdicts: readonly Verdict<P>[],
  judged: readonly JudgedCase<P>[],
  skipped: readonly SkippedCase[],
): Idle[] {
  const selected = new Set([
    ...judged.flatMap(({ findings }) => findings.map(({ claim }) => claim)),
    ...skipped.flatMap(({ claims }) => claims),
  ]);
  const met = new Set([...judged, ...skipped.filter(({ later }) => !later)].map((each) => each.case));
  const first = new Map<string, string>();
  for (const { id } of cases) {
    const [method = ''] = id.split('/', 1);
    if (id !== method && !first.has(method)) first.set(method, id);
  }
  const isSelected = (name: string): boolean => met.has(first.get(name) ?? '');
  const bySystem = new Set(cases.filter(refusesBySystem).map(({ id }) => id));
  const exercised = new Set(
    judged
      .filter(({ case: id }) => !bySystem.has(id))
      .flatMap(({ findings }) => findings.filter(({ outcome }) => outcome !== 'blocked'))
      .map(({ claim }) => claim),
  );
  const byMethod = groupBy(verdicts, ({ claim }) => claim.method);
  const idle = contract.methods.flatMap((method) => {
    if (!isSelected(method.name)) return [];
    const ofMethod = (byMethod.get(method.name) ?? []).filter(
      ({ claim }) => claim.strength !== 'observed' && claim.untestable === undefined,
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
const refusesBySystem = ({ expected }: CaseHead): boolean =>
  expected.kind === 'refused' || expected.error?.scope === 'system';

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
