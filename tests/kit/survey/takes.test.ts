import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import {
  type Answer,
  contradictionsOf,
  factsOf,
  parameter,
  SmallPortal,
  subjectsFrom,
  surveyPortal,
  verdictsOf,
} from './portal.ts';

const LIST: Partial<MethodFacts> = {
  parameters: [
    parameter('VIEW', 'string', { values: ["'short'", "'full'", "'own'"] }),
    parameter('LIMIT', 'integer', { range: { max: 5, of: 'value' } }),
    parameter('SEARCH', 'string', { range: { min: 3, max: 8, of: 'length' } }),
    parameter('PARAMS', 'object', { fields: [parameter('kind', 'integer', { values: ['1', '2'] })] }),
    // What stands there is no enumeration.
    parameter('CODE', 'string', { values: ['VIEW', 'LIMIT'] }),
    parameter('OWNER', 'integer', { values: ['id', '0'] }),
    parameter('CREATED', 'string', { values: ['string', 'null'] }),
    parameter('group', 'object', { fields: [parameter('STAGE', 'string', { values: ['A', 'B'] })] }),
    parameter('TASK_ID', 'integer', { range: { max: 50, of: 'value' } }),
  ],
  returned: [{ name: 'result', types: ['array'], heading: 'Table' }],
};

type Given = Record<string, unknown>;

/** A list of nine, of which no more than five come at once. */
const list = (given: Given): Answer => ({
  result: Array.from({ length: Math.min(Number(given.LIMIT ?? 5), 5) }, (_, index) => ({ ID: index + 1 })),
});

const refusal = (error: string, text = ''): Answer => ({ error, error_description: text });

async function ask(answer: (given: Given) => Answer, more: Partial<MethodFacts> = {}) {
  const portal = new SmallPortal({ 'crm.deal.list': { scope: 'crm', answer } });
  const subjects = subjectsFrom([factsOf('crm.deal.list', { ...LIST, ...more })]);
  return { outcome: await surveyPortal(portal, subjects), portal };
}

const CLAIMS = [
  'VIEW',
  'VIEW.beyond',
  'LIMIT.range',
  'LIMIT.items',
  'LIMIT.maximum',
  'LIMIT.beyond',
  'SEARCH.range',
  'SEARCH.beyond',
  'PARAMS.kind',
  'PARAMS.kind.beyond',
].map((tail) => `crm.deal.list.takes.${tail}`);

test('listed values, ends of ranges and limits of items are tried, each by a call of its own', async () => {
  const { outcome, portal } = await ask(list);
  const verdicts = verdictsOf(outcome);
  assert.deepEqual(
    Object.keys(verdicts).filter((id) => id.includes('.takes.')),
    CLAIMS,
  );
  for (const id of CLAIMS) assert.equal(verdicts[id], 'confirmed', id);
  const given = portal.called
    .filter(({ method }) => method === 'crm.deal.list')
    .map((call) => JSON.stringify(call.with));
  assert.deepEqual(given, [
    '{}',
    ...['short', 'full', 'own', 'b24conformanceunknown'].map((VIEW) => JSON.stringify({ VIEW })),
    ...['5', '6', '1'].map((LIMIT) => JSON.stringify({ LIMIT })),
    ...['xxx', 'xxxxxxxx', 'xx', 'xxxxxxxxx'].map((SEARCH) => JSON.stringify({ SEARCH })),
    ...['1', '2', '2147480001'].map((kind) => JSON.stringify({ PARAMS: { kind } })),
  ]);
  const observed = outcome.claims.filter(({ strength }) => strength === 'observed');
  assert.deepEqual(
    observed.map(({ id }) => id.split('.').at(-1)),
    ['beyond', 'beyond', 'beyond', 'beyond'],
  );
  assert.equal(outcome.survey.numbers.claims, outcome.claims.length - observed.length);
});

for (const [what, id, wrong, problem] of [
  [
    'a listed value is refused',
    'VIEW',
    (given: Given) => (given.VIEW === 'own' ? refusal('WRONG_VIEW', 'own is no view') : list(given)),
    /expected VIEW "own" to be taken, as the page allows it, got WRONG_VIEW/,
  ],
  [
    'the end of a range is refused',
    'SEARCH.range',
    (given: Given) => (given.SEARCH === 'xxx' ? refusal('SHORT') : list(given)),
    /expected SEARCH "xxx" to be taken/,
  ],
  [
    'a value inside of an object is refused',
    'PARAMS.kind',
    (given: Given) => ((given.PARAMS as Given)?.kind === '2' ? refusal('KIND') : list(given)),
    /expected PARAMS.kind 2 to be taken/,
  ],
  ['a limit is ignored', 'LIMIT.items', () => list({}), /expected 1 item at most, got 5/],
  [
    'a maximum is not kept',
    'LIMIT.maximum',
    ({ LIMIT = 5 }: Given) => ({ result: Array.from({ length: Number(LIMIT) }, (_, ID) => ({ ID })) }),
    /expected 5 items at most, got 6/,
  ],
] as const)
  test(`${what}: found, and nothing else`, async () => {
    const { outcome } = await ask(wrong as (given: Given) => Answer);
    const found = contradictionsOf(outcome);
    assert.deepEqual(Object.keys(found), [`crm.deal.list.takes.${id}`]);
    assert.match(Object.values(found)[0] ?? '', problem);
  });

