import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Call, type Stage, wrapStage } from '../../../src/mock/index.ts';
import { isExcused } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { refusal, SEED_BOTS, type WatchedPortal, type WatchOptions, watchPortal } from '../portal/support.ts';
import { assertIncomplete, claimIds, type Run, runConformance, startConformance } from './support.ts';

/** A limit that makes a run take seconds. */
const LIMITS = { rate: 40, burst: 50 };
const PACED = { B24_RATE: '40', B24_BURST: '50' };
/** What stands before a portal answers in its place. */
const GATEWAY = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  text: '<html><title>502 Bad Gateway</title></html>',
};

/** Cases that register bots of their own. */
const FEW = ['--grep', '@encoding', '--workers', '1'];

/** The whole program against a portal with a limit, as the nightly job runs it. */
describe('a run on a portal', { concurrency: 2 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-portal-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('needs one webhook, keeps to the limit and leaves the portal as it was', async () => {
    await onPortal({ limits: LIMITS, latencyMs: 3 }, async (portal) => {
      const { code, output, report } = await run(portal, { ...PACED, B24_PART: '2' });
      assert.equal(code, 0, output);
      assert.ok(portal.calls.length <= 600, `${portal.calls.length} requests, where 600 are allowed`);
      assert.match(output, /^ {2}will run +\d+ claims by \d+ cases, part 2 of 2: /m);
      assert.match(output, /^ {2}part +2 of 2; the runs of other days try the rest/m);
      assert.equal(report.selection?.part, 'part 2 of 2');
      assert.equal(portal.refused, 0, 'the limit was met by its own doing');
      assertAllButWaiting(
        report,
        /^needs B24_|^cannot be provoked on a portal|was not answered|^left for the run of another day|the vendor's cloud|too few records|has not moved/,
      );
      assert.ok(report.totals.confirmed > 100);
      assertTidy(portal);
      assert.match(output, /^ {2}target +https:\/\/127\.0\.0\.1:\d+\n {2}webhook +Klaus Weber/m);
      assert.match(output, /^ {2}created +bot \d+, \d+.*; /m);
      assert.match(output, /^ {2}removed +.*\bbot \d+, \d+/m);
      assert.match(output, /^ {2,}(left +)?.*\bchat \d+.*: no method deletes a chat/m);
    });
  });

  it('plans with a few questions, and changes nothing', async () => {
    await onPortal({ limits: LIMITS }, async (portal) => {
      const { code, output } = await run(portal, {}, ['--plan']);
      assert.equal(code, 0, output);
      assert.deepEqual(portal.calls, ['', 'profile', 'scope', 'methods']);
      assertTidy(portal);
      assert.match(output, /^ {2}will run +\d+ claims by \d+ cases, part \d of 2: /m);
      assert.match(output, /^ {2}requests +about \d+\n {2}time +about \d+ s at this rate$/m);
      const { output: cleanup, code: cleaned } = await run(portal, {}, ['--cleanup']);
      assert.deepEqual([cleaned, cleanup], [0, '  nothing was left behind\n']);
    });
  });

  it('contradicts nothing of methods that the portal does not have, and is no success', async () => {
    // imbot.v2.* are controllers, which no list shows.
    const stages = (standard: readonly Stage[]) =>
      wrapStage(standard, 'method-known', (call, run) =>
        /^imbot\.(v2|command)\./.test(call.method)
          ? refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
          : run(call),
      );
    await onPortal({ stages }, async (portal) => {
      const ended = await run(portal, {}, [
        '--grep',
        '(imbot.v2.Bot.get|imbot.command.register) webhook · ',
        '--workers',
        '1',
      ]);
      assert.equal(ended.code, 2, ended.output);
      assert.deepEqual(
        claimIds(ended.report, (claim) => claim.verdict === 'contradicted' && !isExcused(claim)),
        [],
      );
      assertIncomplete(
        ended,
        /No claim of imbot\.v2\.Bot\.get .*: the portal has no method imbot\.v2\.Bot\.get/,
      );
      assertTidy(portal);
    });
  });

  it('finds and removes what it made where PHP writes messages before the answers', async () => {
    const stages = (standard: readonly Stage[]) =>
      wrapStage(standard, 'render', async (call, run) => {
        const answer = await run(call);
        const notice =
          '<br />\n<b>Warning</b>:  Undefined array key "EVENT" in <b>/rest.php</b> on line <b>4</b><br />\n';
        return answer && { ...answer, text: `${notice}${String(answer.text ?? '')}` };
      });
    await onPortal({ stages }, async (portal) => {
      const { code, output, report } = await run(portal, {}, FEW);
      assert.equal(code, 1, output);
      for (const id of claimIds(report, (claim) => claim.verdict === 'contradicted'))
        assert.match(
          id,
          /^(answer\.(json|xml)|headers\.accept)/,
          'what PHP writes is the fault of no method',
        );
      assert.match(output, /PHP wrote a message before it: 'Warning: Undefined array key "EVENT"'/);
      assert.match(output, /^ {2}created +.*\bbot \d+/m);
      assertTidy(portal);
    });
  });

  it('ends with a failure when the portal dies, and removes what was left once it is back', async () => {
    const ports: { httpsPort?: number; httpPort?: number } = {};
    const died = await onPortal({}, async (portal) => {
      ports.httpsPort = Number(new URL(portal.mock.httpsUrl).port);
      ports.httpPort = Number(new URL(portal.mock.httpUrl).port);
      const started = startConformance(scratch, portal.oneWebhook, FEW);
      // A run that ends before is not waited for.
      await Promise.race([portal.reached(25), started.ended]);
      await portal.close();
      const ended = await started.ended;
      const { code, output } = ended;
      assert.equal(code, 2, output);
      assertIncomplete(ended, /stopped answering after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
      assert.match(output, /stopped answering after .* UTC: the run stops here\.\n {2}Nothing listens at/);
      assert.match(
        output,
        /^ {2}left +bot \d+, \d+\b.*; .*: the portal does not answer\.\n.*npm run cleanup removes them/m,
      );
      const { report } = ended;
      assert.ok(report.totals.confirmed > 0, `what was found until then stays: ${output}`);
      assert.equal(report.totals.contradicted, 0);
      assert.doesNotMatch(output, /^ +at .*\(.*:\d+:\d+\)$/m, 'a stack trace says nothing about a portal');
      return portal;
    });
    await onPortal({ ...ports, stages: died.revive }, async (portal) => {
      const { code, output } = await run(portal, { B24_LEDGER: died.oneWebhook.B24_LEDGER }, ['--cleanup']);
      assert.equal(code, 0, output);
      assert.match(output, /^ {2}removed +.*\bbot \d+, \d+/m);
      const { B24_LEDGER: ledger = '' } = died.oneWebhook;
      assert.ok(!existsSync(ledger), existsSync(ledger) ? `${output}\n${readFileSync(ledger, 'utf8')}` : '');
      assertTidy(portal);
    });
  });

  it('waits and says so where others use up the limit and where the portal is restarted, and loses nothing', async () => {
    let silent = false;
    let lost = 0;
    const stages = (standard: readonly Stage[]) =>
      wrapStage(standard, 'transport', async (call, run) => {
        // The gateway's answers until the run asks whether anybody is there.
        if (call.request.target === '/rest/') silent = false;
        if (!silent) return run(call);
        lost++;
        return GATEWAY;
      });
    await onPortal({ stages, limits: { rate: 20, burst: 10 } }, async (portal) => {
      const started = startConformance(scratch, { ...portal.oneWebhook, ...PACED }, FEW);
      // A run that ends before is not waited for.
      await Promise.race([portal.reached(25), started.ended]);
      silent = true;
      const { code, output, report } = await started.ended;
      assert.ok(portal.refused > 0);
      assert.equal(output.match(/request limit is used up by others too/g)?.length, 1, 'said once');
      assert.ok(lost > 0);
      assert.match(output, /has answered nothing since .*\n(.*\n)*?.* answers again; the run goes on\./);
      assert.doesNotMatch(output, /the run stops here/);
      assert.equal(report.totals.contradicted, 0, output);
      assert.deepEqual(report.incomplete, []);
      assert.deepEqual(
        claimIds(report, (claim) => claim.reasonKind === 'blocked'),
        [],
      );
      assert.equal(code, 0, output);
      assertTidy(portal);
    });
  });

  it('is no success where somebody else answers from some moment on', async () => {
    let left = 14;
    const stages = (standard: readonly Stage[]) =>
      wrapStage(standard, 'transport', async (call, run) =>
        left-- > 0 ? run(call) : { status: 302, headers: { location: 'https://login.invalid/' } },
      );
    await onPortal({ stages }, async (portal) => {
      const ended = await run(portal, {}, FEW);
      assert.equal(ended.code, 2, ended.output);
      assert.ok(ended.report.totals.confirmed > 0);
      assert.match(
        ended.output,
        /\d+ requests came to a redirect in place of an answer: the run is not complete/,
      );
      assertIncomplete(ended, /came to a redirect/);
    });
  });

  it('is no success where the portal lets nothing be removed', async () => {
    const answer = (call: Call, run: Stage['run']) =>
      call.method === 'imbot.unregister' ? refusal(403, 'ACCESS_DENIED', 'Not today') : run(call);
    await onPortal({ answer }, async (portal) => {
      const one = ['--grep', 'sendTyping BOT_ID of no bot', '--workers', '1'];
      const { code, output, report } = await run(portal, {}, one);
      assert.equal(report.totals.contradicted, 0);
      assert.equal(code, 2, output);
      assert.match(output, /^ {9,}bot \d+(, \d+)*: ACCESS_DENIED \(Not today\); --cleanup tries again/m);
      assert.match(
        output,
        /^✘ NOT TIDIED UP: nothing is contradicted, but something is left on the portal .* · exit code 2 · file:/m,
      );
    });
  });

  it('tidies up after Ctrl-C, at whatever moment, and fails', async () => {
    for (const moment of [6, 14])
      await onPortal({ latencyMs: 20 }, async (portal) => {
        const started = startConformance(scratch, portal.oneWebhook, FEW);
        // A run that ends before is not waited for.
        await Promise.race([portal.reached(moment), started.ended]);
        started.interrupt();
        const ended = await started.ended;
        assert.equal(ended.code, 2, ended.output);
        assertIncomplete(ended, /^Interrupted/);
        assertTidy(portal);
      });
  });

  it('shows the limit of the portal itself with leave to disturb', async () => {
    await onPortal({ limits: { rate: 5, burst: 50 } }, async (portal) => {
      const env = { B24_ALLOW_DISRUPTIVE: '1', B24_RATE: '5', B24_BURST: '50' };
      const { code, output, report } = await run(portal, env, ['--grep', '@disruptive', '--workers', '1']);
      assert.equal(code, 0, output);
      assert.ok(portal.refused > 0);
      assert.ok(claimIds(report, (claim) => claim.verdict === 'confirmed').includes('limits.rate.blocks'));
      assertTidy(portal);
    });
  });

  async function onPortal<T>(
    options: Omit<WatchOptions, 'scratch'>,
    use: (portal: WatchedPortal) => Promise<T>,
  ) {
    const portal = await watchPortal({ ...options, scratch });
    try {
      return await use(portal);
    } finally {
      await portal.close();
    }
  }

  const run = (
    portal: WatchedPortal,
    env: Record<string, string | undefined> = {},
    options: readonly string[] = [],
  ): Promise<Run> => runConformance(scratch, { ...portal.oneWebhook, ...env }, options);
});

/** Nothing of the suite is on the portal, and nothing in the ledger. */
function assertTidy({ bots, oneWebhook: { B24_LEDGER: ledger = '' } }: WatchedPortal): void {
  assert.deepEqual(bots(), SEED_BOTS);
  assert.ok(!existsSync(ledger), existsSync(ledger) ? readFileSync(ledger, 'utf8') : '');
}

/** Every claim is confirmed but those that a request from here cannot show. */
function assertAllButWaiting(report: ClaimsReport, reasons: RegExp): void {
  const open = report.claims.filter(
    (claim) =>
      claim.verdict !== 'confirmed' &&
      !isExcused(claim) &&
      claim.reasonKind !== 'untestable' &&
      !reasons.test(claim.reason ?? ''),
  );
  assert.deepEqual(
    open.map(({ id, verdict, reason }) => `${id} ${verdict} ${reason}`),
    [],
  );
}
