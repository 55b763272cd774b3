import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Agent, request } from 'undici';
import type { Har } from '../../../src/recording/har.gen.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { ROOT } from '../../../src/run/load.ts';
import { filesBelow, runConformance, startSeparateMock } from '../suite/support.ts';

let scratch: string;
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'b24-recording-'));
});
after(() => rm(scratch, { recursive: true, force: true }));

/** Loaded first of all: whoever opens a connection ends the program. A pipe to another process is none. */
const NO_NETWORK = `data:text/javascript,${encodeURIComponent(`
  import net from 'node:net';
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...words) {
    const [first] = words.flat();
    if (typeof first === 'object' && first?.path !== undefined) return connect.apply(this, words);
    console.error('A CONNECTION WAS OPENED');
    process.exit(99);
  };
`)}`;

/** A report says of itself that it is of a recording, so that it is compared with its like. */
const withoutTimes = ({ startedAt: _, durationMs: __, selection: ___, ...report }: ClaimsReport) => report;

test('a recorded run is judged again without a network: same claims.json, same exit code', async () => {
  const path = join(scratch, 'run.har');
  const few = ['--grep', 'access token over plain HTTP|imbot.chat.updateTitle', '--workers', '1'];
  const env = { B24_MOCK_PROFILE: 'self-hosted' };
  const live = await runConformance(scratch, env, ['--record', path, ...few]);
  const again = await runConformance(scratch, { NODE_OPTIONS: `--import=${NO_NETWORK}` }, ['--from', path]);
  assert.equal(live.code, 1, live.output);
  assert.equal(again.code, 1, again.output);
  assert.ok(live.report.cases.run > 20);
  assert.deepEqual(withoutTimes(again.report), withoutTimes(live.report));
  assert.match(again.output, /expected the error INVALID_REQUEST, got HTTP 200/);
  for (const name of ['index.html', 'summary.md', 'junit.xml', 'badge.json', 'history.jsonl'])
    assert.ok(existsSync(join(again.folder, name)), name);
  const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har;
  for (const { startedDateTime = '', time = -1 } of log.entries)
    assert.ok(Date.parse(startedDateTime) > 1e12 && time >= 0);
  assert.ok(log.entries.every(({ _b24 }) => _b24?.case && (_b24.send === undefined || _b24.step)));
});

test('so is a run on a portal, with what it made, shared among workers and renewed', async () => {
  const mock = await startSeparateMock();
  const path = join(scratch, 'portal.har');
  const {
    B24_CLIENT_ID: _,
    B24_BOT_ID: __,
    B24_CHAT_ID: ___,
    B24_FOREIGN_BOT_ID: ____,
    B24_OAUTH_BOT_ID: _____,
    B24_OAUTH_EXPIRED_TOKEN: expired = '',
    ...env
  } = mock.env;
  const portal = {
    ...env,
    B24_ALLOW_PROVISION: '1',
    B24_OAUTH_ACCESS_TOKEN: expired,
    B24_TOKEN_FILE: join(scratch, 'tokens.json'),
  };
  const few = ['--grep', 'imbot.chat.updateTitle|access token', '--workers', '2'];
  try {
    const live = await runConformance(scratch, portal, ['--record', path, ...few]);
    const again = await runConformance(scratch, {}, ['--from', path]);
    assert.equal(again.code, live.code, live.output);
    assert.deepEqual(withoutTimes(again.report), withoutTimes(live.report));
    const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har;
    assert.ok(log.entries.some(({ _b24 }) => _b24?.evidence === 'renewal'));
    assert.ok(log.entries.some(({ _b24 }) => _b24?.borrowed !== undefined));
    assert.ok(live.report.cases.run > 20);
    const text = readFileSync(path, 'utf8');
    for (const name of ['B24_WEBHOOK', 'B24_OAUTH_REFRESH_TOKEN', 'B24_OAUTH_CLIENT_SECRET'])
      assert.ok(!text.includes(mock.env[name]?.split('/').filter(Boolean).at(-1) ?? ''), name);
  } finally {
    await mock.stop();
  }
});

test('a run that cannot keep its exchanges is not made', async () => {
  const path = join(ROOT, 'package.json', 'run.har');
  const { code, output } = await runConformance(scratch, {}, ['--record', path]);
  assert.equal(code, 2, output);
  assert.match(output, /the recording cannot be written: .*ENOTDIR/);
});

