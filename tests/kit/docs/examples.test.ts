import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ExampleResult, judge } from '../../../src/suite/examples/example.ts';
import { runExamples } from '../../../src/suite/examples/run-examples.ts';
import { type OpenTarget, openTarget } from '../../../src/suite/open-target.ts';
import { readSettings } from '../../../src/target/environment.ts';

const METHOD = 'imbot.chat.sendTyping';
const HOST = 'https://**put_your_bitrix24_address**';
const HOOK = `${HOST}/rest/**put_your_user_id_here**/**put_your_webhook_here**`;
const BODY = '{"BOT_ID":39,"DIALOG_ID":"chat123","CLIENT_ID":"**put_your_client_id_here**"}';

const curl = (url: string, end = '\\', body = BODY): string =>
  `curl -X POST ${end}\n  -H "Content-Type: application/json" ${end}\n  -d '${body}' ${end}\n  ${url}`;

describe('the verdict on an example', () => {
  const call = { method: METHOD, status: 200 };
  for (const [verdict, observed] of [
    ['works', { calls: [call] }],
    ['works', { calls: [{ ...call, method: METHOD.toLowerCase() }] }],
    ['fails', { calls: [] }],
    ['fails', { calls: [{ ...call, status: 400, error: 'NO' }] }],
    ['fails', { calls: [{ ...call, error: 'NO' }] }],
    ['fails', { calls: [call], fault: 'TypeError' }],
    ['sends something else', { calls: [{ ...call, method: 'profile' }] }],
  ] as const)
    it(`${verdict}: ${JSON.stringify(observed)}`, () => {
      assert.equal(judge(METHOD, { ...observed, calls: [...observed.calls] }).verdict, verdict);
    });
});

describe('running examples on the mock portal', () => {
  let open: OpenTarget;
  before(async () => {
    open = await openTarget(readSettings({}));
  });
  after(() => open.close());

  const run = async (tab: string, text: string): Promise<ExampleResult | undefined> =>
    (await runExamples([{ tab, lang: '', line: 1, text }], METHOD, open.target))[0];

  it('cURL: as printed, placeholders filled in', async () => {
    assert.deepEqual(await run('cURL (Webhook)', curl(`${HOOK}/${METHOD}`)), {
      tab: 'cURL (Webhook)',
      line: 1,
      verdict: 'works',
    });
    const body = '{"BOT_ID":39,"DIALOG_ID":"chat123","auth":"**put_access_token_here**"}';
    assert.equal((await run('cURL (OAuth)', curl(`${HOST}/rest/${METHOD}`, '\\', body)))?.verdict, 'works');
  });

  it('cURL: lines that end in a slash send nothing', async () => {
    const result = await run('cURL (Webhook)', curl(`${HOOK}/${METHOD}`, '/'));
    assert.equal(result?.verdict, 'fails');
    assert.match(result?.reason ?? '', /^sends nothing: curl: \(3\)/);
  });

  it("cURL: another method than the page's, and an error as an answer", async () => {
    assert.equal((await run('cURL', curl(`${HOOK}/profile`)))?.verdict, 'sends something else');
    const refused = await run(
      'cURL',
      curl(`${HOOK}/${METHOD}`, '\\', '{"CLIENT_ID":"**put_your_client_id_here**"}'),
    );
    assert.deepEqual([refused?.verdict, refused?.reason], ['fails', 'answered with 400 DIALOG_ID_EMPTY']);
  });

  it('cURL: no other host, no other program, no secret in the reason', async () => {
    const elsewhere = await run('cURL', curl('https://elsewhere.invalid/rest/1/x/imbot.chat.sendTyping'));
    assert.match(elsewhere?.reason ?? '', /^sends nothing: curl: \((5|7)\)/);
    assert.match((await run('cURL', 'ls /\n'))?.reason ?? '', /ls: command not found/);
    const secret = open.target.access({ webhook: 'own' }, 'https').path.split('/')[3] ?? '';
    assert.ok(secret.length > 5);
    const told = await run('cURL', '**put_your_webhook_here**');
    assert.equal(told?.reason?.includes(secret), false);
  });

  it('JS: with the SDK from npm, and its warning', async () => {
    const text = `const response = await $b24.callMethod('${METHOD}', { BOT_ID: 39, DIALOG_ID: 'chat123' });
console.log(response.getData().result);`;
    assert.deepEqual(await run('JS', text), {
      tab: 'JS',
      line: 1,
      verdict: 'works',
      warnings: ['the SDK calls what it uses deprecated'],
    });
  });

  it('JS: no other host, and nothing of our environment', async () => {
    const text = `if (Object.keys(process.env).some((name) => name.startsWith('B24_'))) throw new Error('leak');
const { default: https } = await import('node:https');
https.get('https://127.0.0.2:9/');`;
    const result = await run('JS', text);
    assert.match(result?.reason ?? '', /examples may go to the target only/);
  });

  it('tells what other languages need', async () => {
    assert.deepEqual(await run('PHP CRest', ''), {
      tab: 'PHP CRest',
      line: 1,
      verdict: 'not exercised',
      reason: 'needs php and crest.php',
    });
  });
});
