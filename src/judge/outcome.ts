/** Undefined: it holds. `contradicted`: what was expected and what came. `blocked`: why it cannot be seen. */
export type Outcome = { contradicted: string } | { blocked: string } | undefined;

export function is(holds: boolean, expected: string, got: string): Outcome {
  return holds ? undefined : { contradicted: `expected ${expected}, got ${got}` };
}
