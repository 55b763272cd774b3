// @ts-check
import { readFileSync } from 'node:fs';
import { compileOnDemand } from '../../base/validators.mjs';

const schema = JSON.parse(readFileSync(new URL('./commands.schema.json', import.meta.url), 'utf8'));

/** That the schema itself is right is tested. @satisfies {import('../../base/validators.mjs').SchemasToCompile} */
export const source = {
  options: {
    allErrors: true,
    discriminator: true,
    verbose: true,
    allowUnionTypes: true,
    validateSchema: false,
    meta: false,
  },
  schemas: [schema],
  names: { command: schema.$id },
};

export const validator = compileOnDemand(source);
