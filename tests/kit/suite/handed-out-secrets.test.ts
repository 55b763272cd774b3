import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Answer, type Stage, type Value, wrapStage } from '../../../src/mock/index.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract } from '../../../src/run/load.ts';
import { runAll } from '../../../src/run/run-all.ts';
import { openTarget } from '../../../src/shell/open-target.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { watchPortal } from '../portal/support.ts';
import { assertNowhere, textsOf } from './find-secrets.ts';
import { startConformance } from './support.ts';

const SOME = 'webhook · POST with a JSON body|an & that is not encoded|a field of an earlier result';

describe('what a portal hands out is nowhere in the results and the output', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-handed-out-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('of a run whose every answer holds new secrets, at every place', async () => {
    const planted = plant();
    const portal = await watchPortal({ stages: planted.stages, scratch });
    const summary = join(scratch, 'step-summary.md');
    const env = {
      ...portal.oneWebhook,
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
    };
    try {
      const run = await startConformance(scratch, env, [
        '--grep',
        SOME,
        '--strict',
        '--suggest-deviations=-',
        '--workers',
        '1',
      ]).ended;
      const texts = textsOf(run, scratch, portal.oneWebhook.B24_LEDGER, summary);
      const all = texts.map(([, text]) => text).join('\n');
      assert.equal(run.code, 1, run.output);
      assert.deepEqual(planted.unused(), []);
      for (const placeholder of PLACEHOLDERS) assert.ok(all.includes(placeholder), `no ${placeholder}`);
      assert.match(all, /PHPSESSID=\*\*session_cookie\*\*; path=\/; secure; HttpOnly/);
      assert.match(all, /qmb=\*\*session_cookie\*\*; path=\//);
      assert.ok(planted.secrets.size > 60);
      assertNowhere([...planted.secrets], texts);
    } finally {
      await portal.close();
    }
  });

  it('of the runner without any test runner', async () => {
    const planted = plant({ repeats: true });
    const portal = await watchPortal({ stages: planted.stages, scratch });
    try {
      const { target, close } = await openTarget(
        readSettings({
          ...portal.mock.environment,
          B24_TARGET: 'portal',
          B24_CA_FILE: portal.oneWebhook.B24_CA_FILE,
        }),
      );
      const cases = loadCases('pairwise').filter(
        ({ tags }) => tags.includes('batch') || tags.includes('encoding'),
      );
      const report = JSON.stringify(await runAll(loadContract(), cases, target));
      await close();
      assert.deepEqual(planted.unused(), []);
      for (const secret of planted.secrets) assert.ok(!report.includes(secret), secret);
      // What is no secret is still told.
      assert.match(report, /"result\\?":/);
      assert.match(report, /date_start/);
    } finally {
      await portal.close();
    }
  });
});

const PLACEHOLDERS = [
  '**session_cookie**',
  '**csrf_token**',
  '**member_id**',
  '**signed_link**',
  '**licence_hash**',
  '**application_token**',
  '**webhook_code**',
];

/** Bodies in the place of an answer's. */
type Planting = (secret: (kind: string) => string, answer: Answer) => Partial<Answer>;

const html = (text: string, change: Partial<Answer> = {}): Partial<Answer> => ({
  text,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  ...change,
});
const json = (body: { [key: string]: Value }, change: Partial<Answer> = {}): Partial<Answer> => ({
  text: JSON.stringify(body),
  headers: { 'content-type': 'application/json; charset=utf-8' },
  ...change,
});

/** As portals hand such values out, each at another place. */
const PLANTINGS: Readonly<Record<string, Planting>> = {
  nested: (secret) =>
    json({
      result: {
        user: { sessid: secret('csrf'), MEMBER_ID: secret('member') },
        files: [
          {
            DOWNLOAD_URL: `https://p.test/rest/download.json?auth=${secret('auth')}&token=disk%7C${secret('link')}`,
          },
        ],
      },
    }),
  batch: (secret) =>
    json({
      result: {
        result: {
          file: { urlMachine: `https://p.test/rest/1/${secret('hook')}/download/?token=${secret('link')}` },
        },
        result_error: {
          other: { error: 'X', error_description: `bad application_token=${secret('application')}` },
        },
      },
    }),
  inText: (secret) =>
    json(
      {
        error: 'ERROR_CORE',
        error_description: `Upstream said {"access_token":"${secret('access')}","refresh_token":"${secret('refresh')}"} to Bearer ${secret('bearer')}`,
      },
      { status: 400 },
    ),
  form: (secret) =>
    html(
      `<!DOCTYPE html><html><head><meta name="csrf-token" content="${secret('csrf')}"></head><body><script>BX.message({'bitrix_sessid':'${secret('csrf')}'});</script>` +
        `<form><input value='${secret('csrf')}' type="hidden" name="sessid"></form></body></html>`,
    ),
  redirect: (secret) =>
    html('', {
      status: 302,
      headers: {
        location: `https://user${secret('user')}:${secret('password')}@p.test/auth/?sessid=${secret('csrf')}&code=${secret('code')}#signature=${secret('link')}`,
      },
    }),
  xml: (secret) => ({
    text: `<response><result><access_token>${secret('access')}</access_token><member_id><![CDATA[${secret('member')}]]></member_id><url>https://p.test/?a=1&amp;signature=${secret('link')}</url></result></response>`,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
  }),
  warning: (secret) => html(`<br />\n<b>Warning</b>: sessid => ${secret('csrf')} in x.php\n{"result":true}`),
};

/**
 * Stages of a portal that plants secrets in each answer to a case.
 *
 * @param repeats whether an answer also repeats some of the answer before; another process could not know those
 */
function plant({ repeats = false } = {}) {
  const secrets = new Set<string>();
  const left = new Set(Object.keys(PLANTINGS));
  let last = '';
  let turn = 0;
  const secret = (kind: string): string => {
    const value = `${kind}SECRET${kind}${String(secrets.size).padStart(6, '0')}`;
    secrets.add(value);
    return value;
  };
  const stages = (standard: readonly Stage[]): readonly Stage[] =>
    wrapStage(standard, 'render', async (call, run) => {
      const answer = await run(call);
      if (!answer) return answer;
      const cookies = [
        `PHPSESSID=${secret('session')}; path=/; secure; HttpOnly`,
        `BITRIX_SM_UIDH="${secret('uidh')};${secret('tail')}"; expires=Wed, 21 Oct 2026 07:28:00 GMT; path=/`,
        `XSRF-TOKEN=%7B%22${secret('encoded')}%22%7D; path=/`,
        'qmb=0.; path=/',
        'result=true; path=/',
      ];
      const headers: Record<string, unknown> = {
        'set-cookie': cookies,
        'x-bitrix-csrf-token': secret('csrf'),
        'x-powered-cms': `Bitrix Site Manager (${secret('licence')})`,
        ...(last === '' ? {} : { 'x-last': `again ${last}` }),
      };
      // The suite's own errands must succeed, or there would be no run.
      const errand = !/sendtyping|batch/.test(call.method);
      const names = Object.keys(PLANTINGS);
      const name = names[(errand ? turn : turn++) % names.length] ?? '';
      const planted = errand ? {} : (PLANTINGS[name]?.(secret, answer) ?? {});
      if (!errand) left.delete(name);
      if (repeats) last = [...secrets].slice(-3).join(' ');
      return {
        ...answer,
        ...planted,
        headers: { ...answer.headers, ...planted.headers, ...(headers as Record<string, string>) },
      };
    });
  return { secrets, stages, unused: () => [...left] };
}
