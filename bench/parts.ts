/**
 * `npm run bench -- parts`: what the parts of a run cost, without Playwright. Printed, never asserted.
 */
import { Bench } from 'tinybench';
import { generateCases } from '../src/cases/generate.ts';
import { buildContract } from '../src/contract/contract.ts';
import { judge } from '../src/judge/judge.ts';
import { renderPage } from '../src/report/html/page.ts';
import { openMock } from '../src/run/embedded-mock.ts';
import { executeCase } from '../src/run/execute.ts';
import { createJournal } from '../src/run/journal.ts';
import { loadContract, loadSchemas, readContractFiles } from '../src/run/load.ts';
import { runAll } from '../src/run/run-all.ts';
import { loadPageAssets } from '../src/shell/page-assets.ts';
import { createClient } from '../src/wire/client.ts';
import { createRedactor, redactDeep } from '../src/wire/redact.ts';

const contract = loadContract();
const full = generateCases(contract, 'full');
const pairwise = generateCases(contract, 'pairwise');
const { target, close } = await openMock('documented');
const client = createClient({ ca: target.ca });
const [first = full[0]] = full.filter((one) => one.expected.kind === 'success');
if (!first) throw new Error('the contract has no case');
const means = {
  contract,
  target,
  client,
  journal: createJournal({ run: 'bench', origin: '', pid: process.pid }),
  shared: new Map(),
};
const { exchange } = await executeCase(first, means);
const report = await runAll(contract, full, target);
const redact = createRedactor(target.secrets);

const bench = new Bench({ time: 300, iterations: 5, warmupTime: 100, warmupIterations: 1 })
  .add('contract: read, check, link', () => buildContract(readContractFiles(), loadSchemas()))
  .add(`cases: ${full.length} of the full product`, () => generateCases(contract, 'full'))
  .add(`cases: ${pairwise.length} pairwise`, () => generateCases(contract, 'pairwise'))
  .add('wire: one exchange, redacted', () => redactDeep(exchange, redact))
  .add(`judge: one exchange, ${first.claims.length} claims`, () => judge(contract, first, exchange))
  .add('mock: one request over TLS', () => executeCase(first, means))
  .add('report: the page of a run', () => renderPage(report, [], loadPageAssets()))
  .add(`in process: ${full.length} cases, judged and reported`, () => runAll(contract, full, target));
await bench.run();
console.table(
  bench.table(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
    const { p50, max, samplesCount } = result.latency;
    return {
      what: name,
      'median ms': p50.toPrecision(3),
      'worst ms': max.toPrecision(3),
      runs: samplesCount,
    };
  }),
);
await client.close();
await close();
