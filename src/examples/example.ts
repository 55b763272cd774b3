/** A code example of a documentation page, as printed. */
export interface PrintedExample {
  tab: string;
  lang: string;
  line: number;
  text: string;
}

/** A documentation page, as far as its examples are judged by it. */
export interface ExamplePage {
  /** The page's method, which each example should call. */
  method: string;
  examples: readonly PrintedExample[];
  /** In what the parameters of a request differ from the page's table, in words. */
  differences(parameters: Record<string, unknown>): string[];
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

/** A request of an example, and how it was answered. */
export interface Call {
  method: string;
  /** Undefined where they cannot be read. */
  parameters: Record<string, unknown> | undefined;
  /** Undefined where it was not let through. */
  status: number | undefined;
  error?: string | undefined;
}

/** What an example really did. */
export interface Observed {
  calls: readonly Call[];
  /** Why the program itself failed. */
  fault?: string | undefined;
  /** What it complained of and went on. */
  said?: string | undefined;
  warnings?: readonly string[];
}

/**
 * The verdict on what was observed: it works when the page's own method was called with parameters that the page has, and
 * answered with success. How it was answered is reported in any case. The mock portal has few methods, and says nothing of
 * the others.
 */
export function judge(
  { method, differences }: Pick<ExamplePage, 'method' | 'differences'>,
  { calls, fault, said, warnings = [] }: Observed,
  target: 'mock' | 'portal' = 'portal',
): Omit<ExampleResult, 'tab' | 'line'> {
  const rest = warnings.length > 0 ? { warnings: [...warnings] } : {};
  const withheld = calls.filter(({ status }) => status === undefined);
  if (withheld.length > 0)
    return { verdict: 'not exercised', reason: `would call ${names(withheld)} on the portal`, ...rest };
  if (calls.length === 0)
    return { verdict: 'fails', reason: `sends nothing: ${fault ?? said ?? 'no request left'}`, ...rest };
  const ofMethod = calls.filter((call) => call.method.toLowerCase() === method.toLowerCase());
  const [first] = ofMethod;
  if (!first) return { verdict: 'sends something else', reason: `calls ${names(calls)}`, ...rest };
  const refused = ofMethod.find(({ status = 0, error }) => status >= 400 || error !== undefined);
  const answered = `answered with ${refused ? `${refused.status} ${refused.error ?? ''}`.trim() : 'success'}`;
  const other = first.parameters ? differences(first.parameters) : ['sends a body that cannot be read'];
  if (other.length > 0)
    return { verdict: 'sends something else', reason: `${other.join('; ')}; ${answered}`, ...rest };
  if (target === 'mock' && refused?.error === 'ERROR_METHOD_NOT_FOUND')
    return { verdict: 'not exercised', reason: `the mock portal has no method ${method}`, ...rest };
  if (refused) return { verdict: 'fails', reason: answered, ...rest };
  if (fault !== undefined) return { verdict: 'fails', reason: `sends, then fails: ${fault}`, ...rest };
  return { verdict: 'works', ...rest };
}

function names(calls: readonly Call[]): string {
  return [...new Set(calls.map(({ method }) => method))].join(', ');
}
