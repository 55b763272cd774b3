import type { Target } from '../../target/target.ts';
import { createRedactor } from '../../wire/redact.ts';
import { curlRunner } from './curl.ts';
import { type ExampleResult, type ExampleRunner, judge, type PrintedExample } from './example.ts';
import { Unfilled } from './fill.ts';
import { jsRunner } from './js.ts';

const RUNNERS: [RegExp, ExampleRunner | { missing: string }][] = [
  [/^curl/i, curlRunner],
  [/^js$/i, jsRunner],
  [/^js \(ts\)/i, { missing: 'a runner for TypeScript with types removed' }],
  [/^js \(umd\)/i, { missing: 'a page in Chromium with the UMD build of the SDK' }],
  [/^bx24/i, { missing: "a page in a portal's frame, where the script of BX24.js can be reached" }],
  [/^php crest/i, { missing: 'php and crest.php' }],
  [/^php/i, { missing: 'php and the package bitrix24/b24phpsdk' }],
  [/^python/i, { missing: 'python and the package b24pysdk' }],
  [/^go/i, { missing: 'go and the module b24gosdk; the example is a fragment' }],
];

/**
 * Runs examples one after another. Their output is never passed on as it is: it may hold what the placeholders stand for.
 *
 * @param method the page's method, which each example should call
 */
export async function runExamples(
  examples: readonly PrintedExample[],
  method: string,
  target: Target,
): Promise<ExampleResult[]> {
  const results: ExampleResult[] = [];
  for (const example of examples) {
    const { tab, line } = example;
    const result = await runOne(example, method, target);
    const redact = createRedactor(target.secrets);
    results.push({
      tab,
      line,
      ...result,
      ...(result.reason === undefined ? {} : { reason: redact(result.reason) }),
    });
  }
  return results;
}

async function runOne(
  example: PrintedExample,
  method: string,
  target: Target,
): Promise<Omit<ExampleResult, 'tab' | 'line'>> {
  const runner = RUNNERS.find(([tab]) => tab.test(example.tab))?.[1];
  const needs = (missing: string) => ({ verdict: 'not exercised', reason: `needs ${missing}` }) as const;
  if (!runner) return { verdict: 'not exercised', reason: `nothing runs '${example.tab}'` };
  if ('missing' in runner) return needs(runner.missing);
  try {
    const observed = await runner.run(example, target);
    return 'missing' in observed ? needs(observed.missing) : judge(method, observed);
  } catch (error) {
    if (error instanceof Unfilled) return { verdict: 'not exercised', reason: error.message };
    throw error;
  }
}
