import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isCurrent } from '../../../src/contract/deviations.ts';
import { isContradicted } from '../../../src/judge/policy.ts';
import { startMockPortal } from '../../../src/mock/index.ts';
import { loadContract, loadDeviations, ROOT } from '../../../src/run/load.ts';
import { readSettings } from '../../../src/target/environment.ts';
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

const NIGHTLY = join(ROOT, 'docs', 'nightly.md');

/** The block that shows a plan. */
const PLAN = /(?<=The plan comes first in every run:\n\n```\n)[\s\S]*?(?=\n```)/;

/** Reasons for which cases do not run that the document shows. */
const SHOWN_REASONS = 3;

/** The head of a plan, the first reasons, and what it will cost; the port is another each time. */
function planOf(output: string): string {
  const lines = output.trimEnd().split('\n');
  const left = lines.findIndex((line) => /^ {2}will not /.test(line));
  const costs = lines.filter((line) => /^ {2}(requests|time) /.test(line));
  return (
    [...lines.slice(0, left + 1 + SHOWN_REASONS), `${' '.repeat(15)}…`, ...costs]
      .join('\n')
      .replace(/(?<=127\.0\.0\.1:)\d+/, '45911')
      // What was sent before may have used up a second of the limit.
      .replace(/\d(?= s at this rate)/, '0')
  );
}

/** `UPDATE_README=1` writes anew what differs. */
const UPDATE = process.env.UPDATE_README === '1';

/** What a document has at a place. */
function assertShows(path: string, place: RegExp, said: string): void {
  if (UPDATE)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(place, () => said),
    );
  assert.equal(place.exec(readFileSync(path, 'utf8'))?.[0], said);
}

const scratch = mkdtempSync(join(tmpdir(), 'b24-readme-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** A run of everything on a self-hosted portal; made once, by one worker: it says the same as by several. */
let selfHosted: Promise<Run> | undefined;
const selfHostedRun = (): Promise<Run> =>
  (selfHosted ??= runConformance(scratch, {}, ['--profile', 'self-hosted', '--workers', '1']));

describe('the README', () => {
  it('shows what a run says', async () => {
    const { output, folder } = await selfHostedRun();
    const said = excerptOf(output.replaceAll(folder, '/work/results'));
    assertShows(README, BLOCK, said);
  });

  it('shows the plan of the nightly job', async (t) => {
    const portal = await startMockPortal();
    t.after(() => portal.close());
    const ca = join(scratch, 'ca.pem');
    writeFileSync(ca, portal.ca);
    const { output } = await runConformance(
      scratch,
      {
        B24_TARGET: 'portal',
        B24_WEBHOOK: portal.environment.B24_WEBHOOK,
        B24_CA_FILE: ca,
        B24_ALLOW_PROVISION: '1',
        B24_PART: '1',
      },
      ['--plan'],
    );
    const said = planOf(output);
    assertShows(NIGHTLY, PLAN, said);
  });

  it('counts the claims', () => {
    const { claims } = loadContract();
    assertShows(README, /\b[\d,]+(?= claims,\s+each with)/, claims.length.toLocaleString('en'));
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
