import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { ROOT } from '../../../src/run/load.ts';

const ROOM = pathToFileURL(join(ROOT, 'tests/kit-room.mjs')).href;

/** What the reporter says of test files with these texts, by name; each has a process unless they share one. */
function report(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  { shared = false } = {},
): { status: number | null; out: string } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'b24-reporter-')));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const isWhole = !name.endsWith('.mjs') || text.startsWith('import ');
    writeFileSync(
      join(folder, name),
      isWhole ? text : `import { after, before, describe, it } from 'node:test';\n${text}\n`,
    );
  }
  // A runner within a runner would speak to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const programs = Object.keys(files).filter((name) => name.endsWith('.mjs'));
  const start = join(folder, 'start.mjs');
  const members = programs.map((name) => ({ name, program: join(folder, name) }));
  const processes = JSON.stringify(shared ? [members] : members.map((member) => [member]));
  writeFileSync(start, `import { runInProcesses } from '${ROOM}';\nawait runInProcesses(${processes});\n`);
  const { status, stdout } = spawnSync(process.execPath, [start], { cwd: folder, env, encoding: 'utf8' });
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

describe('files that share a process', () => {
  it('are counted and named as others are, and have hooks of their own', (t) => {
    const hooked = (name: string) =>
      `let there = false; before(() => { there = true; }); after(() => { there = false; });
       describe('${name}', () => it('has it', () => { if (!there) throw 1; }));`;
    const { status, out } = report(
      t,
      {
        'a.test.mjs': hooked('one'),
        'b.test.mjs': `describe('thing', () => it('fails', () => { throw new RangeError('too far'); }));`,
        'c.test.mjs': `${hooked('other')} it('needs a tool', { skip: 'no php' }, () => {});`,
      },
      { shared: true },
    );
    assert.equal(status, 1);
    assert.ok(out.startsWith('.\n✘ thing › fails\n..\n\n✘ thing › fails\n  b.test.mjs\n  RangeError'), out);
    assert.ok(out.endsWith('\n\n✘ 1 failed of 4 tests in 3 files, N s\n  1 skipped: no php\n'), out);
  });

  for (const [how, end] of [
    ['process.exit(3)', 'ended with exit code 3'],
    ['process.exit(0)', 'ended with exit code 1'],
    ["process.kill(process.pid, 'SIGKILL')", 'was killed by SIGKILL'],
  ] as const)
    it(`are all named where one of them ends it: ${how}`, (t) => {
      const { status, out } = report(
        t,
        {
          'a.test.mjs': `it('is well', () => {});`,
          'b.test.mjs': `it('ends', () => { console.error('no such world'); ${how}; });`,
          'c.test.mjs': `it('is never reached', () => {});`,
        },
        { shared: true },
      );
      assert.equal(status, 1);
      assert.ok(out.includes(`The process that it shares with other files ${end}.`), out);
      assert.match(out, /Nothing is known of the end of these either: .*\bc\.test\.mjs$/m);
      assert.match(out, /^ {2}no such world$/m);
      if (!how.includes('KILL')) assert.match(out, /^ {2}It ended within b\.test\.mjs\.$/m);
      for (const name of ['a', 'b']) assert.ok(out.includes(`${name}.test.mjs`), out);
    });

  it('are named as well where some had failed before, of which alone the runner tells', (t) => {
    const { out } = report(
      t,
      {
        'a.test.mjs': `it('fails', () => { throw 1; });`,
        'b.test.mjs': `it('ends', () => process.exit(3));`,
        'c.test.mjs': `it('is never reached', () => {});`,
      },
      { shared: true },
    );
    assert.match(out, /Nothing is known of the end of these either: .*\bc\.test\.mjs$/m);
  });

  it('run where one of them cannot be loaded', (t) => {
    const { status, out } = report(
      t,
      {
        'a.test.mjs': `throw new RangeError('no such world');`,
        'b.test.mjs': `it('is well', () => {});`,
      },
      { shared: true },
    );
    assert.equal(status, 1);
    assert.match(out, /\n✘ a\.test\.mjs\n {2}a\.test\.mjs\n {2}RangeError.*: no such world\n/);
    assert.match(out, /\n✘ 1 failed of 1 tests in 2 files, N s\n/);
  });

  it('fail where they leave to others what they did not find', (t) => {
    const leaks = {
      'the environment': 'process.env.B24_PART = "2";',
      'the working folder': 'process.chdir("/");',
      'the exit code': 'process.exitCode = 0;',
      'clock or timers': 'Date.now = () => 0;',
      fetch: 'globalThis.fetch = () => {};',
      'standard output': 'process.stdout.write = process.stdout.write.bind(process.stdout);',
      'listeners of the process': 'process.on("SIGTERM", () => {});',
    };
    const files = Object.values(leaks).map((leak, index) => [
      `${index}.test.mjs`,
      `it('is well', () => { ${leak} });`,
    ]);
    const { status, out } = report(t, Object.fromEntries(files), { shared: true });
    assert.equal(status, 1);
    for (const [index, what] of Object.keys(leaks).entries())
      assert.match(
        out,
        RegExp(`\n✘ ${index}\\.test\\.mjs\n.*\n.*It leaves ${what} changed to the files that share`),
      );
    assert.match(out, /\n✘ 7 failed of 7 tests in 7 files, N s\n/);
  });
});
