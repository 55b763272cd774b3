import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { watchPortal } from '../portal/support.ts';
import { runConformance } from './support.ts';

/** What a process of a run was like when it ended. */
interface Seen {
  worker: boolean;
  environment: Record<string, string>;
  folder: { mode: number; files: { mode: number; text: string }[] } | null;
}

/** Writes it down at the end of every process, as a line of a file. */
const DESCRIBE = `
import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
const environment = { ...process.env };
process.on('exit', () => {
  const path = process.env.CONFORMANCE_RUN;
  const look = () => ({
    mode: statSync(path).mode & 0o777,
    files: readdirSync(path).map((name) => ({
      mode: statSync(path + '/' + name).mode & 0o777,
      text: readFileSync(path + '/' + name, 'utf8'),
    })),
  });
  const worker = process.env.TEST_WORKER_INDEX !== undefined;
  const folder = worker && path ? look() : null;
  appendFileSync(FILE, JSON.stringify({ worker, environment: { ...environment, ...process.env }, folder }) + '\\n');
});`;

describe('the environment of workers', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-environment-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('holds no secret but what the user himself put there, and the folder of the run is private and ends with it', async () => {
    const portal = await watchPortal({ scratch });
    const tokenFile = join(scratch, 'tokens.json');
    const seenFile = join(scratch, 'seen.jsonl');
    const script = DESCRIBE.replace('FILE', JSON.stringify(seenFile));
    const { B24_OAUTH_EXPIRED_TOKEN: expired = '', ...environment } = portal.mock.environment;
    const {
      B24_CLIENT_ID: _client,
      B24_CHAT_ID: _chat,
      B24_BOT_ID: _bot,
      B24_OAUTH_BOT_ID: _other,
      ...rest
    } = environment;
    const given: Record<string, string> = {
      ...rest,
      ...portal.oneWebhook,
      // The run has to find a token, register bots and make up a CLIENT_ID.
      B24_OAUTH_ACCESS_TOKEN: expired,
      B24_TOKEN_FILE: tokenFile,
      B24_ALLOW_PROVISION: '1',
    };
    try {
      const words = ['--grep', 'OAuth token|@encoding', '--workers', '2'];
      const observed = {
        ...given,
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
      };
      const { code, output } = await runConformance(scratch, observed, words);
      assert.equal(code, 0, output);
      assert.match(output, /^ {2}created +bot/m);
    } finally {
      await portal.close();
    }
    const processes = readFileSync(seenFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Seen);
    const workers = processes.filter(({ worker }) => worker);
    assert.ok(workers.length >= 2, `${workers.length} workers`);
    const kept = JSON.parse(readFileSync(tokenFile, 'utf8')) as Record<string, string>;
    const secrets = [kept.access_token ?? '', kept.refresh_token ?? ''];
    for (const secret of secrets) assert.ok(secret.length > 16, 'the run has renewed its token');

    for (const { environment: seen, folder } of processes) {
      // A B24_ name that the user did not set, or another value under it, was put there by the suite.
      for (const [name, value] of Object.entries(seen))
        if (name.startsWith('B24_') && !['B24_LEDGER', 'B24_RESULTS'].includes(name))
          assert.equal(value, given[name], `${name} in the environment of a process`);
      const everything = JSON.stringify([seen, folder]);
      for (const secret of secrets) assert.ok(!everything.includes(secret), 'a token of the run');
      assert.doesNotMatch(JSON.stringify(seen), /coordinator/, 'what is handed on is not in the environment');
    }
    for (const { environment: seen, folder } of workers) {
      assert.equal(folder?.mode, 0o700);
      assert.deepEqual(
        folder?.files.map(({ mode }) => mode),
        [0o600],
      );
      const [file] = folder?.files ?? [];
      const { context } = JSON.parse(file?.text ?? '{}') as { context?: Record<string, unknown> };
      assert.ok(context?.coordinator, 'workers are told of the coordinator in the file');
      assert.ok(!existsSync(seen.CONFORMANCE_RUN ?? '/'), 'the folder has ended with the run');
    }
  });
});
