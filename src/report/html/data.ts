import type { ClaimResult, ClaimsReport, Evidence, EvidenceStep } from '../claims.gen.ts';
import { reportedVerdict } from '../reported-verdict.ts';
import { shorten } from '../shorten.ts';
import { evidenceOf } from '../shown-by.ts';
import { draftsOf } from '../survey-methods.ts';
import { printable } from '../text.ts';
import { issueHead } from './issue.ts';
import type { PageClaim, PageData, PageExchange, PageStep } from './shapes.ts';
import { surveyData } from './survey-data.ts';

/** All exchanges together, in characters: what keeps a page below 10 MB with its markup. */
const BUDGET = 6_000_000;
/** Lengths to which a text of an exchange is cut, the first that fits the budget. */
const CUTS = [Number.POSITIVE_INFINITY, 20_000, 8_000, 4_000, 2_000, 1_000, 400];

export function pageData(report: ClaimsReport): PageData {
  const all = [...report.claims, ...report.observations, ...draftsOf(report)];
  const numbers = new Map<string, number>();
  const exchanges: PageExchange[] = [];
  const number = (evidence: Evidence): number => {
    const exchange = toExchange(evidence);
    const key = JSON.stringify(exchange);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, exchanges.length);
    return exchanges.push(exchange) - 1;
  };
  const claims = all.map((claim): [string, PageClaim] => [
    claim.id,
    {
      evidence: evidenceOf(claim, report).map((evidence) => [
        number(evidence),
        evidence.case,
        evidence.problems.map(printable),
      ]),
      ...(claim.looksAt === undefined ? {} : { looksAt: claim.looksAt }),
      ...(isReportable(claim) ? { issue: issueHead(claim, report) } : {}),
    },
  ]);
  const survey = surveyData(
    report,
    (report.exchanges ?? []).map((exchange) => number(exchange)),
  );
  const cuts = CUTS.map((length) => exchanges.map((exchange) => cutExchange(exchange, length)));
  const fitting = cuts.findIndex((made) => JSON.stringify(made).length <= BUDGET);
  const chosen = fitting === -1 ? cuts.length - 1 : fitting;
  return {
    exchanges: cuts[chosen] ?? [],
    claims: Object.fromEntries(claims),
    shortened: chosen > 0,
    ...(survey === undefined ? {} : { survey }),
  };
}

/** Something to tell the documentation's authors or the portal's about. */
function isReportable(claim: ClaimResult): boolean {
  return claim.strength !== 'observed' && !['confirmed', 'not-exercised'].includes(reportedVerdict(claim));
}

function toExchange({ story, before, after, tries, ...step }: Evidence): PageExchange {
  return {
    ...(story ? { story: story.map(printable) } : {}),
    ...(after ? { after: after.map(toStep) } : {}),
    ...(before ? { before: before.map(toStep) } : {}),
    ...(tries ? { tries: tries.map(toStep) } : {}),
    ...toStep(step),
  };
}

/** Made harmless for a terminal: it may be copied into one. */
function toStep({ step, request, response, durationMs, failure }: EvidenceStep): PageStep {
  return {
    ...(step === undefined ? {} : { step: printable(step) }),
    curl: printable(request.curl),
    ...(response
      ? {
          status: response.status,
          headers: response.headers.map(([name, value]): [string, string] => [
            printable(name),
            printable(value),
          ]),
          body: printable(response.body),
        }
      : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(failure === undefined ? {} : { failure: printable(failure) }),
  };
}

function cutExchange(exchange: PageExchange, length: number): PageExchange {
  const { before, after, tries } = exchange;
  return {
    ...cutStep(exchange, length),
    ...(before ? { before: before.map((step) => cutStep(step, length)) } : {}),
    ...(after ? { after: after.map((step) => cutStep(step, length)) } : {}),
    ...(tries ? { tries: tries.map((step) => cutStep(step, length)) } : {}),
  };
}

function cutStep<T extends PageStep>(step: T, length: number): T {
  return {
    ...step,
    curl: shorten(step.curl, length),
    ...(step.body === undefined ? {} : { body: shorten(step.body, length) }),
  };
}
