import type { BenchResults, MockFigures, RunnerFigures } from './results.ts';

/** `docs/bench.md`: the figures of one run, as ratios and as they are. */
export function benchPage(results: BenchResults): string {
  const { mocks, runners } = results;
  const bare = figure(mocks, 'bare node:http, live time');
  const [http, prism] = [figure(mocks, 'b24-conformance mock, HTTP'), figure(mocks, 'Prism')];
  const floor = figure(runners, 'a script, undici and Ajv');
  const [suite, newman] = [figure(runners, 'b24-conformance, a case'), figure(runners, 'newman')];
  const single = figure(runners, 'Playwright Test, one check a test');
  return `# Speed beside the peers

Made by \`npm run bench -- peers\` on ${results.at} (commit ${results.commit}, Node ${results.node}, ${results.processor}); change
\`bench/page.ts\` instead. All figures are of one run on one machine, medians; use the ratios. Nothing in the tests asserts a time.

| what | wanted | measured |
| --- | --- | --- |
| a request to the mock portal against one to bare \`node:http\` with live \`time\`, in processor time | at least 0.7 × its speed | ${ratio(bare.micros / http.micros)} |
| the same against Prism | at least 5 × its speed | ${ratio(prism.micros / http.micros)} |
| a case of the suite against a check of newman | at most 1/8 | 1/${ratio(newman.each / suite.each)} |
| against a check of Playwright Test, one a test | at most 1/8 | 1/${ratio(single.each / suite.each)} |
| against a script with undici and Ajv | at most 8 × | ${ratio(suite.each / floor.each)} × |

A case of the suite is one to several requests, with all that the contract says of each answer; a check is one POST, its
status and one schema.

## Mocks

A POST with a JSON body and an answer in JSON, ${results.requests.toLocaleString('en')} requests over 16 connections that stay open.

| mock | processor time a request | requests/s | p99 | start to first answer | memory |
| --- | ---: | ---: | ---: | ---: | ---: |
${mocks.map(mockRow).join('\n')}

## Runners

Processor time of all processes of a runner: of a run with one check, and of each further one of ${results.checks}.

| runner | a run with one check | each further check |
| --- | ---: | ---: |
${runners.map(runnerRow).join('\n')}
`;
}

function mockRow({ name, micros, perSecond, p99, start, memory }: MockFigures): string {
  return `| ${name} | ${micros.toFixed(0)} µs | ${Math.round(perSecond).toLocaleString('en')} | ${p99.toFixed(1)} ms | ${(start / 1000).toFixed(2)} s | ${memory.toFixed(0)} MiB |`;
}

function runnerRow({ name, start, each }: RunnerFigures): string {
  return `| ${name} | ${(start / 1000).toFixed(2)} s | ${each.toFixed(1)} ms |`;
}

function figure<T extends { name: string }>(figures: readonly T[], name: string): T {
  const found = figures.find((each) => each.name === name);
  if (found === undefined) throw new Error(`bench/results.json has no figures of '${name}'`);
  return found;
}

const ratio = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
