// @ts-check
import { readFileSync } from 'node:fs';
import { compileOnDemand } from '../base/validators.mjs';

const [documentation, claims, history] = ['documentation', 'claims', 'history'].map((name) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')),
);

/** What every run leaves. @satisfies {import('../base/validators.mjs').SchemasToCompile} */
export const source = {
  // As `run/create-ajv.ts` has it for all of `schemas/`.
  options: {
    strict: true,
    validateSchema: false,
    strictTuples: false,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
  },
  schemas: [documentation, claims, history],
  names: { claims: claims.$id, history: history.$id },
};

export const validator = compileOnDemand(source);
