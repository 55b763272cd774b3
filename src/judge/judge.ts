import { type Case, credentialKind, type RequestPlan } from '../cases/case.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import { explainRedirect } from '../contract/refusals.ts';
import {
  type Circumstances,
  type Exchange,
  header,
  isPlainHttp,
  type StepExchange,
  type WireResponse,
} from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { type Answer, isRedirect, readAnswer } from './answer.ts';
import { type Context, decide, nameOfCheck, type ObservedStep } from './checks.ts';
import { errorCode, findObstacle, isRowOfMethod, type Obstacle, originOf } from './obstacles.ts';
import { blockedBy, is, type Outcome } from './outcome.ts';
import { show, summary } from './words.ts';

/** What one exchange says about one claim. */
export interface Finding {
  claim: string;
  outcome: 'confirmed' | 'contradicted' | 'blocked';
  /** Contradicted: what was expected and what came. Blocked: why the answer does not show it. */
  reason?: string;
  /** Blocked: the target failed to answer, and may answer another time. */
  passing?: true;
  /** How the offending place begins in the reason. Raw: to cut by, never to show. */
  focus?: string;
}

/**
 * The verdicts that one exchange allows, one per claim of the case; and contradictions of claims about every error, by
 * it or by an earlier try of it. Pure.
 */
export function judge(
  contract: Contract,
  testCase: Case,
  exchange: Exchange,
  circumstances: Circumstances = {},
): Finding[] {
  const claims = testCase.claims.flatMap((id) => contract.claim(id) ?? []);
  const inTries = [
    ...(exchange.tries ?? []).flatMap((tried) => judgeTry(contract, testCase, tried, circumstances)),
    ...(circumstances.steps ?? []).flatMap((step) =>
      circumstances.knownSteps?.has(step.exchange) ? [] : judgeStep(contract, testCase, step, circumstances),
    ),
  ];
  const { response } = exchange;
  const isLeftOut = ({ check }: ContractClaim): boolean =>
    check !== undefined && (circumstances.leftOut?.has(nameOfCheck(check)) ?? false);
  const all = (outcome: (claim: ContractClaim) => Outcome): Finding[] => [
    ...claims.map((claim) => toFinding(claim.id, outcome(claim))),
    ...inTries,
  ];
  if (!response) return all(() => ({ blocked: unanswered(exchange, circumstances) }));
  const elsewhere = isRedirect(response) ? header(response.headers, 'location') : undefined;
  if (elsewhere !== undefined)
    return all((claim) =>
      isLeftOut(claim) ? undefined : redirected(claim, exchange, response.status, elsewhere),
    );
  const context = contextOf(contract, testCase, response, circumstances);
  const { answer } = context;
  if (isRedirect(response) && answer.kind === 'unreadable')
    return all((claim) =>
      claim.check?.redirect === undefined
        ? { blocked: `the target redirects (HTTP ${response.status}) without saying where` }
        : decide(claim, context),
    );
  if (circumstances.unprepared !== undefined) {
    const reason = `${circumstances.unprepared}: ${summary(answer)}`;
    const { failedStep, unpreparedBy = testCase.request } = circumstances;
    // Another text may be for the credential of the step than for that of the case.
    const asSent: Case = { ...testCase, request: unpreparedBy };
    const passingContext = contextOf(contract, asSent, response, circumstances);
    const passing = inPassing(contract, passingContext);
    const ofStep = failedStep ? judgeStep(contract, testCase, failedStep, circumstances) : [];
    const further = ofStep.filter(({ claim }) => !passing.some((finding) => finding.claim === claim));
    const isPassing = findObstacle(contract, asSent, response, passingContext.answer, circumstances)?.passing;
    return [...all(() => blockedBy({ reason, passing: isPassing })), ...passing, ...further];
  }
  const again = refusedAgain(exchange, context);
  if (again !== undefined) return [...all(() => ({ blocked: again })), ...inPassing(contract, context)];
  const obstacle = findObstacle(contract, testCase, response, answer, circumstances);
  if (obstacle && !(obstacle.recheck !== undefined && circumstances.disproved))
    return [...all(() => blockedBy(obstacle)), ...inPassing(contract, context)];
  const twice = { arranged: doneTwice(arranged(circumstances)), acted: doneTwice([exchange]) };
  return [
    ...all((claim) => {
      const outcome = decide(claim, context);
      const spoilt = twice.arranged ?? (claim.check?.flow ? twice.acted : undefined);
      return spoilt !== undefined && outcome && 'contradicted' in outcome ? { blocked: spoilt } : outcome;
    }),
    ...inPassing(contract, context),
  ];
}

