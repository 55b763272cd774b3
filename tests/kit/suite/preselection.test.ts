import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { grepOf } from '../../../src/shell/selected-groups.ts';
import { runConformance } from './support.ts';

describe('tests that a pattern leaves out', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-preselection-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const [form, words] of [
    ['two words', ['--grep', 'a.b']],
    ['one word', ['--grep=a.b']],
    ['the short option', ['-g', 'a.b']],
    ['the short option and its value in one', ['-ga.b']],
    ['a regular expression', ['--grep', '/a.b/i']],
  ] as const)
    it(`are known before Playwright has them, given as ${form}`, () => {
      const { pattern } = grepOf(['test', '--workers', '1', ...words]);
      assert.deepEqual([pattern?.source, pattern?.flags], ['a.b', 'i']);
    });

  it('are told by capitals where the pattern says so', () => {
    assert.equal(grepOf(['--grep', '/OAuth/g']).pattern?.flags, '');
  });

  for (const words of [
    [],
    ['--grep-invert', 'a'],
    ['--grep', 'a', '--grep', 'b'],
    ['--grep', '^a'],
    ['--grep', 'a(?!b)'],
    ['--grep', '(a'],
    ['--grep'],
  ])
    it(`are left to Playwright with ${words.join(' ') || 'no pattern'}`, () => {
      assert.equal(grepOf(words).pattern, undefined);
    });

  it('are those that Playwright leaves out, by their project, file, name and tags', async () => {
    const pattern = ' mock conformance.spec.ts imbot.chat.add .*@errors|@batch';
    const list = async (grep: string): Promise<string> => {
      const { code, output } = await runConformance(scratch, {}, ['--list', '--grep', grep]);
      assert.equal(code, 0, output);
      return output;
    };
    // In a group that captures nothing it is the same pattern, which only Playwright reads.
    const [ours, theirs] = await Promise.all([list(pattern), list(`(?:${pattern})`)]);
    assert.equal(ours, theirs);
    assert.match(ours, /^Total: [1-9]\d* tests? in/m);
  });
});
