import { join } from 'node:path';
import type { CaseHead } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { createFinder, readText } from '../docs/corpus.ts';
import { type ContractDrift, compareContract, type PageText } from '../docs/drift/contract.ts';
import { readFacts } from '../docs/facts/load.ts';
import { differences, lintPage } from '../docs/lint/lint.ts';
import type { PageData } from '../docs/reader/page.ts';
import type { ExampleResult } from '../examples/example.ts';
import type { RelayMeans } from '../examples/relay.ts';
import { type ExampleMeans, type ExampleSuite, openExamples } from '../examples/run-examples.ts';
import type { PageOutcome } from '../report/health.ts';
import { listCases } from '../run/case-list.ts';
import { ROOT } from '../run/root.ts';
import { createRedactor, redactDeep } from '../wire/redact.ts';

/** Checks pages of a checkout: what they contradict, what of the contract they no longer say, which examples work. */
export interface Documentation {
  check(page: string): Promise<PageOutcome>;
  close(): Promise<void>;
}

export function openDocumentation(
  root: string,
  contract: Contract,
  access: Omit<ExampleMeans, 'lets'>,
): Documentation {
  const { target, client } = access;
  let examples: Promise<ExampleSuite> | undefined;
  let drift: ContractDrift[] | undefined;
  const find = createFinder({ root, files: [] });
  const read = (file: string): PageText | undefined => {
    const data = find(file);
    return data && data.kind !== 'unreadable' ? { text: readText(join(root, file)), data } : undefined;
  };
  return {
    async check(page) {
      drift ??= compareContract(contract, read, readFacts(join(ROOT, 'fixtures/facts'))).drift;
      const ofPage = drift.filter((finding) => finding.page === page);
      const data = read(page)?.data;
      const before = client.sent;
      let results: ExampleResult[] = [];
      if (data?.method !== undefined) {
        // A portal gets no call that the contract's cases would not make, except those that only read.
        examples ??= openExamples(
          target.kind === 'portal' ? { ...access, lets: harmless(listCases('pairwise').all()) } : access,
        );
        results = await checkExamples(data, await examples);
      }
      const found: PageOutcome['page'] = {
        page,
        ...(data ? {} : { missing: whyMissing(find(page)) }),
        examples: results,
        lint: data ? lintPage(data, find) : [],
        drift: ofPage.map(
          ({ file: _file, line: _line, page: _page, claims: _claims, fact: _fact, ...rest }) => rest,
        ),
        unread: data?.problems ?? [],
      };
      return { page: redactDeep(found, createRedactor(target.secrets)), requests: client.sent - before };
    },
    async close() {
      await (await examples)?.close();
    },
  };
}

function whyMissing(page: PageData | undefined): string {
  return page?.problems[0]?.message ?? 'the checkout does not have the page';
}

/** Calls that only read, or that the contract's cases make as well; a batch, where all its commands are known and are. */
export function harmless(cases: readonly CaseHead[]): NonNullable<RelayMeans['lets']> {
  const known = new Set(cases.map(({ request }) => request.method.toLowerCase()));
  const reads = (method: string): boolean =>
    known.has(method.toLowerCase()) || /\.(get|list|current|info|fields|count)$/i.test(method);
  return (method, { cmd }) => {
    if (method.toLowerCase() !== 'batch') return reads(method);
    const commands = typeof cmd === 'object' && cmd !== null ? Object.values(cmd) : [];
    if (commands.length === 0) return false;
    return commands.every((command) => typeof command === 'string' && reads(command.split('?')[0] ?? ''));
  };
}

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
      rule === 'curl-continuation' || rule === 'tab-language' ? [[line, message] as const] : [],
    ),
  );
  return results.map((result) => {
    // An interpreter's complaint is about what it made of the lines; the cause is known.
    const cause = result.verdict === 'fails' ? broken.get(result.line) : undefined;
    return cause === undefined ? result : { ...result, reason: `${cause} (${result.reason})` };
  });
}
