import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { startMockPortal } from '../../../src/mock/index.ts';
import { ROOT } from '../../../src/run/load.ts';
import { startPortalRun } from '../../../src/shell/portal-run.ts';
import { readSettings } from '../../../src/target/environment.ts';
import {
  claimIds,
  filesBelow,
  type Run,
  runConformance,
  type SeparateMock,
  startSeparateMock,
} from './support.ts';

/** Cases that a self-hosted portal fails, in one worker: to start one costs more than they do. */
const FEW = ['--grep', 'access token over plain HTTP', '--workers', '1'];

/** A case that any portal confirms, in one worker. */
const ONE = ['--grep', 'a method with a misspelt name', '--workers', '1'];

/** Below a file there can be nothing. */
const UNWRITABLE = join(ROOT, 'package.json', 'results');

/** The whole program as a user starts it: exit code, what it prints, what it leaves. */
describe('npm run conformance', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-conformance-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  /** What a self-hosted portal fails: its end, the file of deviations that it suggests, and its recording. */
  let failing: Promise<Run> | undefined;
  const suggested = join(scratch, 'suggested.yaml');
  const recorded = join(scratch, 'failing.har');
  const failingRun = (): Promise<Run> =>
    (failing ??= run({ B24_MOCK_PROFILE: 'self-hosted' }, [
      '--suggest-deviations',
      suggested,
      '--record',
      recorded,
      ...FEW,
    ]));

  it('contradicts what self-hosted portals answer otherwise and exits with 1', async () => {
    const { code, output, report } = await failingRun();
    assert.equal(code, 1, output);
    assert.ok(
      claimIds(report, (claim) => claim.verdict === 'contradicted').includes('system.INVALID_REQUEST.code'),
    );
    assert.match(output, /expected the error INVALID_REQUEST, got HTTP 200/);
    assert.match(
      output,
      /^ +_includes\/system-errors\.md › Statuses and System Error Codes › INVALID_REQUEST$/m,
    );
    assert.equal(output.match(/system\.INVALID_REQUEST\.code/g)?.length, 1, 'told once');
    assert.match(output, /^ {2}✘ imbot\.chat\.sendTyping +\d+ cases +\d+ contradict the documentation$/m);
    assert.ok(output.trim().split('\n').length <= 40, output);
    assert.doesNotMatch(output, /^ +at .*\(.*:\d+:\d+\)$/m, 'a stack trace says nothing about a portal');
  });

  describe('with known deviations', () => {
    const deviations = (...lines: string[]): string => {
      const path = join(mkdtempSync(join(scratch, 'deviations-')), 'deviations.yaml');
      writeFileSync(path, ['deviations:', ...lines, ''].join('\n'));
      return path;
    };
    const deviation = (claim: string, expires: string): string =>
      `  - { claim: ${claim}, reason: it is known to differ, link: 'https://example.com/1', owner: qa, expires: '${expires}' }`;

    // That a part of its cases is not enough the report's own tests show (report/build.test.ts).
    it('fails when an excused claim is confirmed again, by all of its cases', async () => {
      const file = deviations(deviation('system.INVALID_REQUEST.code', '2999-12-31'));
      const all = ['--grep', '(access token|webhook) over plain HTTP', '--workers', '1'];
      const { code, output } = await run({ B24_DEVIATIONS: file }, all);
      assert.equal(code, 1, output);
      assert.match(
        output,
        /stale deviation of system\.INVALID_REQUEST\.code: the claim is confirmed again; remove it/,
      );
    });

    it('fails when a deviation has expired', async () => {
      const file = deviations(deviation('system.INVALID_REQUEST.code', '2020-01-31'));
      await failingRun();
      const { code, output } = await run({ B24_DEVIATIONS: file }, ['--from', recorded]);
      assert.equal(code, 1, output);
      assert.match(output, /expired on 2020-01-31/);
    });

    it('are suggested in a file, which is taken once link and owner are filled in', async () => {
      const first = await failingRun();
      assert.equal(first.code, 1, first.output);
      assert.match(first.output, /known deviations to go through by hand: .*suggested\.yaml$/m);
      const suggestion = readFileSync(suggested, 'utf8');
      const refused = await run({}, ['--profile', 'self-hosted', '--deviations', suggested, ...FEW]);
      assert.equal(refused.code, 2, refused.output);
      assert.match(refused.output, /^The file of known deviations is wrong:\n {2}.*suggested\.yaml:\d+: /);
      const again = await run({}, ['--suggest-deviations', suggested, ...FEW]);
      assert.equal(again.code, 2, again.output);
      assert.match(again.output, /that file is there already; name a new one/);
      writeFileSync(
        suggested,
        suggestion.replaceAll('link: ""', 'link: https://example.com/1').replaceAll('owner: ""', 'owner: qa'),
      );
      const taken = await run({}, ['--from', recorded, '--deviations', suggested]);
      assert.equal(taken.code, 0, taken.output);
      assert.match(taken.output, /nothing is contradicted beyond 1 known deviation/);
    });

    it('end with the line of every claim that cannot be excused, why, and where to look', async () => {
      const file = deviations(
        deviation('imbot.chat.sendTyping.BOT_ID.numeric-string', '2020-01-31'),
        deviation('limits.rate.sustained', '2999-12-31'),
        deviation('system.ERROR_BATCH_LENGTH_EXCEEDED.code', '2999-12-31'),
        deviation('system.insufficient_scop.status', '2999-12-31'),
      );
      const { code, output } = await run({}, ['--deviations', file]);
      assert.equal(code, 2, output);
      assertOneMessage(output);
      assert.match(output, /^The file of known deviations is wrong:\n/);
      for (const told of [
        /deviations\.yaml:2: 'imbot\S+' is stated by no page: it fails no run/,
        /deviations\.yaml:3: 'limits\.rate\.sustained' is never contradicted, as no request can tell/,
        /deviations\.yaml:4: 'system\S+' is retired since revision \w+ of the documentation .* now see batch\.length\.beyond; remove the deviation/,
        /deviations\.yaml:5: no claim has the id .* did you mean 'system\.insufficient_scope\.status'\?/,
      ])
        assert.match(output, told);
    });
  });

  describe('of a portal that has moved', () => {
    let files = 0;
    const atHost = (env: Record<string, string>, ca: string) => {
      const file = join(scratch, `moved-${files++}.pem`);
      writeFileSync(file, ca);
      return { ...env, B24_RATE: '1000', B24_BURST: '1000', B24_CA_FILE: file };
    };

    it('says whereto, once, and sends nothing', async () => {
      const mock = await startMockPortal({ movedTo: 'https://elsewhere.invalid' });
      const { code, output } = await run(atHost(mock.environment, mock.ca));
      await mock.close();
      assert.equal(code, 2, output);
      assert.match(
        output,
        /has moved to https:\/\/elsewhere\.invalid\.\n.*B24_WEBHOOK, or set B24_FOLLOW_MOVED=1/,
      );
      assertOneMessage(output);
    });

    it('never follows to another domain', async (t) => {
      const mock = await startMockPortal({ movedTo: 'https://elsewhere.invalid' });
      t.after(() => mock.close());
      const env = { ...atHost(mock.environment, mock.ca), B24_FOLLOW_MOVED: '1' };
      await assertNotMade(env, 'TargetError', /another domain, or not HTTPS: credentials are not sent there/);
    });

    it('follows within the domain when told to', async () => {
      const there = await startMockPortal();
      const here = await startMockPortal({ movedTo: there.httpsUrl });
      const env = {
        ...atHost(here.environment, there.ca),
        B24_FOLLOW_MOVED: '1',
        B24_HTTP_URL: there.httpUrl,
      };
      const { code, output, report } = await run(env, ONE);
      await Promise.all([here.close(), there.close()]);
      assert.equal(code, 0, output);
      assert.equal(report.target.origin, there.httpsUrl);
      assert.match(output, /has moved to https:.*; this run follows it/);
      const moved = report.claims.find(({ id }) => id === 'address.moved.status');
      assert.equal(moved?.verdict, 'confirmed', 'the redirect that the run followed is evidence');
    });
  });

  for (const [certificate, message] of [
    ['expired', /The certificate of https:.* has expired/],
    ['wrong-host', /The certificate of https:.* is for another host/],
  ] as const) {
    it(`is not made on a certificate of kind ${certificate}`, async (t) => {
      const mock = await startMockPortal({ certificate });
      t.after(() => mock.close());
      const ca = join(scratch, `${certificate}.pem`);
      writeFileSync(ca, mock.ca);
      await assertNotMade({ ...mock.environment, B24_CA_FILE: ca }, 'TargetError', message);
    });
  }

  it('exits with 2 when no case was selected, and means the same folder in all its processes, wherever it is started', async () => {
    const cwd = mkdtempSync(join(scratch, 'elsewhere-'));
    const words = [
      join(ROOT, 'src', 'shell', 'compiled.mjs'),
      'conformance',
      '--grep',
      'nothing is called so',
    ];
    const env = { PATH: process.env.PATH, B24_RESULTS: 'here', B24_HISTORY: 'past/history.jsonl' };
    const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    assert.equal(code, 2, output);
    assert.match(
      output,
      /^! INCOMPLETE: Nothing was exercised: the run is not complete · exit code 2 · file:/m,
    );
    assert.ok(existsSync(join(cwd, 'here', 'claims.json')));
    assert.ok(!existsSync(join(ROOT, 'here')));
  });

  describe('against a mock portal started separately', () => {
    let mock: SeparateMock;
    before(async () => {
      mock = await startSeparateMock();
    });
    after(() => mock?.stop());

    it('keeps every credential out of everything it prints and leaves', async () => {
      const { output, folder } = await run({ ...mock.env, B24_CHAT_ID: '999999999' }, [
        '--strict',
        '--grep',
        'sendTyping (webhook · POST|OAuth token in the JSON)|@encoding|@oauth',
        '--workers',
        '1',
      ]);
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

    it('is not made when its certificate is not trusted', async () => {
      const { B24_CA_FILE: _, ...untrusting } = mock.env;
      await assertNotMade(
        untrusting,
        'TargetError',
        /signed by an authority that is not trusted.*\n.*B24_CA_FILE/,
      );
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
  ];
  for (const [what, env, message] of WRONG) {
    it(`ends with one message and 2 on ${what}`, async () => {
      const { code, output } = await run(env);
      assert.equal(code, 2, output);
      assert.match(output, message);
      assertOneMessage(output);
    });
  }

  for (const [what, options, message] of [
    [
      'results',
      ['--results', UNWRITABLE],
      /claims\.json cannot be written \(B24_RESULTS\): \S+ is not a directory/,
    ],
    ['history', ['--history', ROOT], /cannot be written \(B24_HISTORY\): it is a directory/],
  ] as const)
    it(`ends with one message and 2 where the ${what} could not be written at the end`, async () => {
      const { code, output } = await run({ B24_HISTORY: join(scratch, 'history.jsonl') }, [
        ...options,
        ...FEW,
      ]);
      assert.equal(code, 2, output);
      assert.match(output, message);
      assertOneMessage(output);
    });

  it('is not made with a CA file that is not there', async () => {
    const portal = { B24_TARGET: 'portal', B24_WEBHOOK: 'https://127.0.0.1:9/rest/1/codecode/' };
    const env = { ...portal, B24_CA_FILE: '/nowhere/ca.pem' };
    await assertNotMade(env, 'ConfigError', /^B24_CA_FILE cannot be read: ENOENT/);
  });

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

  const run = (env: Readonly<Record<string, string | undefined>>, options?: readonly string[]) =>
    runConformance(scratch, env, options);

  /**
   * That no run can be made so, and why: where there is such an error, the program ends with its message and 2, as runs of
   * other tests here do. A run and its plan are told by the same code.
   */
  const assertNotMade = (env: Readonly<Record<string, string>>, name: string, message: RegExp) => {
    const settings = readSettings({ B24_LEDGER: join(scratch, 'ledger.jsonl'), ...env });
    return assert.rejects(startPortalRun(settings, 'plan'), { name, message });
  };
});

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
