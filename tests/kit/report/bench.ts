import { generateCases } from '../../../src/cases/generate.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import type { Finding } from '../../../src/judge/judge.ts';
import type { JudgedCase, SkippedCase } from '../../../src/judge/tally.ts';
import { buildReport, type RunFacts } from '../../../src/report/build.ts';
import type { ClaimResult, ClaimsReport, PageHealth } from '../../../src/report/claims.gen.ts';
import type { RedactedExchange } from '../../../src/report/redacted-exchange.ts';
import { reportContract } from './sample.ts';

export const contract: Contract = reportContract();
export const cases = generateCases(contract, 'full');

export function exchange(change: Partial<RedactedExchange> = {}): RedactedExchange {
  return {
    request: {
      method: 'POST',
      url: 'https://portal.test/rest/some.method',
      headers: [['Accept', 'application/json']],
      curl: "curl -X POST 'https://portal.test/rest/some.method'",
    },
    response: { status: 200, headers: [['Content-Type', 'application/json']], body: '{"result":true}' },
    ...change,
  };
}

/** What one case found about claims of the sample, e.g. `{ 'some.method.status': 'confirmed' }`. */
export function judgedCase(
  index: number,
  outcomes: Record<string, Finding['outcome']>,
  change: Partial<RedactedExchange> = {},
): JudgedCase<RedactedExchange> {
  return {
    case: cases[index]?.id ?? '',
    exchange: exchange(change),
    findings: Object.entries(outcomes).map(([claim, outcome]) => ({
      claim,
      outcome,
      ...(outcome === 'confirmed' ? {} : { reason: `${outcome} by case ${index}` }),
    })),
  };
}

export const TARGET = { kind: 'portal', origin: 'https://portal.test' } as const;

export function report(
  judged: JudgedCase<RedactedExchange>[],
  skipped: SkippedCase[] = [],
  facts: Partial<RunFacts> = {},
  of: Contract = contract,
): ClaimsReport {
  return buildReport(of, [{ target: TARGET, judged, skipped }], {
    startedAt: new Date('2025-09-09T13:31:11.123Z'),
    durationMs: 1234.56,
    selection: { confidence: 'reviewed', tests: '' },
    target: TARGET,
    all: cases.length,
    selected: cases,
    ...facts,
  });
}

/** A report with one claim of each verdict and strength, whose every text is the given one. */
export function reportSaying(text: string): ClaimsReport {
  const made = report([
    judgedCase(
      0,
      { 'some.method.status': 'contradicted', 'some.method.result': 'confirmed' },
      { response: { status: 200, headers: [[text, text]], body: text } },
    ),
  ]);
  const say = (claim: ClaimResult): ClaimResult => ({
    ...claim,
    statement: text,
    source: { ...claim.source, page: text, title: text, heading: text },
    ...(claim.reason === undefined ? {} : { reason: text }),
    evidence: claim.evidence.map((evidence) => ({
      ...evidence,
      problems: evidence.problems.map(() => text),
      request: { ...evidence.request, url: text, curl: text },
    })),
  });
  return {
    ...made,
    target: { kind: 'portal', origin: text },
    versions: { suite: text, commit: text, node: text, checkout: text },
    selection: { confidence: 'parsed', tests: text },
    timings: [{ case: text, claim: text, durationMs: 1, requests: 1 }],
    claims: made.claims.map(say),
    observations: made.claims.slice(0, 1).map(say),
    pages: [pageSaying(text)],
  };
}

/** A checked page with one finding of each kind, whose every text is the given one. */
export function pageSaying(text: string): PageHealth {
  return {
    page: text,
    claims: { confirmed: 1, contradicted: 1, notExercised: 1, deviations: 1, disagreements: 1 },
    examples: [
      { tab: text, line: 1, verdict: 'works', warnings: [text] },
      { tab: text, line: 2, verdict: 'fails', reason: text },
      { tab: text, line: 3, verdict: 'not exercised', reason: text },
    ],
    lint: [{ rule: text, file: text, line: 1, message: text }],
    drift: [{ kind: 'changed', claim: text, heading: text, row: text, before: text, after: text }],
    unread: [{ line: 1, message: text }],
  };
}

/** What could steer a terminal. */
export const CONTROL = /(?![\t\n])\p{Cc}/u;

/** Texts that a hostile portal might send, and some that are only awkward. */
export const HOSTILE: Record<string, string> = {
  'a terminal escape': '\u001b[2J\u001b]0;owned\u0007',
  'a C1 control': '\u009b2J',
  'a carriage return': 'all is well\rCONTRADICTED',
  'a NUL': 'a\u0000b',
  'a backspace': 'good\u0008\u0008\u0008\u0008evil',
  'a lone high surrogate': 'a\ud800b',
  'a lone low surrogate': 'a\udfffb',
  'a non-character': 'a\uffff\ufffeb',
  'a line separator': 'a\u2028b\u2029c',
  'line breaks': '\n\n# Heading\n\n| a | b |\n  confirmed  999\n',
  backticks: '` `` ``` ```` ~~~',
  'a closed fence': 'x\n```\n\n# Out\n\n```text\n',
  pipes: 'a | b || c |',
  'a script': '</script><script>alert(1)</script>',
  'an image': '<img src=x onerror=alert(1)> ![x](javascript:alert(1)) [y](http://evil.test)',
  'the end of CDATA': ']]> <![CDATA[ <!-- --> <?php ?>',
  entities: '&lt; &amp; &#60; &nbsp;',
  quotes: `"double" 'single'`,
  'the word true': 'true',
  'a number': '1e5',
  nothing: '',
  'a long text': 'x'.repeat(50_000),
};
