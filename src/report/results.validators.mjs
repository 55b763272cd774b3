// @ts-check
import { readFileSync } from 'node:fs';
import { STRICT } from '../base/ajv-options.mjs';
import { compileOnDemand } from '../base/validators.mjs';

const [documentation, claims, history] = ['documentation', 'claims', 'history'].map((name) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')),
);

/** What every run leaves. @satisfies {import('../base/validators.mjs').SchemasToCompile} */
export const source = {
  options: STRICT,
  schemas: [documentation, claims, history],
  names: { claims: claims.$id, history: history.$id },
};

export const validator = compileOnDemand(source);
