import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Call, loadWorld, type Stage, type World, wrapStage } from '../../../src/mock/index.ts';
import { type WatchedPortal, type WatchOptions, watchPortal } from '../portal/support.ts';
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
  '2',
];

describe('secrets are nowhere in the results, the output and the ledger', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-canary-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('of a run that fails against a portal that repeats everything it is sent', async () => {
    await onPortal({ stages: repeatEverything }, async (portal, env) => {
      const result = await startConformance(scratch, env, ['--strict', ...SOME]).ended;
      assert.equal(result.code, 1, result.output);
      assert.ok(result.report.totals.contradicted > 0);
      assertNowhere(result, portal);
    });
  });

  it('of a run whose portal dies under it', async () => {
    await onPortal({}, async (portal, env) => {
      const started = startConformance(scratch, env, SOME);
      await portal.reached(14);
      await portal.close();
      const result = await started.ended;
      assert.equal(result.code, 2, result.output);
      assertNowhere(result, portal);
    });
  });

  it('of a run whose portal refuses the webhook and repeats it, or is not trusted', async () => {
    await onPortal({ stages: repeatEverything, answer: refuseAll }, async (portal, env) => {
      const refused = await startConformance(scratch, env, SOME).ended;
      assert.equal(refused.code, 2, refused.output);
      assert.match(refused.output, /refuses the webhook: ERROR_CORE/);
      assertNowhere(refused, portal);
      const { B24_CA_FILE: _, ...untrusting } = env;
      const untrusted = await startConformance(scratch, untrusting, SOME).ended;
      assert.equal(untrusted.code, 2, untrusted.output);
      assertNowhere(untrusted, portal);
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

  function assertNowhere({ output, folder }: Run, portal: WatchedPortal): void {
    // The browser's results hold a zip of their own.
    unzipReport(folder, scratch);
    const ledger = portal.oneWebhook.B24_LEDGER ?? '';
    const texts: [string, string][] = [
      ['output', output],
      ...(existsSync(ledger) ? [['ledger', readFileSync(ledger, 'latin1')] as [string, string]] : []),
      ...filesIn(folder),
    ];
    for (const secret of [WEBHOOK, ...Object.values(CANARY)])
      for (const written of ways(secret))
        for (const [name, text] of texts)
          assert.ok(
            !text.includes(written),
            `${name} shows ${secret.slice(0, 10)}… as ${written.slice(0, 12)}…`,
          );
  }
});

describe('the search itself', () => {
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

/** A secret as it may stand in a file. */
function ways(secret: string): string[] {
  const once = encodeURIComponent(secret);
  const form = new URLSearchParams({ a: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  const named = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const slashed = json.replaceAll('/', '\\/');
  const plain = [secret, once, once.toLowerCase(), encodeURIComponent(once), form, encodeURIComponent(form)];
  const escaped = [
    json,
    JSON.stringify(json).slice(1, -1),
    slashed,
    html,
    named,
    named.replaceAll('"', '&quot;'),
  ];
  const base64 = [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // Characters that depend on what stands before and after are left out.
    const text = bytes.toString('base64').slice(shift === 0 ? 0 : 4, Math.floor(bytes.length / 3) * 4);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([...plain, ...escaped, ...base64])];
}

function filesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

/** Playwright's page carries what it shows as a zip in base64. */
function unzipReport(folder: string, scratch: string): void {
  const page = join(folder, 'playwright', 'index.html');
  if (!existsSync(page)) return;
  const [, zip] = /data:application\/zip;base64,([A-Za-z0-9+/=]+)/.exec(readFileSync(page, 'latin1')) ?? [];
  assert.ok(zip, "Playwright's page holds no zip any more");
  const file = join(mkdtempSync(join(scratch, 'zip-')), 'report.zip');
  writeFileSync(file, Buffer.from(zip, 'base64'));
  execFileSync(process.execPath, ['-e', UNZIP, file, join(folder, 'unzipped-')]);
  copyFileSync(page, join(folder, 'page.html'));
}

/** Every entry of a zip, by its central directory, inflated. */
const UNZIP = `
const fs = require('node:fs'), zlib = require('node:zlib');
const [, path, prefix] = process.argv;
const zip = fs.readFileSync(path);
const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
let at = zip.readUInt32LE(end + 16);
const count = zip.readUInt16LE(end + 10);
for (let index = 0; index < count; index++) {
  const size = zip.readUInt32LE(at + 20), local = zip.readUInt32LE(at + 42);
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(from, from + size);
  fs.writeFileSync(prefix + index, zip.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(data) : data);
  at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
}
if (count === 0) process.exit(1);`;

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
