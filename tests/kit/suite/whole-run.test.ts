import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isCurrent } from '../../../src/contract/deviations.ts';
import { isContradicted } from '../../../src/judge/policy.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { loadContract, loadDeviations, loadSchemas, ROOT } from '../../../src/run/load.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { SEED_BOTS, type WatchedPortal, watchPortal } from '../portal/support.ts';
import { assertShows } from './shows.ts';
import { claimIds, type Run, runConformance } from './support.ts';

const README = join(ROOT, 'README.md');

/** The block that shows the end of a run. */
const BLOCK = /(?<=on a mock portal that answers as self-hosted portals do:\n\n```\n)[\s\S]*?(?=\n```)/;

/** The lines of methods in the order of their names, the first contradiction, the counts and the verdict. */
function excerptOf(output: string): string {
  const [, methods = '', told = '', table = '', verdict = ''] = output.trim().split('\n\n');
  return [
    ...methods.split('\n').sort((one, other) => one.slice(4).localeCompare(other.slice(4))),
    '',
    ...told.split('\n').slice(0, 3),
    '  …',
    '',
    // How many requests make what cases share depends on which worker is first.
    ...table
      .split('\n')
      .map((line) => line.replace(/\d+\.\d s$/, '5.0 s').replace(/\d\d(?= requests)/, '00')),
    '',
    verdict,
  ].join('\n');
}

const DEVIATIONS = join(ROOT, 'fixtures', 'deviations', 'self-hosted.yaml');

/** What a self-hosted portal does not answer as the documentation says, so that nothing can be judged. */
const UNANSWERED = /^(limits\.operating\.|time\.operating|app-info\.webhook\.)/;

