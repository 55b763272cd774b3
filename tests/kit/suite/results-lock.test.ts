import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT } from '../../../src/run/load.ts';
import { keepToOneRun } from '../../../src/shell/results-lock.ts';

/** Takes the folder, says how that went, and ends when its input does. */
const PROGRAM = `
import { keepToOneRun } from ${JSON.stringify(join(ROOT, 'src/shell/results-lock.ts'))};
try {
  keepToOneRun(process.argv.at(-1));
  console.log('taken');
} catch (error) {
  console.log(error.name + ': ' + error.message);
}
process.stdin.resume().on('end', () => process.exit());
`;

/** A process of its own that wants to write into a folder. */
async function wanting(folder: string, options: readonly string[] = []) {
  const words = ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, ...options, folder];
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return {
    pid: child.pid ?? 0,
    said: said.trim(),
    async end(signal?: NodeJS.Signals) {
      const ended = once(child, 'close');
      if (signal) child.kill(signal);
      else child.stdin.end();
      await ended;
    },
  };
}

describe('a folder of results', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-lock-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('belongs to one run at a time, and says to whom', async () => {
    const folder = join(scratch, 'new', 'results');
    const first = await wanting(folder);
    assert.equal(first.said, 'taken');
    const second = await wanting(folder);
    assert.match(
      second.said,
      new RegExp(
        `^ConfigError: another run writes its results into ${folder}: process ${first.pid}, since \\d{4}-`,
      ),
    );
    await second.end();
    assert.ok(existsSync(join(folder, '.writing')), 'who was refused takes nothing away');
    await first.end();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is free again when its run was killed, or left something unreadable', async () => {
    const folder = join(scratch, 'killed');
    const killed = await wanting(folder);
    await killed.end('SIGKILL');
    assert.deepEqual(readdirSync(folder), ['.writing']);
    const next = await wanting(folder);
    assert.equal(next.said, 'taken');
    await next.end();
    writeFileSync(join(folder, '.writing'), '\0\0');
    const last = await wanting(folder);
    assert.equal(last.said, 'taken');
    await last.end();
  });

  it('that cannot be written ends the run at once', () => {
    for (const [folder, why] of [
      [join(ROOT, 'package.json', 'results'), 'ENOTDIR'],
      [join(ROOT, 'package.json'), 'EEXIST'],
    ] as const) {
      assert.throws(() => keepToOneRun(folder), {
        name: 'ConfigError',
        message: new RegExp(`^${folder} cannot be written \\(B24_RESULTS\\): ${why}`),
      });
    }
  });
});
