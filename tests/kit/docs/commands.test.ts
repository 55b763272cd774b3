import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT } from '../../../src/suite/load.ts';

function docs(...words: string[]) {
  return spawnSync('node', ['--import', 'tsx', 'src/cli/docs.ts', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, B24_DOCS: '' },
  });
}

describe('a command on pages', () => {
  const root = mkdtempSync(join(tmpdir(), 'b24-commands-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'prose'));
  for (const name of ['one', 'two'])
    writeFileSync(join(root, 'prose', `${name}.md`), '# On shops\n\nThere are many.\n');

  for (const command of ['draft', 'examples'])
    it(`${command} says that there is no method page`, () => {
      const { status, stdout, stderr } = docs(command, join(root, 'prose'));
      assert.match(stderr, /No method page in \S+prose\./);
      assert.deepEqual([status, stdout], [2, '']);
    });
});
