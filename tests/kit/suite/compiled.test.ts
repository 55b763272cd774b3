import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../../src/run/root.ts';

/** As on a fresh clone, where several programs are started at once and none finds anything compiled. */
test('programs that are started at once compile the sources beside each other', async (t) => {
  const clone = realpathSync(mkdtempSync(join(tmpdir(), 'b24-clone-')));
  const modules = join(clone, 'node_modules');
  t.after(() => rmSync(clone, { recursive: true }));
  for (const name of ['src', 'fixtures', 'schemas', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  // All but the cache, which is to be empty.
  cpSync(join(ROOT, 'node_modules', '.package-lock.json'), join(modules, '.package-lock.json'));
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  // What earlier sources became, for each of the programs to remove.
  const cache = join(modules, '.cache', 'b24-conformance');
  for (let index = 0; index < 300; index++) {
    const old = join(cache, `old-${index}`);
    mkdirSync(old, { recursive: true });
    utimesSync(old, 0, 0);
  }
  const start = () =>
    promisify(execFile)(process.execPath, ['src/shell/compiled.mjs', 'mock', '--help'], { cwd: clone });
  const started = await Promise.all(Array.from({ length: 6 }, start));
  for (const { stdout } of started) assert.match(stdout, /^npm run mock -- \[options\]/);
  const left = readdirSync(cache);
  assert.equal(left.length, 1, left.join(' '));
});
