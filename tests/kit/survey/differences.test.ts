import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceText } from '../../../src/contract/authorities/differences.ts';
import type { OfficialSchema } from '../../../src/contract/authorities/official-schema.gen.ts';
import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';
import { loadSchemas } from '../../../src/run/load.ts';
import { factsOf, type Method, SmallPortal, subjectsFrom, surveyPortal } from './portal.ts';

const row = (name: string, type: string, more: Partial<FieldFact> = {}): FieldFact => ({
  name,
  types: [type],
  heading: 'Table',
  ...more,
});

/** What the pages of a language state. */
interface Page {
  id?: string;
  stages?: string[];
  code?: string;
  text?: string;
  status?: number;
  fieldType?: string;
  scope?: string;
}

function pages({
  id = 'integer',
  stages = ['NEW', 'WON'],
  code = 'NO_ID',
  text = 'Parameter id is not specified',
  status = 400,
  fieldType = 'string',
  scope = 'crm',
}: Page = {}): MethodFacts[] {
  const deal = [row('ID', id), row('STAGE', 'string', { values: stages })];
  return [
    factsOf('crm.deal.get', {
      scope,
      parameters: [row('id', 'integer', { required: true })],
      returned: [row('result', 'object', { fields: deal })],
      errors: { statuses: [status], rows: [{ code, text, heading: 'Errors' }] },
    }),
    factsOf('crm.deal.list', { returned: [row('result', 'array', { fields: deal })] }),
    factsOf('crm.deal.fields', {
      returned: [row('result', 'object', { fields: [row('NAME', fieldType)] })],
    }),
  ];
}

const DEAL = { ID: 7, STAGE: 'NEW' };
const PORTAL: Record<string, Method> = {
  'crm.deal.list': { scope: 'crm', answer: () => ({ result: [DEAL] }) },
  'crm.deal.fields': { scope: 'crm', answer: () => ({ result: { NAME: { type: 'string' } } }) },
  'crm.deal.get': {
    scope: 'crm',
    answer: ({ id }) =>
      id === undefined
        ? { error: 'NO_ID', error_description: 'Parameter id is not specified' }
        : { result: DEAL },
  },
};

const isSurvey = loadSchemas().validator('claims.schema.json#/$defs/survey');

/** The lines that a survey of the portal ends in. */
async function lines(
  english: Page,
  russian?: Page,
  schemas: readonly OfficialSchema[] = [],
): Promise<string[]> {
  const outcome = await surveyPortal(new SmallPortal(PORTAL), subjectsFrom(pages(english)), {
    documents: { russian: russian ? pages(russian) : [], schemas },
  });
  assert.ok(isSurvey(outcome.survey), JSON.stringify(isSurvey.errors));
  return (outcome.survey.differences ?? []).map(
    (difference) => `${difference.method} ${differenceText(difference)}`,
  );
}

test('documents and a portal that agree differ in nothing', async () => {
  assert.deepEqual(await lines({}), []);
  assert.deepEqual(await lines({}, {}), []);
});

for (const [what, english, russian, expected] of [
  [
    'the English page that has another type than the Russian one and the answer',
    { id: 'string' },
    {},
    ['crm.deal.get', 'crm.deal.list'].map(
      (method) =>
        `${method} read.result.ID: string (English page), integer (Russian page, what the portal does); alone: English page`,
    ),
  ],
  [
    'the Russian page that has another type than the English one and the answer',
    {},
    { id: 'object' },
    ['crm.deal.get', 'crm.deal.list'].map(
      (method) =>
        `${method} read.result.ID: integer (English page, what the portal does), object (Russian page); alone: Russian page`,
    ),
  ],
  [
    'the portal that answers with another type than both pages have',
    { id: 'boolean' },
    { id: 'boolean' },
    ['crm.deal.get', 'crm.deal.list'].map(
      (method) =>
        `${method} read.result.ID: boolean (English page, Russian page), integer (what the portal does); alone: what the portal does`,
    ),
  ],
  [
    'the English page whose field is described otherwise',
    { fieldType: 'integer' },
    {},
    [
      'crm.deal.fields read.result.NAME: integer (English page), string (Russian page), there (what the portal does)',
      "crm.deal.fields fields.NAME type: integer (English page), string (Russian page, the portal's own description); alone: English page",
    ],
  ],
  [
    'the Russian page whose code never comes',
    {},
    { code: 'ID_MISSING' },
    [
      'crm.deal.get refusal.NO_ID: there (English page, what the portal does), absent (Russian page); alone: Russian page',
      'crm.deal.get refusal.ID_MISSING: absent (English page), there (Russian page)',
    ],
  ],
  [
    'the English page whose code never comes',
    { code: 'ID_MISSING' },
    {},
    [
      "crm.deal.get refusal.ID_MISSING: there (English page), absent (Russian page), NO_ID 'Parameter id is not specified' (what the portal does); alone: English page",
      'crm.deal.get refusal.NO_ID: absent (English page), there (Russian page)',
    ],
  ],
  [
    'the English page that has another text and another status of a refusal',
    { text: 'The id is missing and must be given', status: 403 },
    {},
    [
      'crm.deal.get refusal.NO_ID status: 403 (English page), 400 (Russian page, what the portal does); alone: English page',
      'crm.deal.get refusal.NO_ID text: The id is missing and must be given (English page), Parameter id is not specified (Russian page, what the portal does); alone: English page',
    ],
  ],
] as const)
  test(`a survey tells ${what}`, async () => {
    assert.deepEqual(await lines(english, russian), expected);
  });

test('of an official schema and a portal that agree the English page stands alone, in a scope as well', async () => {
  const schema: OfficialSchema = { $v: 1, method: 'crm.deal.get', scope: 'crm', params: [] };
  assert.deepEqual(await lines({ scope: 'sale' }, undefined, [schema]), [
    "crm.deal.get scope: sale (English page), crm (official schema, the portal's own description); alone: English page",
  ]);
});

test('where only the English page and the portal speak, nobody stands alone', async () => {
  assert.deepEqual(await lines({ stages: ['WON', 'LOST'] }), [
    'crm.deal.get read.result.STAGE values: WON, LOST (English page), NEW (what the portal does)',
    'crm.deal.list read.result.STAGE values: WON, LOST (English page), NEW (what the portal does)',
  ]);
});
