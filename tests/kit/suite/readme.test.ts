import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startMockPortal } from '../../../src/mock/index.ts';
import { loadContract, ROOT } from '../../../src/run/load.ts';
import { assertShows } from './shows.ts';
import { runConformance } from './support.ts';

const README = join(ROOT, 'README.md');

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

const scratch = mkdtempSync(join(tmpdir(), 'b24-readme-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

describe('the README', () => {
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
