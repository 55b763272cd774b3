/**
 * Undefined: it holds. `contradicted`: what was expected and what came. `blocked`: why it cannot be seen; `passing`: as
 * the target failed to answer.
 */
export type Outcome =
  | {
      contradicted: string;
      /** How the offending place begins in it, so that a long quotation can be cut around it. */
      focus?: string;
    }
  | { blocked: string; passing?: true }
  | undefined;

/** What an obstacle leaves of a claim. */
export function blockedBy({ reason, passing }: { reason: string; passing?: true | undefined }): Outcome {
  return { blocked: reason, ...(passing ? { passing } : {}) };
}

export function is(holds: boolean, expected: string, got: string): Outcome {
  return holds ? undefined : { contradicted: `expected ${expected}, got ${got}` };
}

/** Two texts, as quoted: the place where they begin to differ is the offending one. */
export function isText(holds: boolean, expected: string, wanted: string, got: string): Outcome {
  const outcome = is(holds, expected, got);
  if (!outcome || !('contradicted' in outcome)) return outcome;
  let at = 0;
  while (at < got.length && got[at] === wanted[at]) at++;
  const focus = got.slice(Math.max(0, at - FOCUS), at + FOCUS);
  return at < FOCUS ? outcome : { ...outcome, focus };
}

/** Characters on either side of the place by which it is found again. */
const FOCUS = 20;
