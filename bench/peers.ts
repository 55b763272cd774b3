/**
 * `npm run bench -- peers [REQUESTS] [CHECKS]`: the mock portal beside other mocks, and a case of the suite beside a check of
 * other runners, in one run on one machine. What it compares with is installed in `bench/peers` first. Writes
 * `bench/results.json` and `docs/bench.md`; asserts nothing. Processor times, which a busy machine disturbs least.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { makeCertificate } from '../src/mock/certificate.ts';
import type { ClaimsReport } from '../src/report/claims.gen.ts';
import { ROOT } from '../src/run/root.ts';
import { benchPage } from './page.ts';
import { median, processorSeconds } from './processor-time.ts';
import type { BenchResults, MockFigures, RunnerFigures } from './results.ts';

const REQUESTS = Number(process.argv[2] ?? 5000);
const CHECKS = Number(process.argv[3] ?? 300);
const ROUNDS = 3;
const CONNECTIONS = 16;
const PEERS = join(ROOT, 'bench', 'peers');
const PATH = '/rest/1/code/imbot.chat.sendTyping';

const scratch = mkdtempSync(join(tmpdir(), 'b24-bench-peers-'));
const bin = (name: string): string => join(PEERS, 'node_modules', '.bin', name);

if (!existsSync(join(PEERS, 'node_modules')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS,
    stdio: 'inherit',
  });

/** Where a mock answers, and with what it is asked. */
interface Address {
  origin: string;
  path: string;
  body: string;
  ca?: string;
}

interface Mock {
  name: string;
  /** Words of the command that starts it on a port, where it takes one. */
  words: (port: number) => readonly string[];
  /** Undefined where it is known beforehand. */
  firstLine?: (line: string) => Address;
}

const PLAIN = '{"BOT_ID":39,"DIALOG_ID":"chat123"}';
const certificate = makeCertificate('valid', '127.0.0.1');
const [keyFile, certFile] = [join(scratch, 'key.pem'), join(scratch, 'cert.pem')];
writeFileSync(keyFile, certificate.key);
writeFileSync(certFile, certificate.cert);

const bare = (...words: string[]): readonly string[] => [process.execPath, join(PEERS, 'bare.mjs'), ...words];
const ours = (profile: string): readonly string[] => [
  process.execPath,
  join(ROOT, 'src/shell/compiled.mjs'),
  'mock',
  '--json',
  '--profile',
  profile,
];

interface Started {
  httpUrl: string;
  caFile: string;
  env: Record<string, string>;
}

