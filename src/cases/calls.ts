import type { Case } from './case.ts';

/**
 * Methods that a case calls in its own steps, in lower case. What a recipe makes for it first does not count: a fault in that
 * leaves the case untried.
 */
export function callsOf({ before, request, after }: Case): Set<string> {
  const calls = [...before, ...after].flatMap((step) =>
    step.kind === 'request' && step.makes === undefined ? step.plan.method : [],
  );
  return new Set([request.method, ...calls].map((name) => name.toLowerCase()));
}
