import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { HELP, takeOwnOptions } from '../../../src/cli/conformance-options.ts';
import { explainSwallowed, optionsIn } from '../../../src/cli/npm-options.ts';
import { usage as MOCK_HELP } from '../../../src/mock/cli/options.ts';
import { ROOT } from '../../../src/run/load.ts';
import { ArgumentError } from '../../../src/shell/settings.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-npm-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

interface Ended {
  code: number;
  output: string;
}

/** A script of ours as a user starts it through npm, with nothing of the environment but what a shell needs. */
function npm(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    HOME: scratch,
    B24_RESULTS: join(scratch, 'results'),
    ...environment,
  };
  return new Promise((resolve) => {
    execFile('npm', ['run', '--silent', ...words], { cwd: ROOT, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: out + err });
    });
  });
}

describe('options that npm keeps to itself', { concurrency: 2 }, () => {
  // `npm run SCRIPT WORDS` as npm itself hands them on.
  for (const [words, instead] of [
    [['conformance', '--plan'], 'npm run conformance -- --plan'],
    [['conformance', '--target', 'mock'], 'npm run conformance -- --target mock'],
    [['conformance', '--grep=@errors'], 'npm run conformance -- --grep @errors'],
    [
      ['conformance', '--target', 'mock', '--grep', 'without the scope'],
      "npm run conformance -- --target mock --grep 'without the scope'",
    ],
    [['plan', '--docs', '../docs'], 'npm run plan -- --docs ../docs'],
    [['mock', '--limits'], 'npm run mock -- --limits'],
    [['mutants', '--pairs', '40'], 'npm run mutants -- --pairs 40'],
  ] as const)
    it(`stop the run: npm run ${words.join(' ')}`, async () => {
      const { code, output } = await npm(words);
      assert.equal(code, 2, output);
      assert.ok(output.includes(`${instead}\n`), output);
      assert.match(output, /npm kept --[a-z-]+(, --[a-z-]+)* to itself, and nothing was run/);
    });

  it('are noticed as words that mean nothing, where npm knows the option', async () => {
    const { code, output } = await npm(['conformance', '-j', '4']);
    assert.equal(code, 2, output);
    assert.match(output, /'4' is neither an option nor the name of a test file/);
  });

  it("are told from npm's own configuration of the same name", async () => {
    writeFileSync(join(scratch, '.npmrc'), 'tag = beta\ntarget=29.1.0\ndocs=yes\nworkers=4\nlist=true\n');
    const { code, output } = await npm(['conformance', '--', '--help'], { npm_config_grep: '' });
    assert.equal(code, 0, output);
    assert.ok(output.includes(HELP), output);
  });
});

describe('what npm kept', () => {
  const known = (script: string, kept: Record<string, string>) => ({
    npm_lifecycle_event: script,
    ...Object.fromEntries(Object.entries(kept).map(([key, value]) => [`npm_config_${key}`, value])),
  });
  const instead = (kept: Record<string, string>, ...words: string[]): string => {
    try {
      takeOwnOptions(words, known('conformance', kept));
      return '';
    } catch (error) {
      assert.ok(error instanceof ArgumentError);
      return error.message.split('\n').at(-1) ?? '';
    }
  };

  for (const [name, valued] of [
    ...optionsIn(HELP).map(({ name, valued }) => [name, valued] as const),
    ['--retries', true],
    ['--project', true],
    ['--max-failures', true],
    ['--list', false],
    ['--last-failed', false],
  ] as const)
    if (name !== '--help')
      it(`is noticed of ${name}`, () => {
        const key = name.slice(2).replaceAll('-', '_');
        const line = `npm run conformance -- ${name}`;
        assert.equal(instead({ [key]: valued ? 'x' : 'true' }), valued ? `${line} x` : line);
        if (valued) assert.equal(instead({ [key]: 'true' }, 'x'), `${line} x`);
        if (valued) assert.equal(instead({ [key]: 'true' }), `${line} VALUE`);
      });

  it('is written with the values that npm handed on as words, as far as their look tells whose they are', () => {
    const kept = { target: 'true', workers: 'true', shard: 'true', fail_on: 'true', grep: 'true' };
    assert.equal(
      instead(kept, '1/2', 'mock', '@errors', 'new', '2'),
      'npm run conformance -- --target mock --fail-on new --grep @errors --shard 1/2 --workers 2',
    );
    assert.equal(
      instead({ docs: 'true', results: 'true' }, 'a', 'b'),
      'npm run conformance -- --results VALUE --docs VALUE',
    );
    assert.equal(
      instead({ strict: 'true' }, '--grep', '@errors'),
      'npm run conformance -- --strict --grep @errors',
    );
    assert.equal(instead({ deps: '' }), 'npm run conformance -- --no-deps');
    assert.equal(instead({ all: 'true', long: 'true', parseable: 'true' }), 'npm run conformance -- --plan');
    assert.equal(instead({ grep: "it's" }), "npm run conformance -- --grep 'it'\\''s'");
  });

  for (const [what, kept] of [
    ['the version that native modules are built for', { target: '29.1.0', runtime: 'electron' }],
    ['what npm always sets', { user_agent: 'npm', cache: 'x', prefix: '/usr', yes: '', fund: '' }],
    [
      'options of npm',
      { workspace: 'a', tag: 'beta', loglevel: 'silent', registry: 'x', json: 'true', long: 'true' },
    ],
  ] as const)
    it(`is nothing with ${what}`, () => {
      assert.equal(instead(kept), '');
    });

  it('is nothing outside of npm, and nothing of what a file of its configuration says', () => {
    const options = [{ name: '--docs', valued: true }];
    assert.equal(explainSwallowed(options, [], { npm_config_docs: 'x' }), undefined);
    const file = join(scratch, 'npmrc');
    writeFileSync(file, '; mine\ndocs = x\n');
    const env = { ...known('conformance', { docs: 'x' }), npm_config_userconfig: file };
    assert.equal(explainSwallowed(options, [], env), undefined);
    writeFileSync(file, '; docs = x\n');
    assert.match(explainSwallowed(options, [], env) ?? '', /npm kept --docs to itself/);
  });

  it('is looked for by what a help text lists', () => {
    assert.deepEqual(
      optionsIn(MOCK_HELP).filter(({ name }) => ['--limits', '--profile', '--http-port'].includes(name)),
      [
        { name: '--http-port', valued: true },
        { name: '--profile', valued: true },
        { name: '--limits', valued: false },
      ],
    );
    assert.deepEqual(
      optionsIn(HELP).map(({ name, valued }) => `${name}${valued ? ' X' : ''}`),
      '--target X,--profile X,--results X,--docs X,--confidence X,--docs-ru X,--schemas X,--resume,--strict,--deviations X,--history X,--fail-on X,--record X,--from X,--plan,--cleanup,--merge X,--suggest-deviations X,--help'.split(
        ',',
      ),
    );
  });
});
