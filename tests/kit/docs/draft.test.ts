import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { buildContract, type Contract } from '../../../src/contract/contract.ts';
import { compileSchemas } from '../../../src/contract/schemas.ts';
import { draftContract } from '../../../src/docs/draft/draft.ts';
import { compareContract } from '../../../src/docs/drift/contract.ts';
import { ROOT } from '../../../src/suite/load.ts';
import { edited, readSample, SHOP } from './pages.ts';

function build(text: string): Contract {
  const { contract, schema } = draftContract(readSample(text), text);
  const directory = join(ROOT, 'schemas');
  const files = Object.fromEntries(
    readdirSync(directory).map((name): [string, object] => [
      name,
      JSON.parse(readFileSync(join(directory, name), 'utf8')),
    ]),
  );
  return buildContract(
    [{ path: 'draft.yaml', text: contract }],
    compileSchemas({ ...files, 'shop.thing.sell.schema.json': schema }),
  );
}

describe('a drafted contract', () => {
  const contract = build(SHOP);

  it('is valid, and its schemas compile', () => {
    assert.ok(
      contract.schemas.validator('shop.thing.sell.schema.json#/$defs/parameters')({
        THING_ID: 1,
        TAGS: [],
        BUYER: {},
      }),
    );
    assert.equal(contract.schemas.validator('shop.thing.sell.schema.json#/$defs/result')('seven'), false);
  });

  it('says what the page says', () => {
    const data = contract.pages[0]?.data;
    assert.deepEqual(
      data?.parameters?.map(({ name, required }) => [name, required]),
      [
        ['THING_ID', 'always'],
        ['TAGS', 'always'],
        ['BUYER', 'always'],
        ['NOTE', 'never'],
      ],
    );
    assert.deepEqual(data?.errors, [
      { code: 'SOLD_OUT', text: 'Nothing left', when: 'No such thing in the shop' },
    ]);
    assert.deepEqual(
      contract.claims.map(({ id }) => id.replace('shop.thing.sell.', '')),
      [
        'THING_ID.integer',
        'THING_ID.string',
        'THING_ID.required',
        'TAGS.string-list',
        'TAGS.required',
        'BUYER.object',
        'BUYER.required',
        'NOTE.string',
        'NOTE.null',
        'status',
        'result',
        'SOLD_OUT.code',
        'SOLD_OUT.text',
        'without-code.row-2',
      ],
    );
  });

  const parameters = (...tables: string[]): string =>
    SHOP.replace(/(## Method Parameters\n)[\s\S]*?(## Code Examples)/, `$1\n${tables.join('\n\n')}\n\n$2`);
  const table = (...rows: string[]): string =>
    `#|\n|| **Name**\n\`type\` | **Description** ||\n${rows.map((row) => `|| ${row} | Words ||`).join('\n')}\n|#`;
  const drafted = (text: string) =>
    build(text).pages[0]?.data.parameters?.map(({ name, types, required, source }) => [
      name,
      types.join(),
      required,
      source.heading,
    ]);

  it('has the parameters of every way to call the method, where their rows stand', () => {
    const [one, two] = [
      table('**A***\n`string`', '**C***\n`string`'),
      table('**B***\n`integer`', '**C***\n`string`'),
    ];
    assert.deepEqual(drafted(parameters('### 1. By A', one, '### 2. By B', two)), [
      ['A', 'string', 'never', '1. By A'],
      ['C', 'string', 'always', '1. By A'],
      ['B', 'integer', 'never', '2. By B'],
    ]);
    assert.deepEqual(drafted(parameters('### 1) By number', one, '### 2) By title', two))?.length, 3);
    assert.deepEqual(
      drafted(parameters(table('**A***\n`string`'), '### Additional Parameters', table('**B**\n`string`'))),
      [
        ['A', 'string', 'always', 'Method Parameters'],
        ['B', 'string', 'never', 'Additional Parameters'],
      ],
    );
  });

  it('claims nothing of a type that the page does not give, and says so', () => {
    for (const text of [
      parameters(table('**A**', '**B**\n`string`')),
      parameters('#|\n|| **Name** | **Description** ||\n|| **A** | Words ||\n|#'),
      parameters('#|\n|| **Key** | **Example** | **Description** ||\n|| **A** | `1` | Words ||\n|#'),
    ]) {
      const { contract: yaml } = draftContract(readSample(text), text);
      assert.match(yaml, /^# A: the page gives no type; settle 'unknown', nothing is claimed of it\.$/m);
      assert.deepEqual(drafted(text)?.[0]?.slice(0, 2), ['A', 'unknown']);
      assert.equal(
        build(text).claims.some(({ id }) => id.includes('.A.')),
        false,
      );
    }
  });

  it('keeps every row of the errors: further ones of a code, those without, those that no claim can name', () => {
    const text = edited(
      '|| Empty value | Closed | The shop is closed ||',
      '|| Empty value | Closed | The shop is closed ||\n|| `SOLD_OUT` | None left | Again ||\n|| `TWO-WORDS` | Odd | Odd ||\n|| — | Away | Holidays ||',
    );
    const claims = build(text).claims.filter(({ id }) => id.includes('.row-'));
    assert.deepEqual(
      claims.map(({ id, statement, source, untestable }) => [
        id.replace('shop.thing.sell.', ''),
        /'(.*)'/.exec(statement)?.[1],
        source.row,
        untestable === undefined,
      ]),
      [
        ['without-code.row-2', 'Closed', 'Closed', false],
        ['SOLD_OUT.row-3', 'None left', 'SOLD_OUT #2', false],
        ['TWO-WORDS.row-4', 'Odd', 'TWO-WORDS', false],
        ['without-code.row-5', 'Away', 'Away', false],
      ],
    );
  });

  it('does not drift from its own page', () => {
    assert.deepEqual(compareContract(contract, () => ({ text: SHOP, data: readSample(SHOP) })).drift, []);
  });

  it('keeps formats and the condition on webhooks', () => {
    const text = edited(
      '| A note ||',
      '| Formats:\n- `A` — one\n- `B` — two\n\nRequired only for webhooks ||',
    );
    const note = build(text).pages[0]?.data.parameters?.find(({ name }) => name === 'NOTE');
    assert.deepEqual([note?.formats, note?.required], [['A', 'B'], 'webhook']);
  });
});
