import { type Case, credentialKind } from '../cases/case.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import { explainRedirect } from '../contract/refusals.ts';
import {
  type Circumstances,
  type Exchange,
  header,
  isPlainHttp,
  type WireResponse,
} from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { isRedirect, readAnswer } from './answer.ts';
import { type Context, decide } from './checks.ts';
import { errorCode, findObstacle, type Obstacle, originOf } from './obstacles.ts';
import { is, type Outcome } from './outcome.ts';
import { show, summary } from './words.ts';
import type { TypeOf } from './xml.ts';

/** What one exchange says about one claim. */
export interface Finding {
  claim: string;
  outcome: 'confirmed' | 'contradicted' | 'blocked';
  /** Contradicted: what was expected and what came. Blocked: why the answer does not show it. */
  reason?: string;
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
  const inTries = (exchange.tries ?? []).flatMap((tried) =>
    judgeTry(contract, testCase, tried, circumstances),
  );
  const { response } = exchange;
  const all = (outcome: (claim: ContractClaim) => Outcome): Finding[] => [
    ...claims.map((claim) => toFinding(claim.id, outcome(claim))),
    ...inTries,
  ];
  if (!response) return all(() => ({ blocked: unanswered(exchange) }));
  const elsewhere = isRedirect(response) ? header(response.headers, 'location') : undefined;
  if (elsewhere !== undefined) return all((claim) => redirected(claim, exchange, response.status, elsewhere));
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
    return [...all(() => ({ blocked: reason })), ...inPassing(contract, context)];
  }
  const obstacle = findObstacle(contract, testCase, response, answer, circumstances);
  if (obstacle && !(obstacle.recheck !== undefined && circumstances.disproved))
    return [...all(() => ({ blocked: obstacle.reason })), ...inPassing(contract, context)];
  return [...all((claim) => decide(claim, context)), ...inPassing(contract, context)];
}

/** What asking again can disprove of the refusal that came; undefined where there is nothing to ask. */
export function worthAsking(
  contract: Contract,
  testCase: Case,
  { response }: Exchange,
  circumstances: Circumstances,
): Obstacle['recheck'] {
  if (!response || isRedirect(response)) return undefined;
  const { answer } = contextOf(contract, testCase, response, circumstances);
  return findObstacle(contract, testCase, response, answer, circumstances)?.recheck;
}

function contextOf(
  contract: Contract,
  testCase: Case,
  response: WireResponse,
  circumstances: Circumstances,
): Context {
  const { request, expected, method } = testCase;
  const types = typesOf(contract, method);
  const answer = readAnswer(response, request.suffix === '.xml' ? 'xml' : 'json', types);
  const earlier = (circumstances.earlier ?? []).flatMap((exchange) =>
    exchange.response ? readAnswer(exchange.response, 'json', types) : [],
  );
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
    testCase,
  };
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
  if (!response || isRedirect(response) || foreignDocument(response) !== undefined) return [];
  const context = contextOf(contract, testCase, response, circumstances);
  if (context.answer.kind !== 'error' || testCase.request.endpoint !== 'rest') return [];
  const ofEveryError = contract.claims.filter(({ check }) => check?.failure !== undefined);
  return [
    ...ofEveryError.map((claim) => toFinding(claim.id, decide(claim, context))),
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
  const { answer, origin, testCase } = context;
  const code = errorCode(answer);
  if (testCase.request.endpoint !== 'rest' || testCase.expected.kind === 'refused' || origin !== 'system')
    return [];
  return contract.claims
    .filter(
      (claim) =>
        claim.method === undefined &&
        claim.error !== undefined &&
        claim.error.method === undefined &&
        claim.error.code === code &&
        claim.check?.error !== undefined &&
        claim.check.error.part !== 'code' &&
        isOfCredential(claim, contract, testCase) &&
        !testCase.claims.includes(claim.id),
    )
    .map((claim) => toFinding(claim.id, decide(claim, context)));
}

/** Whether a text is the one for the credential of the case, where an error has several. */
function isOfCredential(claim: ContractClaim, contract: Contract, one: Case): boolean {
  const page = contract.pages.find(({ file }) => file.path === claim.file);
  const kind = credentialKind(one.request.credential);
  const row = claim.error && page && contract.error(claim.error.code, page, kind);
  return row !== undefined && contract.isAbout(claim, row);
}

const blocked = (claim: string, reason: string): Finding => ({ claim, outcome: 'blocked', reason });

function toFinding(claim: string, outcome: Outcome): Finding {
  if (!outcome) return { claim, outcome: 'confirmed' };
  if ('blocked' in outcome) return blocked(claim, outcome.blocked);
  const { contradicted: reason, focus } = outcome;
  return { claim, outcome: 'contradicted', reason, ...(focus === undefined ? {} : { focus }) };
}

function unanswered({ request, failure }: Exchange): string {
  const why = failure ? `${failure.message} (${failure.code})` : 'unknown failure';
  if (!isPlainHttp(request)) return `no answer: ${why}`;
  return `nothing answers plain HTTP at ${new URL(request.url).origin}: ${why}; B24_HTTP_URL names another address`;
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

/** Types of the success answer's fields, following `$ref`s, for reading XML. */
function typesOf(contract: Contract, method: string): TypeOf {
  const root = contract.pages.find((page) => page.data.method?.name === method)?.data.method?.answer;
  return (path) => (root === undefined ? undefined : contract.schemas.typeAt(root, path));
}