/** What asking again can disprove of the refusal that came; undefined where there is nothing to ask. */
export function worthAsking(
  contract: Contract,
  testCase: Case,
  { response }: Exchange,
  circumstances: Circumstances,
): Obstacle['recheck'] {
  if (!response || isRedirect(response)) return undefined;
  const answer = read(contract, testCase.request, response);
  return findObstacle(contract, testCase, response, answer, circumstances)?.recheck;
}

function contextOf(
  contract: Contract,
  testCase: Case,
  response: WireResponse,
  circumstances: Circumstances,
): Context {
  const { request, expected } = testCase;
  const answer = read(contract, request, response);
  const steps = circumstances.steps ?? [];
  const earlier = steps.flatMap(({ role, plan, exchange }) =>
    role === 'arrange' && exchange.response ? read(contract, plan, exchange.response) : [],
  );
  const observed = steps.flatMap((step): ObservedStep[] => {
    const { role, plan, exchange, expect } = step;
    if (role !== 'observe' || expect === undefined) return [];
    const seen = exchange.response && read(contract, plan, exchange.response);
    const obstacle = seen && obstacleOf(contract, testCase, step, seen);
    const spoilt = spoiltBy(exchange);
    const refusedByOwn =
      seen !== undefined &&
      plan.method === request.method &&
      isRowOfMethod(contract, plan.method, seen) &&
      spoilt === undefined;
    return [{ name: nameOf(step), answer: seen, obstacle, refusedByOwn, spoilt, expect }];
  });
  const origin = answer.kind === 'error' ? originOf(contract, request.method, answer) : 'unknown';
  return {
    answer,
    response,
    request,
    expected,
    origin,
    schemas: contract.schemas,
    circumstances,
    earlier,
    observed,
    lookUp: circumstances.lookUp ?? NO_VALUES,
    testCase,
    isOfMethod: isRowOfMethod(contract, request.method, answer),
  };
}

/** Why the answer to a step is none of its method to what was asked; an error that the step expects is one. */
function obstacleOf(
  contract: Contract,
  testCase: Case,
  { plan, exchange: { response }, expect }: StepExchange,
  seen: Answer,
): Obstacle | undefined {
  if (!response || (expect?.['/error'] !== undefined && expect['/error'] === errorCode(seen)))
    return undefined;
  const asCase: Case = { ...testCase, request: plan, expected: { kind: 'any' } };
  return findObstacle(contract, asCase, response, seen);
}

/**
 * A request that something other than an answer came to was sent again: it may have been carried out the first time, and
 * be refused the second because of that.
 */
function refusedAgain(exchange: Exchange, { answer, expected }: Context): string | undefined {
  if (answer.kind !== 'error' || expected.kind !== 'success') return undefined;
  const came = spoiltBy(exchange);
  if (came === undefined) return undefined;
  return `${came} came first; sent again, the request was refused (${summary(answer)}), maybe as it had been carried out`;
}

/**
 * Why what was asked may have been done twice: the same, where the portal did not refuse it the second time. What is seen
 * afterwards is then no contradiction.
 */
