import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startPortalRun } from '../../../src/shell/portal-run.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { RULES, type Rule, type StandIn, startStandIn } from './stand-in.ts';
import { assertIncomplete, claimIds, type Run, runConformance } from './support.ts';

/** The whole program on portals that refuse some of what it is given. */
describe('a run on a portal', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-preflight-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  const BY_TOKEN = [
    '--grep',
    'sendTyping (OAuth token in the JSON|access token|BOT_ID of no bot)|@oauth',
    '--workers',
    '1',
  ];
  /** Of several methods that need what must be made or given, and of one that needs nothing. */
  const UNMADE = ['--grep', '(imbot.chat.*|profile) webhook · POST with a JSON', '--workers', '1'];

  it('is not green where no claim of the method was exercised, and says how that is mended', async () => {
    const ended = await run({}, leastOf, UNMADE);
    assert.equal(ended.code, 2, ended.output);
    assert.equal(ended.report.totals.contradicted, 0);
    assert.ok(ended.report.totals.confirmed > 0);
    const why = 'needs B24_ALLOW_PROVISION=1, or B24_CLIENT_ID and B24_BOT_ID';
    assertIncomplete(ended, new RegExp(`^No claim of imbot.chat.sendTyping\\b.* was exercised: ${why}`));
    assert.match(
      ended.output,
      new RegExp(`attention +No claim of imbot.chat.sendTyping\\b.* will be exercised: ${why}`),
    );
    assert.match(
      ended.output,
      new RegExp(`No claim of imbot.chat.sendTyping\\b.* was exercised: ${why}.*the run is not complete`),
    );
  });

  for (const [rule, unusable] of [
    [
      'disk quota',
      /^the access token cannot be used: ERROR_OAUTH|^B24_OAUTH_\w+ cannot be used: ERROR_OAUTH/,
    ],
    ['side tokens expired', /^B24_OAUTH_\w+ has expired/],
  ] as const)
    it(`contradicts nothing for a credential that cannot be used: ${rule}`, async () => {
      const { code, output, report } = await run(RULES[rule], (all) => all, BY_TOKEN);
      assert.equal(code, 0, output);
      assert.equal(report.totals.contradicted, 0);
      const found = claimIds(report, (claim) => unusable.test(claim.reason ?? ''));
      assert.ok(found.length >= 3, found.join());
      assert.ok(
        claimIds(report, ({ verdict }) => verdict === 'confirmed').includes(
          'imbot.chat.sendTyping.BOT_ID_ERROR.code',
        ),
      );
    });

  it('names the scope that a webhook lacks, and contradicts nothing', async () => {
    const noScope = (all: Record<string, string>) => ({
      ...leastOf(all),
      B24_WEBHOOK: all.B24_WEBHOOK_NO_SCOPE,
      B24_ALLOW_PROVISION: '1',
    });
    const { code, output, report } = await run({}, noScope, UNMADE);
    assert.equal(code, 2, output);
    assert.equal(report.totals.contradicted, 0);
    assert.match(
      output,
      /No claim of imbot\.chat\.sendTyping, .* and \d+ more was exercised: needs the scope imbot for the webhook/,
    );
  });

  it('ends before the first case for a CLIENT_ID of somebody else', async () => {
    await onStandIn(RULES.none, async (portal) => {
      const env = { ...portal.environment, B24_CLIENT_ID: 'someoneelsesclientid0001' };
      const { code, output } = await runConformance(scratch, env);
      assert.equal(code, 2, output);
      assert.match(output, /The configuration is wrong/);
      assert.match(output, /B24_BOT_ID and B24_CLIENT_ID do not belong together/);
      assert.ok(!portal.calls.includes('imbot.chat.sendtyping'), portal.calls.join());
      assert.doesNotMatch(output, /will run/);
    });
  });

  // Where there is such an error, the program ends with its message and 2, as above.
  for (const [what, step, rule, change, name, message] of [
    [
      'a CLIENT_ID of somebody else',
      'plan',
      RULES.none,
      { B24_CLIENT_ID: 'someoneelsesclientid0001' },
      'ConfigError',
      /B24_BOT_ID and B24_CLIENT_ID do not belong together/,
    ],
    ['an expired licence', 'run', RULES.coupon, {}, 'TargetError', /licence of the portal has expired/],
    ['a user who was dismissed', 'plan', RULES['dismissed user'], {}, 'TargetError', /dismissed user/],
  ] as const)
    it(`makes no ${step} for ${what}`, async () => {
      await onStandIn(rule, async (portal) => {
        const settings = readSettings({ ...portal.environment, ...change });
        await assert.rejects(startPortalRun(settings, step), { name, message });
        assert.ok(!portal.calls.includes('imbot.chat.sendtyping'), portal.calls.join());
      });
    });

  async function onStandIn<T>(rule: Rule, use: (portal: StandIn) => Promise<T>): Promise<T> {
    const portal = await startStandIn(rule, { scratch });
    try {
      return await use(portal);
    } finally {
      await portal.close();
    }
  }

  const run = (
    rule: Rule,
    change: (all: Record<string, string>) => Record<string, string | undefined>,
    options: readonly string[],
  ): Promise<Run> =>
    onStandIn(rule, (portal) => runConformance(scratch, change(portal.environment), options));
});

/** The variables of a user who has one webhook. */
function leastOf(all: Record<string, string>): Record<string, string | undefined> {
  const names = [
    'B24_TARGET',
    'B24_WEBHOOK',
    'B24_CA_FILE',
    'B24_HTTP_URL',
    'B24_LEDGER',
    'B24_RATE',
    'B24_BURST',
  ];
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
