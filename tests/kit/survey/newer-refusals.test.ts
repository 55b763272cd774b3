import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorFact } from '../../../src/contract/facts.ts';
import {
  contradictionsOf,
  factsOf,
  type NewerAnswer,
  SmallPortal,
  subjectsFrom,
  surveyPortal,
  verdictsOf,
} from './portal.ts';

const PREFIX = 'BITRIX_REST_V3_EXCEPTION_';
const INVALID = `${PREFIX}VALIDATION_REQUESTVALIDATIONEXCEPTION`;
const GONE = `${PREFIX}ENTITYNOTFOUNDEXCEPTION`;
const PAGES = `${PREFIX}INVALIDPAGINATIONEXCEPTION`;
const SELECT = `${PREFIX}UNKNOWNDTOPROPERTYEXCEPTION`;
const DENIED = `${PREFIX}ACCESSDENIEDEXCEPTION`;

const error = (code: string, text: string): ErrorFact => ({ code, text, heading: 'Errors' });
const parameter = (name: string, type: string, required?: true) => ({
  name,
  types: [type],
  heading: 'Parameters',
  ...(required ? { required } : {}),
});

const subjects = subjectsFrom([
  factsOf('note.page.get', {
    rest: 3,
    parameters: [parameter('id', 'integer', true)],
    errors: {
      statuses: [400],
      rows: [
        error(INVALID, 'Required field #FIELD# is not specified'),
        error(INVALID, 'Field id requires data type int for this request'),
        error(GONE, 'Page not found'),
        error(DENIED, 'Access denied'),
      ],
    },
  }),
  factsOf('note.page.list', {
    rest: 3,
    parameters: [parameter('select', 'array'), parameter('pagination', 'object')],
    errors: {
      statuses: [400],
      rows: [error(SELECT, 'Unknown field #FIELD#'), error(PAGES, 'Unable to recognize pagination')],
    },
  }),
  factsOf('note.page.delete', {
    rest: 3,
    parameters: [parameter('id', 'integer', true)],
    errors: { statuses: [400], rows: [error(INVALID, 'Required field id is not specified')] },
  }),
]);

const refused = (code: string, more: object = {}, status = 400): NewerAnswer => ({
  status,
  body: { error: { code, message: 'Сообщение на языке портала', ...more } },
});
const invalid = (field: string): NewerAnswer =>
  refused(INVALID, { validation: [{ message: 'Wrong', field }] });

function get({ id }: Record<string, unknown>): NewerAnswer {
  if (typeof id !== 'number') return invalid('id');
  return id === 1 ? { status: 200, body: { result: { item: { id } }, time: {} } } : refused(GONE);
}

function list({ select, pagination }: Record<string, unknown>): NewerAnswer {
  if (select !== undefined) return refused(SELECT);
  if (pagination !== undefined) return refused(PAGES);
  return { status: 200, body: { result: { items: [{ id: 1 }] }, time: {} } };
}

type Answer = (parameters: Record<string, unknown>) => NewerAnswer;

async function ask(answers: { get?: Answer; list?: Answer; isThere?: boolean } = {}) {
  const portal = new SmallPortal({});
  if (answers.isThere ?? true)
    portal.newer['rest.documentation.openapi'] = {
      openapi: '3.0.0',
      paths: { '/note.page.get': {}, '/note.page.list': {}, '/note.page.delete': {} },
    };
  portal.newer['note.page.get'] = answers.get ?? get;
  portal.newer['note.page.list'] = answers.list ?? list;
  portal.newer['note.page.delete'] = () => ({ status: 200, body: { result: { result: true } } });
  return { outcome: await surveyPortal(portal, subjects, { hasLeave: true }), portal };
}

const id = (row: string, aspect: string, method = 'get'): string =>
  `note.page.${method}@3.refusal.${row}.${aspect}`;

