import type {
  BenchResults,
  JudgeFigures,
  Measured,
  MockFigures,
  ReadFigures,
  RunnerFigures,
} from './results.ts';

/** `docs/bench.md`: the figures of the last measurements, as ratios and as they are. */
export function benchPage(results: BenchResults): string {
  const parts = [
    startPart(results),
    runnersPart(results),
    mocksPart(results),
    endurancePart(results),
    judgePart(results),
    pagesPart(results),
    growthPart(results),
  ].filter((part) => part !== undefined);
  return `# Speed

Made by \`npm run bench\`; change \`bench/page.ts\` instead. Processor time is that of all processes of what is measured, medians
of several rounds that take turns. Use the ratios: absolute figures are those of one machine. Nothing in the tests asserts a
time.

| what | wanted | measured | |
| --- | --- | ---: | --- |
${parts.flatMap(({ goals }) => goals.map(goalRow)).join('\n')}

${parts.map(({ text }) => text).join('\n')}`;
}

interface Part {
  goals: readonly Goal[];
  text: string;
}

/** What is wanted, and whether it is so. */
interface Goal {
  what: string;
  wanted: string;
  measured: string;
  isMet: boolean;
}

const goalRow = ({ what, wanted, measured, isMet }: Goal): string =>
  `| ${what} | ${wanted} | ${measured} | ${isMet ? 'met' : 'missed'} |`;

/** Where and when, under a heading. */
const where = ({ at, commit, node, processor }: Measured<unknown>): string =>
  `Measured on ${at}, commit ${commit}, Node ${node}, ${processor}.`;

function atMost(what: string, wanted: number, measured: number, unit: string, digits = 1): Goal {
  return {
    what,
    wanted: `at most ${wanted}${unit}`,
    measured: `${measured.toFixed(digits)}${unit}`,
    isMet: measured <= wanted,
  };
}

function startPart({ start }: BenchResults): Part | undefined {
  if (start === undefined) return undefined;
  const { empty, single, whole, red, further } = start.figures;
  const each = (1000 * (whole - single)) / further;
  return {
    goals: [
      atMost('a run of one test against an empty Playwright run', 1.3, single / empty, ' ×', 2),
      atMost('each further case of a run', 5, each, ' ms'),
    ],
    text: `## A run

${where(start)}

| run | processor time |
| --- | ---: |
| Playwright Test, an empty test, reporters list, html and junit, by npm as well | ${empty.toFixed(2)} s |
| the suite, a test of one case | ${single.toFixed(2)} s |
| the suite, all tests | ${whole.toFixed(2)} s |
| the same on a portal with contradictions | ${red.toFixed(2)} s, ${(red / whole).toFixed(2)} × |

Both are started by npm, which takes 0.15 s of each. A profile of the three processes of a start (November 2026, Node 20):
the command's, which is Playwright's as well, takes 0.2 s more than that of an empty run, a third of it for the results'
files; the worker 0.1 s more, for the mock portal, the contract and TLS. From Node 22 on, V8's code is kept as well. A case
is one to several requests over TLS to a mock portal in the same process, judged on about 15 claims, and reported: the judge
takes a thirteenth of a worker, sending and the mock a tenth, redacting a twentieth, and Playwright's steps, attachments and
messages most of the rest.
`,
  };
}

function runnersPart({ runners }: BenchResults): Part | undefined {
  if (runners === undefined) return undefined;
  const of = (name: string): number => figure(runners.figures, name).each;
  const suite = of('b24-conformance, a case');
  const share = (what: string, other: number): Goal => ({
    what: `a case of the suite against a check of ${what}`,
    wanted: 'at most 1/8',
    measured: `1/${(other / suite).toFixed(1)}`,
    isMet: other / suite >= 8,
  });
  return {
    goals: [
      share('newman', of('newman')),
      share('Playwright Test, one check a test', of('Playwright Test, one check a test')),
      atMost(
        'the same against a script with undici and Ajv',
        8,
        suite / of('a script, undici and Ajv'),
        ' ×',
      ),
    ],
    text: `## Runners

${where(runners)} Processor time of a run with one check, and of each further one. A case of the suite is one to
several requests over TLS, with all that the contract says of each answer, about 15 claims; a check of the others is one POST over
plain HTTP, its status and one schema. The suite's figure includes the mock portal, that of the others no server: what a case
costs beside is said above.

| runner | a run with one check | each further check |
| --- | ---: | ---: |
${runners.figures.map(runnerRow).join('\n')}
`,
  };
}

function mocksPart({ mocks }: BenchResults): Part | undefined {
  if (mocks === undefined) return undefined;
  const bare = figure(mocks.figures, 'bare node:http, live time');
  const [http, prism] = [figure(mocks.figures, 'b24-conformance mock, HTTP'), figure(mocks.figures, 'Prism')];
  const atLeast = (what: string, wanted: number, measured: number): Goal => ({
    what: `a request to the mock portal against ${what}`,
    wanted: `at least ${wanted} × its speed`,
    measured: `${measured.toFixed(2)} ×`,
    isMet: measured >= wanted,
  });
  return {
    goals: [
      atLeast('bare `node:http` with live `time`', 0.7, bare.micros / http.micros),
      atLeast('Prism', 5, prism.micros / http.micros),
      atMost('from the start of the mock portal to its first answer', 0.3, http.start / 1000, ' s', 2),
    ],
    text: `## Mocks

${where(mocks)} A POST with a JSON body and an answer in JSON, over 16 connections that stay open.

| mock | processor time a request | requests/s | p99 | start to first answer | memory |
| --- | ---: | ---: | ---: | ---: | ---: |
${mocks.figures.map(mockRow).join('\n')}

The bare server answers whatever comes; the mock portal reads the call, finds the caller by token, checks scope, load and limits,
runs the method in its tables and writes the times and headers of a portal. A profile under load (November 2026): a third is
writing to the socket, a fifth Node's HTTP, a third the stages, of which none takes more than a tenth, the rest the collector and
what is native.
`,
  };
}

