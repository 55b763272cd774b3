import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Bench, bench } from './support.ts';

/** Runs a script that uses the official SDK as it is; Node reads a private CA only at its start, hence the process. */
async function runSdk(t: TestContext, { portal }: Bench, script: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'b24-sdk-'));
  t.after(() => rm(folder, { recursive: true }));
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, portal.ca);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    env: { ...process.env, ...portal.environment, NODE_EXTRA_CA_CERTS: ca },
    timeout: 30_000,
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

test('the official JS SDK sends typing by webhook and understands an error', async (t) => {
  const script = `
    import { B24Hook } from '@bitrix24/b24jssdk';
    const { B24_WEBHOOK, B24_CLIENT_ID: CLIENT_ID, B24_CHAT_ID } = process.env;
    const b24 = B24Hook.fromWebhookUrl(B24_WEBHOOK);
    const make = (params) => b24.actions.v2.call.make({ method: 'imbot.chat.sendTyping', params, requestId: 'kit' });
    const good = await make({ CLIENT_ID, DIALOG_ID: 'chat' + B24_CHAT_ID });
    const bad = await make({ CLIENT_ID, DIALOG_ID: '' }).catch((error) => error);
    console.log(JSON.stringify({ good: good.getData().result, bad: [bad.code, bad.message, bad.status] }));
    b24.destroy();
  `;
  const seen = await runSdk(t, await bench(t), script);
  assert.deepEqual(seen, { good: true, bad: ['DIALOG_ID_EMPTY', "Dialog ID can't be empty", 400] });
});