const scratch = mkdtempSync(join(tmpdir(), 'b24-whole-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const run = (env: Readonly<Record<string, string | undefined>>, options?: readonly string[]) =>
  runConformance(scratch, env, options);

/** A run of everything on a self-hosted portal; made once, by one worker: it says the same as by several. */
let selfHosted: Promise<Run> | undefined;
const selfHostedRun = (): Promise<Run> =>
  (selfHosted ??= runConformance(scratch, {}, ['--profile', 'self-hosted', '--workers', '1']));

describe('a run of everything', () => {
  it('shows what a run says', async () => {
    const { output, folder } = await selfHostedRun();
    const said = excerptOf(output.replaceAll(folder, '/work/results'));
    assertShows(README, BLOCK, said);
  });

  it('exercises what it can, in few lines, and leaves what its schema says', async () => {
    const { code, output, report } = await selfHostedRun();
    assert.equal(code, 1, output);
    assert.deepEqual(
      claimIds(report, ({ id, reasonKind }) => reasonKind === 'blocked' && !UNANSWERED.test(id)),
      [],
    );
    assert.ok(report.totals.confirmed > 200, `${report.totals.confirmed} confirmed`);
    assert.ok(output.trim().split('\n').length <= 40, output);
    const validate = loadSchemas().validator('claims.schema.json');
    assert.ok(validate(report), JSON.stringify(validate.errors));
  });
});

describe('the known deviations of self-hosted portals', () => {
  it('are what a run of everything contradicts on such a portal, no more and no less, and have not expired', async () => {
    const { report, output } = await selfHostedRun();
    assert.deepEqual(report.incomplete, [], output);
    const contract = loadContract();
    const deviations = loadDeviations(readSettings({ B24_DEVIATIONS: DEVIATIONS }), contract);
    // Hints and wording as well: --strict has nothing left either.
    assert.deepEqual(deviations.map(({ claim }) => claim).sort(), claimIds(report, isContradicted).sort());
    assert.deepEqual(
      deviations.filter((deviation) => !isCurrent(deviation, new Date())),
      [],
    );
    assert.ok(deviations.length >= 5);
  });
});

describe('a run on a portal, without leave to provision', () => {
  let portal: WatchedPortal;
  let env: Readonly<Record<string, string | undefined>>;
  before(async () => {
    portal = await watchPortal({ profile: 'self-hosted', scratch });
    const leave = { B24_ALLOW_PROVISION: undefined, B24_REQUESTS: 'all' };
    env = { ...portal.mock.environment, ...portal.oneWebhook, ...leave };
  });
  after(() => portal?.close());

  /** A run of everything, by one worker: to start one costs more than many cases. */
  let everything: Promise<Run> | undefined;
  const runOnPortal = (): Promise<Run> => (everything ??= run(env, ['--workers', '1']));

  it('gives the same verdicts as on the embedded mock', async () => {
    const [embedded, other] = await Promise.all([selfHostedRun(), runOnPortal()]);
    assert.equal(other.code, 1, other.output);
    // Some claims need a world of their own; of all others the verdicts must be the same.
    const tried = verdicts(other.report).filter(([, verdict]) => verdict !== 'not-exercised');
    const embeddedVerdicts = new Map(verdicts(embedded.report));
    assert.ok(tried.length > 150, `${tried.length} claims tried`);
    for (const [id, verdict] of tried) assert.equal(embeddedVerdicts.get(id), verdict, id);
    const lacking = other.report.claims.filter(
      ({ id, reasonKind = '' }) => ['missing', 'blocked'].includes(reasonKind) && !UNANSWERED.test(id),
    );
    for (const { reason } of lacking)
      assert.match(
        reason ?? '',
        /^(cannot be provoked on a portal, only on the mock|needs B24_ALLOW_(PROVISION|DISRUPTIVE)=1|needs B24_TOKEN_FILE|the portal has not moved|is promised of the vendor's cloud, .*|no command lists more than a page: .*)$/,
      );
    assert.equal(other.report.target.kind, 'portal');
    assert.ok(other.report.cases.run < embedded.report.cases.run, 'a portal is spared');
  });

  it('gives the same verdicts in every run, with any number of workers, also where others ran before', async () => {
    const first = new Map(verdicts((await runOnPortal()).report));
    const { code, output, report } = await run(env, ['--grep', '@batch|@encoding', '--workers', '3']);
    assert.equal(code, 0, output);
    const tried = verdicts(report).filter(([, verdict]) => verdict !== 'not-exercised');
    assert.ok(tried.length > 50, `${tried.length} claims tried`);
    for (const [id, verdict] of tried) assert.equal(first.get(id), verdict, id);
  });

  it('makes nothing, whatever it was given', async () => {
    const { output } = await runOnPortal();
    // The dialog of two comes into being when it is looked at.
    const groups = [...(portal.state?.chats.values() ?? [])].filter(({ type }) => type !== 'P');
    assert.deepEqual([portal.bots(), groups.map(({ id }) => id)], [SEED_BOTS, [123]]);
    assert.doesNotMatch(output, /^ {2}(created|removed|left) /m);
  });

  it('names the variable behind each claim that cannot be exercised', async () => {
    const { B24_CLIENT_ID, B24_BOT_ID, B24_CHAT_ID } = portal.mock.environment;
    const given = { B24_CLIENT_ID, B24_BOT_ID, B24_CHAT_ID, B24_ALLOW_PROVISION: undefined };
    const { code, output } = await run({ ...portal.oneWebhook, ...given }, ['--plan']);
    assert.equal(code, 0, output);
    const reasons = [...output.matchAll(/^ {15}[\d,]+ {2}(.*)$/gm)].map(([, reason = '']) => reason);
    assert.ok(reasons.length > 10, output);
    for (const reason of reasons)
      assert.match(
        reason,
        /^needs B24_[A-Z_]+(=1)?((,| and|;|, or| also)+ B24_[A-Z_]+(=1)?)*$|^cannot be provoked on a portal|^is promised of the vendor's cloud|^the portal has not moved$|^no request can tell/,
      );
    assert.ok(reasons.includes('needs B24_ALLOW_PROVISION=1, or B24_FOREIGN_BOT_ID'), output);
  });
});

function verdicts(report: ClaimsReport): [string, string][] {
  return [...report.claims, ...report.observations].map((claim) => [claim.id, claim.verdict]);
}
