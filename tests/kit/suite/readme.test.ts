import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadContract, ROOT } from '../../../src/run/load.ts';
import { runConformance } from './support.ts';

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

/** `UPDATE_README=1` writes anew what differs. */
const UPDATE = process.env.UPDATE_README === '1';

describe('the README', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-readme-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('shows what a run says', async () => {
    const { output, folder } = await runConformance(scratch, {}, ['--profile', 'self-hosted']);
    const said = excerptOf(output.replaceAll(folder, '/work/results'));
    const readme = readFileSync(README, 'utf8');
    if (UPDATE)
      writeFileSync(
        README,
        readme.replace(BLOCK, () => said),
      );
    assert.equal(BLOCK.exec(readFileSync(README, 'utf8'))?.[0], said);
  });

  it('counts the claims', () => {
    const { claims } = loadContract();
    const readme = readFileSync(README, 'utf8');
    if (UPDATE)
      writeFileSync(
        README,
        readme.replace(
          /\b[\d,]+ claims, each with/,
          `${claims.length.toLocaleString('en')} claims, each with`,
        ),
      );
    assert.equal(
      /\b([\d,]+) claims,\s+each with/.exec(readFileSync(README, 'utf8'))?.[1],
      claims.length.toLocaleString('en'),
    );
  });
});
