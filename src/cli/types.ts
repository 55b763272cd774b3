/**
 * `npm run types`: TypeScript types of the data, and a page about it, made from `schemas/`, so that a shape is stated once.
 * `npm run types -- --check` only tells whether they are up to date (exit 1 when not).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';
import { type DocumentedSchema, renderSchemaPage } from '../report/schema-page.ts';

const GENERATED = [
  { schema: 'schemas/contract.schema.json', types: 'src/contract/contract.gen.ts' },
  { schema: 'schemas/documentation.schema.json', types: 'src/contract/documentation.gen.ts' },
  { schema: 'schemas/deviations.schema.json', types: 'src/contract/deviations.gen.ts' },
  { schema: 'schemas/claims.schema.json', types: 'src/report/claims.gen.ts' },
  { schema: 'schemas/history.schema.json', types: 'src/report/history.gen.ts' },
];

const check = process.argv.includes('--check');
for (const { schema, types } of GENERATED) {
  const made = await compile(JSON.parse(readFileSync(schema, 'utf8')), 'File', {
    bannerComment: `// Made from ${schema} by 'npm run types'; change the schema, not this file.`,
    additionalProperties: false,
    cwd: 'schemas',
  });
  keep(schema, types, made);
}
const CLAIMS = 'schemas/claims.schema.json';
const DOCUMENTATION = 'documentation.schema.json';
const read = (path: string): DocumentedSchema => JSON.parse(readFileSync(path, 'utf8')) as DocumentedSchema;
const others = { [DOCUMENTATION]: read(`schemas/${DOCUMENTATION}`) };
keep(CLAIMS, 'docs/claims-json.md', renderSchemaPage(read(CLAIMS), others));

function keep(schema: string, path: string, made: string): void {
  if (!check) writeFileSync(path, made);
  else if (made !== readFileSync(path, 'utf8')) {
    console.error(`${path} is not what ${schema} says: run 'npm run types' and commit the result.`);
    process.exitCode = 1;
  }
}
