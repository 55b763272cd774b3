import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { PAGES_PER_THREAD } from '../../../src/docs/lint/run.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { ROOT } from '../../../src/run/root.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-package-'));
const folder = join(scratch, 'empty');
const installed = join(folder, 'node_modules', 'b24-conformance');

/** What leads to the registry where a network has a proxy or an authority of its own. */
const OF_NETWORK = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i;

// What npm tells its scripts would reach the npm that is started here.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => ['PATH', 'HOME'].includes(name) || OF_NETWORK.test(name)),
);

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

async function command(file: string, words: readonly string[], cwd = folder): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, [...words], { cwd, env, maxBuffer: 1e8 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

/** As a user of the package calls it. */
const suite = (...words: string[]): Promise<Ended> =>
  command(join(folder, 'node_modules', '.bin', 'b24-conformance'), words);

const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

/** What stays fails the tests that follow, with what npm said. */
async function mustWork(file: string, words: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await command(file, words, cwd);
  assert.equal(code, 0, `${file} ${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** Files below a folder, by their paths. */
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

before(async () => {
  const packed = JSON.parse(
    await mustWork('npm', ['pack', '--json', '--pack-destination', scratch], ROOT),
  ) as {
    filename: string;
  }[];
  mkdirSync(folder);
  const tarball = join(scratch, packed[0]?.filename ?? '');
  await mustWork('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball]);
});
after(() => rmSync(scratch, { recursive: true }));

describe('the package, installed in an empty folder', () => {
  it('has JavaScript with source maps and types in place of the sources, and nothing of the tests', () => {
    const names = filesIn(installed).map((path) => path.slice(installed.length + 1));
    assert.deepEqual(
      names.filter((name) => /(^|\.d)\.ts$|\.ts$/.test(name)),
      ['dist/index.d.ts'],
    );
    assert.ok(names.includes('dist/main.mjs.map'));
    assert.deepEqual(
      names.filter((name) => /^(tests|bench|results|node_modules|\.env$|\.b24)/.test(name)),
      [],
    );
  });

  it('installs no compiler of TypeScript that runs at start', () => {
    const packages = readdirSync(join(folder, 'node_modules'));
    for (const name of ['tsx', 'esbuild', '@biomejs', 'dts-bundle-generator'])
      assert.ok(!packages.includes(name), name);
  });

  it('runs the main job on the embedded mock portal and leaves the report, with the claims of a checkout', async () => {
    // A run of everything loads nothing that these do not, and claims that were not tried are in the report as well.
    const { code, stdout, stderr } = await suite('--grep', '@encoding', '--workers', '1');
    assert.equal(code, 0, stdout + stderr);
    assert.match(
      stdout,
      /✔ PASSED: nothing is contradicted · exit code 0 · file:.*\/empty\/results\/index\.html/,
    );
    const files = readdirSync(join(folder, 'results'));
    for (const name of ['index.html', 'claims.json', 'summary.md', 'junit.xml', 'badge.json'])
      assert.ok(files.includes(name), name);
    assert.equal(
      existsSync(join(installed, 'dist', 'v8')),
      'enableCompileCache' in nodeModule,
      'what V8 made of the files is kept for the next start, by a Node that can keep it',
    );
    const { claims, observations } = readJson(folder, 'results', 'claims.json') as ClaimsReport;
    const ids = readFileSync(join(ROOT, 'tests', 'kit', 'contract', 'claim-ids.txt'), 'utf8')
      .trim()
      .split('\n');
    const judged = new Set([...claims, ...observations].map(({ id }) => id));
    assert.deepEqual(
      ids.filter((id) => !judged.has(id)),
      [],
    );
  });

  it('tells how the commands are called here', async () => {
    const { stdout } = await suite('--help');
    assert.match(stdout, /^npx b24-conformance \[COMMAND\]/);
    assert.match(stdout, /npx b24-conformance --plan/);
    assert.doesNotMatch(stdout, /npm run/);
    const unknown = await suite('rnu');
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /no command 'rnu'; did you mean 'run'\?/);
    assert.match((await suite('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('serves the mock portal', async () => {
    const child = spawn(join(folder, 'node_modules', '.bin', 'b24-conformance'), ['mock', '--json'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const mock = JSON.parse(line) as { env: { B24_WEBHOOK: string }; caFile: string };
    const dispatcher = new Agent({ connect: { ca: readFileSync(mock.caFile, 'utf8') } });
    const answer = await request(`${mock.env.B24_WEBHOOK}profile`, { dispatcher });
    assert.equal(answer.statusCode, 200);
    assert.ok('result' in ((await answer.body.json()) as object));
    await dispatcher.close();
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('checks pages of the documentation, in threads where there are many', async () => {
    const pages = join(scratch, 'pages');
    mkdirSync(pages);
    // A method page each.
    for (let page = 0; page < 2 * PAGES_PER_THREAD; page++)
      writeFileSync(
        join(pages, `page-${page}.md`),
        `# Get the thing some.method${page}.get\n\n> Scope: \`crm\`\n`,
      );
    const { code, stdout, stderr } = await suite('docs', 'lint', pages, '--format', 'json');
    assert.ok(code === 0 || code === 1, stderr);
    assert.doesNotMatch(stderr, /ERR_MODULE_NOT_FOUND/);
    assert.equal(typeof JSON.parse(stdout), 'object');
  });

  it('proves that wrong portals are noticed', async () => {
    const { code, stdout, stderr } = await suite('mutants', '--states', '--method', 'imbot.chat.updateTitle');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^\d+ wrong portals: [1-9]\d* noticed, 0 missed, 0 surprises/m);
  });

  it('describes the methods in OpenAPI as a checkout does', async () => {
    const { code, stdout, stderr } = await suite('openapi', '--out', '-');
    assert.equal(code, 0, stderr);
    assert.equal(stdout, readFileSync(join(ROOT, 'openapi', 'bitrix24.yaml'), 'utf8'));
  });

  it('shows the report', async () => {
    const { code, stdout } = await suite('report');
    assert.equal(code, 0);
    assert.equal(stdout.trim(), join(folder, 'results', 'index.html'));
  });

  it('starts in a folder of its own user, without anything of theirs', () => {
    const ours = readdirSync(folder).sort();
    assert.deepEqual(ours, ['node_modules', 'package-lock.json', 'package.json', 'results']);
  });
});

