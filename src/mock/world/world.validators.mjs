// @ts-check
import { readFileSync } from 'node:fs';
import { compileOnDemand } from '../../base/validators.mjs';

const schema = JSON.parse(readFileSync(new URL('./world.schema.json', import.meta.url), 'utf8'));

/** That the schema itself is right is tested. @satisfies {import('../../base/validators.mjs').SchemasToCompile} */
export const source = {
  options: {
    allErrors: true,
    strictRequired: false,
    validateSchema: false,
    // What a world does not name, it has none of.
    useDefaults: true,
    // Beside an unknown property it says which ones there are.
    verbose: true,
    meta: false,
  },
  schemas: [schema],
  names: { world: schema.$id },
};

export const validator = compileOnDemand(source);
