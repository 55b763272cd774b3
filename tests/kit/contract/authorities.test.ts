import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { documentsOf } from '../../../src/contract/authorities/accounts.ts';
import {
  type Difference,
  differencesOf,
  differenceText,
} from '../../../src/contract/authorities/differences.ts';
import type { OfficialSchema } from '../../../src/contract/authorities/official-schema.gen.ts';
import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';

const row = (name: string, type: string, more: Partial<FieldFact> = {}): FieldFact => ({
  name,
  types: type === '' ? [] : [type],
  heading: 'Table',
  ...more,
});

const FIELDS = row('fields', 'object', {
  required: true,
  fields: [row('TITLE', 'string', { required: true }), row('PRICE', 'double')],
});

const page = (more: Partial<MethodFacts> = {}): MethodFacts => ({
  method: 'shop.item.add',
  page: 'shop/item-add.md',
  title: 'Add an item',
  digest: '0',
  scope: 'shop',
  sources: {},
  parameters: [row('id', 'int'), FIELDS],
  success: { statuses: [200] },
  returned: [row('result', 'integer'), row('time', 'time')],
  errors: {
    statuses: [400],
    rows: [
      { code: 'NO_TITLE', text: 'Title is empty', heading: 'Errors' },
      { code: 'TWICE', text: 'One', heading: 'Errors' },
      { code: 'TWICE', text: 'Other', heading: 'Errors' },
    ],
  },
  examples: [],
  ...more,
});

const schema = (more: Partial<OfficialSchema> = {}): OfficialSchema => ({
  $v: 1,
  method: 'shop.item.add',
  scope: 'shop',
  params: [
    { name: 'id', type: 'integer', required: false },
    { name: 'fields', type: 'object', required: true, ref: '#/defs/fieldsFields' },
  ],
  defs: {
    fieldsFields: {
      fields: [
        { name: 'TITLE', type: 'string', required: true },
        { name: 'PRICE', type: 'number', required: 'unknown' },
      ],
    },
  },
  returns: [{ name: 'result', type: 'integer', required: false }],
  requiredConvention: true,
  source: { file: 'shop/item-add.md' },
  ...more,
});

interface Others {
  russian?: MethodFacts;
  schema?: OfficialSchema;
}

function compare(english: MethodFacts, { russian, schema: official }: Others): Difference[] {
  const documents = documentsOf([english], {
    russian: russian ? [russian] : [],
    schemas: official ? [official] : [],
  });
  return differencesOf(documents.accountsOf(english));
}

const lines = (english: MethodFacts, others: Others): string[] =>
  compare(english, others).map(differenceText);
const without = (name: string): FieldFact => ({
  ...FIELDS,
  fields: (FIELDS.fields ?? []).filter((field) => field.name !== name),
});

describe('facts that documents state differently', () => {
  test('are none where they state the same, in their own words for types', () => {
    const russian = page({
      title: 'Добавить товар',
      parameters: [row('id', 'integer'), FIELDS],
      errors: { statuses: [400], rows: [{ code: 'NO_TITLE', text: 'Заголовок пуст', heading: 'Ошибки' }] },
    });
    const same = { ...page(), errors: { ...page().errors, rows: page().errors.rows.slice(0, 1) } };
    assert.deepEqual(lines(same, { russian, schema: schema() }), []);
  });

  for (const [what, others, expected] of [
    [
      'another scope',
      { russian: page(), schema: schema({ scope: 'store' }) },
      'scope: shop (English page, Russian page), store (official schema); alone: official schema',
    ],
    [
      'another mark',
      { russian: page({ parameters: [row('id', 'int', { required: true }), FIELDS] }), schema: schema() },
      'parameters.id required: no (English page, official schema), yes (Russian page); alone: Russian page',
    ],
    [
      'another type',
      { russian: page({ returned: [row('result', 'object')] }), schema: schema() },
      'read.result: integer (English page, official schema), object (Russian page); alone: Russian page',
    ],
    [
      'a field that a table lacks',
      { russian: page({ parameters: [row('id', 'int'), without('PRICE')] }) },
      'parameters.fields.PRICE: number (English page), absent (Russian page)',
    ],
    [
      'another text of a code that has one row',
      {
        russian: page({
          errors: {
            statuses: [400],
            rows: [
              { code: 'NO_TITLE', text: "Title isn't set", heading: '' },
              ...page().errors.rows.slice(1),
            ],
          },
        }),
      },
      "refusal.NO_TITLE text: Title is empty (English page), Title isn't set (Russian page)",
    ],
    [
      'another status',
      { russian: page({ errors: { ...page().errors, statuses: [403] } }) },
      'refusal.NO_TITLE status: 400 (English page), 403 (Russian page)',
    ],
    [
      'a method that one of them calls deprecated',
      { russian: page(), schema: schema({ deprecated: {} }) },
      'deprecated: no (English page, Russian page), yes (official schema); alone: official schema',
    ],
  ] as const)
    test(`${what} is one line, with who says what`, () => {
      assert.deepEqual(lines(page(), others), [expected]);
    });

  test('of an object that is absent nothing inside is said as well', () => {
    const russian = page({ parameters: [row('id', 'int')] });
    assert.deepEqual(
      compare(page(), { russian }).map(({ fact }) => fact),
      ['parameters.fields'],
    );
  });

  test('what a document has no table for is absent from nowhere', () => {
    const russian = page({ parameters: [], returned: [], errors: { statuses: [], rows: [] } });
    assert.deepEqual(lines(page(), { russian }), []);
    const bare = { ...FIELDS, fields: [] };
    assert.deepEqual(lines(page(), { russian: page({ parameters: [row('id', 'int'), bare] }) }), []);
  });

  test('nobody stands alone where three say three things, or two two', () => {
    const [difference] = compare(page(), {
      russian: page({ scope: 'store' }),
      schema: schema({ scope: 'crm' }),
    });
    assert.deepEqual(
      difference?.said.map(({ says }) => says),
      ['shop', 'store', 'crm'],
    );
    assert.equal(difference?.alone, undefined);
  });
});

describe('an official schema', () => {
  test('cannot say that a parameter is required of webhooks, nor that a value has one of two types', () => {
    const english = page({
      parameters: [row('id', '', { types: ['int', 'string'], required: 'webhook' }), FIELDS],
    });
    assert.deepEqual(lines(english, { schema: schema() }), []);
    const always = page({ parameters: [row('id', 'int', { required: true }), FIELDS] });
    assert.deepEqual(lines(always, { schema: schema() }), [
      'parameters.id required: yes (English page), no (official schema)',
    ]);
  });

  test('of a page that marks nothing says nothing of what is required', () => {
    const english = page({ parameters: [row('id', 'int', { required: true }), FIELDS] });
    assert.deepEqual(lines(english, { schema: schema({ requiredConvention: false }) }), []);
  });
});

describe('documents of one method', () => {
  test('are those of the same page; a name that two methods have tells nothing', () => {
    const older = page();
    const newer = page({ rest: 3, page: 'shop/item-add-rest-v3.md' });
    const elsewhere = schema({ source: { file: 'shop/moved.md' }, scope: 'store' });
    const accounts = (english: readonly MethodFacts[], official: OfficialSchema) =>
      english.map(
        (facts) => documentsOf(english, { russian: [], schemas: [official] }).accountsOf(facts).length,
      );
    assert.deepEqual(accounts([older], elsewhere), [2]);
    assert.deepEqual(accounts([older, newer], elsewhere), [1, 1]);
    assert.deepEqual(accounts([older, newer], schema()), [2, 1]);
  });
});
