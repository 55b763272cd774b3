import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { componentRef, SHARED_SCHEMAS, withComponents } from '../../../src/openapi/components.ts';
import { describeApi } from '../../../src/openapi/document.ts';
import { sampleFor } from '../../../src/openapi/sample.ts';
import { completed, schemaOfExample, schemaOfField } from '../../../src/openapi/schema.ts';
import { FACTS, factsOf, fieldFact, sampleContract, schemas } from '../contract/sample.ts';

describe('the schema of a row', () => {
  it('has types, ranges and keys, and says nothing of a type that is a name alone', () => {
    assert.deepEqual(
      schemaOfField(fieldFact('COUNT', 'integer', { range: { min: 1, max: 50, of: 'value' } })),
      {
        type: 'integer',
        minimum: 1,
        maximum: 50,
      },
    );
    assert.deepEqual(schemaOfField(fieldFact('NAME', 'string', { range: { max: 5, of: 'length' } })), {
      type: 'string',
      maxLength: 5,
    });
    assert.deepEqual(schemaOfField(fieldFact('STAGE', 'crm_status')), {});
    assert.deepEqual(schemaOfField(fieldFact('IDS', 'integer[]')), {
      type: 'array',
      items: { type: 'integer' },
    });
    assert.deepEqual(
      schemaOfField(
        fieldFact('USERS', 'array', { fields: [fieldFact('ID', 'integer', { required: true })] }),
      ),
      { type: 'array', items: { type: 'object', properties: { ID: { type: 'integer' } }, required: ['ID'] } },
    );
  });
});

describe('what an example of an answer adds', () => {
  const shape = {
    '/result': 'array',
    '/result/*': 'object',
    '/result/*/A~1B': 'string',
    '/result/*/C': 'null',
  };

  it('is the types of its values; null says nothing', () => {
    assert.deepEqual(schemaOfExample(shape, '/result'), {
      type: 'array',
      items: { type: 'object', properties: { 'A/B': { type: 'string' }, C: {} } },
    });
  });

  it('stands behind what a person or a table says', () => {
    const stated = { type: 'object', properties: { ID: { type: 'integer' } }, required: ['ID'] };
    const example = { type: 'object', properties: { ID: { type: 'string' }, NAME: { type: 'string' } } };
    assert.deepEqual(completed(stated, example), {
      type: 'object',
      properties: { ID: { type: 'integer' }, NAME: { type: 'string' } },
      required: ['ID'],
    });
    assert.deepEqual(completed({ type: 'array', items: {} }, example), { type: 'array', items: {} });
  });
});

describe('components', () => {
  it('are what references into schemas/ lead to', () => {
    assert.equal(componentRef('time.schema.json'), '#/components/schemas/Time');
    assert.equal(componentRef('#/$defs/seconds', 'time.schema.json'), '#/components/schemas/Time.seconds');
    assert.throws(
      () => componentRef('claims.schema.json'),
      /claims\.schema\.json does not lead to a schema of answers/,
    );
  });

  it('have nothing beside a reference, and say of what is open that it is', () => {
    assert.deepEqual(
      withComponents({ $ref: 'success.schema.json', properties: { a: { type: ['array'] } } }),
      {
        allOf: [
          { $ref: '#/components/schemas/Success' },
          { properties: { a: { type: 'array', items: {} } } },
        ],
      },
    );
    assert.deepEqual(withComponents({ type: 'object' }), { type: 'object', additionalProperties: true });
    // A key that is called as a keyword is not one.
    assert.deepEqual(withComponents({ type: 'object', properties: { const: { type: 'string' } } }), {
      type: 'object',
      properties: { const: { type: 'string' } },
    });
  });
});

describe('a sample of a schema', () => {
  it('is there only where the schema says enough', () => {
    assert.deepEqual(sampleFor({ type: 'object', properties: { a: { type: 'boolean' }, b: {} } }), {
      a: true,
    });
    assert.equal(sampleFor({ type: 'object', properties: { b: {} }, required: ['b'] }), undefined);
    assert.equal(sampleFor({ type: 'string', pattern: '^x$' }), undefined);
    assert.equal(sampleFor({ const: false, type: 'boolean' }), false);
  });
});

describe('a synthetic method', () => {
  const facts = (name: string) => FACTS.find(({ method }) => method === name);
  const shared = Object.fromEntries(
    Object.keys(SHARED_SCHEMAS).map((name) => [name, schemas.schema(name)]),
  ) as unknown as Parameters<typeof describeApi>[2];
  const { paths, components, info } = describeApi(sampleContract(), facts, shared);

  it('has its own errors by status, beside those of every call', () => {
    const { responses = {} } = paths['/other.method']?.post ?? {};
    assert.deepEqual(Object.keys(responses), ['200', '400', '401', '403', '404', '422', '503', 'default']);
    assert.deepEqual(responses['503'], { $ref: '#/components/responses/system.503' });
    assert.deepEqual(responses['422'], { $ref: '#/components/responses/other.method.422' });
  });

  it('names its codes, unless an error has none', () => {
    const schemaOf = (name: string) => components.responses[name]?.content['application/json'].schema;
    assert.deepEqual(schemaOf('other.method.422')?.allOf?.[1]?.properties?.error?.enum, ['FIELD_ERROR']);
    assert.deepEqual(schemaOf('other.method.404'), { $ref: '#/components/schemas/ErrorAnswer' });
    assert.deepEqual(
      schemaOf('some.method.400')?.allOf?.[1]?.properties?.error?.enum,
      ['WRONG_THING', 'CODE_EMPTY'],
      'those of every call that come with the same status',
    );
  });

  it('takes what is required for webhooks alone as optional, and says so', () => {
    const { properties = {}, required } = components.schemas['other.method.request'] ?? {};
    assert.deepEqual(required, ['ID']);
    assert.equal(properties.CLIENT_ID?.description, 'required with a webhook');
  });

  it('sends lists and objects in a query as PHP reads them', () => {
    const { parameters = [] } = paths['/other.method']?.get ?? {};
    assert.deepEqual(
      parameters.map(({ name, style }) => [name, style]),
      [
        ['ID', undefined],
        ['FIELDS', 'deepObject'],
        ['CLIENT_ID', undefined],
      ],
    );
  });

  it('says nothing of a documentation that nobody named', () => {
    assert.equal(info.version, 'unknown+unknown');
  });

  it('has a range of statuses where the page leaves digits open', () => {
    const open = factsOf('some.method', { ...facts('some.method'), success: { statuses: ['20x'] } });
    const { paths: opened } = describeApi(
      sampleContract(),
      (name) => (name === 'some.method' ? open : facts(name)),
      shared,
    );
    assert.deepEqual(Object.keys(opened['/some.method']?.post.responses ?? {}).sort(), [
      '2XX',
      '400',
      '401',
      '503',
      'default',
    ]);
  });
});
