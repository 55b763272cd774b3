import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { execute } from '../../../src/examples/scratch.ts';
import { ROOT } from '../../../src/run/load.ts';
import { edited } from './pages.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-scratch-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const bash = (script: string, limit?: number) =>
  execute('bash', ['--norc', '-c', script], {
    cwd: scratch,
    env: { PATH: process.env.PATH ?? '' },
    ...(limit ? { limit } : {}),
  });

describe('a program', () => {
  it('tells how it ended, and what it wrote', async () => {
    assert.deepEqual(await bash('echo a; echo b >&2; exit 3'), { code: 3, stdout: 'a\n', stderr: 'b\n' });
    assert.deepEqual(await bash('kill -9 $$'), {
      code: undefined,
      stopped: 'did not end by itself',
      stdout: '',
      stderr: '',
    });
    assert.equal((await bash('while :; do :; done', 200)).stopped, 'stopped after 0.2 s');
    assert.equal(
      (await bash('while :; do echo aaaaaaaaaaaaaaaa; done')).stopped,
      'stopped: it wrote too much',
    );
    const none = await execute('/nowhere/to/be/found', [], { cwd: scratch, env: {} });
    assert.equal(none.stopped, 'spawn /nowhere/to/be/found ENOENT');
  });

  it('ends with all that it left in the background', async () => {
    await bash('(sleep 1; echo late > quiet) > /dev/null 2>&1 &');
    // This one keeps the output open, and has the time of the program itself.
    await bash('(sleep 1; echo late > loud) &', 200);
    await wait(1500);
    assert.deepEqual(
      ['quiet', 'loud'].filter((name) => existsSync(join(scratch, name))),
      [],
    );
  });
});

describe('an interrupted run of examples', () => {
  it('leaves nothing behind', async () => {
    const page = join(scratch, 'sell.md');
    writeFileSync(page, edited('curl -X POST', 'while :; do :; done; curl -X POST'));
    const own = mkdtempSync(join(scratch, 'tmp-'));
    const left = () => readdirSync(own).filter((name) => name.startsWith('b24-example-'));
    const child = spawn('node', ['src/shell/compiled.mjs', 'docs', 'examples', page], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: own },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    while (left().length === 0 && child.exitCode === null) await wait(50);
    assert.equal(left().length, 1);
    child.kill('SIGINT');
    assert.deepEqual(await ended, [2, null]);
    assert.deepEqual(left(), []);
  });
});
