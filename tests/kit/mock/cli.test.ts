import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { readMockOptions, UsageError, usage } from '../../../src/mock/cli/options.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function start(t: TestContext, ...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['src/shell/compiled.mjs', 'mock', ...args], { cwd: root });
  const ended = once(child, 'exit');
  // Gently, so that it removes its CA file.
  t.after(() => (child.kill('SIGTERM') ? ended : undefined));
  return child;
}

async function run(
  t: TestContext,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(t, ...args);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`--json prints one line for a program, and ${signal} ends it`, async (t) => {
    const child = start(t, '--json', '--profile', 'self-hosted');
    const lines: string[] = [];
    const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
    await once(reader, 'line');
    const { httpsUrl, httpUrl, caFile, profile, pid, env } = JSON.parse(lines[0] ?? '');
    assert.deepEqual(
      [profile, pid, env.B24_CA_FILE, env.B24_HTTP_URL],
      ['self-hosted', child.pid, caFile, httpUrl],
    );
    const dispatcher = new Agent({ connect: { ca: readFileSync(caFile, 'utf8') } });
    t.after(() => dispatcher.destroy());
    const response = await request(`${env.B24_WEBHOOK}profile`, { dispatcher });
    assert.equal(response.statusCode, 200);
    assert.ok(env.B24_WEBHOOK.startsWith(`${httpsUrl}/rest/1/`));

    child.kill(signal);
    const [code] = await once(child, 'close');
    assert.deepEqual([code, lines.length, existsSync(caFile)], [0, 1, false]);
  });
}

test('for a person it prints lines for .env', async (t) => {
  const child = start(t);
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  while (!lines.some((line) => line.startsWith('B24_CA_FILE='))) await once(reader, 'line');
  assert.ok(lines.some((line) => /^B24_WEBHOOK=https:\/\/127\.0\.0\.1:\d+\/rest\/1\/[\w]+\/$/.test(line)));
});