test('refusals of REST 3.0 are confirmed by code, status and the list of what is wrong, whatever their words', async () => {
  const { outcome, portal } = await ask();
  assert.deepEqual(contradictionsOf(outcome), {});
  const verdicts = verdictsOf(outcome);
  for (const row of [INVALID, `${INVALID}#2`])
    for (const aspect of ['code', 'status', 'validation'])
      assert.equal(verdicts[id(row, aspect)], 'confirmed', row);
  for (const aspect of ['code', 'status']) {
    assert.equal(verdicts[id(GONE, aspect)], 'confirmed');
    assert.equal(verdicts[id(PAGES, aspect, 'list')], 'confirmed');
    assert.equal(verdicts[id(SELECT, aspect, 'list')], 'confirmed');
  }
  assert.equal(verdicts['note.page.get@3.refusal.form'], 'confirmed');
  assert.equal(verdicts[id(DENIED, 'code')], 'not-exercised');
  assert.deepEqual(
    portal.calledNewer.filter(({ method }) => method === 'note.page.delete'),
    [],
    'a method that changes something was called',
  );
  assert.deepEqual(
    portal.calledNewer.filter(({ method }) => method === 'note.page.get').map((call) => call.with),
    [{ id: 1 }, {}, { id: 'b24conformancewrongtype' }, { id: 2_147_480_001 }],
  );
});

const LIES: [what: string, answers: Parameters<typeof ask>[0], found: Record<string, RegExp>][] = [
  [
    'another code',
    { get: (given) => (given.id === undefined ? refused(`${PREFIX}OTHEREXCEPTION`) : get(given)) },
    { [id(INVALID, 'code')]: /expected \w+REQUESTVALIDATIONEXCEPTION, got \w+OTHEREXCEPTION/ },
  ],
  [
    'another status',
    { get: (given) => ({ ...get(given), ...(given.id === 2_147_480_001 ? { status: 404 } : {}) }) },
    { [id(GONE, 'status')]: /expected HTTP 400, got HTTP 404/ },
  ],
  [
    'no list of what is wrong',
    { get: (given) => (given.id === undefined ? refused(INVALID) : get(given)) },
    { [id(INVALID, 'validation')]: /expected a list error\.validation, got/ },
  ],
  [
    'a list that names another field',
    { get: (given) => (given.id === undefined ? invalid('name') : get(given)) },
    { [id(INVALID, 'validation')]: /expected error\.validation to name id, got "name"/ },
  ],
  [
    'a list whose entries have no message',
    {
      get: (given) =>
        given.id === undefined ? refused(INVALID, { validation: [{ field: 'id' }] }) : get(given),
    },
    { [id(INVALID, 'validation')]: /expected field and message of each/ },
  ],
  [
    'a code that names no class',
    {
      get: (given) =>
        given.id === undefined
          ? refused('Bitrix\\Rest\\V3\\Exception\\Validation\\RequestValidationException')
          : get(given),
    },
    {
      'note.page.get@3.refusal.form': /expected error\.code to name an exception's class, got/,
      [id(INVALID, 'code')]: /got Bitrix/,
    },
  ],
  [
    'no message',
    {
      list: (given) =>
        given.pagination === undefined ? list(given) : { status: 400, body: { error: { code: PAGES } } },
    },
    { 'note.page.list@3.refusal.form': /expected error\.message/ },
  ],
  [
    'a success where a refusal is due',
    {
      list: (given) => list(given.pagination === undefined ? given : {}),
    },
    {
      [id(PAGES, 'code', 'list')]: /expected \w+, got a success/,
      [id(PAGES, 'status', 'list')]: /expected \w+, got a success/,
    },
  ],
];
for (const [what, answers, found] of LIES)
  test(`REST 3.0: ${what} is found, and nothing else`, async () => {
    const { outcome } = await ask(answers);
    const contradicted = contradictionsOf(outcome);
    assert.deepEqual(Object.keys(contradicted).sort(), Object.keys(found).sort());
    for (const [claim, expected] of Object.entries(found)) assert.match(contradicted[claim] ?? '', expected);
  });

test('an unknown field of the object itself may be left out, as the overview says', async () => {
  const { outcome } = await ask({
    list: ({ pagination }) => list(pagination === undefined ? {} : { pagination }),
  });
  assert.deepEqual(contradictionsOf(outcome), {});
  const claim = outcome.claims.find((each) => each.id === id(SELECT, 'code', 'list'));
  assert.match(claim?.reason ?? '', /left out, as the overview has it/);
});

test('where the portal does not say which methods it has, none of REST 3.0 is called', async () => {
  const { outcome, portal } = await ask({ isThere: false });
  assert.deepEqual(
    portal.calledNewer.map(({ method }) => method),
    ['rest.documentation.openapi', 'rest.scope.list'],
  );
  const claim = outcome.claims.find((each) => each.id === id(INVALID, 'code'));
  assert.match(claim?.reason ?? '', /does not say which methods of REST 3\.0 it has/);
});
