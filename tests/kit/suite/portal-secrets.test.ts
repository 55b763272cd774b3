import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Call, loadWorld, type Stage, type World, wrapStage } from '../../../src/mock/index.ts';
import { type WatchedPortal, type WatchOptions, watchPortal } from '../portal/support.ts';
import { assertNowhere, finderOf, textsOf, ways } from './find-secrets.ts';
import { type Run, startConformance } from './support.ts';

/** Told apart from anything else, with characters that are written in several ways. */
const CANARY = {
  B24_CLIENT_ID: `canary/client+id%41"'&<x>=1`,
  B24_OAUTH_CLIENT_ID: 'local.canary0application.77',
  B24_OAUTH_CLIENT_SECRET: 'canarySecret/+%2F"quoted"&0001',
  B24_OAUTH_ACCESS_TOKEN: 'canaryaccess0000000000000000000000000000000000000000000000000000000001',
  B24_OAUTH_REFRESH_TOKEN: 'canaryrefresh000000000000000000000000000000000000000000000000000000002',
};
const WEBHOOK = 'canaryhook0full01';
const SOME = [
  '--grep',
  '@encoding|OAuth token in the JSON body · POST with (a JSON|an url)',
  '--workers',
  '1',
];

describe('secrets are nowhere in the results, the output and the ledger', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-canary-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('of a run that fails against a portal that repeats everything it is sent', async () => {
    await onPortal({ stages: repeatEverything }, async (portal, env) => {
      const result = await startConformance(scratch, env, ['--strict', ...SOME]).ended;
      assert.equal(result.code, 1, result.output);
      assert.ok(result.report.totals.contradicted > 0);
      nowhere(result, portal);
    });
  });

  it('of a run whose portal dies under it', async () => {
    await onPortal({}, async (portal, env) => {
      const started = startConformance(scratch, env, SOME);
      // A run that ends before is not waited for.
      await Promise.race([portal.reached(14), started.ended]);
      await portal.close();
      const result = await started.ended;
      assert.equal(result.code, 2, result.output);
      nowhere(result, portal);
    });
  });

  it('of a run whose portal refuses the webhook and repeats it, or is not trusted', async () => {
    await onPortal({ stages: repeatEverything, answer: refuseAll }, async (portal, env) => {
      const refused = await startConformance(scratch, env, SOME).ended;
      assert.equal(refused.code, 2, refused.output);
      assert.match(refused.output, /refuses the webhook in B24_WEBHOOK: ERROR_CORE/);
      nowhere(refused, portal);
      const { B24_CA_FILE: _, ...untrusting } = env;
      const untrusted = await startConformance(scratch, untrusting, SOME).ended;
      assert.equal(untrusted.code, 2, untrusted.output);
      nowhere(untrusted, portal);
    });
  });

  async function onPortal(
    options: Omit<WatchOptions, 'scratch'>,
    use: (portal: WatchedPortal, env: Record<string, string>) => Promise<void>,
  ) {
    const portal = await watchPortal({ world: await canaryWorld(), ...options, scratch });
    const env = {
      ...portal.oneWebhook,
      ...CANARY,
      B24_OAUTH_SERVER: portal.mock.httpsUrl,
      B24_TOKEN_FILE: join(mkdtempSync(join(scratch, 'tokens-')), 'tokens.json'),
    };
    try {
      await use(portal, env);
    } finally {
      await portal.close();
    }
  }

  const nowhere = (run: Run, portal: WatchedPortal): void =>
    assertNowhere([WEBHOOK, ...Object.values(CANARY)], textsOf(run, scratch, portal.oneWebhook.B24_LEDGER));
});

describe('the search itself', () => {
  it('finds one of many words wherever it stands, and nothing else', () => {
    const words = ['abc', 'abcdefgh', 'xyzw1', 'xyzw2', 'ß4/+=5'];
    const find = finderOf(words);
    for (const word of words)
      for (const text of [word, `${word} and more`, `before ${word}`, `ab${word}xy`, `xyz${word}`])
        assert.ok(text.includes(find(text) ?? 'nothing'), text);
    assert.deepEqual(
      ['', 'ab', 'xyzw', 'xyzw3', 'ABCDEFGH', 'b c'].map(find),
      Array.from({ length: 6 }, () => undefined),
    );
    assert.throws(
      () => assertNowhere(['not-to-be-seen'], [['page', `a ${btoa('-not-to-be-seen')}`]]),
      /page shows not-to-be-seen/,
    );
  });

  it('finds a secret in every form that it looks for', () => {
    const secret = CANARY.B24_CLIENT_ID;
    for (const around of ['', 'x', 'xy']) {
      const text = Buffer.from(`${around}${secret} and more`).toString('base64');
      assert.ok(ways(secret).some((way) => text.includes(way)));
    }
    for (const text of [
      encodeURIComponent(secret),
      JSON.stringify(secret),
      new URLSearchParams({ secret }).toString(),
    ])
      assert.ok(
        ways(secret).some((way) => text.includes(way)),
        text,
      );
  });
});

/** The seed world with distinctive secrets. */
async function canaryWorld(): Promise<World> {
  const seed = await loadWorld();
  const swap: Record<string, string> = {
    mock0hook0full01: WEBHOOK,
    mock0webhook0client0id0own000001: CANARY.B24_CLIENT_ID,
    'local.mock0oauth0app.00000001': CANARY.B24_OAUTH_CLIENT_ID,
    mockOauthSecretWithBots00000000000000000000000001: CANARY.B24_OAUTH_CLIENT_SECRET,
    mockaccesstoken00valid0000000000000000000000000000000000000000000000001: CANARY.B24_OAUTH_ACCESS_TOKEN,
    mockrefreshtoken0valid0000000000000000000000000000000000000000000000001: CANARY.B24_OAUTH_REFRESH_TOKEN,
  };
  const known = (value: unknown): unknown => (typeof value === 'string' ? (swap[value] ?? value) : value);
  return JSON.parse(JSON.stringify(seed, (_, value: unknown) => known(value))) as World;
}

/** Sends back address, headers and body in every answer, in all the ways a careless portal might. */
function repeatEverything(stages: readonly Stage[]): readonly Stage[] {
  return wrapStage(stages, 'render', (call, run) => {
    const { target, headers, body } = call.request;
    const sent = `${target} ${JSON.stringify(headers)} ${Buffer.from(body).toString('utf8')}`;
    const everything = [
      sent,
      encodeURIComponent(sent),
      Buffer.from(sent).toString('base64'),
      ...values(call),
    ];
    const old = call.answer?.body;
    // The suite's own errands must succeed, or there would be no run.
    if (call.answer && old && ('error' in old || /sendtyping|batch|time|get$/.test(call.method)))
      call.answer = {
        ...call.answer,
        headers: { ...call.answer.headers, 'x-sent': encodeURIComponent(sent) },
        body: {
          ...old,
          ...('error' in old ? { error_description: everything.join(' | ') } : { result: everything }),
        },
      };
    return run(call);
  });
}

const values = (call: Call): string[] =>
  [...call.parameters.values()].flatMap((value) =>
    typeof value === 'string' ? [value, btoa(encodeURI(value))] : [],
  );

const refuseAll = () => ({ status: 401, headers: {}, body: { error: 'ERROR_CORE', error_description: '' } });
