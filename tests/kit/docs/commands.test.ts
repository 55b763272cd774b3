import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT } from '../../../src/run/load.ts';

const docs = (...words: string[]) => docsIn('', ...words);

function docsIn(checkout: string, ...words: string[]) {
  return spawnSync('node', ['--import', 'tsx', 'src/cli/docs.ts', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, B24_DOCS: checkout },
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

  const page = join(root, 'prose/one.md');
  for (const [fault, words, said] of [
    ['an unknown option', ['lint', '--sternly', page], /Unknown option '--sternly'/],
    ['an option of another command', ['read', '--strict', page], /'--strict' is not an option of read\./],
    ['an option without its value', ['lint', '--baseline'], /--baseline/],
    ['an unknown command', ['rewrite', page], /There is no command 'rewrite'/],
    ['options that go together', ['lint', '--strict', page], /--strict and --write need --baseline FILE/],
    ['names where none are taken', ['digests', page], /digests takes no names/],
    ['no name where one is due', ['draft'], /Name the page of the method/],
  ] as const)
    it(`tells ${fault} as a wrong argument, with the usage`, () => {
      const { status, stdout, stderr } = docs(...words);
      assert.match(stderr, /^The arguments are wrong:\n/);
      assert.match(stderr, said);
      const usage = fault === 'an unknown command' ? 'npm run docs -- --help' : `npm run docs -- ${words[0]}`;
      assert.ok(stderr.includes(usage), stderr);
      assert.deepEqual([status, stdout], [2, '']);
    });

  it('tells apart what is named and what the environment names', () => {
    assert.match(docs('read', join(root, 'lost')).stderr, /^The arguments are wrong:\n.*lost is not there/);
    assert.match(docs('digests', '--docs', join(root, 'lost')).stderr, /^The arguments are wrong:\n/);
    for (const command of ['read', 'digests', 'drift'])
      assert.match(
        docsIn(join(root, 'lost'), command).stderr,
        /^The configuration is wrong .*\n.*lost is no/,
        command,
      );
  });
});
