import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { chromium, expect, test } from '@playwright/test';
import { type MockPortal, startMockPortal } from '../../src/mock/index.ts';
import { findChromium } from '../../src/run/find-chromium.ts';
import { filesBelow, runConformance } from '../kit/suite/support.ts';

/** Chromium trusts this key alone, in place of the CA, which only an administrator can give it. */
async function keyOf({ httpsUrl, ca }: MockPortal): Promise<string> {
  const { hostname: host, port } = new URL(httpsUrl);
  const socket = connect({ host, port: Number(port), ca });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const { publicKey } = new X509Certificate(socket.getPeerCertificate().raw);
  socket.destroy();
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

test('what Chromium has recorded of calls to the mock is judged, and its secrets stay out of the results', async () => {
  const scratch = test.info().outputPath('recording');
  const path = test.info().outputPath('chromium.har');
  const mock = await startMockPortal();
  const { environment: env } = mock;
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: [`--ignore-certificate-errors-spki-list=${await keyOf(mock)}`],
  });
  try {
    const context = await browser.newContext({ recordHar: { path, content: 'embed' } });
    await context.addCookies([{ name: 'PHPSESSID', value: 'browsersession0001', url: mock.httpsUrl }]);
    const page = await context.newPage();
    await page.goto(`${env.B24_WEBHOOK}profile`);
    const call = (address: string, options: object) =>
      page.evaluate(
        `fetch(${JSON.stringify(address)}, ${JSON.stringify({ method: 'POST', ...options })}).then((answer) => answer.text())`,
      );
    const json = { Accept: 'application/json', 'Content-Type': 'application/json' };
    const ids = { BOT_ID: Number(env.B24_BOT_ID), DIALOG_ID: `chat${env.B24_CHAT_ID}` };
    const method = 'imbot.chat.sendTyping';
    await call(`${env.B24_WEBHOOK}${method}`, {
      headers: json,
      body: JSON.stringify({ ...ids, CLIENT_ID: env.B24_CLIENT_ID }),
    });
    await call(`${env.B24_WEBHOOK}${method}`, {
      headers: json,
      body: JSON.stringify({ BOT_ID: ids.BOT_ID, CLIENT_ID: env.B24_CLIENT_ID }),
    });
    await call(`${mock.httpsUrl}/rest/${method}`, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        DIALOG_ID: ids.DIALOG_ID,
        BOT_ID: env.B24_OAUTH_BOT_ID ?? '',
        auth: env.B24_OAUTH_ACCESS_TOKEN ?? '',
      }).toString(),
    });
    await call(
      `${mock.httpsUrl}/oauth/token/?${new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: env.B24_OAUTH_CLIENT_ID ?? '',
        client_secret: env.B24_OAUTH_CLIENT_SECRET ?? '',
        refresh_token: env.B24_OAUTH_REFRESH_TOKEN ?? '',
      })}`,
      {},
    );
    await context.close();
  } finally {
    await browser.close();
    await mock.close();
  }

  mkdirSync(scratch, { recursive: true });
  const { code, output, report, folder } = await runConformance(scratch, {}, ['--from', path]);
  expect(output).toContain('4 of 5 entries are calls to');
  expect(code).toBe(0);
  const confirmed = report.claims.filter(({ verdict }) => verdict === 'confirmed').map(({ id }) => id);
  for (const id of [
    'imbot.chat.sendTyping.result',
    'imbot.chat.sendTyping.DIALOG_ID.required',
    'imbot.chat.sendTyping.DIALOG_ID_EMPTY.code',
    'request.post.json',
    'request.auth.form',
    'headers.accept',
    'answer.json.media-type',
    'time.start.moment',
  ])
    expect(confirmed).toContain(id);

  const recorded = readFileSync(path, 'utf8');
  const results = (filesBelow(folder) + output).toLowerCase();
  const secrets = Object.entries(env)
    .filter(([name]) => /WEBHOOK|TOKEN|SECRET|CLIENT_ID/.test(name))
    .map(([, value]) => value.split('/').filter(Boolean).at(-1) ?? '');
  const sent = [...secrets, 'browsersession0001'].filter((secret) => recorded.includes(secret));
  expect(sent.length).toBeGreaterThan(5);
  for (const secret of sent) expect(results).not.toContain(secret.toLowerCase());
});