function endurancePart({ endurance }: BenchResults): Part | undefined {
  if (endurance === undefined) return undefined;
  const { mocks, requests, halfOpen, stillOpen, memory, failed, seconds } = endurance.figures;
  const [first = 0, last = 0] = [memory[0], memory.at(-1)];
  return {
    goals: [
      atMost(
        'memory of a mock portal after a million requests against a tenth of them',
        1.2,
        last / first,
        ' ×',
        2,
      ),
    ],
    text: `## Endurance of the mock portal

${where(endurance)} ${mocks} mock portals at once, ${requests.toLocaleString('en')} requests in ${seconds.toFixed(0)} s, while
${halfOpen.toLocaleString('en')} clients had stopped in their TLS handshake, their headers or their body (${stillOpen.toLocaleString('en')} of these
connections were still open in the end). Memory of the largest after each tenth, in MiB:
${memory.map((each) => each.toFixed(0)).join(', ')}. ${failed === 0 ? 'All answered to the end and ended when asked to.' : `${failed} failed.`}
`,
  };
}

function judgePart({ judge }: BenchResults): Part | undefined {
  if (judge === undefined) return undefined;
  const speed = ({ exchanges, seconds }: JudgeFigures): number => exchanges / seconds;
  const fastest = Math.max(...judge.figures.map(speed));
  return {
    goals: [
      {
        what: 'recorded exchanges judged in a second',
        wanted: 'at least 10,000',
        measured: thousands(fastest),
        isMet: fastest >= 10_000,
      },
    ],
    text: `## Judging

${where(judge)}

| recording | exchanges | verdicts | exchanges a second | verdicts a second |
| --- | ---: | ---: | ---: | ---: |
${judge.figures
  .map(
    (each) =>
      `| ${each.name} | ${thousands(each.exchanges)} | ${thousands(each.findings)} | ${thousands(speed(each))} | ${thousands(each.findings / each.seconds)} |`,
  )
  .join('\n')}

An exchange is judged on about 15 claims. The judge itself takes a sixth of the time; reading the file as a stream a quarter,
looking for secrets before anything is kept a seventh, matching exchanges to methods and forms a fifth.
`,
  };
}

function pagesPart({ pages }: BenchResults): Part | undefined {
  if (pages === undefined) return undefined;
  const goal = (name: string, wanted: number): Goal =>
    atMost(`\`${name}\` over all pages, on the clock`, wanted, figure(pages.figures, name).clock, ' s');
  return {
    goals: [goal('docs read', 5), goal('docs lint', 8)],
    text: `## Pages

${where(pages)}

| command | pages | on the clock | processor time |
| --- | ---: | ---: | ---: |
${pages.figures.map(pageRow).join('\n')}
`,
  };
}

function growthPart({ growth }: BenchResults): Part | undefined {
  if (growth === undefined) return undefined;
  const [one, ...more] = growth.figures;
  const largest = more.at(-1);
  if (one === undefined || largest === undefined) return undefined;
  const cost = ({ compileMs, casesMs, methods }: typeof one): number => (compileMs + casesMs) / methods;
  return {
    goals: [
      atMost(
        `a method among ${thousands(largest.methods)} against one among ${one.methods}`,
        1,
        cost(largest) / cost(one),
        ' ×',
        2,
      ),
    ],
    text: `## Growth

${where(growth)} The family's methods and copies of them under other names.

| methods | claims | cases | contract compiled | cases generated | verdicts counted | memory |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${growth.figures
  .map(
    ({ methods, claims, cases, compileMs, casesMs, tallyMs, memory }) =>
      `| ${thousands(methods)} | ${thousands(claims)} | ${thousands(cases)} | ${compileMs.toFixed(0)} ms | ${casesMs.toFixed(0)} ms | ${tallyMs.toFixed(0)} ms | ${memory.toFixed(0)} MiB |`,
  )
  .join('\n')}
`,
  };
}

function mockRow({ name, micros, perSecond, p99, start, memory }: MockFigures): string {
  return `| ${name} | ${micros.toFixed(0)} µs | ${thousands(perSecond)} | ${p99.toFixed(1)} ms | ${(start / 1000).toFixed(2)} s | ${memory.toFixed(0)} MiB |`;
}

function runnerRow({ name, start, each }: RunnerFigures): string {
  return `| ${name} | ${(start / 1000).toFixed(2)} s | ${each.toFixed(1)} ms |`;
}

function pageRow({ name, pages, clock, seconds }: ReadFigures): string {
  return `| \`${name}\` | ${thousands(pages)} | ${clock.toFixed(1)} s | ${seconds.toFixed(1)} s |`;
}

const thousands = (value: number): string => Math.round(value).toLocaleString('en');

function figure<T extends { name: string }>(figures: readonly T[], name: string): T {
  const found = figures.find((each) => each.name === name);
  if (found === undefined) throw new Error(`bench/results.json has no figures of '${name}'`);
  return found;
}
