import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { transformSync } from 'esbuild';
import { ROOT } from '../../../src/run/load.ts';

/** What the reporter says of test files with these texts, by name. */
function report(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): { status: number | null; out: string } {
  const folder = mkdtempSync(join(tmpdir(), 'b24-reporter-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const isWhole = !name.endsWith('.mjs') || text.startsWith('import ');
    writeFileSync(
      join(folder, name),
      isWhole ? text : `import { describe, it } from 'node:test';\n${text}\n`,
    );
  }
  // A runner within a runner would speak to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = [
    '--test',
    `--test-reporter=${join(ROOT, 'tests/kit-reporter.mjs')}`,
    ...Object.keys(files).filter((name) => name.endsWith('.mjs')),
  ];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  return { status, out: stdout.replace(/\d+ s$/m, 'N s') };
}

it('says nothing of a test that passes, or of what it prints, and why others were skipped', (t) => {
  const { status, out } = report(t, {
    'a.test.mjs': `it('passes', () => console.log('noise')); it('needs a tool', { skip: 'no php' }, () => {});`,
    'b.test.mjs': `describe('all', () => { it('is well', () => {}); it('will be', { todo: true }, () => { throw 1; }); });`,
  });
  assert.deepEqual([status, out], [0, '..\n✔ 4 tests in 2 files, N s\n  1 skipped: no php\n']);
});

it('tells a failure once when it comes, and in full at the end', (t) => {
  const { status, out } = report(t, {
    'a.test.mjs': `describe('thing', () => it('fails', () => { throw new RangeError('too far'); }));\nit('is well', () => {});`,
  });
  assert.equal(status, 1);
  assert.ok(out.startsWith('.\n✘ thing › fails\n\n✘ thing › fails\n  a.test.mjs\n  RangeError'), out);
  assert.match(out, /: too far\n +at .*a\.test\.mjs:2:\d+\)?\n/);
  assert.ok(out.endsWith('\n\n✘ 1 failed of 2 tests in 1 file, N s\n'), out);
});

it('shows what a file printed that fails as a whole', (t) => {
  const { status, out } = report(t, { 'a.test.mjs': `console.error('no such world'); process.exit(3);` });
  assert.equal(status, 1);
  assert.match(
    out,
    /✘ a\.test\.mjs\n {2}a\.test\.mjs\n {2}The file as a whole ended with exit code 3\.\n {2}no such world\n/,
  );
});

it('names the sources of what was compiled, and the places in them', (t) => {
  const source = `
    import { it } from 'node:test';
    interface Distance { metres: number }
    const tooFar = ({ metres }: Distance): never => {
      throw new RangeError(\`\${metres} metres\`);
    };
    it('fails', () => tooFar({ metres: 7 }));`;
  const { code, map } = transformSync(source, {
    loader: 'ts',
    sourcefile: '../../../../../../../tests/kit/room/a.test.ts',
    sourcemap: 'external',
  });
  const compiled = 'node_modules/.cache/b24-conformance/0123/tests/kit/room/a.test.mjs';
  const { out } = report(t, { [compiled]: code, [`${compiled}.map`]: map });
  assert.match(out, /\n✘ fails\n {2}tests\/kit\/room\/a\.test\.ts\n {2}RangeError.*: 7 metres\n/);
  assert.match(out, /^ +at tooFar \(tests\/kit\/room\/a\.test\.ts:5:13\)$/m);
  assert.doesNotMatch(out, /\.mjs/);
});
