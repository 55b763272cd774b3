import type { Target } from '../../target/target.ts';

/** A code example of a documentation page, as printed. */
export interface PrintedExample {
  tab: string;
  lang: string;
  line: number;
  text: string;
}

export type ExampleVerdict = 'works' | 'sends something else' | 'fails' | 'not exercised';

/** What came of running an example. */
export interface ExampleResult {
  tab: string;
  line: number;
  verdict: ExampleVerdict;
  reason?: string;
  warnings?: string[];
}

/** What an example really did, as its runner saw it. */
export interface Observed {
  calls: { method: string; status: number; error?: string | undefined }[];
  /** Why the program itself failed. */
  fault?: string | undefined;
  warnings?: string[];
}

/** Runs examples of one language; what it needs and does not find is a reason why nothing was run. */
export interface ExampleRunner {
  run(example: PrintedExample, target: Target): Promise<Observed | { missing: string }>;
}

/** The verdict on what was observed: it works when the page's own method was called and answered with success. */
export function judge(method: string, observed: Observed): Omit<ExampleResult, 'tab' | 'line'> {
  const { calls, fault, warnings = [] } = observed;
  const rest = warnings.length > 0 ? { warnings } : {};
  if (calls.length === 0)
    return { verdict: 'fails', reason: `sends nothing: ${fault ?? 'no request left'}`, ...rest };
  const own = calls.filter((call) => call.method.toLowerCase() === method.toLowerCase());
  if (own.length === 0)
    return {
      verdict: 'sends something else',
      reason: `calls ${calls.map((call) => call.method).join(', ')}`,
      ...rest,
    };
  const refused = own.find(({ status, error }) => status >= 400 || error !== undefined);
  if (refused)
    return {
      verdict: 'fails',
      reason: `answered with ${refused.status} ${refused.error ?? ''}`.trim(),
      ...rest,
    };
  if (fault !== undefined) return { verdict: 'fails', reason: `sends, then fails: ${fault}`, ...rest };
  return { verdict: 'works', ...rest };
}