function doneTwice(exchanges: readonly Exchange[]): string | undefined {
  const [came] = exchanges.flatMap((each) => spoiltBy(each) ?? []);
  return came && `${came} came first, and the request was sent again: it may have been carried out twice`;
}

const arranged = ({ steps = [] }: Circumstances): Exchange[] =>
  steps.filter(({ role }) => role === 'arrange').map(({ exchange }) => exchange);

/** What came in place of an answer before a request was sent again; undefined where nothing did. */
function spoiltBy({ tries = [] }: Exchange): string | undefined {
  const spoilt = tries.find(({ response }) => !response || foreignDocument(response) !== undefined);
  return spoilt && ((spoilt.response && foreignDocument(spoilt.response)) ?? 'no answer');
}

const NO_VALUES = (name: string): never => {
  throw new Error(`$${name} has no value here`);
};

/** Answers as they were read; of each, several claims and steps ask. */
const readings = new WeakMap<WireResponse, Map<Contract['typeAt'], Map<string, Answer>>>();

/** An answer as far as it can be read; XML texts have the types that the pages of the called method give them. */
function read({ typeAt }: Contract, { method, suffix }: RequestPlan, response: WireResponse): Answer {
  const ofResponse = readings.get(response) ?? new Map<Contract['typeAt'], Map<string, Answer>>();
  readings.set(response, ofResponse);
  const known = ofResponse.get(typeAt) ?? new Map<string, Answer>();
  ofResponse.set(typeAt, known);
  const key = `${method}${suffix}`;
  const answer =
    known.get(key) ??
    readAnswer(response, suffix === '.xml' ? 'xml' : 'json', (path) => typeAt(method, path));
  known.set(key, answer);
  return answer;
}

/** `step 2 (imbot.dialog.get)` */
const nameOf = ({ number, plan }: Pick<StepExchange, 'number' | 'plan'>): string =>
  `step ${number} (${plan.method})`;

/** What the answer to another step of the case contradicts of the claims about every answer. Confirms nothing. */
function judgeStep(
  contract: Contract,
  testCase: Case,
  { number, plan, exchange: { response } }: StepExchange,
  { steps: _, ...circumstances }: Circumstances,
): Finding[] {
  if (circumstances.leftOut?.has('in steps')) return [];
  if (!response || isRedirect(response) || plan.endpoint !== 'rest') return [];
  const asCase: Case = { ...testCase, request: plan, expected: { kind: 'any' } };
  const context = contextOf(contract, asCase, response, circumstances);
  if (findObstacle(contract, asCase, response, context.answer, circumstances)) return [];
  const { ofErrors, ofSuccesses } = everyAnswerOf(contract.claimsAbout(plan.method));
  // Whether what cannot be read is a success, only its status tells.
  const isRefused = context.answer.kind === 'error' || context.answer.status >= 400;
  return [
    ...(isRefused ? ofErrors : ofSuccesses).map((claim) => toFinding(claim.id, decide(claim, context))),
    ...inPassing(contract, context),
  ]
    .filter(({ outcome }) => outcome === 'contradicted')
    .map((finding) => ({ ...finding, reason: `in ${nameOf({ number, plan })}: ${finding.reason}` }));
}

type ClaimsOfAnswers = Readonly<Record<'ofErrors' | 'ofSuccesses', readonly ContractClaim[]>>;
const claimsOfAnswers = new WeakMap<readonly ContractClaim[], ClaimsOfAnswers>();

/** Those of the claims about a method that are about every error, and about every success. */
function everyAnswerOf(claims: readonly ContractClaim[]): ClaimsOfAnswers {
  const known = claimsOfAnswers.get(claims);
  if (known) return known;
  const made = {
    ofErrors: claims.filter(({ check }) => check?.failure),
    ofSuccesses: claims.filter(
      ({ check }) => check?.success || check?.status || check?.relation?.startsWith('time-'),
    ),
  };
  claimsOfAnswers.set(claims, made);
  return made;
}

