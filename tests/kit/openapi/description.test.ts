import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { parse } from 'yaml';
import { loadContract, ROOT } from '../../../src/run/load.ts';

const FILE = join(ROOT, 'openapi', 'bitrix24.yaml');

function openapi(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  const { PATH, HOME } = process.env;
  const args = ['src/shell/compiled.mjs', 'openapi', ...options];
  return spawnSync(process.execPath, args, { cwd: ROOT, env: { PATH, HOME }, encoding: 'utf8' });
}

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'b24-openapi-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function redocly(source: string): Promise<string[]> {
  const examples = {
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
  } as const;
  const config = await createConfig({ extends: ['recommended'], rules: examples });
  const problems = await lintFromString({ source, absoluteRef: FILE, config });
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}

describe('npm run openapi', () => {
  it('has been run since the contract changed', () => {
    const { status, stderr } = openapi('--check');
    assert.deepEqual([status, stderr], [0, '']);
  });

  it('says what to do where the file is not up to date, or is not there', (t) => {
    const copy = join(scratch(t), 'copy.yaml');
    const missing = openapi('--check', '--out', copy);
    copyFileSync(FILE, copy);
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('DIALOG_ID', 'DIALOGUE_ID'));
    for (const { status, stderr } of [missing, openapi('--check', '--out', copy)]) {
      assert.equal(status, 1);
      assert.match(stderr, /copy\.yaml is not what .* say: run 'npm run openapi'/);
    }
  });

  it('writes where it is asked to, as JSON too', (t) => {
    const json = join(scratch(t), 'new', 'api.json');
    assert.equal(openapi('--out', json).status, 0);
    assert.deepEqual(JSON.parse(readFileSync(json, 'utf8')), parse(readFileSync(FILE, 'utf8')));
  });

  it('ends with 2 for what it does not know, and for a place that cannot be written', () => {
    assert.match(openapi('--output', 'x').stderr, /Unknown option '--output'/);
    const { status, stderr } = openapi('--out', join(ROOT, 'package.json', 'x.yaml'));
    assert.equal(status, 2);
    assert.match(stderr, /x\.yaml cannot be written/);
  });
});

describe('the description of the API', () => {
  const source = readFileSync(FILE, 'utf8');

  it("follows Redocly's recommended rules, in every example too", async () => {
    assert.deepEqual(await redocly(source), []);
  });

  it('would not, with an example that its schema does not allow or a reference to nothing', async () => {
    const broken = source.replace('BOT_ID: 17', 'BOT_ID: bot');
    assert.notEqual(broken, source);
    assert.ok(
      (await redocly(broken)).some((problem) => problem.startsWith('no-invalid-media-type-examples')),
    );
    const dangling = source.replace('responses/system.401', 'responses/system.402');
    assert.notEqual(dangling, source);
    assert.ok((await redocly(dangling)).some((problem) => problem.startsWith('no-unresolved-refs')));
  });
});

describe('what the description says', () => {
  interface Document {
    paths: Record<
      string,
      Record<
        string,
        { deprecated?: true; requestBody?: { content: object }; responses: Record<string, { $ref: string }> }
      >
    >;
    components: {
      responses: Record<string, { content: { 'application/json': { examples?: object } } }>;
    };
  }
  let document: Document;
  before(() => {
    document = parse(readFileSync(FILE, 'utf8')) as Document;
  });

  it('has every reviewed method, by GET and by POST in three encodings', () => {
    const { methods } = loadContract('reviewed');
    assert.deepEqual(Object.keys(document.paths), methods.map(({ name }) => `/${name}`).sort());
    for (const operations of Object.values(document.paths)) {
      assert.deepEqual(Object.keys(operations), ['get', 'post']);
      assert.deepEqual(Object.keys(operations.post?.requestBody?.content ?? {}), [
        'application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]);
    }
  });

  it('marks what is deprecated', () => {
    const { methods } = loadContract('reviewed');
    assert.deepEqual(
      Object.keys(document.paths).filter((path) => document.paths[path]?.post?.deprecated),
      methods
        .filter(({ deprecated }) => deprecated)
        .map(({ name }) => `/${name}`)
        .sort(),
    );
  });

  it('names each documented error of a method as an example of a named response', () => {
    const contract = loadContract('reviewed');
    for (const { name } of contract.methods)
      for (const row of contract.errorsOf(name))
        for (const status of row.statuses) {
          const { $ref = '' } = document.paths[`/${name}`]?.post?.responses[String(status)] ?? {};
          assert.equal($ref, `#/components/responses/${name}.${status}`);
          const { examples = {} } =
            document.components.responses[`${name}.${status}`]?.content['application/json'] ?? {};
          const texts = JSON.stringify(examples);
          if (row.text !== undefined)
            assert.ok(texts.includes(JSON.stringify(row.text)), `${name} ${row.key}`);
        }
  });
});
