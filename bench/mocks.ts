import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { makeCertificate } from '../src/mock/certificate.ts';
import { ROOT } from '../src/run/root.ts';
import { installPeers, PATH, PEERS, PLAIN, ROUNDS } from './peers.ts';
import { median, spentBy } from './processor-time.ts';
import type { MockFigures } from './results.ts';

const CONNECTIONS = 16;

/** Each mock in turn, in a process of its own, under the same load. */
export async function measureMocks(requests = 5000): Promise<MockFigures[]> {
  installPeers();
  try {
    const figures: MockFigures[] = [];
    for (const mock of MOCKS) {
      figures.push(await measureMock(mock, requests));
      console.log(JSON.stringify(figures.at(-1)));
    }
    return figures;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

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

const scratch = mkdtempSync(join(tmpdir(), 'b24-bench-mocks-'));
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

async function measureMock({ name, words, firstLine }: Mock, requests: number): Promise<MockFigures> {
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
    const load = async (count: number): Promise<number[]> => {
      const times: number[] = [];
      let left = count;
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
    await load(requests / 2);
    const pid = child.pid ?? 0;
    const rounds: { micros: number; perSecond: number; p99: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = spentBy(pid).seconds;
      const clock = performance.now();
      const times = (await load(requests)).toSorted((one, other) => one - other);
      const micros = ((spentBy(pid).seconds - before) / requests) * 1e6;
      const perSecond = (requests / (performance.now() - clock)) * 1000;
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
