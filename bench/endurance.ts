import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import { ROOT } from '../src/run/root.ts';
import { spentBy } from './processor-time.ts';
import type { EnduranceFigures } from './results.ts';

const MOCKS = 10;
const HALF_OPEN = 1000;
const PARTS = 10;
const CONNECTIONS = 4;
const WARM_UP = 2000;

/** How far a client comes that then says nothing more: into its TLS handshake, its headers, its body. */
const BEGINNINGS = [
  { isSecure: true, bytes: '\x16\x03\x01\x02\x00\x01' },
  { isSecure: false, bytes: 'POST /rest/profile HTTP/1.1\r\nHost: x\r\n' },
  { isSecure: false, bytes: 'POST /rest/profile HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":' },
] as const;

interface Mock {
  child: ChildProcessByStdio<null, Readable, null>;
  httpUrl: string;
  httpsUrl: string;
  pool: Pool;
  body: string;
}

/**
 * Ten mock portals, each in a process of its own, with connections that clients have left half open, under a million requests;
 * how their memory grows meanwhile.
 */
export async function measureEndurance(requests = 1_000_000): Promise<EnduranceFigures> {
  const mocks = await Promise.all(Array.from({ length: MOCKS }, startMock));
  const sockets: Socket[] = [];
  try {
    await Promise.all(mocks.map((mock) => load(mock, WARM_UP)));
    for (let index = 0; index < HALF_OPEN; index++)
      sockets.push(await halfOpen(mocks[index % MOCKS] as Mock, index));
    const memory: number[] = [];
    const began = performance.now();
    for (let part = 0; part < PARTS; part++) {
      await Promise.all(mocks.map((mock) => load(mock, requests / PARTS / MOCKS)));
      memory.push(Math.max(...mocks.map(({ child }) => spentBy(child.pid ?? 0).memory)));
      console.log(`${(part + 1) * (requests / PARTS)} requests, ${memory.at(-1)?.toFixed(0)} MiB`);
    }
    const seconds = (performance.now() - began) / 1000;
    const stillOpen = sockets.filter(({ closed }) => !closed).length;
    const ended = await Promise.all(mocks.map(end));
    const failed = ended.filter((isWell) => !isWell).length;
    return { mocks: MOCKS, requests, halfOpen: HALF_OPEN, stillOpen, memory, failed, seconds };
  } finally {
    for (const socket of sockets) socket.destroy();
    for (const { child } of mocks) child.kill('SIGKILL');
  }
}

async function startMock(): Promise<Mock> {
  const words = [join(ROOT, 'src/shell/compiled.mjs'), 'mock', '--json', '--profile', 'self-hosted'];
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    once(child, 'exit').then(([code]): never => {
      throw new Error(`a mock ended with code ${code} before it said where it is`);
    }),
  ]);
  const { httpUrl, httpsUrl, env } = JSON.parse(line) as Pick<Mock, 'httpUrl' | 'httpsUrl'> & {
    env: Record<string, string>;
  };
  // This profile takes access tokens over plain HTTP.
  const auth = env.B24_OAUTH_ACCESS_TOKEN;
  const body = JSON.stringify({ auth, BOT_ID: Number(env.B24_OAUTH_BOT_ID), DIALOG_ID: 'chat123' });
  return { child, httpUrl, httpsUrl, body, pool: new Pool(httpUrl, { connections: CONNECTIONS }) };
}

async function load({ pool, body }: Mock, count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await pool.request({
        path: '/rest/imbot.chat.sendTyping',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`a mock answers HTTP ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

async function halfOpen({ httpUrl, httpsUrl }: Mock, index: number): Promise<Socket> {
  const { isSecure, bytes } = BEGINNINGS[index % BEGINNINGS.length] as (typeof BEGINNINGS)[number];
  const socket = connect(Number(new URL(isSecure ? httpsUrl : httpUrl).port), '127.0.0.1');
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  socket.write(bytes, 'latin1');
  return socket;
}

/** Whether a mock still answers, and ends when it is asked to. */
async function end(mock: Mock): Promise<boolean> {
  const answers = await load(mock, 1).then(
    () => true,
    () => false,
  );
  await mock.pool.close();
  mock.child.kill('SIGTERM');
  const [code] = (await once(mock.child, 'close')) as [number | null];
  return answers && code === 0;
}