describe('init', () => {
  const webhook = 'https://example.bitrix24.com/rest/1/abcdefghijklmnop/';
  const inFolder = async (...words: string[]): Promise<Ended & { place: string }> => {
    const place = mkdtempSync(join(scratch, 'init-'));
    return { ...(await command(join(installed, 'dist', 'main.mjs'), ['init', ...words], place)), place };
  };

  it('writes .env for its owner alone, and the file of the CI', async () => {
    const { code, stdout, place } = await inFolder(
      '--webhook',
      webhook,
      '--ci',
      'github',
      '--allow-provision',
    );
    assert.equal(code, 0);
    assert.equal(statSync(join(place, '.env')).mode & 0o777, 0o600);
    const text = readFileSync(join(place, '.env'), 'utf8');
    assert.match(text, new RegExp(`^B24_TARGET=portal\nB24_WEBHOOK=${webhook}\nB24_ALLOW_PROVISION=1$`, 'm'));
    const workflow = readFileSync(join(place, '.github', 'workflows', 'b24-conformance.yml'), 'utf8');
    assert.match(workflow, /B24_ALLOW_PROVISION: '1'/);
    for (const said of [stdout, workflow]) assert.doesNotMatch(said, /abcdefghijklmnop/);
    assert.match(stdout, /npx b24-conformance --plan/);
  });

  it('gives no leave that was not given', async () => {
    for (const [ci, file] of [
      ['github', '.github/workflows/b24-conformance.yml'],
      ['gitlab', '.gitlab-ci.yml'],
    ] as const) {
      const { place } = await inFolder('--webhook', webhook, '--ci', ci);
      assert.doesNotMatch(readFileSync(join(place, '.env'), 'utf8'), /PROVISION/);
      assert.doesNotMatch(readFileSync(join(place, file), 'utf8'), /PROVISION/);
    }
  });

  it('writes nothing where something is there, but on demand', async () => {
    const { place } = await inFolder('--webhook', webhook);
    const again = await command(
      join(installed, 'dist', 'main.mjs'),
      ['init', '--webhook', 'none', '--ci', 'none'],
      place,
    );
    assert.equal(again.code, 2);
    assert.match(again.stderr, /\.env is there already.*--force/);
    assert.match(readFileSync(join(place, '.env'), 'utf8'), /abcdefghijklmnop/);
    const forced = await command(
      join(installed, 'dist', 'main.mjs'),
      ['init', '--webhook', 'none', '--force'],
      place,
    );
    assert.equal(forced.code, 0);
    assert.match(readFileSync(join(place, '.env'), 'utf8'), /^B24_TARGET=mock$/m);
  });

  for (const [what, words, says] of [
    ['without a terminal', [], /there is no terminal\. Give --webhook/],
    ['with an address that is not a webhook', ['--webhook', 'example.com'], /B24_WEBHOOK must look like/],
    [
      'with an unknown CI',
      ['--webhook', webhook, '--ci', 'travis'],
      /--ci travis: it is one of github, gitlab, none/,
    ],
    ['with an unknown option', ['--webhok', webhook], /--webhok/],
    ['with a CI for the mock portal', ['--webhook', 'none', '--ci', 'github'], /give its --webhook as well/],
  ] as const)
    it(`writes nothing ${what}, and says what is missing`, async () => {
      const { code, stderr, place } = await inFolder(...words);
      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.deepEqual(readdirSync(place), []);
    });

  it('warns where Git would take the secrets', async () => {
    const place = mkdtempSync(join(scratch, 'init-'));
    mkdirSync(join(place, '.git'));
    const init = () =>
      command(join(installed, 'dist', 'main.mjs'), ['init', '--webhook', webhook, '--force'], place);
    assert.match((await init()).stdout, /Git does not ignore \.env/);
    writeFileSync(join(place, '.gitignore'), 'node_modules\n.env\n');
    assert.doesNotMatch((await init()).stdout, /Git does not ignore/);
  });
});

