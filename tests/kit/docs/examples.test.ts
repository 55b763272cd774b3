import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type ExampleResult, judge } from '../../../src/examples/example.ts';
import { methodOf, parametersOf } from '../../../src/examples/received.ts';
import { openExamples } from '../../../src/examples/run-examples.ts';
import { loadResources } from '../../../src/run/load.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { createTarget } from '../../../src/target/target.ts';
import { type ExampleBench, openBench } from './bench.ts';

const METHOD = 'imbot.chat.sendTyping';
const HOST = 'https://**put_your_bitrix24_address**';
const HOOK = `${HOST}/rest/**put_your_user_id_here**/**put_your_webhook_here**`;
const BODY = '{"BOT_ID":39,"DIALOG_ID":"chat123","CLIENT_ID":"**put_your_client_id_here**"}';

const curl = (url: string, end = '\\', body = BODY): string =>
  `curl -X POST ${end}\n  -H "Content-Type: application/json" ${end}\n  -d '${body}' ${end}\n  ${url}`;

describe('the verdict on an example', () => {
  const call = { method: METHOD, parameters: { BOT_ID: 39 }, status: 200 };
  const differences = (given: Record<string, unknown>): string[] => ('ODD' in given ? ['sends ODD'] : []);
  const odd = { ...call, parameters: { ODD: 1 } };
  for (const [verdict, reason, observed] of [
    ['works', undefined, { calls: [call] }],
    ['works', undefined, { calls: [{ ...call, method: METHOD.toLowerCase() }] }],
    ['works', undefined, { calls: [call], said: 'a warning' }],
    ['fails', 'sends nothing: no request left', { calls: [] }],
    ['fails', 'sends nothing: TypeError', { calls: [], said: 'TypeError' }],
    ['fails', 'answered with 400 NO', { calls: [{ ...call, status: 400, error: 'NO' }] }],
    ['fails', 'answered with 200 NO', { calls: [{ ...call, error: 'NO' }] }],
    ['fails', 'sends, then fails: TypeError', { calls: [call], fault: 'TypeError' }],
    ['sends something else', 'calls profile', { calls: [{ ...call, method: 'profile' }] }],
    ['sends something else', 'sends ODD; answered with success', { calls: [odd] }],
    [
      'sends something else',
      'sends ODD; answered with 400 NO',
      { calls: [{ ...odd, status: 400, error: 'NO' }] },
    ],
    [
      'sends something else',
      'sends a body that cannot be read; answered with success',
      { calls: [{ ...call, parameters: undefined }] },
    ],
    [
      'not exercised',
      'would call user.add on the portal',
      { calls: [{ method: 'user.add', parameters: {}, status: undefined }] },
    ],
  ] as const)
    it(`${verdict}: ${JSON.stringify(observed)}`, () => {
      const judged = judge({ method: METHOD, differences }, observed);
      assert.deepEqual([judged.verdict, judged.reason], [verdict, reason]);
    });
});

it('the mock portal says nothing of methods that it does not have', () => {
  const call = { method: METHOD, parameters: {}, status: 404, error: 'ERROR_METHOD_NOT_FOUND' };
  const of = (target: 'mock' | 'portal', found: string[] = []) =>
    judge({ method: METHOD, differences: () => found }, { calls: [call] }, target);
  assert.deepEqual(of('mock'), {
    verdict: 'not exercised',
    reason: `the mock portal has no method ${METHOD}`,
  });
  assert.equal(of('portal').verdict, 'fails');
  assert.equal(of('mock', ['sends ODD']).verdict, 'sends something else');
});

