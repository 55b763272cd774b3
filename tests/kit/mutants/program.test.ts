import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startMockPortal } from '../../../src/mock/index.ts';
import { errors, together, withCode, without } from '../../../src/mutants/changes.ts';
import { type Difference, variations } from '../../../src/mutants/index.ts';
import { isExcused } from '../../../src/report/build.ts';
import { ROOT } from '../../../src/run/load.ts';
import { claimIds, filesBelow, runConformance } from '../suite/support.ts';

/** What the matrix proves of the judge, through the whole program: Playwright, reporter, exit code. */
describe('the whole program', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-mutants-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  /** Starts a portal with a difference in this process and lets the main job test it as any portal. */
  async function runAgainst({ profile: _, ...difference }: Difference, options: readonly string[]) {
    const mock = await startMockPortal(difference);
    const ca = join(mkdtempSync(join(scratch, 'ca-')), 'ca.pem');
    writeFileSync(ca, mock.ca);
    try {
      const env = { ...mock.environment, B24_CA_FILE: ca, B24_RATE: '100', B24_BURST: '500' };
      return {
        ...(await runConformance(scratch, env, ['--workers', '1', ...options])),
        secrets: mock.environment,
      };
    } finally {
      await mock.close();
    }
  }

  /** One fault that must fail the run, and one that must not: a text that is another and holds a secret. */
  it('exits with 1, names what is broken, and keeps a secret that a portal echoes out of everything', async () => {
    const { code, output, report, folder, secrets } = await runAgainst(together(without('https'), ECHO), [
      '--grep',
      'sendTyping (webhook over plain HTTP|BOT_ID of no bot)',
    ]);
    assert.equal(code, 1, output);
    const red = claimIds(report, (one) => one.verdict === 'contradicted' && !isExcused(one));
    assert.ok(red.includes('system.INVALID_REQUEST.code'), red.join());
    const [echoed, others] = [/\.BOT_ID_ERROR\.text$/, ['system.INVALID_REQUEST.code', 'request.v2-https']];
    assert.ok(
      red.some((claim) => echoed.test(claim)),
      red.join(),
    );
    assert.deepEqual(
      red.filter((claim) => !echoed.test(claim) && !others.includes(claim)),
      [],
    );
    assert.match(output, /expected the error INVALID_REQUEST, got HTTP 200/);
    assert.match(output, /^ {6}\S+\.md › /m);
    const secret = /\/rest\/\d+\/([^/]+)\//.exec(secrets.B24_WEBHOOK ?? '')?.[1] ?? '';
    assert.ok(secret.length > 4);
    assert.ok(!output.includes(secret));
    assert.ok(!filesBelow(folder).includes(secret));
  });

  it('exits with 0 for a portal that differs as it may', async () => {
    const { code, output } = await runAgainst(variationOf('zone-negative-half-hour'), [
      '--grep',
      '(sendTyping|server.time|user.get) webhook · GET',
    ]);
    assert.equal(code, 0, output);
  });
});

/** The text of an unknown bot echoes the address that was called, secret and all. */
const ECHO = errors(
  ({ body }, call) => ({
    body: { error_description: `${String(body.error_description)}: ${call.request.target}` },
  }),
  withCode('BOT_ID_ERROR'),
);

/** `npm run mutants` as a user starts it. */
describe('npm run mutants', { concurrency: 2 }, () => {
  async function run(...options: string[]): Promise<{ code: number; output: string; error: string }> {
    const child = spawn(process.execPath, ['src/shell/compiled.mjs', 'mutants', ...options], {
      cwd: ROOT,
    });
    let [output, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output, error };
  }

  it('shows one mutant to a stranger: what came, and which sentence says otherwise', async () => {
    const { code, output, error } = await run('--why', 'https-not-required');
    assert.equal(code, 0, error);
    assert.match(output, /^https-not-required: Plain HTTP is accepted\.$/m);
    assert.match(output, /before: HTTP 401 .*INVALID_REQUEST/);
    assert.match(output, /now: {4}HTTP 200 /);
    assert.match(output, /expected the error INVALID_REQUEST, got HTTP 200/);
    assert.match(output, /turned red: .*system\.INVALID_REQUEST\.code/);
  });

  it('refuses a mutant that does not exist and guesses at it', async () => {
    const { code, error } = await run('--why', 'https-not-requird');
    assert.equal(code, 2);
    assert.match(error, /^npm run mutants: there is no mutant 'https-not-requird'.*'https-not-required'/);
    assert.equal(error.trim().split('\n').length, 1);
  });

  it('shows one that is written by hand with the sentence that says otherwise', async () => {
    const { code, output, error } = await run('--why', 'batch-wants-a-scope');
    assert.equal(code, 0, error);
    assert.match(output, /where: \S+\.md › /);
    assert.match(output, /^curl /m);
    assert.match(output, /turned red: .*batch\.any-user/);
  });

  it('refuses an option that does not exist', async () => {
    const { code, error } = await run('--nonsense');
    assert.equal(code, 2);
    assert.match(error, /^npm run mutants: .*--nonsense/);
  });

  it('refuses --why beside --json', async () => {
    const { code, error } = await run('--why', 'https-not-required', '--json', 'x.json');
    assert.equal(code, 2);
    assert.match(error, /--why shows one portal alone/);
  });
});

const found = <T extends { id: string }>(list: readonly T[], id: string): T => {
  const one = list.find((each) => each.id === id);
  assert.ok(one, id);
  return one;
};
const variationOf = (id: string): Difference => differenceOf(found(variations, id));
const differenceOf = ({ stages }: Difference): Difference => (stages ? { stages } : {});
