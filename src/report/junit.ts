import { groupBy } from '../base/group-by.ts';
import { citation } from '../judge/explain.ts';
import { fails, type Policy, staleFails } from '../judge/policy.ts';
import type { ClaimResult, ClaimsReport } from './claims.gen.ts';
import { type JunitCase, type JunitSuite, toJunitXml } from './junit-xml.ts';
import { incompleteLine } from './text.ts';

/** `results/junit.xml`: one test case per claim; those fail that fail the run. A run not made as a whole is an error. */
export function renderJunit(report: ClaimsReport, policy: Policy): string {
  const stale = new Map(staleFails(policy) ? report.stale.map(({ claim, why }) => [claim, why]) : []);
  const suites = groupBy(report.claims, (claim) => claim.source.page);
  const pages = [...suites].map(
    ([page, claims]): JunitSuite => ({
      name: page,
      timestamp: report.startedAt,
      cases: claims.map((claim) => toTestCase(claim, policy, stale.get(claim.id))),
    }),
  );
  return toJunitXml('b24-conformance', [...incompleteError(report), ...pages], report.durationMs);
}

/** A suite of its own before the pages. */
function incompleteError(report: ClaimsReport): JunitSuite[] {
  const line = incompleteLine(report);
  if (line === undefined) return [];
  const error = { message: line };
  const name = 'b24-conformance';
  const cases = [{ name: 'The run is complete', classname: name, error }];
  return [{ name, timestamp: report.startedAt, cases }];
}

function toTestCase(claim: ClaimResult, policy: Policy, stale: string | undefined): JunitCase {
  const base = { name: `${claim.id}: ${claim.statement}`, classname: claim.id };
  if (stale !== undefined) return { ...base, failure: { message: `stale deviation: ${stale}; remove it` } };
  if (claim.verdict === 'not-exercised') return { ...base, skipped: { message: claim.reason ?? '' } };
  if (claim.verdict === 'confirmed') return base;
  const problems = claim.evidence.flatMap((evidence) => [...evidence.problems, evidence.request.curl]);
  const text = [citation(claim.source), ...problems].join('\n');
  if (!fails(claim, policy)) return { ...base, output: text };
  return { ...base, failure: { message: claim.evidence[0]?.problems[0] ?? '', text } };
}