describe('the library', () => {
  // What the page shows is what runs.
  const [, inTests = '', fromProgram = ''] = readFileSync(join(ROOT, 'docs', 'package.md'), 'utf8').split(
    /^```js\n/m,
  );
  const code = (block: string): string => block.slice(0, block.indexOf('\n```'));

  it('starts a mock portal for the tests of others, as documented', async () => {
    writeFileSync(join(folder, 'typing.test.mjs'), code(inTests));
    const { code: exitCode, stdout } = await command(process.execPath, ['--test', 'typing.test.mjs']);
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /pass 1$/m);
  });

  it('records a run and judges the recording, as documented', async () => {
    writeFileSync(join(folder, 'program.mjs'), code(fromProgram));
    const { stdout, stderr } = await command(process.execPath, ['program.mjs']);
    assert.equal(stdout, '0 true\n', stderr);
  });

  it('says how a run ended that could not be made', async () => {
    writeFileSync(
      join(folder, 'wrong.mjs'),
      `import { runConformance } from 'b24-conformance';
const pieces = [];
const { exitCode, report, output } = await runConformance({
  results: 'wrong', env: { B24_TARGET: 'prtal' }, onOutput: (text) => pieces.push(text),
});
console.log(JSON.stringify([exitCode, report ?? null, output === pieces.join('') && output]));`,
    );
    const { stdout } = await command(process.execPath, ['wrong.mjs']);
    const [exitCode, report, output] = JSON.parse(stdout) as [number, unknown, string];
    assert.deepEqual([exitCode, report], [2, null]);
    assert.match(output, /B24_TARGET/);
  });

  it('ends a run that is no longer wanted', async () => {
    writeFileSync(
      join(folder, 'aborted.mjs'),
      `import { runConformance } from 'b24-conformance';
const { exitCode } = await runConformance({ results: 'aborted', signal: AbortSignal.abort() });
console.log(exitCode);`,
    );
    assert.notEqual((await command(process.execPath, ['aborted.mjs'])).stdout, '0\n');
  });

  it('has types that a strict project compiles with', async () => {
    writeFileSync(
      join(folder, 'use.mts'),
      `import { judgeHar, type MockPortal, runConformance, startMockPortal } from 'b24-conformance';
const portal: MockPortal = await startMockPortal({ profile: 'self-hosted' });
const { exitCode, report } = await runConformance({ args: ['--grep', '@errors'] });
const ids: string[] | undefined = report?.claims.map(({ id }) => id);
// @ts-expect-error: there is no such profile
await startMockPortal({ profile: 'unknown' });
// @ts-expect-error: a recording is named by its path
await judgeHar(1);
export { exitCode, ids, portal };
`,
    );
    // What is declared is checked as well, down to the types of Node.
    const strict = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--noEmit',
      '--pretty',
      'false',
    ];
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules', '@types')];
    const compiler = join(ROOT, 'node_modules', 'typescript-7', 'bin', 'tsc');
    const { code, stdout } = await command(process.execPath, [compiler, ...strict, ...types, 'use.mts']);
    assert.equal(stdout, '');
    assert.equal(code, 0);
  });
});