/**
 * What an answer contradicts that was not the last word: a request that is sent again until it succeeds has been answered
 * all the same. Confirms nothing.
 */
function judgeTry(
  contract: Contract,
  testCase: Case,
  { response }: Exchange,
  circumstances: Circumstances,
): Finding[] {
  if (circumstances.leftOut?.has('in tries')) return [];
  if (!response || isRedirect(response) || foreignDocument(response) !== undefined) return [];
  const context = contextOf(contract, testCase, response, circumstances);
  if (context.answer.kind !== 'error' || testCase.request.endpoint !== 'rest') return [];
  const { ofErrors } = everyAnswerOf(contract.claimsAbout(testCase.request.method));
  return [
    ...ofErrors.map((claim) => toFinding(claim.id, decide(claim, context))),
    ...inPassing(contract, context),
  ]
    .filter(({ outcome }) => outcome === 'contradicted')
    .map((finding) => ({ ...finding, reason: `in an earlier try: ${finding.reason}` }));
}

/**
 * A refusal by the REST API that nobody asked for: what the pages say of its status and text is judged, whatever the case
 * is about. Its code is not: nobody knows whether the condition holds. Where a refusal is expected, the documentation
 * does not say which error comes, so a known code may stand for something else.
 */
function inPassing(contract: Contract, context: Context): Finding[] {
  const { answer, origin, testCase, isOfMethod, circumstances } = context;
  if (circumstances.leftOut?.has('in passing')) return [];
  const code = errorCode(answer);
  const isRest = testCase.request.endpoint === 'rest';
  if (!isRest || testCase.expected.kind === 'refused' || origin !== 'system' || isOfMethod) return [];
  return contract
    .claimsAbout(undefined)
    .filter(
      (claim) =>
        claim.error !== undefined &&
        claim.error.scope === 'system' &&
        claim.error.code === code &&
        claim.check?.error !== undefined &&
        claim.check.error.part !== 'code' &&
        isOfCredential(claim, contract, testCase) &&
        !testCase.claims.includes(claim.id),
    )
    .map((claim) => toFinding(claim.id, decide(claim, context)));
}

/** Whether a text is the one for the credential of the case, where an error has several. */
function isOfCredential(claim: ContractClaim, contract: Contract, testCase: Case): boolean {
  const kind = credentialKind(testCase.request.credential);
  const row = claim.error && contract.error(claim.error.key, claim.file, kind);
  return row !== undefined && contract.isAbout(claim, row);
}

function toFinding(claim: string, outcome: Outcome): Finding {
  if (!outcome) return { claim, outcome: 'confirmed' };
  if ('blocked' in outcome) {
    const { blocked: reason, ...passing } = outcome;
    return { claim, outcome: 'blocked', reason, ...passing };
  }
  const { contradicted: reason, focus } = outcome;
  return { claim, outcome: 'contradicted', reason, ...(focus === undefined ? {} : { focus }) };
}

function unanswered({ request, failure }: Exchange, { advice }: Circumstances): string {
  const why = failure ? `${failure.message} (${failure.code})` : 'unknown failure';
  if (!isPlainHttp(request)) return `no answer: ${why}`;
  const what = `nothing answers plain HTTP at ${new URL(request.url).origin}: ${why}`;
  return advice ? `${what}; ${advice.plainHttp}` : what;
}

/** Whoever answers elsewhere is not the target: only claims about the redirect itself can be seen. */
function redirected(
  { check }: ContractClaim,
  { request }: Exchange,
  status: number,
  location: string,
): Outcome {
  if (check?.redirect === undefined)
    return { blocked: `no answer of the target: ${explainRedirect(status, location)}` };
  const { host } = new URL(request.url);
  const leadsAway = URL.canParse(location) && new URL(location).host !== host;
  return (
    is(status === check.redirect, `HTTP ${check.redirect}`, `HTTP ${status} to ${location}`) ??
    is(leadsAway, `another address than ${host} in the header Location`, show(location))
  );
}