test('it ends cleanly when nobody reads its output any more', async (t) => {
  const child = start(t, '--json');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('wrong options are named in one line, with a guess', () => {
  for (const [args, message] of [
    [['--profil', 'x'], "There is no option --profil; did you mean '--profile'?"],
    [['--profile', 'selfhosted'], "--profile cannot be 'selfhosted'; did you mean 'self-hosted'?"],
    [['--profile', 'Cloud'], "--profile cannot be 'Cloud'; did you mean 'cloud'?"],
    [['--fault', 'bad-gate'], "--fault: There is no fault 'bad-gate'; did you mean 'bad-gateway'?"],
    [['--fault', '{"page":"login","count":0}'], '--fault: the fault.count must be >= 1'],
    [['--fault', '{"page":"login","x":1}'], "--fault: the fault has no property 'x'"],
    [
      ['--fault', '{"code":"expired"}'],
      "--fault: There is no code 'expired' of faults; did you mean 'expired_token'?",
    ],
    [
      ['--fault', '{}'],
      '--fault: A fault has exactly one of code, error, page, prefix, oauth, not none of them',
    ],
    [['--fault', 'qqqqqqqqqq'], "--fault: There is no fault 'qqqqqqqqqq'; docs/mock.md lists them"],
    [
      ['--fault', '{"prefix":"x"}'],
      "--fault: There is no prefix 'x' of faults; there are php-warning, interim-100, interim-102, interim-103",
    ],
    [['--foo'], 'There is no option --foo; --help lists them'],
    [['--profile', 'xyz'], "--profile cannot be 'xyz'; it is one of documented, self-hosted, cloud"],
    [['--fault'], '--fault needs a value; see --help'],
    [['--certificate', 'expird'], "--certificate cannot be 'expird'; did you mean 'expired'?"],
    [['--http-port', '99999'], "--http-port must be a whole number from 0 to 65535, not '99999'"],
    [['--body-limit=-1'], "--body-limit must be a whole number from 0 to 2147483648, not '-1'"],
    [['--latency', '2s'], "--latency must be a whole number from 0 to 600000, not '2s'"],
    [['--world'], '--world needs a value; see --help'],
    [['--port', '65535'], '--port 65535 leaves no next one for plain HTTP; add --http-port N'],
    [
      ['--port', '8443', '--control-port', '8444'],
      'plain HTTP (--http-port) and --control-port are both on port 8444; give one of them another',
    ],
    [['--json=1'], '--json takes no value'],
    [['start'], "'start' is not an option; see --help"],
  ] as const) {
    assert.throws(() => readMockOptions(args), { constructor: UsageError, message });
  }
  assert.throws(() => readMockOptions(['--fault', '{page']), /^Error: --fault: '\{page' is not JSON/);
  assert.deepEqual(
    readMockOptions(['--fault', 'wrong_client', '--fault={"page":"moved","location":"/x","count":"every"}'])
      .faults,
    [{ oauth: 'wrong_client' }, { page: 'moved', location: '/x', count: 'every' }],
  );
  assert.deepEqual(
    readMockOptions(['--port', '1', '--http-port=2', '--body-limit', '3', '--world', 'w', '--limits']),
    {
      help: false,
      json: false,
      log: undefined,
      control: false,
      world: 'w',
      caDir: undefined,
      certificate: 'valid',
      httpsPort: 1,
      httpPort: 2,
      bodyLimit: 3,
      limits: { rate: 2, burst: 50 },
    },
  );
  const { httpsPort, httpPort } = readMockOptions(['--port', '8443']);
  assert.deepEqual([httpsPort, httpPort], [8443, 8444]);
  assert.equal(readMockOptions(['--port', '65535', '--http-port', '1']).httpPort, 1);
  assert.equal(readMockOptions(['--port', '0']).httpPort, undefined);
  assert.equal(readMockOptions(['--latency', '250']).latencyMs, 250);
  assert.equal(readMockOptions(['--log', '--log-bodies']).log, 'bodies');
});

test('what it cannot start with ends it with 2, and says what to do', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const inUse = `another program listens on port ${port}. End it, name another port, or leave the option out for a free one.`;
  for (const [args, message] of [
    [
      ['--world', '/no/such/world.yaml'],
      '--world cannot use this file:\n/no/such/world.yaml: cannot be read: there is no such file or folder\n' +
        'Start from fixtures/world/bot.yaml; docs/mock.md says what stands in it.',
    ],
    [['--ca-dir', 'package.json'], '--ca-dir: package.json: it is a file, not a folder'],
    [['--port', `${port}`], `--port ${port}: ${inUse}`],
    [['--port', '0', '--control-port', `${port}`], `--control-port ${port}: ${inUse}`],
  ] as const) {
    const { code, out, err } = await run(t, ...args);
    assert.deepEqual([code, out], [2, ''], args.join(' '));
    assert.equal(err.trimEnd(), message);
  }
  const help = await run(t, '--help');
  assert.deepEqual([help.code, help.out.trimEnd()], [0, usage]);
});

test('a port that is in use next to that of HTTPS is named by its own option', async (t) => {
  for (let attempt = 0; attempt < 10; attempt++) {
    const taken = createServer().listen(0, '127.0.0.1');
    t.after(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, err } = await run(
      t,
      ...['--port', `${port - 1}`, '--http-port', '0', '--control-port', `${port}`],
    );
    assert.equal(code, 2, err);
    // Another program has the port before it: another pair may be free.
    if (err.startsWith(`--port ${port - 1}:`)) continue;
    assert.ok(err.startsWith(`--control-port ${port}: another program listens on port ${port}.`), err);
    return;
  }
  assert.fail('no port was free next to one in use, ten times');
});

test('a bot finds its world, and its author sees each call', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-cli-'));
  t.after(() => rm(folder, { recursive: true }));
  const args = ['--json', '--world', 'fixtures/world/bot.yaml', '--ca-dir', folder, '--log'];
  const calls = async (): Promise<string> => {
    const child = start(t, ...args);
    const [line] = await once(createInterface(child.stdout), 'line');
    const { env, caFile } = JSON.parse(line);
    assert.equal(caFile, join(folder, 'ca.pem'));
    const dispatcher = new Agent({ connect: { ca: readFileSync(caFile, 'utf8') } });
    t.after(() => dispatcher.destroy());
    const body = JSON.stringify({ CLIENT_ID: env.B24_CLIENT_ID, BOT_ID: 39, DIALOG_ID: 'chat123' });
    const headers = { 'content-type': 'application/json' };
    const options = { dispatcher, method: 'POST', headers, body } as const;
    const { statusCode } = await request(`${env.B24_WEBHOOK}imbot.chat.sendTyping`, options);
    assert.equal(statusCode, 200);
    const log = createInterface(child.stderr);
    const [logged] = await once(log, 'line');
    child.kill('SIGTERM');
    await once(child, 'exit');
    return logged;
  };
  const form = /^\d\d:\d\d:\d\d {2}200 +\d+ ms {2}https webhook POST json {7}imbot\.chat\.sendTyping$/;
  assert.match(await calls(), form);
  const ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
  assert.match(await calls(), form);
  assert.equal(readFileSync(join(folder, 'ca.pem'), 'utf8'), ca);
});

test('--control opens the control port and says where it is', async (t) => {
  const child = start(t, '--json', '--control', '--limits');
  const [line] = await once(createInterface(child.stdout), 'line');
  const { control, env } = JSON.parse(line);
  const command = (token: string) =>
    request(control.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"do":"fault","code":"PORTAL_DELETED"}',
    });
  assert.equal((await command(control.token)).statusCode, 200);
  assert.equal((await command('wrong')).statusCode, 401);
  const answer = await request(`${env.B24_HTTP_URL}/rest/profile`);
  assert.deepEqual(
    [answer.statusCode, await answer.body.json()],
    [403, { error: 'PORTAL_DELETED', error_description: 'Portal was deleted' }],
  );
});

test('--profile cloud and --fault start a portal that answers so', async (t) => {
  const fault = '{"page":"maintenance","count":2,"credential":"webhook"}';
  const child = start(t, '--json', '--profile', 'cloud', '--fault', fault);
  const [line] = await once(createInterface(child.stdout), 'line');
  const { profile, env } = JSON.parse(line);
  assert.equal(profile, 'cloud');
  const statuses: number[] = [];
  for (let call = 0; call < 3; call++) {
    const { statusCode, headers, body } = await request(`${env.B24_HTTP_URL}/rest/1/x/profile`);
    await body.dump();
    statuses.push(statusCode);
    assert.equal('set-cookie' in headers, call === 2);
  }
  assert.deepEqual(statuses.slice(0, 2), [503, 503]);
});
