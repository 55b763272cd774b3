import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commitOf, readVersions, suiteVersion } from '../../../src/shell/versions.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-versions-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).trim();

function checkout(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'inner'), { recursive: true });
  writeFileSync(join(folder, 'inner', 'file.txt'), 'one\n');
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  git(folder, '-c', 'user.name=kit', '-c', 'user.email=kit@kit.test', 'commit', '-qm', 'First');
  return folder;
}

/** While a function runs, variables are otherwise. */
async function during<T>(variables: Record<string, string>, act: () => Promise<T>): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await act();
  } finally {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
}

describe('the commit of a folder', () => {
  const folder = checkout('own');
  const commit = git(folder, 'rev-parse', '--short', 'HEAD');

  it('is that of its checkout, marked where files differ from it', async () => {
    assert.equal(await commitOf(folder), commit);
    writeFileSync(join(folder, 'inner', 'file.txt'), 'two\n');
    assert.equal(await commitOf(folder), `${commit}-dirty`);
    git(folder, 'checkout', '-q', '.');
  });

  it('is its own where a hook of another repository runs it', async () => {
    const other = join(checkout('hooked'), '.git');
    assert.equal(await during({ GIT_DIR: other }, () => commitOf(folder)), commit);
  });

  it('is unknown where it only lies within the checkout of something else', async () => {
    assert.equal(await commitOf(join(folder, 'inner')), undefined);
  });

  it('is unknown where it lies in none, where it is not there, and where there is no git', async () => {
    const plain = mkdtempSync(join(scratch, 'plain-'));
    assert.equal(await commitOf(plain), undefined);
    assert.equal(await commitOf(join(scratch, 'nowhere')), undefined);
    assert.equal(await during({ PATH: plain }, () => commitOf(folder)), undefined);
  });
});

describe('what makes a report', () => {
  it('is the suite, its commit, Node.js and the checkout of the documentation', async () => {
    const [root, docs] = [checkout('suite'), checkout('docs')];
    assert.deepEqual(await readVersions(docs, root), {
      suite: suiteVersion(),
      commit: git(root, 'rev-parse', '--short', 'HEAD'),
      node: process.versions.node,
      checkout: git(docs, 'rev-parse', '--short', 'HEAD'),
    });
  });

  it('leaves out what is not known', async () => {
    assert.deepEqual(Object.keys(await readVersions(undefined, scratch)), ['suite', 'node']);
  });
});
