import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openExamples } from '../../src/examples/run-examples.ts';
import { loadResources, ROOT } from '../../src/run/load.ts';
import { readSettings } from '../../src/target/environment.ts';
import { createTarget } from '../../src/target/target.ts';
import { type ExampleBench, openBench } from '../kit/docs/bench.ts';

/** JS (UMD) examples of documentation pages in a real browser, against the embedded mock portal. */
test.describe('JS (UMD) examples', () => {
  test.describe.configure({ mode: 'serial' });
  let bench: ExampleBench;
  test.beforeAll(async () => {
    bench = await openBench();
  });
  test.afterAll(() => bench?.close());

  const run = async (script: string, version = '2') => {
    const text = `<script src="https://unpkg.com/@bitrix24/b24jssdk@${version}/dist/umd/index.min.js"></script>
<script>
  document.addEventListener('DOMContentLoaded', async () => {
    try {
      const $b24 = await B24Js.initializeB24Frame()
      ${script}
    } catch (error) {
      console.error(error)
    }
  })
</script>`;
    const examples = [{ tab: 'JS (UMD)', lang: 'html', line: 1, text }];
    const differences = (given: Record<string, unknown>): string[] => ('ODD' in given ? ['sends ODD'] : []);
    return (await bench.suite.run({ method: 'imbot.chat.sendTyping', examples, differences }))[0];
  };
  const TYPING = { BOT_ID: 39, DIALOG_ID: 'chat123' };
  const call = (method: string, parameters: object) =>
    `await $b24.actions.v2.call.make({ method: '${method}', params: ${JSON.stringify(parameters)} })`;

  test('work as printed, framed as in a portal', async () => {
    expect(await run(call('imbot.chat.sendTyping', TYPING))).toEqual({
      tab: 'JS (UMD)',
      line: 1,
      verdict: 'works',
    });
  });

  test('are told to have been run with another version than they load', async () => {
    const { warnings } = (await run(call('imbot.chat.sendTyping', TYPING), '1')) ?? {};
    expect(warnings).toEqual([expect.stringMatching(/^loads version 1 of the SDK, was run with 2\./)]);
  });

  test('fail where the portal refuses, where they send nothing, and where they call something else', async () => {
    const reason = async (script: string) => (await run(script))?.reason;
    expect(await reason(call('imbot.chat.sendTyping', {}))).toBe('answered with 400 DIALOG_ID_EMPTY');
    expect(await reason('$b24.noSuchThing()')).toMatch(/^sends nothing: TypeError.*noSuchThing/);
    expect(await reason(call('profile', {}))).toBe('calls profile');
    expect(await reason(call('imbot.chat.sendTyping', { ...TYPING, ODD: 1 }))).toBe(
      'sends ODD; answered with success',
    );
  });

  test('need an access token, which a portal with a webhook alone has not', async () => {
    const { path } = bench.target.access({ webhook: 'own' }, 'https');
    const webhook = bench.target.origin('https') + path;
    const target = createTarget(readSettings({ B24_TARGET: 'portal', B24_WEBHOOK: webhook }), {
      resources: loadResources(),
    });
    const poor = await openExamples({ target, client: bench.client });
    const examples = [{ tab: 'JS (UMD)', lang: 'html', line: 1, text: '' }];
    const [result] = await poor.run({ method: 'profile', examples, differences: () => [] });
    await poor.close();
    expect(result?.reason).toBe('needs B24_OAUTH_ACCESS_TOKEN');
  });

  test('reach no other host', async () => {
    const { reason } = (await run("await fetch('https://elsewhere.invalid/rest/1/x/profile')")) ?? {};
    expect(reason).toMatch(/^sends nothing: .*(ERR_FAILED|Failed to fetch)/);
  });
});

/** BX24.js examples with a small library of the same protocol: the vendor's own cannot be had from npm. */
test.describe('BX24.js examples', () => {
  test.describe.configure({ mode: 'serial' });
  let bench: ExampleBench;
  test.beforeAll(async () => {
    bench = await openBench({ libraries: { bx24: join(ROOT, 'tests/kit/docs/libraries/bx24/bx24.js') } });
  });
  test.afterAll(() => bench?.close());

  const run = async (text: string): Promise<string | undefined> => {
    const examples = [{ tab: 'BX24.js', lang: 'js', line: 1, text }];
    const [result] = await bench.suite.run({
      method: 'imbot.chat.sendTyping',
      examples,
      differences: () => [],
    });
    return result?.reason ?? result?.verdict;
  };
  const call = (method: string, parameters: object, callback = '') =>
    `BX24.callMethod('${method}', ${JSON.stringify(parameters)}, function (result) { ${callback} });`;
  const TYPING = { BOT_ID: 39, DIALOG_ID: 'chat123' };

  test('work as printed, when the library is ready', async () => {
    expect(await run(call('imbot.chat.sendTyping', TYPING, 'console.log(result.data());'))).toBe('works');
  });

  test('fail where the portal refuses, and where they send nothing, or something else', async () => {
    expect(await run(call('imbot.chat.sendTyping', {}))).toBe('answered with 400 DIALOG_ID_EMPTY');
    expect(await run('nowhere();')).toMatch(/^sends nothing: ReferenceError: nowhere/);
    expect(await run('BX24.callMethod(;')).toMatch(/^sends nothing: SyntaxError/);
    expect(await run(call('profile', {}))).toBe('calls profile');
  });

  test('get an answer where they ask the reader', async () => {
    const ask = "if (prompt('id') !== '1') throw new Error('no answer');";
    expect(await run(ask + call('imbot.chat.sendTyping', TYPING))).toBe('works');
  });

  test('fail where their callback does', async () => {
    expect(await run(call('imbot.chat.sendTyping', TYPING, 'result.data().items.length'))).toMatch(
      /^sends, then fails: TypeError/,
    );
  });
});
