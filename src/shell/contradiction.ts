import type { TestResult } from '@playwright/test/reporter';
import type { Outcome } from '../report/outcome.ts';
import type { CaseOutcome } from '../run/runner.ts';

/** Cases that are named of those that say the same. */
const NAMED = 3;

/** What failed a test. */
export interface Failure {
  case: string;
  problem: CaseOutcome['problems'][number];
}

/**
 * The error of a test that contradicts nothing, and of which some cases got no answer.
 *
 * @param first the first of the cases, or why there are no answers at all
 */
export function withoutAnswer(number: number, first: string): Error {
  const error = new Error(`${number} without an answer\n\n${first}`);
  error.stack = error.message;
  return error;
}

/**
 * Whether all that failed a test is what it found: it says so in its outcome, and the one error is about that. A test that
 * ran out of time, or failed in something else as well, says nothing about the target.
 */
export function isFinding(
  outcomes: readonly Pick<Outcome, 'failed'>[],
  { status, errors }: Pick<TestResult, 'status' | 'errors'>,
): boolean {
  return status === 'failed' && errors.length === 1 && outcomes.some(({ failed }) => failed);
}

/** One error for all failures of a test, each named once; its stack would say nothing about the portal. */
export function contradiction(failures: readonly Failure[]): Error {
  const alike = new Map<string, Failure[]>();
  for (const failure of failures) {
    // Claim and reason; the lines after it differ by what was sent.
    const [what = ''] = failure.problem.text.split('\n');
    alike.set(what, [...(alike.get(what) ?? []), failure]);
  }
  const texts = [...alike.values()].map(
    ([first, ...others]) => `${first?.problem.text}${tellOthers(others)}`,
  );
  const error = new Error(`${failures.length} contradicted\n\n${texts.join('\n\n')}`);
  error.stack = error.message;
  return error;
}

function tellOthers(others: readonly Failure[]): string {
  if (others.length === 0) return '';
  const names = others.slice(0, NAMED).map((failure) => failure.case);
  if (others.length > NAMED) names.push('…');
  return `\n  also: ${others.length} more ${others.length === 1 ? 'case' : 'cases'}: ${names.join(' ')}`;
}
