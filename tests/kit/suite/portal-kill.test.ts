import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { randomBy } from '../../../src/base/random.ts';
import type { Call, Stage } from '../../../src/mock/index.ts';
import { SEED_BOTS, watchPortal } from '../portal/support.ts';
import { killRun } from './kill-run.ts';
import { runConformance, startConformance } from './support.ts';

const SEED = Number(process.env.CONFORMANCE_KILL_SEED ?? 4);
const MOMENTS = Number(process.env.CONFORMANCE_KILLS ?? 3);
/** The call that registers the first bot; before it are the questions what the credentials are. */
const FIRST = 10;
/** Calls of such a run, preparation included, but for the last two, which tidy up. */
const CALLS = 31;
const FEW = ['--grep', '@encoding', '--workers', '2'];

/** Killed without notice, at moments when the portal has done what it was asked and nobody has heard so. */
describe('a run that is killed', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-kill-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const [index, moment] of moments().entries())
    it(`at call ${moment} leaves nothing that ${index % 4 === 1 ? 'the next run' : '--cleanup'} does not remove`, async () => {
      let calls = 0;
      let killed = false;
      const answer = async (call: Call, run: Stage['run']) => {
        const answered = await run(call);
        calls++;
        if (calls === moment) killed = killRun(ledger);
        return answered;
      };
      const portal = await watchPortal({ scratch, answer, latencyMs: 3 });
      const ledger = portal.oneWebhook.B24_LEDGER ?? '';
      const tokenFile = join(mkdtempSync(join(scratch, 'tokens-')), 'tokens.json');
      const { B24_OAUTH_EXPIRED_TOKEN: expired, B24_CLIENT_ID: _, ...environment } = portal.mock.environment;
      const env = {
        ...environment,
        ...portal.oneWebhook,
        B24_BOT_ID: undefined,
        B24_FOREIGN_BOT_ID: undefined,
        B24_OAUTH_BOT_ID: undefined,
        B24_CHAT_ID: undefined,
        B24_OAUTH_ACCESS_TOKEN: expired,
        B24_TOKEN_FILE: tokenFile,
      };
      try {
        const { code, output } = await startConformance(scratch, env, FEW).ended;
        assert.ok(killed, output);
        assert.notEqual(code, 0, output);
        if (index === 0) {
          const before = portal.bots();
          const plan = await runConformance(scratch, env, ['--plan']);
          assert.equal(plan.code, 0, plan.output);
          assert.match(plan.output, /^ {2}left +bot \S+ by earlier runs; the next run removes it first/m);
          assert.deepEqual(portal.bots(), before, 'a plan removes nothing');
        }
        const next = await runConformance(scratch, env, index % 4 === 1 ? FEW : ['--cleanup']);
        assert.equal(next.code, 0, next.output);
        assert.deepEqual(portal.bots(), SEED_BOTS, next.output);
        assert.ok(!existsSync(ledger), next.output);
        if (portal.issued === 0) return;
        const { refresh_token: kept = '' } = JSON.parse(readFileSync(tokenFile, 'utf8')) as Record<
          string,
          string
        >;
        assert.ok(portal.state?.refreshTokens.has(kept), 'the refresh token is lost');
      } finally {
        await portal.close();
      }
    });

  /** The call that registers the first bot, and others by chance, the same each time. */
  function moments(): number[] {
    const next = randomBy(SEED);
    return [
      FIRST,
      ...Array.from({ length: MOMENTS - 1 }, () => FIRST + Math.floor(next() * (CALLS - FIRST))),
    ];
  }
});
