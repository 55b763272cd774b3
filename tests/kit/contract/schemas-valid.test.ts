import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT } from '../../../src/run/load.ts';

const folder = join(ROOT, 'schemas');

/** No process of a run asks for it. */
describe('the schemas', () => {
  const ajv = new Ajv2020();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')))
    it(`are valid: ${name}`, () => {
      const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
      assert.ok(ajv.validateSchema(schema), ajv.errorsText());
      assert.equal(ajv.validateSchema({ ...schema, required: 'do' }), false);
    });
});
