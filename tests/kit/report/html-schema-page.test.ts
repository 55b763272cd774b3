import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { type DocumentedSchema, renderSchemaPage } from '../../../src/report/schema-page.ts';
import { ROOT } from '../../../src/run/load.ts';

const read = (name: string): DocumentedSchema =>
  JSON.parse(readFileSync(join(ROOT, 'schemas', name), 'utf8')) as DocumentedSchema;
const DOCUMENTATION = 'documentation.schema.json';
const page = renderSchemaPage(read('claims.schema.json'), { [DOCUMENTATION]: read(DOCUMENTATION) });

it('docs/claims-json.md says what the schema says; else npm run types', () => {
  assert.equal(readFileSync(join(ROOT, 'docs/claims-json.md'), 'utf8'), page);
});

it('every field of claims.json has a meaning', () => {
  const fields = page.split('\n').filter((line) => line.startsWith('| `'));
  assert.ok(fields.length > 50);
  for (const line of fields) assert.doesNotMatch(line, /\| +\|$/);
});
