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

test('the official JS SDK runs batches, as a list and as a map', async (t) => {
  const script = `
    import { B24Hook } from '@bitrix24/b24jssdk';
    const { B24_WEBHOOK, B24_CLIENT_ID: CLIENT_ID } = process.env;
    const b24 = B24Hook.fromWebhookUrl(B24_WEBHOOK);
    const typing = (DIALOG_ID) => ({ method: 'imbot.chat.sendTyping', params: { CLIENT_ID, DIALOG_ID } });
    const options = { isHaltOnError: false, returnAjaxResult: true };
    const run = async (calls) => (await b24.actions.v2.batch.make({ calls, options })).getData();
    const seen = (answers) => Object.fromEntries(
      Object.entries(answers).map(([key, each]) => [key, each.isSuccess ? each.getData().result : each.getErrorMessages()]),
    );
    const list = await run([typing('7'), typing('')]);
    const map = await run({ bad: typing('0'), me: { method: 'profile' }, linked: typing('chat$result[me][ID]') });
    console.log(JSON.stringify({ list: seen(list), map: seen(map) }));
    b24.destroy();
  `;
  const it = await bench(t);
  const { list, map } = (await runSdk(t, it, script)) as {
    list: unknown;
    map: { bad: unknown; me: { NAME: string }; linked: unknown };
  };
  const refused = ["Dialog ID can't be empty"];
  assert.deepEqual(list, { 0: true, 1: refused });
  assert.deepEqual([map.bad, map.linked, map.me.NAME], [refused, true, 'Klaus']);
  assert.deepEqual(
    it.portal.control.typing().map((event) => event.dialogId),
    ['7', 'chat1'],
  );
});

test('the official JS SDK renews an expired token and goes on', async (t) => {
  const script = `
    import { B24OAuth } from '@bitrix24/b24jssdk';
    const { env } = process;
    const b24 = new B24OAuth(
      {
        applicationToken: 'none', userId: 1, memberId: 'mock', domain: env.B24_OAUTH_SERVER, status: 'L', issuer: 'store',
        accessToken: env.B24_OAUTH_EXPIRED_TOKEN, refreshToken: env.B24_OAUTH_REFRESH_TOKEN,
        expires: Math.floor(Date.now() / 1000) + 600, expiresIn: 3600, scope: 'imbot',
        clientEndpoint: env.B24_OAUTH_SERVER + '/rest/', serverEndpoint: env.B24_OAUTH_SERVER + '/rest/',
      },
      { clientId: env.B24_OAUTH_CLIENT_ID, clientSecret: env.B24_OAUTH_CLIENT_SECRET },
    );
    let renewed;
    b24.setCallbackRefreshAuth(async ({ authData }) => { renewed = authData.access_token; });
    const answer = await b24.actions.v2.call.make({ method: 'imbot.chat.sendTyping', params: { DIALOG_ID: '7' } });
    console.log(JSON.stringify({ result: answer.getData().result, renewed }));
    b24.destroy();
  `;
  const { result, renewed } = (await runSdk(t, await bench(t), script)) as {
    result: unknown;
    renewed: string;
  };
  assert.equal(result, true);
  assert.match(renewed, /^mockaccesstoken00issued/);
});

test("the official JS SDK's list helpers find every deal once, page by page", async (t) => {
  const script = `
    import { B24Hook } from '@bitrix24/b24jssdk';
    const b24 = B24Hook.fromWebhookUrl(process.env.B24_WEBHOOK);
    const { call, callList, fetchList } = b24.actions.v2;
    const params = { entityTypeId: 2, select: ['id', 'title'] };
    const all = await callList.make({ method: 'crm.item.list', params, idKey: 'id', customKeyForResult: 'items' });
    const pages = [];
    for await (const page of fetchList.make({ method: 'crm.deal.list', params: { select: ['ID'] }, idKey: 'ID' }))
      pages.push(page.map((deal) => Number(deal.ID)));
    const counted = await call.make({ method: 'crm.deal.list', params: { select: ['ID'] } });
    console.log(JSON.stringify({ all: all.getData().map((deal) => deal.id), pages, total: counted.getTotal() }));
    b24.destroy();
  `;
  const seen = (await runSdk(t, await bench(t), script)) as {
    all: number[];
    pages: number[][];
    total: number;
  };
  assert.ok(seen.total > 50, `${seen.total} deals are no more than a page`);
  assert.equal(new Set(seen.all).size, seen.total);
  assert.deepEqual(seen.pages.flat(), seen.all);
  assert.deepEqual(
    seen.pages.map(({ length }) => length),
    [...Array(Math.floor(seen.total / 50)).fill(50), seen.total % 50],
  );
});

for (const profile of ['self-hosted', 'cloud'] as const) {
  test(`the official JS SDK works with a portal of the profile ${profile}`, async (t) => {
    const script = `
      import { B24Hook } from '@bitrix24/b24jssdk';
      const { B24_WEBHOOK, B24_CLIENT_ID: CLIENT_ID } = process.env;
      const b24 = B24Hook.fromWebhookUrl(B24_WEBHOOK);
      const typing = (DIALOG_ID) => ({ method: 'imbot.chat.sendTyping', params: { CLIENT_ID, DIALOG_ID } });
      const options = { isHaltOnError: false, returnAjaxResult: true };
      const one = await b24.actions.v2.call.make({ ...typing('7'), requestId: 'kit' });
      const many = (await b24.actions.v2.batch.make({ calls: { good: typing('7'), bad: typing('') }, options })).getData();
      const seen = Object.entries(many).map(([key, each]) => [key, each.isSuccess]);
      console.log(JSON.stringify({ one: one.getData().result, many: Object.fromEntries(seen) }));
      b24.destroy();
    `;
    const seen = await runSdk(t, await bench(t, { profile }), script);
    assert.deepEqual(seen, { one: true, many: { good: true, bad: false } });
  });
}
