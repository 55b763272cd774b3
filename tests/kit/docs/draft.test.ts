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
