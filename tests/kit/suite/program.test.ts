import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { loadSchemas, ROOT } from '../../../src/suite/load.ts';

/** The whole program as a user starts it: exit code, what it prints, what it leaves. */
describe('npm run conformance', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-conformance-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('confirms every testable claim on the embedded mock and exits with 0', async () => {
    const { code, output, report } = await run({}, ['--strict', '--workers', '4']);
    assert.equal(code, 0, output);
    assert.deepEqual(
      claims(report, (claim) => claim.verdict === 'contradicted' || claim.reasonKind === 'blocked'),
      [],
    );
    assert.ok(report.totals.confirmed > 70, `${report.totals.confirmed} confirmed`);
    assert.match(output, /cases +\d+ run, \d+ selected, \d+ in the full product/);
    const validate = loadSchemas().validator('claims.schema.json');
    assert.ok(validate(report), JSON.stringify(validate.errors));
  });

  it('contradicts what self-hosted portals answer otherwise and exits with 1', async () => {
    const { code, output, report } = await run({ B24_MOCK_PROFILE: 'self-hosted' });
    assert.equal(code, 1, output);
    assert.ok(
      claims(report, (claim) => claim.verdict === 'contradicted').includes(
        'system.insufficient_scope.status',
      ),
    );
    assert.match(output, /expected HTTP 403, got HTTP 401/);
    assert.match(
      output,
      /where: _includes\/system-errors\.md › Statuses and System Error Codes › insufficient_scope/,
    );
    assert.doesNotMatch(output, /^ +at .*\(.*:\d+:\d+\)$/m, 'a stack trace says nothing about a portal');
  });

  it('exits with 2 when no case was selected', async () => {
    const { code, output } = await run({}, ['--grep', 'nothing is called so']);
    assert.equal(code, 2, output);
    assert.match(output, /Nothing was exercised/);
  });

  describe('against a mock portal started separately', () => {
    let mock: SeparateMock;
    before(async () => {
      mock = await startMock();
    });
    after(() => mock.stop());

    it('gives the same verdicts as on the embedded one', async () => {
      const [embedded, separate] = await Promise.all([run({}), run(mock.env)]);
      assert.equal(separate.code, 0, separate.output);
      assert.deepEqual(verdicts(separate.report), verdicts(embedded.report));
      assert.equal(separate.report.target.kind, 'portal');
      assert.ok(separate.report.cases.run < embedded.report.cases.run, 'a portal is spared');
    });

    it('gives the same verdicts in every run and with any number of workers', async () => {
      const reports: ClaimsReport[] = [];
      for (const workers of [1, 4, 2]) reports.push((await run(mock.env, [`--workers=${workers}`])).report);
      const [first, ...others] = reports.map((report) => JSON.stringify(verdicts(report)));
      for (const other of others) assert.equal(other, first);
    });

    it('names the variable behind each claim that cannot be exercised', async () => {
      const { B24_TARGET, B24_WEBHOOK, B24_CA_FILE, B24_CLIENT_ID, B24_BOT_ID, B24_CHAT_ID } = mock.env;
      const env = { B24_TARGET, B24_WEBHOOK, B24_CA_FILE, B24_CLIENT_ID, B24_BOT_ID, B24_CHAT_ID };
      const { code, report, output } = await run(env);
      assert.equal(code, 0, output);
      const missing = report.claims.filter((claim) => claim.reasonKind === 'missing');
      assert.ok(missing.length > 0);
      for (const claim of missing) assert.match(claim.reason ?? '', /^needs B24_[A-Z_]+( and B24_[A-Z_]+)*$/);
      const foreign = report.claims.find((claim) => claim.id === 'imbot.chat.sendTyping.APP_ID_ERROR.code');
      assert.equal(foreign?.reason, 'needs B24_FOREIGN_BOT_ID');
    });

    it('keeps every credential out of everything it prints and leaves', async () => {
      const { output, folder } = await run({ ...mock.env, B24_CHAT_ID: '999999999' }, ['--strict']);
      const secrets = Object.entries(mock.env).flatMap(([name, value]) =>
        /WEBHOOK/.test(name)
          ? [new URL(value).pathname.split('/')[3] ?? '']
          : /TOKEN|SECRET|CLIENT_ID/.test(name)
            ? [value]
            : [],
      );
      assert.ok(secrets.length >= 8);
      const everything = output + filesBelow(folder);
      for (const secret of secrets)
        assert.ok(!everything.includes(secret), `a secret of ${secret.length} characters is shown`);
    });

    it('ends with one message and 2 when its certificate is not trusted', async () => {
      const { B24_CA_FILE, ...env } = mock.env;
      const { code, output } = await run(env);
      assert.equal(code, 2, output);
      assert.match(output, /signed by an authority that is not trusted.*\n.*B24_CA_FILE/);
      assertOneMessage(output);
    });
  });

  const WRONG: [string, Record<string, string>, RegExp][] = [
    ['a webhook that is none', { B24_WEBHOOK: 'nonsense' }, /B24_WEBHOOK must look like https:\/\//],
    [
      'an unknown name',
      { B24_CLIENTID: '1' },
      /B24_CLIENTID is not a variable of this suite; did you mean 'B24_CLIENT_ID'\?/,
    ],
    ['a portal without a webhook', { B24_TARGET: 'portal' }, /B24_TARGET=portal needs B24_WEBHOOK/],
    [
      'a CA file that is not there',
      {
        B24_TARGET: 'portal',
        B24_WEBHOOK: 'https://127.0.0.1:9/rest/1/codecode/',
        B24_CA_FILE: '/nowhere/ca.pem',
      },
      /B24_CA_FILE cannot be read/,
    ],
  ];
  for (const [what, env, message] of WRONG) {
    it(`ends with one message and 2 on ${what}`, async () => {
      const { code, output } = await run(env);
      assert.equal(code, 2, output);
      assert.match(output, message);
      assertOneMessage(output);
    });
  }

  it('ends with one message and 2 where nothing listens', async () => {
    const port = await closedPort();
    const { code, output } = await run({
      B24_TARGET: 'portal',
      B24_WEBHOOK: `https://127.0.0.1:${port}/rest/1/codecode/`,
    });
    assert.equal(code, 2, output);
    assert.match(output, /Nothing listens at https:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
    assertOneMessage(output);
  });

  async function run(env: Readonly<Record<string, string | undefined>>, options: readonly string[] = []) {
    const folder = mkdtempSync(join(scratch, 'results-'));
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'src/cli/conformance.ts', '--results', folder, ...options],
      {
        cwd: ROOT,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const [code] = (await once(child, 'close')) as [number];
    return {
      code,
      output,
      folder,
      get report(): ClaimsReport {
        return JSON.parse(readFileSync(join(folder, 'claims.json'), 'utf8')) as ClaimsReport;
      },
    };
  }
});

interface SeparateMock {
  env: Record<string, string>;
  stop(): Promise<void>;
}

async function startMock(): Promise<SeparateMock> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/mock.ts', '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text);
    });
    child.once('close', (code) => reject(new Error(`the mock portal ended with ${code}`)));
  });
  return {
    env: (JSON.parse(line) as { env: Record<string, string> }).env,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

function claims(report: ClaimsReport, which: (claim: ClaimsReport['claims'][number]) => boolean): string[] {
  return report.claims.filter(which).map((claim) => claim.id);
}

function verdicts(report: ClaimsReport): [string, string][] {
  return [...report.claims, ...report.observations].map((claim) => [claim.id, claim.verdict]);
}

/** A title and its indented lines; no stack, nothing of the runner. */
function assertOneMessage(output: string): void {
  const [title, ...lines] = output.trim().split('\n');
  assert.match(title ?? '', /:$/);
  for (const line of lines) assert.match(line, /^ {2}\S/);
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function filesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
