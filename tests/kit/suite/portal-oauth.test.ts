import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SEED_BOTS, watchPortal } from '../portal/support.ts';
import { claimIds, runConformance } from './support.ts';

/** Cases by access token, some by webhook, and the authorization server's own. */
const SOME = 'sendTyping .*OAuth|@oauth|@encoding';
/** Cases that make what is removed by the secret it was made with. */
const MAKING = '(imbot.v2.Bot|imbot.command|imbot.chat.set)\\S* webhook · ';
const BY_TOKEN = 'imbot.chat.sendTyping.CLIENT_ID.oauth';

describe('a run with an access token that has expired', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-oauth-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('renews it once for all workers, keeps the new pair, and removes what cases make by the secret that was given', async () => {
    const { portal, result, tokenFile } = await run({}, `${SOME}|${MAKING}`, 2);
    assert.equal(result.code, 0, result.output);
    assert.equal(portal.issued, 1);
    const { report } = result;
    assert.deepEqual(
      report.claims.filter(({ reason }) => /access token has expired/.test(reason ?? '')).map(({ id }) => id),
      [],
    );
    const confirmed = claimIds(report, ({ verdict }) => verdict === 'confirmed');
    assert.ok(confirmed.includes(BY_TOKEN));
    // What the run did for itself is evidence, and none of it may be read.
    for (const field of ['get', 'json', 'access_token', 'expires.moment', 'expires_in', 'user_id'])
      assert.ok(confirmed.includes(`oauth.renewal.${field}`), field);
    const kept = JSON.parse(readFileSync(tokenFile, 'utf8')) as Record<string, string>;
    assert.ok(portal.state?.tokens.has(kept.access_token ?? ''));
    assert.ok(portal.state?.refreshTokens.has(kept.refresh_token ?? ''));
    assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
    // Every id is given: nothing is made but by cases that change a thing, and nothing stays but what no method removes.
    assert.match(result.output, /^ {2}created +.*\bspare \d+/m);
    assert.deepEqual(portal.bots(), SEED_BOTS);
    assert.ok(!existsSync(portal.oneWebhook.B24_LEDGER ?? ''));
    assert.match(
      result.output,
      /^ {2}left +post \d+: .*\n +group [\d, ]+: no method deletes a chat; .*\n\n/m,
    );
  });

  it('goes on by webhook where the refresh token serves no more, and says why and what for', async () => {
    const { portal, result, tokenFile } = await run(
      {
        B24_OAUTH_REFRESH_TOKEN: 'refresh-token-of-last-year',
      },
      SOME,
      1,
    );
    assert.equal(result.code, 0, result.output);
    assert.equal(portal.issued, 0);
    assert.ok(!existsSync(tokenFile));
    assert.equal(result.output.match(/The access token could not be renewed/g)?.length, 1);
    assert.match(
      result.output,
      /invalid_grant, which means: the refresh token is no longer valid; authorize/,
    );
    const { report } = result;
    const claim = report.claims.find(({ id }) => id === BY_TOKEN);
    assert.equal(claim?.verdict, 'not-exercised');
    const renewal = report.claims.find(({ id }) => id === 'oauth.renewal.get');
    assert.match(renewal?.reason ?? '', /^the run was refused what it asked for: HTTP 400 invalid_grant/);
    assert.match(claim?.reason ?? '', /could not be renewed: invalid_grant, which means/);
    const confirmed = claimIds(report, ({ verdict }) => verdict === 'confirmed');
    assert.ok(confirmed.includes('encoding.percent'), confirmed.join());
    assert.equal(report.totals.contradicted, 0);
    // Every id is given: nothing is made but what cases change, and that is removed.
    assert.deepEqual(portal.bots(), SEED_BOTS);
    assert.match(result.output, /^ {2}left +nothing$/m);
  });

  async function run(change: Record<string, string>, cases: string, workers: number) {
    const portal = await watchPortal({ scratch });
    const tokenFile = join(mkdtempSync(join(scratch, 'tokens-')), 'tokens.json');
    const { B24_OAUTH_EXPIRED_TOKEN: expired, ...environment } = portal.mock.environment;
    try {
      const env = {
        ...environment,
        ...portal.oneWebhook,
        B24_OAUTH_ACCESS_TOKEN: expired,
        B24_TOKEN_FILE: tokenFile,
        ...change,
      };
      return {
        portal,
        result: await runConformance(scratch, env, ['--grep', cases, '--workers', String(workers)]),
        tokenFile,
      };
    } finally {
      await portal.close();
    }
  }
});
