/**
 * `npm run types`: TypeScript types of the data, and a page about it, made from `schemas/`, so that a shape is stated once.
 * `npm run types -- --check` only tells whether they are up to date (exit 1 when not).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { type DocumentedSchema, renderSchemaPage } from '../report/schema-page.ts';

const GENERATED = [
  {
    // The kinds of files of contract data, which have most shapes in common.
    schema: ['contract', 'overlay', 'transport'].map((name) => `schemas/${name}.schema.json`),
    types: 'src/contract/contract.gen.ts',
  },
  { schema: 'schemas/facts.schema.json', types: 'src/contract/facts.gen.ts' },
  { schema: 'schemas/documentation.schema.json', types: 'src/contract/documentation.gen.ts' },
  { schema: 'schemas/safety.schema.json', types: 'src/survey/safety.gen.ts' },
  { schema: 'schemas/official-schema.schema.json', types: 'src/contract/authorities/official-schema.gen.ts' },
  { schema: 'schemas/resource.schema.json', types: 'src/contract/resource.gen.ts' },
  { schema: 'schemas/deviations.schema.json', types: 'src/contract/deviations.gen.ts' },
  { schema: 'schemas/claims.schema.json', types: 'src/report/claims.gen.ts' },
  { schema: 'schemas/verification.schema.json', types: 'src/report/verification.gen.ts' },
  { schema: 'schemas/history.schema.json', types: 'src/report/history.gen.ts' },
  { schema: 'schemas/har.schema.json', types: 'src/recording/har.gen.ts' },
];

const check = process.argv.includes('--check');
for (const { schema, types } of GENERATED) {
  const made = await compile(rootOf(schema), 'File', {
    bannerComment: `// Made from ${[schema].flat().join(', ')} by 'npm run types'; change the schema, not this file.`,
    additionalProperties: false,
    cwd: 'schemas',
  });
  keep([schema].flat().join(', '), types, made);
}
const CLAIMS = 'schemas/claims.schema.json';
const DOCUMENTATION = 'documentation.schema.json';
const read = (path: string): DocumentedSchema => JSON.parse(readFileSync(path, 'utf8')) as DocumentedSchema;
const others = { [DOCUMENTATION]: read(`schemas/${DOCUMENTATION}`) };
keep(CLAIMS, 'docs/claims-json.md', renderSchemaPage(read(CLAIMS), others));

/** The schema itself, or for several one that is any of them. */
function rootOf(schema: string | readonly string[]): JSONSchema {
  if (typeof schema === 'string') return JSON.parse(readFileSync(schema, 'utf8')) as JSONSchema;
  return { title: 'ContractData', anyOf: schema.map((path) => ({ $ref: basename(path) })) };
}

function keep(schema: string, path: string, made: string): void {
  if (!check) writeFileSync(path, made);
  else if (made !== readFileSync(path, 'utf8')) {
    console.error(`${path} is not what ${schema} says: run 'npm run types' and commit the result.`);
    process.exitCode = 1;
  }
}