describe('what a request carried', () => {
  const parse = (url: string, type: string, body: string) =>
    parametersOf(url, [['Content-Type', type]], Buffer.from(body));

  it('is read from the address and from every kind of body', async () => {
    assert.deepEqual(await parse('/rest/m?a[b]=1&c=%2B', 'application/json', '{"d":[1]}'), {
      a: { b: '1' },
      c: '+',
      d: [1],
    });
    assert.deepEqual(await parse('/rest/m', 'application/x-www-form-urlencoded', 'a[]=1&a[]=2'), {
      a: ['1', '2'],
    });
    const part = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = `${part('a[b]', '1')}${part('c', 'd&e')}--x--\r\n`;
    assert.deepEqual(await parse('/rest/m', 'multipart/form-data; boundary=x', body), {
      a: { b: '1' },
      c: 'd&e',
    });
  });

  it('is nothing where it cannot be read', async () => {
    for (const type of ['application/json', 'multipart/form-data; boundary=x'])
      assert.equal(await parse('/rest/m?b=1', type, '{"a"'), undefined);
  });

  for (const [method, url] of [
    ['profile', '/rest/profile'],
    ['user.get', '/rest/1/secret/user.get.json?x=/rest/no'],
    ['main.eventlog.list', '/rest/api/1/secret/main.eventlog.list/'],
    [undefined, '/oauth/token'],
  ] as const)
    it(`is a call of ${method}: ${url}`, () => {
      assert.equal(methodOf(url), method);
    });
});

