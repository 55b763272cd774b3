import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import type { RequestPlan } from '../../../src/cases/case.ts';
import { toCurl } from '../../../src/wire/curl.ts';
import { encodeRequest } from '../../../src/wire/encode.ts';
import { readMultipart } from './multipart.ts';
import { certificate, client, type Identity, type Received, record } from './server.ts';
import { plan, TARGET } from './support.ts';

/** What a shell, curl or a URL might make something else of. */
const NASTY: Record<string, string> = {
  'single quotes': `it's 'quoted''`,
  'double quotes': `say "this"`,
  'dollars and backticks': '$HOME $(id) `id` $$ !!',
  backslashes: '\\ \\\\ \\n \\\' \\"',
  'brackets and braces': '[1-3] {a,b} a[b][]',
  'line breaks': 'one\ntwo\r\nthree',
  'what separates forms': 'a&b=c;d+e f%20%',
  'at and angle signs': '@/etc/hostname <&1 >x',
  'letters beyond ASCII': 'é ж 漢 😀',
  'hash and question': '#a?b#',
  'a leading dash': '--version',
  'a tab and spaces': '\t  ',
  'an empty text': '',
};

const ENCODINGS: Partial<RequestPlan>[] = [
  { verb: 'GET', encoding: 'query' },
  { verb: 'POST', encoding: 'query' },
  { verb: 'POST', encoding: 'json' },
  { verb: 'POST', encoding: 'urlencoded' },
  { verb: 'POST', encoding: 'multipart' },
];

describe('the cURL line, pasted into a shell, sends what the client sent', () => {
  before(() => {
    for (const program of ['bash', 'curl'])
      assert.equal(
        spawnSync(program, ['--version']).status,
        0,
        `${program} is missing; install it, for example by 'apt-get install ${program}'`,
      );
  });

  for (const encoding of ENCODINGS) {
    const name = `${encoding.verb} ${encoding.encoding}`;
    for (const [what, value] of Object.entries(NASTY))
      it(`${name}: ${what}`, async (t) => {
        await compare(t, { ...encoding, parameters: { TEXT: { value: value.replaceAll('$', '$$$$') } } });
      });

    it(`${name}: numbers, several parameters, a token`, async (t) => {
      await compare(t, {
        ...encoding,
        credential: { token: 'own', in: encoding.encoding === 'query' ? 'query' : 'form' },
        parameters: { A: { value: 1 }, B: { value: 'two' }, C: { value: '' } },
      });
    });

    it(`${name}: suffix .xml`, async (t) => {
      await compare(t, { ...encoding, suffix: '.xml', parameters: { A: { value: 'a' } } });
    });
  }

  it('over HTTPS with a private CA, which it names by B24_CA_FILE', async (t) => {
    await compare(t, { parameters: { A: { value: 'a' } } }, await certificate({ ip: '127.0.0.1' }));
  });
});

describe('the cURL line', () => {
  const line = async (change: Partial<RequestPlan>, trustCa: boolean) =>
    toCurl(await encodeRequest(plan(change), TARGET), trustCa);

  it('is one line that a reader can follow', async () => {
    assert.equal(
      await line({ parameters: { BOT_ID: { value: '$bot.id', type: 'integer' } } }, false),
      "curl -g -X POST -H 'User-Agent: b24-conformance/0.1.0' -H 'Accept: application/json' " +
        `-H 'Content-Type: application/json' --data-raw '{"BOT_ID":42}' 'https://portal.test/rest/1/own/some.method'`,
    );
  });

  it('names no CA for plain HTTP or where none is needed', async () => {
    assert.ok((await line({}, true)).includes('--cacert "$B24_CA_FILE"'));
    assert.ok(!(await line({ scheme: 'http' }, true)).includes('--cacert'));
    assert.ok(!(await line({}, false)).includes('--cacert'));
  });

  it('never switches a check off', async () => {
    for (const encoding of ENCODINGS)
      assert.doesNotMatch(await line(encoding, true), /(^| )(-k|--insecure)( |$)/);
  });
});

/** Sends a plan by the client and by its cURL line to the same server, and compares what arrives. */
async function compare(t: TestContext, change: Partial<RequestPlan>, identity?: Identity): Promise<void> {
  const { url, received } = await record(t, identity);
  const request = await encodeRequest(plan(change), { ...TARGET, origin: () => url });
  const { failure } = await client(t, { ca: identity?.cert }).send(request);
  assert.equal(failure, undefined);
  const status = await shell(t, toCurl(request, identity !== undefined), identity?.cert);
  assert.equal(status.code, 0, status.stderr);
  const [sent, curled] = received.map(comparable);
  assert.equal(received.length, 2);
  assert.deepEqual(curled, sent);
}

/** In an empty home, so that no settings of the person who runs the tests take part. */
async function shell(t: TestContext, line: string, ca: string | undefined) {
  const home = mkdtempSync(join(tmpdir(), 'b24-conformance-'));
  t.after(() => rmSync(home, { recursive: true }));
  const caFile = join(home, "ca file's.pem");
  writeFileSync(caFile, ca ?? '');
  const child = spawn('bash', ['--noprofile', '--norc', '-c', line], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, B24_CA_FILE: caFile, no_proxy: '*' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stderr };
}

/** Leaves out what belongs to the connection, and the boundary, which is made up anew each time. */
function comparable({ method, url, headers, body }: Received) {
  const value = (wanted: string): string | undefined =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const type = value('content-type') ?? '';
  const multipart = type.startsWith('multipart/');
  const left = headers.filter(
    ([name]) =>
      !['host', 'connection', ...(multipart ? ['content-type', 'content-length'] : [])].includes(
        name.toLowerCase(),
      ),
  );
  return {
    method,
    url,
    headers: left.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort(),
    body: multipart ? readMultipart(type, body) : body.toString('utf8'),
  };
}
