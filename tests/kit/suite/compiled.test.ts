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
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../../../src/run/root.ts';
import { compiledFile } from '../../../src/shell/compiled.mjs';

/** As on a fresh clone, where several programs are started at once and none finds anything compiled. */
test('programs that are started at once compile the sources beside each other', async (t) => {
  const clone = realpathSync(mkdtempSync(join(tmpdir(), 'b24-clone-')));
  const modules = join(clone, 'node_modules');
  t.after(() => rmSync(clone, { recursive: true }));
  for (const name of ['src', 'fixtures', 'schemas', 'tests/conformance', 'package.json', 'package-lock.json'])
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
  const started = await Promise.all([start(), start()]);
  for (const { stdout } of started) assert.match(stdout, /^npm run mock -- \[options\]/);
  const left = readdirSync(cache);
  assert.equal(left.length, 1, left.join(' '));
});

test('what is compiled finds the same wrong in a file as the sources do', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'b24-world-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const world = join(folder, 'world.yaml');
  writeFileSync(world, 'portal: { language: en, licence: free }\nusers: [{ id: one }]\nbotz: []\n');
  const say = (...words: string[]) =>
    promisify(execFile)(process.execPath, [...words, '--world', world], { cwd: ROOT }).then(
      () => assert.fail('such a world was taken'),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
    );
  const compiled = await say('src/shell/compiled.mjs', 'mock');
  assert.match(compiled.stderr, /world\.yaml:3: the world has no property 'botz'; did you mean 'bots'\?/);
  assert.deepEqual(compiled, await say('--import', 'tsx', 'src/cli/mock.ts'));
});

/** A large package behind a stand-in is loaded by the first call; one at the top of a module would be in every start. */
for (const name of ['tests', 'reporter', 'progress', 'global-setup'])
  test(`what begins with ${name} loads no package that it may never call`, async () => {
    const file = await compiledFile(name);
    const program = [
      "import { createRequire } from 'node:module';",
      `await import(${JSON.stringify(pathToFileURL(file).href)});`,
      'const loaded = Object.keys(createRequire(import.meta.url).cache);',
      "console.log(loaded.filter((path) => path.includes('/seldom/')).join());",
    ].join('\n');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { cwd: ROOT },
    );
    assert.equal(stdout.trim(), '');
  });
