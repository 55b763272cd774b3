import { XMLBuilder } from 'fast-xml-parser';
import { citation } from '../judge/explain.ts';
import { fails, type Policy, staleFails } from '../judge/policy.ts';
import type { ClaimResult, ClaimsReport } from './claims.gen.ts';
import { groupBy } from './group-by.ts';
import { incompleteLine, printable } from './text.ts';

/** Writes JUnit's XML; attributes are keys that begin with `@`. */
export const junitBuilder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  // Else an attribute whose value is the text 'true' would lose its value.
  suppressBooleanAttributes: false,
});

/** `results/junit.xml`: one test case per claim; those fail that fail the run. A run not made as a whole is an error. */
export function renderJunit(report: ClaimsReport, policy: Policy): string {
  const stale = new Map(staleFails(policy) ? report.stale.map(({ claim, why }) => [claim, why]) : []);
  const suites = groupBy(report.claims, (claim) => claim.source.page);
  const cases = [...suites].map(([page, claims]) => {
    const testcase = claims.map((claim) => toTestCase(claim, policy, stale.get(claim.id)));
    return {
      '@name': printable(page),
      '@tests': claims.length,
      '@failures': testcase.filter((element) => 'failure' in element).length,
      '@skipped': testcase.filter((element) => 'skipped' in element).length,
      '@timestamp': report.startedAt,
      testcase,
    };
  });
  const error = incompleteError(report);
  const xml: string = junitBuilder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'b24-conformance',
      '@tests': report.claims.length + error.length,
      '@failures': cases.reduce((sum, suite) => sum + suite['@failures'], 0),
      '@errors': error.length,
      '@time': report.durationMs / 1000,
      testsuite: [...error, ...cases],
    },
  });
  return xml;
}

/** A suite of its own before the pages. */
function incompleteError(report: ClaimsReport): object[] {
  const line = incompleteLine(report);
  if (line === undefined) return [];
  const error = { '@message': printable(line) };
  const name = 'b24-conformance';
  return [
    {
      '@name': name,
      '@tests': 1,
      '@failures': 0,
      '@errors': 1,
      '@skipped': 0,
      '@timestamp': report.startedAt,
      testcase: [{ '@name': 'The run is complete', '@classname': name, error }],
    },
  ];
}

function toTestCase(claim: ClaimResult, policy: Policy, stale: string | undefined): object {
  const base = { '@name': printable(`${claim.id}: ${claim.statement}`), '@classname': claim.id };
  if (stale !== undefined)
    return { ...base, failure: { '@message': printable(`stale deviation: ${stale}; remove it`) } };
  if (claim.verdict === 'not-exercised')
    return { ...base, skipped: { '@message': printable(claim.reason ?? '') } };
  if (claim.verdict === 'confirmed') return base;
  const problems = claim.evidence.flatMap((evidence) => [...evidence.problems, evidence.request.curl]);
  const text = printable([citation(claim.source), ...problems].join('\n'));
  if (!fails(claim, policy)) return { ...base, 'system-out': text };
  return { ...base, failure: { '@message': printable(claim.evidence[0]?.problems[0] ?? ''), '#text': text } };
}
