import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import { findPages } from '../../../src/docs/corpus.ts';
import { compareBaseline } from '../../../src/docs/lint/baseline.ts';
import { DEFAULT_RULES } from '../../../src/docs/lint/lint.ts';
import { lintCorpus } from '../../../src/docs/lint/run.ts';
import { ROOT } from '../../../src/run/load.ts';
import { curl, methodPage } from './cases.ts';
import { docsHere } from './in-process.ts';

const root = mkdtempSync(join(tmpdir(), 'b24-lint-'));
after(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, 'docs/shop'), { recursive: true });
const faulty = methodPage({ examples: curl('{"ID":1}'), answer: '{"result": 7, "next": 1}' });
writeFileSync(join(root, 'docs/shop/sell.md'), faulty);
writeFileSync(join(root, 'docs/shop/index.md'), '# Shop\n\n[a](./sell.md#nowhere)\n');

const lint = (...words: string[]) => docsHere(['lint', ...words], { cwd: root, env: { B24_DOCS: '' } });

describe('lint, as a command', () => {
  it('tells path, line, rule, severity, published page and counts by rule', async () => {
    const { stdout, status } = await lint('docs');
    assert.match(stdout, /^https:\/\/apidocs\.bitrix24\.com\/shop\/sell\.html$/m);
    assert.match(
      stdout,
      /^docs\/shop\/sell\.md:\d+: parameter-case \(breaks a caller\): 'cURL \(Webhook\)' sends ID, the table has id$/m,
    );
    assert.match(stdout, /^ +1 {2}parameter-case +breaks a caller$/m);
    assert.match(stdout, /^2 pages, 4 findings\.$/m);
    assert.equal(status, 1);
  });

  it('asks only the rules chosen, and says one finding on one page as such', async () => {
    assert.match(
      (await lint('docs/shop/sell.md', '--rule', 'parameter-case')).stdout,
      /^1 page, 1 finding\.$/m,
    );
    assert.match(
      (await lint('docs', '--rule', 'parameter-case,dead-anchor', '--skip', 'dead-anchor')).stdout,
      /^2 pages, 1 finding\.$/m,
    );
    const { stderr, status } = await lint('docs', '--rule', 'tone');
    assert.match(stderr, /There is no rule 'tone': json-syntax, /);
    assert.equal(status, 2);
  });

  it('writes what programs read, and nothing else, to standard output', async () => {
    const told = JSON.parse((await lint('docs', '--json', '-')).stdout);
    assert.equal(told.length, 4);
    assert.deepEqual(Object.keys(told[0]).sort(), [
      'digest',
      'file',
      'line',
      'message',
      'path',
      'rule',
      'severity',
      'url',
    ]);
    assert.deepEqual(JSON.parse((await lint('docs', '--format', 'json')).stdout), told);
    const sarif = JSON.parse((await lint('docs', '--format', 'sarif')).stdout).runs[0];
    assert.equal(sarif.results.length, 4);
    for (const { ruleId, ruleIndex, locations } of sarif.results) {
      assert.equal(sarif.tool.driver.rules[ruleIndex].id, ruleId);
      assert.match(locations[0].physicalLocation.artifactLocation.uri, /^docs\/shop\//);
    }
    const junit = new XMLParser({ ignoreAttributes: false }).parse(
      (await lint('docs', '--format', 'junit')).stdout,
    );
    assert.equal(junit.testsuites['@_failures'], '4');
    const github = (await lint('docs', '--format', 'github')).stdout.trim().split('\n');
    assert.equal(github.length, 4);
    assert.match(
      github.join('\n'),
      /^::error file=docs\/shop\/sell\.md,line=\d+,title=parameter-case \(breaks a caller\)::/m,
    );
    assert.match(
      (await lint('docs', '--format', 'markdown')).stdout,
      /^- line \d+, `parameter-case` \(breaks a caller\): /m,
    );
    assert.match((await lint('docs', '--format', 'prose')).stderr, /There is no format 'prose'/);
  });

  it('keeps baselines, of other rules and older wordings too', async () => {
    const known = join(root, 'known.json');
    writeFileSync(known, '{"shop/sell.md":["time: time: finish 1 is before start 2"]}');
    assert.equal((await lint('docs', '--baseline', known, '--write', '--skip', 'time')).status, 0);
    const keys = JSON.parse(readFileSync(known, 'utf8'))['shop/sell.md'];
    assert.ok(keys.includes('time: time: finish 1 is before start 2'));
    const { stdout, status } = await lint('docs', '--baseline', known, '--strict');
    assert.match(stdout, /^2 pages, 0 findings; 4 known, 1 of the known ones gone\.$/m);
    assert.equal(status, 0);
  });

  it('ends quietly where nobody reads on', () => {
    for (let index = 0; index < 40; index++)
      writeFileSync(join(root, 'docs/shop', `sell${index}.md`), faulty);
    const words = [process.execPath, join(ROOT, 'src/shell/compiled.mjs'), 'docs', 'lint', 'docs'];
    const { stdout, stderr } = spawnSync('bash', ['-c', '"$@" | head -n 1', 'bash', ...words], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, B24_DOCS: '' },
    });
    assert.match(stdout, /^https:/);
    assert.equal(stderr, '');
  });
});

describe('a baseline', () => {
  for (const [rule, older, newer] of [
    ['time', 'time: finish 1 is before start 2', 'finish is 1 s before start'],
    ['status', '160 is no HTTP status', '160 is not an HTTP status'],
    ['status', '400 is no status of success', '400 is not a status of success'],
    [
      'error-shape',
      'the error example has no error: callers tell an error by that key',
      'the error example has no error: callers recognize an error by that key',
    ],
  ] as const)
    it(`takes '${older}' for what is worded otherwise now`, () => {
      const findings = [{ rule, file: 'a.md', line: 3, message: newer }];
      const { fresh, known, reworded } = compareBaseline(findings, { 'a.md': [`${rule}: ${older}`] }, [
        'a.md',
      ]);
      assert.deepEqual([fresh, known, reworded], [[], 1, 1]);
    });
});

describe('lint in several threads', () => {
  it('finds the same, in the same order', async () => {
    const task = { corpus: findPages([join(root, 'docs')]), twins: undefined, rules: DEFAULT_RULES };
    const alone = await lintCorpus(task, 1);
    assert.ok(alone.findings.length > 0);
    assert.deepEqual(await lintCorpus(task, 3), alone);
  });
});
