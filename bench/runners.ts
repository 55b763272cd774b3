import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ClaimsReport } from '../src/report/claims.gen.ts';
import { ROOT } from '../src/run/root.ts';
import { bin, installPeers, PATH, PEERS, PLAIN, ROUNDS } from './peers.ts';
import { median, processorSeconds } from './processor-time.ts';
import type { RunnerFigures } from './results.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-bench-runners-'));

/** Each runner in turn with checks of a server that answers all alike, and the suite with its cases. */
export async function measureRunners(checks = 300): Promise<RunnerFigures[]> {
  installPeers();
  const server = spawn(process.execPath, [join(PEERS, 'bare.mjs'), 'fixed'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
    const figures: RunnerFigures[] = [];
    const measures = [
      ...RUNNERS.map((runner) => () => measureRunner(runner, checks, `http://127.0.0.1:${port}${PATH}`)),
      measureSuite,
    ];
    for (const measure of measures) {
      figures.push(await measure());
      console.log(JSON.stringify(figures.at(-1)));
    }
    return figures;
  } finally {
    server.kill();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A runner's command for a number of checks. */
interface Runner {
  name: string;
  words: (checks: number, url: string) => readonly string[];
}

/** A Postman collection with a request per check. */
function collection(checks: number, url: string): string {
  const file = join(scratch, `collection-${checks}.json`);
  const script = [
    'pm.test("ok", () => { pm.response.to.have.status(200); pm.response.to.have.jsonSchema(' +
      '{ type: "object", required: ["result"], properties: { result: { const: true } } }); });',
  ];
  const item = Array.from({ length: checks }, (_, index) => ({
    name: `check ${index}`,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: script } }],
    request: {
      method: 'POST',
      header: [{ key: 'content-type', value: 'application/json' }],
      body: { mode: 'raw', raw: PLAIN },
      url,
    },
  }));
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  writeFileSync(file, JSON.stringify({ info: { name: 'checks', schema }, item }));
  return file;
}

/** An OpenAPI 2 description with a path per check, which is what Dredd reads. */
function description(checks: number): string {
  const file = join(scratch, `description-${checks}.json`);
  const operation = {
    consumes: ['application/json'],
    produces: ['application/json'],
    parameters: [{ in: 'body', name: 'body', schema: { type: 'object', example: JSON.parse(PLAIN) } }],
    responses: {
      200: {
        description: 'success',
        schema: { type: 'object', required: ['result'] },
        examples: { 'application/json': { result: true } },
      },
    },
  };
  const paths = Array.from({ length: checks }, (_, index) => [`/check/${index}`, { post: operation }]);
  writeFileSync(
    file,
    JSON.stringify({
      swagger: '2.0',
      info: { title: 'checks', version: '1' },
      paths: Object.fromEntries(paths),
    }),
  );
  return file;
}

const RUNNERS: readonly Runner[] = [
  { name: 'a script, undici and Ajv', words: () => [process.execPath, join(PEERS, 'script.mjs')] },
  {
    name: 'node:test',
    words: () => [process.execPath, '--test', '--test-reporter=dot', join(PEERS, 'node.test.mjs')],
  },
  {
    name: 'Vitest',
    words: () => [bin('vitest'), 'run', '--root', join(PEERS, 'vitest'), '--reporter', 'dot'],
  },
  {
    name: 'Playwright Test, one check a test',
    words: () => [
      process.execPath,
      join(ROOT, 'node_modules/@playwright/test/cli.js'),
      ...['test', '--config', join(PEERS, 'playwright/playwright.config.ts')],
    ],
  },
  {
    name: 'newman',
    words: (checks, url) => [
      bin('newman'),
      'run',
      collection(checks, url),
      '--reporters',
      'progress',
      '--silent',
    ],
  },
  {
    name: 'Dredd',
    words: (checks, url) => [bin('dredd'), description(checks), new URL(url).origin, '--loglevel', 'error'],
  },
];

/** Milliseconds of processor time: of a run with one check, and of each further one. */
async function measureRunner({ name, words }: Runner, checks: number, url: string): Promise<RunnerFigures> {
  const spent = async (count: number): Promise<number> => {
    const env = { URL_OF_PEER: url, CHECKS: String(count) };
    const all: number[] = [];
    for (let round = 0; round < ROUNDS; round++)
      all.push(await processorSeconds({ words: words(count, url), cwd: ROOT, env }));
    return median(all) * 1000;
  };
  const [one, many] = [await spent(1), await spent(checks)];
  return { name, start: one, each: (many - one) / (checks - 1) };
}

/** The same of the suite: a case is one or several requests, judged claim by claim. */
async function measureSuite(): Promise<RunnerFigures> {
  const spent = async (folder: string, options: readonly string[]): Promise<[number, number]> => {
    const words = ['npm', 'run', '-s', 'conformance', '--', '--target', 'mock', ...options];
    const env = { B24_RESULTS: join(scratch, folder) };
    const all: number[] = [];
    for (let round = 0; round < ROUNDS; round++) all.push(await processorSeconds({ words, cwd: ROOT, env }));
    const report = JSON.parse(readFileSync(join(scratch, folder, 'claims.json'), 'utf8')) as ClaimsReport;
    return [median(all) * 1000, report.cases.run];
  };
  const [one, few] = await spent('single', ['--grep', 'a batch in a batch']);
  const [all, cases] = await spent('whole', []);
  return { name: 'b24-conformance, a case', start: one, each: (all - one) / (cases - few) };
}
