import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type {
  FactsRevision,
  FieldFact,
  MethodFacts,
  PlatformFacts,
} from '../../../src/contract/facts.gen.ts';
import { toLines } from '../../../src/docs/facts/collect.ts';
import { loadContract, loadSchemas, ROOT } from '../../../src/run/load.ts';

const DIRECTORY = join(ROOT, 'fixtures/facts');
const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.jsonl'));
const linesOf = <T>(name: string): T[] =>
  readFileSync(join(DIRECTORY, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const methods = files
  .filter((name) => name !== 'platform.jsonl')
  .flatMap((name) => linesOf<MethodFacts>(name).map((facts) => ({ name, facts })));
const platform = linesOf<PlatformFacts>('platform.jsonl');
const revision = JSON.parse(readFileSync(join(DIRECTORY, 'revision.json'), 'utf8')) as FactsRevision;

describe('the committed facts', () => {
  const schemas = loadSchemas();
  for (const [kind, values] of [
    ['method', methods.map(({ facts }) => facts)],
    ['platformPage', platform],
    ['revision', [revision]],
  ] as const)
    it(`are of the form of ${kind} in schemas/facts.schema.json`, () => {
      const validate = schemas.validator(`facts.schema.json#/$defs/${kind}`);
      const wrong = values.flatMap((value) =>
        validate(value)
          ? []
          : [`${JSON.stringify(value).slice(0, 120)}: ${JSON.stringify(validate.errors?.[0])}`],
      );
      assert.deepEqual(wrong, []);
      assert.ok(values.length > 0);
    });

  it('say of which revision they are, and how many lines there are', () => {
    const { repository, commit, date } = revision;
    assert.ok(repository !== null && commit !== null && date !== null);
    assert.deepEqual([revision.methods, revision.platform], [methods.length, platform.length]);
  });

  for (const name of files)
    it(`stand in ${name} sorted, as they would be written`, () => {
      assert.equal(readFileSync(join(DIRECTORY, name), 'utf8'), toLines(linesOf<MethodFacts>(name)));
    });

  it('are of pages of the documentation, each in one line', () => {
    const pages = [...methods.map(({ facts }) => facts), ...platform].map(({ page }) => page);
    assert.equal(new Set(pages).size, pages.length);
    assert.deepEqual(
      pages.filter((page) => !page.endsWith('.md')),
      [],
    );
  });

  it('can be found again row by row', () => {
    const rows = (fields: readonly FieldFact[]): FieldFact[] =>
      fields.flatMap((field) => [field, ...rows(field.fields ?? [])]);
    const lost = methods.flatMap(({ facts }) =>
      [...rows([...facts.parameters, ...facts.returned]), ...facts.errors.rows].filter(
        ({ digest }) => digest === undefined,
      ),
    );
    assert.deepEqual(lost, []);
  });

  it('have the sources of a method that the contract reads by hand', () => {
    const method = 'imbot.chat.sendTyping';
    const facts = methods.find((found) => found.facts.method === method)?.facts;
    assert.ok(facts);
    const known = new Set(
      [
        ...Object.values(facts.sources),
        ...[...facts.parameters, ...facts.returned].map(({ name, heading, digest }) => ({
          heading,
          row: name,
          digest,
        })),
        ...facts.errors.rows.map(({ heading, row, digest }) => ({ heading, row, digest })),
      ].map(({ heading, row, part, digest }: Place) => [heading, row ?? part, digest].join(' › ')),
    );
    const byRule = loadContract().claims.filter(
      ({ id, source }) => id.startsWith(`${method}.`) && source.part !== 'paragraph 3',
    );
    assert.ok(byRule.length > 20);
    for (const { id, source } of byRule) {
      const place = [source.heading, source.row ?? source.part, source.digest].join(' › ');
      assert.ok(known.has(place), `${id}: ${place} is not in the facts of ${method}`);
    }
  });
});

interface Place {
  heading: string;
  row?: string | undefined;
  part?: string | undefined;
  digest?: string | undefined;
}