test('a file that is no recording ends in one message and exit code 2', async () => {
  const path = join(scratch, 'broken.har');
  await writeFile(path, '{"log":{"entries":[{"request":{}}]}}');
  const { code, output, folder } = await runConformance(scratch, {}, ['--from', path]);
  assert.equal(code, 2, output);
  assert.match(output, /The recording cannot be judged:\n .*broken\.har: entry 1 \(line 1\): expected/);
  assert.ok(!existsSync(join(folder, 'claims.json')));
  assert.doesNotMatch(output, /^ +at /m);
});

test('the recording of another program leaves the results of a run', async () => {
  const { code, output, folder, report } = await runConformance(scratch, {}, [
    '--from',
    join(import.meta.dirname, 'fiddler.har'),
  ]);
  assert.equal(code, 1, output);
  assert.match(output, /3 of 3 entries are calls to https:\/\/intranet\.example\.org that could be judged/);
  assert.deepEqual(report.target, { kind: 'portal', origin: 'https://intranet.example.org' });
  const results = filesBelow(folder);
  for (const secret of ['fiddleraccesstoken', 'fiddlerh00kc0de9', 'fiddlerclientid', 'fiddlerproxypassword'])
    assert.ok(!results.includes(secret), secret);
  assert.ok(results.includes('**put_your_webhook_here**'));
});

test('the mock records every client, without secrets, and the recording is judged', async () => {
  const path = join(scratch, 'mock.har');
  const mock = await startSeparateMock(['--record', path]);
  const { env } = mock;
  const dispatcher = new Agent({ connect: { ca: readFileSync(env.B24_CA_FILE ?? '', 'utf8') } });
  const call = async (address: string, headers: Record<string, string>, body?: string) =>
    (
      await request(address, {
        dispatcher,
        method: body === undefined ? 'GET' : 'POST',
        headers,
        body: body ?? null,
      })
    ).body.text();
  const json = { 'content-type': 'application/json', accept: 'application/json' };
  const valid = {
    BOT_ID: Number(env.B24_BOT_ID),
    DIALOG_ID: `chat${env.B24_CHAT_ID}`,
    CLIENT_ID: env.B24_CLIENT_ID,
  };
  await call(`${env.B24_WEBHOOK}imbot.chat.sendTyping`, json, JSON.stringify(valid));
  const { origin } = new URL(env.B24_WEBHOOK ?? '');
  const bearer = {
    authorization: `Bearer ${env.B24_OAUTH_ACCESS_TOKEN}`,
    cookie: 'PHPSESSID=somebodysession1; b=x1',
  };
  await call(`${origin}/rest/profile`, bearer);
  const renewal = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: env.B24_OAUTH_CLIENT_ID ?? '',
    client_secret: env.B24_OAUTH_CLIENT_SECRET ?? '',
    refresh_token: env.B24_OAUTH_REFRESH_TOKEN ?? '',
  });
  const handedOut = JSON.parse(await call(`${origin}/oauth/token/?${renewal}`, {})) as Record<string, string>;
  await dispatcher.close();
  await mock.stop();
  const recorded = readFileSync(path, 'utf8');
  assert.equal((JSON.parse(recorded) as Har).log.entries.length, 3);
  const secrets = [
    ...Object.entries(env)
      .filter(([name]) => /WEBHOOK|TOKEN|SECRET|CLIENT_ID/.test(name))
      .map(([, value]) => value.split('/').filter(Boolean).at(-1) ?? ''),
    handedOut.access_token ?? '',
    handedOut.refresh_token ?? '',
    'somebodysession1',
  ];
  for (const secret of secrets) assert.ok(secret.length > 3 && !recorded.includes(secret), secret);
  assert.ok(!recorded.includes('b=x1'));
  const { code, report } = await runConformance(scratch, {}, ['--from', path]);
  assert.equal(code, 0);
  assert.ok(report.claims.some(({ id, verdict }) => id === 'request.post.json' && verdict === 'confirmed'));
});

test('the mock says where it cannot write', async () => {
  const { spawnSync } = await import('node:child_process');
  const words = ['src/shell/compiled.mjs', 'mock', '--record', join(ROOT, 'package.json', 'x.har')];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /^--record cannot write .*x\.har: /);
});