describe('running examples on the mock portal', () => {
  let bench: ExampleBench;
  before(async () => {
    bench = await openBench({ lets: (method) => method !== 'user.get' });
  });
  after(() => bench?.close());

  const run = async (tab: string, text: string, method = METHOD): Promise<ExampleResult | undefined> => {
    const examples = [{ tab, lang: '', line: 1, text }];
    return (await bench.suite.run({ method, examples, differences: () => [] }))[0];
  };

  it('cURL: as printed, placeholders filled in', async () => {
    assert.deepEqual(await run('cURL (Webhook)', curl(`${HOOK}/${METHOD}`)), {
      tab: 'cURL (Webhook)',
      line: 1,
      verdict: 'works',
    });
    const body = '{"BOT_ID":39,"DIALOG_ID":"chat123","auth":"**put_access_token_here**"}';
    assert.equal((await run('cURL (OAuth)', curl(`${HOST}/rest/${METHOD}`, '\\', body)))?.verdict, 'works');
  });

  it('cURL: the domain by its other placeholder, and none that stands for nothing', async () => {
    const url = `https://**put.your-domain-here**/rest/${METHOD}`;
    const body = '{"BOT_ID":39,"DIALOG_ID":"chat123","auth":"**put_access_token_here**"}';
    assert.equal((await run('cURL (OAuth)', curl(url, '\\', body)))?.verdict, 'works');
    const nothing = await run('cURL', 'curl **your_handler_url_here**');
    assert.equal(
      nothing?.reason,
      'the target has nothing for your_handler_url_here: a value that the reader chooses',
    );
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

  for (const [what, words] of [
    ['a file that is sent', '-d @/etc/hostname'],
    ['a file that is sent as a part', "-F 'a=@/etc/hostname'"],
    ['a text that is read from a file', "-F 'a=<../x'"],
    ['a file that is written', '-o /tmp/b24-written'],
    ['a file written beside an option', '-o/tmp/b24-written'],
    ['settings', '-K ~/.curlrc'],
    ['a redirection', '-d @- < /etc/hostname'],
    ['a substitution', '-d "$(</etc/hostname)"'],
  ] as const)
    it(`cURL: reaches no file elsewhere: ${what}`, async () => {
      const told = await run('cURL', `curl ${words} ${HOOK}/${METHOD}`);
      assert.match(told?.reason ?? '', /^sends nothing: (curl|bash): files elsewhere are out of reach$/);
      assert.equal(existsSync('/tmp/b24-written'), false);
    });

  it('cURL: reads no address that is a file', async () => {
    assert.match(
      (await run('cURL', 'curl file:///etc/hostname'))?.reason ?? '',
      /^sends nothing: curl: \(1\)/,
    );
  });

  it('cURL: paths within texts are texts', async () => {
    const body =
      '{"BOT_ID":39,"DIALOG_ID":"chat123","CLIENT_ID":"**put_your_client_id_here**","A":"</b> a@/b"}';
    assert.equal((await run('cURL', curl(`${HOOK}/${METHOD}`, '\\', body)))?.verdict, 'works');
    const form = `curl -o answer.txt -d 'BOT_ID=39&DIALOG_ID=chat123&HREF=/a' -d CLIENT_ID=**put_your_client_id_here** ${HOOK}/${METHOD}`;
    assert.equal((await run('cURL', form))?.verdict, 'works');
  });

  it('cURL: no other host, no other program, no secret in the reason', async () => {
    const elsewhere = await run('cURL', curl('https://elsewhere.invalid/rest/1/x/imbot.chat.sendTyping'));
    assert.match(elsewhere?.reason ?? '', /^sends nothing: curl: \((5|7)\)/);
    assert.match((await run('cURL', 'ls /\n'))?.reason ?? '', /ls: command not found/);
    const secret = bench.target.access({ webhook: 'own' }, 'https').path.split('/')[3] ?? '';
    assert.ok(secret.length > 5);
    const told = await run('cURL', '**put_your_webhook_here**');
    assert.equal(told?.reason?.includes(secret), false);
  });

  it('tells of a block without a tab why it is not run', async () => {
    assert.equal((await run('', 'x'))?.reason, 'is in no tab, so its language is unknown');
  });

  it('a reason is one line, and knows no directory of ours', async () => {
    const text = "throw new Error(process.cwd() + '\\n' + import.meta.url + ' ' + 'x'.repeat(2000));";
    const { reason = '' } = (await run('JS', text)) ?? {};
    assert.match(reason, /^sends nothing: Error: \. ?/);
    assert.doesNotMatch(reason, /b24-example|\n/);
  });

  it('cURL: a reason of a readable length, whatever a program says', async () => {
    const { reason = '' } = (await run('cURL', `${'a/'.repeat(30_000)}\n`)) ?? {};
    assert.match(reason, /^sends nothing: .*a\/a\/a\/.*… \(\d+ characters\)$/);
    assert.ok(reason.length < 500, `${reason.length} characters`);
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

  it('JS: what an example catches after the answer is a failure', async () => {
    const text = `try {
  await $b24.callMethod('${METHOD}', { BOT_ID: 39, DIALOG_ID: 'chat123' })
  undefined.items
} catch (error) { alert(error) }`;
    assert.match((await run('JS', text))?.reason ?? '', /^sends, then fails: TypeError: .*items/);
  });

  it('JS: no other host, and nothing of our environment', async () => {
    const text = `if (Object.keys(process.env).some((name) => name.startsWith('B24_'))) throw new Error('leak');
const { default: https } = await import('node:https');
https.get('https://127.0.0.2:9/');`;
    const result = await run('JS', text);
    assert.match(result?.reason ?? '', /examples may go to the target only/);
  });

  for (const [what, text] of [
    ['a file', "await (await import('node:fs/promises')).readFile('/etc/hostname')"],
    ['a file to write', "(await import('node:fs')).writeFileSync('/tmp/b24-written', '')"],
    ['a program', "(await import('node:child_process')).spawnSync('ls')"],
    ['a thread', "new (await import('node:worker_threads')).Worker('1', { eval: true })"],
  ] as const)
    it(`JS: reaches ${what}: no`, async () => {
      const told = await run('JS', text);
      assert.match(told?.reason ?? '', /^sends nothing: Error: Access to this API has been restricted/);
    });

  it('JS: files of its own are its own', async () => {
    const text = `const { readFileSync, writeFileSync } = await import('node:fs');
writeFileSync('own.txt', 'x');
if (readFileSync('own.txt', 'utf8') === 'x') await $b24.callMethod('${METHOD}', { BOT_ID: 39, DIALOG_ID: 'chat123' });`;
    assert.equal((await run('JS', text))?.verdict, 'works');
  });

  it('JS (TS): types fall away, the SDK can be imported', async () => {
    const text = `import { B24OAuth } from '@bitrix24/b24jssdk'
import type { B24Frame } from '@bitrix24/b24jssdk'
declare const $b24: B24Frame
type Typing = boolean
const response = await $b24.callMethod('${METHOD}', { BOT_ID: 39, DIALOG_ID: 'chat123' } satisfies object)
const typing: Typing = response.getData().result
if (!($b24 instanceof B24OAuth) || !typing) throw new Error('not so')`;
    assert.equal((await run('JS (TS)', text))?.verdict, 'works');
  });

  it('JS: what an example complains of is the reason why it sends nothing', async () => {
    const text = "try { await $b24.noSuchThing() } catch (error) { console.error('Error:', error) }";
    assert.match((await run('JS', text))?.reason ?? '', /^sends nothing: TypeError: .*noSuchThing/);
  });

  it('does not pass on what the target is spared', async () => {
    assert.deepEqual(await run('cURL', curl(`${HOOK}/user.get`)), {
      tab: 'cURL',
      line: 1,
      verdict: 'not exercised',
      reason: 'would call user.get on the portal',
    });
  });

  it('waits for room in the request limit before each example that runs', async () => {
    let waited = 0;
    const reserve = async (): Promise<void> => void waited++;
    const paced = await openExamples({ target: bench.target, client: bench.client, reserve });
    const text = `curl ${HOOK}/profile`;
    const examples = ['cURL', 'Go', 'cURL'].map((tab) => ({ tab, lang: '', line: 1, text }));
    const results = await paced.run({ method: 'profile', examples, differences: () => [] });
    await paced.close();
    assert.deepEqual(
      [waited, results.map(({ verdict }) => verdict)],
      [2, ['works', 'not exercised', 'works']],
    );
  });

  it('needs what a portal with a webhook alone lacks', async () => {
    const { path } = bench.target.access({ webhook: 'own' }, 'https');
    const webhook = bench.target.origin('https') + path;
    const target = createTarget(readSettings({ B24_TARGET: 'portal', B24_WEBHOOK: webhook }), {
      resources: loadResources(),
      ca: bench.target.ca,
    });
    const poor = await openExamples({ target, client: bench.client });
    const tell = async (tab: string, text: string) => {
      const examples = [{ tab, lang: '', line: 1, text }];
      const [result] = await poor.run({ method: 'profile', examples, differences: () => [] });
      return result?.reason ?? result?.verdict;
    };
    assert.equal(await tell('cURL', `curl ${HOOK}/profile`), 'works');
    assert.equal(await tell('JS', "await $b24.callMethod('profile')"), 'needs B24_OAUTH_ACCESS_TOKEN');
    assert.equal(await tell('cURL', 'curl **put_access_token_here**'), 'needs B24_OAUTH_ACCESS_TOKEN');
    assert.equal(await tell('cURL', 'curl **put_your_client_id_here**'), 'needs B24_CLIENT_ID');
    assert.equal(
      await tell('cURL', 'curl **put_a_wish_here**'),
      'the target has nothing for put_a_wish_here: a value that the reader chooses',
    );
    await poor.close();
  });

  it('tells what other languages need', async () => {
    const reason = async (tab: string, text = '') => (await run(tab, text))?.reason ?? '';
    assert.match(await reason('PHP CRest'), /^needs (php in PATH and )?crest\.php, named by B24_CREST$/);
    // Some pages call a tab PHP that holds CRest.
    assert.match(await reason('PHP', "CRest::call('profile');"), /crest\.php, named by B24_CREST$/);
    assert.match(
      await reason('PHP'),
      /^needs (php in PATH and )?the Composer package bitrix24\/b24phpsdk .*B24_PHP_SDK names$/,
    );
    assert.match(await reason('Python'), /^needs (python3 in PATH and )?the package b24pysdk/);
    assert.match(
      await reason('Go'),
      /^needs (go in PATH and )?a checkout of github\.com\/bitrix24\/b24gosdk, named by B24_GO_SDK$/,
    );
    assert.match(
      await reason('BX24.js'),
      /^needs the script https:\/\/api\.bitrix24\.com\/api\/v1\/, saved in a file that B24_BX24 names$/,
    );
    assert.equal(await reason('Rust'), "nothing runs 'Rust'");
  });
});
