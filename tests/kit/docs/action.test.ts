import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse, parseDocument } from 'yaml';
import { pr } from '../../../src/cli/docs/pr.ts';
import { readArguments } from '../../../src/cli/docs/shared.ts';
import { FAIL_ON } from '../../../src/docs/pr/compare.ts';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;
const ACTION = 'actions/documentation-change/action.yml';
const TEMPLATE = 'templates/documentation-change.gitlab-ci.yml';

/** Lines that a shell runs, wherever they stand in the file. */
function linesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split('\n');
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(linesOf) : [];
}

interface Step {
  id?: string;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
}

describe('the action and the template for pull requests', () => {
  for (const file of [ACTION, TEMPLATE]) {
    it(`${file} is YAML without a repeated key`, () => {
      const { errors, warnings } = parseDocument(read(file), { uniqueKeys: true });
      assert.deepEqual([errors, warnings], [[], []]);
    });

    it(`${file} calls commands that are there, with options that they have`, () => {
      const found = linesOf(parse(read(file))).flatMap((line) => {
        const [, script = '', rest = ''] = /npm run (?:-s )?(\S+) -- (.*)/.exec(line) ?? [];
        return script === '' ? [] : [{ script, words: rest.split(/\s*[>|]/)[0]?.split(' ') ?? [] }];
      });
      assert.equal(found.length, 1, 'one command of this project');
      const [{ script, words }] = found as [{ script: string; words: string[] }];
      assert.ok(Object.hasOwn(scripts, script), script);
      assert.equal(words[0], 'pr');
      // Throws where an option is unknown, or lacks its value.
      const given = readArguments(words.slice(1), pr);
      for (const name of ['base', 'head', 'repo', 'lang', 'failOn'] as const)
        assert.match(String(given[name]), /^"\$\w+"$/, `${name} is a variable, in quotes`);
    });
  }

  it('the action passes what strangers name as variables, never as text of a script', () => {
    const action = parse(read(ACTION)) as {
      runs: { steps: Step[] };
      inputs: Record<string, { default: string }>;
    };
    for (const { run = '', shell } of action.runs.steps.filter((step) => step.run !== undefined)) {
      assert.equal(shell, 'bash');
      assert.doesNotMatch(run, /\$\{\{/);
    }
    const compare = action.runs.steps.find(({ id }) => id === 'compare');
    for (const name of compare?.run?.match(/"\$(?!RUNNER|GITHUB)[A-Z_]+"/g) ?? [])
      assert.ok(Object.hasOwn(compare?.env ?? {}, name.slice(2, -1)), name);
    assert.ok(FAIL_ON.some((when) => when === action.inputs['fail-on']?.default));
  });

  it('the template asks for nothing but what GitLab or its own variables give', () => {
    const job = (
      parse(read(TEMPLATE)) as Record<string, { script: string[]; variables: Record<string, string> }>
    )['documentation-change'];
    const set = new Set([
      ...Object.keys(job?.variables ?? {}),
      'B24_CONFORMANCE',
      'DOCS_TOKEN',
      'comment',
      'code',
    ]);
    for (const [, name = ''] of (job?.script ?? []).join('\n').matchAll(/\$\{?(\w+)/g))
      assert.ok(name.startsWith('CI_') || set.has(name), name);
    assert.ok(FAIL_ON.some((when) => when === job?.variables.FAIL_ON));
  });
});