const MOCKS: readonly Mock[] = [
  {
    name: 'bare node:http, fixed answer',
    words: () => bare('fixed'),
    firstLine: (port) => ({ origin: `http://127.0.0.1:${port}`, path: PATH, body: PLAIN }),
  },
  {
    name: 'bare node:http, live time',
    words: () => bare('live'),
    firstLine: (port) => ({ origin: `http://127.0.0.1:${port}`, path: PATH, body: PLAIN }),
  },
  {
    name: 'bare node:https, live time',
    words: () => bare('live', keyFile, certFile),
    firstLine: (port) => ({
      origin: `https://127.0.0.1:${port}`,
      path: PATH,
      body: PLAIN,
      ca: certificate.ca,
    }),
  },
  {
    // Webhooks want HTTPS; this profile takes access tokens over plain HTTP.
    name: 'b24-conformance mock, HTTP',
    words: () => ours('self-hosted'),
    firstLine(line) {
      const { httpUrl, env } = JSON.parse(line) as Started;
      const auth = env.B24_OAUTH_ACCESS_TOKEN;
      const body = JSON.stringify({ auth, BOT_ID: Number(env.B24_OAUTH_BOT_ID), DIALOG_ID: 'chat123' });
      return { origin: httpUrl, path: '/rest/imbot.chat.sendTyping', body };
    },
  },
  {
    name: 'b24-conformance mock, HTTPS',
    words: () => ours('documented'),
    firstLine(line) {
      const { caFile, env } = JSON.parse(line) as Started;
      const webhook = new URL(env.B24_WEBHOOK ?? '');
      const body = JSON.stringify({
        CLIENT_ID: env.B24_CLIENT_ID,
        BOT_ID: Number(env.B24_BOT_ID),
        DIALOG_ID: 'chat123',
      });
      return {
        origin: webhook.origin,
        path: `${webhook.pathname}imbot.chat.sendTyping`,
        body,
        ca: readFileSync(caFile, 'utf8'),
      };
    },
  },
  {
    name: 'Prism',
    words: (port) => [
      process.execPath,
      join(PEERS, 'node_modules/@stoplight/prism-cli/dist/index.js'),
      ...['mock', '--host', '127.0.0.1', '--port', String(port), '--verboseLevel', 'silent'],
      join(PEERS, 'api.yaml'),
    ],
  },
  {
    name: 'Mockoon',
    words: (port) => [
      process.execPath,
      join(PEERS, 'node_modules/@mockoon/cli/bin/run.js'),
      ...['start', '--data', join(PEERS, 'mockoon.json'), '--port', String(port)],
      ...['--hostname', '127.0.0.1', '--disable-log-to-file', '--disable-admin-api'],
    ],
  },
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Seconds of processor time of a process so far, and its memory in MiB (proc(5)). */
function spentBy(pid: number): { seconds: number; memory: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return { seconds: (Number(fields[11]) + Number(fields[12])) / 100, memory: (pages * 4096) / 2 ** 20 };
}

async function measureMock({ name, words, firstLine }: Mock): Promise<MockFigures> {
  const port = firstLine === undefined ? await freePort() : 0;
  const began = performance.now();
  const [file = '', ...rest] = words(port);
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'ignore'], cwd: ROOT });
  try {
    let address: Address = { origin: `http://127.0.0.1:${port}`, path: PATH, body: PLAIN };
    if (firstLine === undefined) child.stdout.resume();
    else address = firstLine(((await once(createInterface(child.stdout), 'line')) as [string])[0]);
    const { origin, path, body, ca } = address;
    const pool = new Pool(origin, { connections: CONNECTIONS, ...(ca !== undefined && { connect: { ca } }) });
    const headers = { 'content-type': 'application/json' };
    const ask = async (): Promise<void> => {
      const answer = await pool.request({ path, method: 'POST', headers, body });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${name} answers HTTP ${answer.statusCode}`);
    };
    const deadline = Date.now() + 30_000;
    // A server that is still starting refuses connections.
    for (let isUp = false; !isUp; )
      isUp = await ask().then(
        () => true,
        (error: unknown) => {
          if (Date.now() > deadline) throw error;
          return false;
        },
      );
    const start = performance.now() - began;
    const load = async (requests: number): Promise<number[]> => {
      const times: number[] = [];
      let left = requests;
      const worker = async (): Promise<void> => {
        while (left-- > 0) {
          const sent = performance.now();
          await ask();
          times.push(performance.now() - sent);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, worker));
      return times;
    };
    await load(REQUESTS / 2);
    const pid = child.pid ?? 0;
    const rounds: { micros: number; perSecond: number; p99: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = spentBy(pid).seconds;
      const clock = performance.now();
      const times = (await load(REQUESTS)).toSorted((one, other) => one - other);
      const micros = ((spentBy(pid).seconds - before) / REQUESTS) * 1e6;
      const perSecond = (REQUESTS / (performance.now() - clock)) * 1000;
      rounds.push({ micros, perSecond, p99: times[Math.floor(times.length * 0.99)] ?? 0 });
    }
    await pool.close();
    return {
      name,
      micros: median(rounds.map(({ micros }) => micros)),
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      p99: median(rounds.map(({ p99 }) => p99)),
      start,
      memory: spentBy(pid).memory,
    };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
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
async function measureRunner({ name, words }: Runner, url: string): Promise<RunnerFigures> {
  const spent = async (checks: number): Promise<number> => {
    const env = { URL_OF_PEER: url, CHECKS: String(checks) };
    const all: number[] = [];
    for (let round = 0; round < ROUNDS; round++)
      all.push(await processorSeconds({ words: words(checks, url), cwd: ROOT, env }));
    return median(all) * 1000;
  };
  const [one, many] = [await spent(1), await spent(CHECKS)];
  return { name, start: one, each: (many - one) / (CHECKS - 1) };
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

try {
  const mocks: MockFigures[] = [];
  for (const mock of MOCKS) {
    mocks.push(await measureMock(mock));
    console.log(JSON.stringify(mocks.at(-1)));
  }
  const server = spawn(process.execPath, [join(PEERS, 'bare.mjs'), 'fixed'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
  const runners: RunnerFigures[] = [];
  try {
    for (const runner of RUNNERS) {
      runners.push(await measureRunner(runner, `http://127.0.0.1:${port}${PATH}`));
      console.log(JSON.stringify(runners.at(-1)));
    }
    runners.push(await measureSuite());
    console.log(JSON.stringify(runners.at(-1)));
  } finally {
    server.kill();
  }
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).stdout.trim();
  const results: BenchResults = {
    at: new Date().toISOString().slice(0, 10),
    commit,
    node: process.versions.node,
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    requests: REQUESTS,
    checks: CHECKS,
    mocks,
    runners,
  };
  writeFileSync(join(ROOT, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(ROOT, 'docs', 'bench.md'), benchPage(results));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