test('a refusal of a value that no page allows is noted, and contradicts nothing', async () => {
  const { outcome } = await ask((given) =>
    given.VIEW === 'b24conformanceunknown' ? refusal('WRONG_VIEW', 'No such view') : list(given),
  );
  assert.deepEqual(contradictionsOf(outcome), {});
  const note = outcome.claims.find(({ id }) => id === 'crm.deal.list.takes.VIEW.beyond');
  assert.deepEqual([note?.verdict, note?.reason], ['not-exercised', "refused: WRONG_VIEW 'No such view'"]);
});

for (const [code, text] of [
  ['ACCESS_DENIED', 'Access denied'],
  ['', 'Entity of this view not found'],
  ['100', 'Could not find value for parameter {OWNER}'],
  ['DOCUMENTED', 'Some documented refusal'],
] as const)
  test(`a refusal that is not for the value alone contradicts nothing: ${code} ${text}`, async () => {
    const rows = [{ code: 'DOCUMENTED', text: 'Some documented refusal', heading: 'Errors' }];
    const { outcome } = await ask((given) => (given.VIEW === 'own' ? refusal(code, text) : list(given)), {
      errors: { statuses: [], rows },
    });
    assert.deepEqual(contradictionsOf(outcome), {});
  });

test('a method that refuses the plain call shows nothing of what its parameters take', async () => {
  const { outcome, portal } = await ask(() => refusal('CLOSED', 'Closed today'));
  assert.deepEqual(contradictionsOf(outcome), {});
  assert.equal(portal.called.filter(({ method }) => method === 'crm.deal.list').length, 1);
  for (const id of CLAIMS)
    assert.match(outcome.claims.find((claim) => claim.id === id)?.reason ?? '', /Closed today/, id);
});

const ROW = { code: 'INVALID_VIEW', text: 'VIEW is invalid', heading: 'Errors' };
const withRow = { errors: { statuses: [400], rows: [ROW] } };

test('where the page has a refusal for other values, that one is due', async () => {
  const refusing = (code: string) => (given: Given) =>
    given.VIEW === 'b24conformanceunknown' ? refusal(code, 'VIEW is invalid') : list(given);
  const right = await ask(refusing('INVALID_VIEW'), withRow);
  const verdicts = verdictsOf(right.outcome);
  assert.equal(verdicts['crm.deal.list.refusal.INVALID_VIEW.code'], 'confirmed');
  assert.equal(verdicts['crm.deal.list.refusal.INVALID_VIEW.status'], 'confirmed');
  assert.equal(verdicts['crm.deal.list.takes.VIEW.beyond'], undefined);
  assert.deepEqual(contradictionsOf(right.outcome), {});
  const other = await ask(refusing('OTHER'), withRow);
  assert.deepEqual(Object.keys(contradictionsOf(other.outcome)), ['crm.deal.list.refusal.INVALID_VIEW.code']);
  const none = await ask(list, withRow);
  assert.match(
    contradictionsOf(none.outcome)['crm.deal.list.refusal.INVALID_VIEW.code'] ?? '',
    /expected INVALID_VIEW 'VIEW is invalid', got a success/,
  );
});

test('of REST 3.0 each call is a request of its own, with values of their JSON types', async () => {
  const facts = factsOf('crm.deal.list', {
    rest: 3,
    parameters: [
      parameter('format', 'string', { values: ['bb', 'html'] }),
      parameter('seen', 'boolean', { values: ['true', 'false'] }),
      parameter('pagination', 'object', {
        default: '2',
        fields: [parameter('limit', 'integer', { range: { min: 1, max: 3, of: 'value' } })],
      }),
    ],
  });
  const portal = new SmallPortal({});
  const items = (length: number) => ({ result: { items: Array.from({ length }, (_, id) => ({ id })) } });
  portal.newer = {
    'rest.documentation.openapi': { paths: { '/crm.deal.list': {} } },
    'rest.scope.list': {},
    'crm.deal.list': (given) => ({
      status: 200,
      body: items(Math.min(3, Number((given.pagination as Given)?.limit ?? 2))),
    }),
  };
  const outcome = await surveyPortal(portal, subjectsFrom([facts]));
  assert.deepEqual(contradictionsOf(outcome), {});
  const verdicts = verdictsOf(outcome);
  for (const tail of ['default.pagination', 'takes.format', 'takes.pagination.limit.maximum'])
    assert.equal(verdicts[`crm.deal.list@3.${tail}`], 'confirmed', tail);
  const given = portal.calledNewer
    .filter(({ method }) => method === 'crm.deal.list')
    .map((call) => call.with);
  assert.deepEqual(
    given.filter(({ seen }) => seen !== undefined).map(({ seen }) => seen),
    [true, false],
  );
});
