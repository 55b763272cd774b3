import { differences, lintPage } from '../docs/lint/lint.ts';
import type { PageData } from '../docs/reader/page.ts';
import type { ExampleResult } from './examples/example.ts';
import type { ExampleSuite } from './examples/run-examples.ts';

/** Runs the examples of a method page and names the cause where the page itself shows it; none on other pages. */
export async function checkExamples(page: PageData, examples: ExampleSuite): Promise<ExampleResult[]> {
  const { method } = page;
  if (method === undefined) return [];
  const results = await examples.run({
    method,
    examples: page.examples,
    differences: (given) => differences(page, given),
  });
  const broken = new Map(
    lintPage(page).flatMap(({ rule, line, message }) =>
      rule === 'curl-continuation' ? [[line, message] as const] : [],
    ),
  );
  return results.map((result) => {
    // The shell's complaint is about what it made of the lines; the cause is known.
    const cause = result.verdict === 'fails' ? broken.get(result.line) : undefined;
    return cause === undefined ? result : { ...result, reason: `${cause} (${result.reason})` };
  });
}
