import type { Case } from '../cases/case.ts';
import { isRedirect } from '../judge/answer.ts';
import type { ExecutedCase } from '../run/execute.ts';
import type { CaseOutcome, Memory } from '../run/runner.ts';
import type { Exchange } from '../wire/exchange.ts';

/** What the judge is given of a case, but for the requests that follow from it. */
interface Seen {
  exchanges: readonly Exchange[];
  /** What the case was given and found, as a text. */
  rest: string;
  outcome: CaseOutcome;
}

/**
 * Keeps what became of each case where the portal was whole. A portal with a difference answers most cases as that did, with
 * the very same answers: these are not judged again. Where in doubt, a case is.
 */
export function createMemory(): Memory {
  const byCase = new Map<Case, Seen>();
  return {
    recall(testCase, executed) {
      const seen = byCase.get(testCase);
      if (!seen || seen.rest !== restOf(executed)) return undefined;
      const exchanges = exchangesOf(executed);
      const isAlike =
        exchanges.length === seen.exchanges.length &&
        exchanges.every((exchange, at) => isSame(exchange, seen.exchanges[at] as Exchange));
      return isAlike ? seen.outcome : undefined;
    },
    keep(testCase, executed, outcome) {
      byCase.set(testCase, { exchanges: exchangesOf(executed), rest: restOf(executed), outcome });
    },
  };
}

function exchangesOf({ exchange, failedStep, steps }: ExecutedCase): Exchange[] {
  const last = [
    exchange,
    ...(failedStep ? [failedStep.exchange] : []),
    ...steps.map((step) => step.exchange),
  ];
  return last.flatMap((each) => [...(each.tries ?? []), each]);
}

function restOf({ captured, disproved, failedStep, steps, unprepared, unpreparedBy }: ExecutedCase): string {
  const numbers = steps.map(({ number }) => number);
  return JSON.stringify([captured, disproved, failedStep?.number, numbers, unprepared, unpreparedBy]);
}

/** Portals of cases' own have addresses of their own; what leads elsewhere is judged by the address. */
function isSame(one: Exchange, other: Exchange): boolean {
  if (!one.response || one.response !== other.response) return false;
  if (isRedirect(one.response)) return one.request.url === other.request.url;
  return pathOf(one) === pathOf(other) && one.request.method === other.request.method;
}

const pathOf = ({ request }: Exchange): string => request.url.replace(/^https?:\/\/[^/]*/, '');
