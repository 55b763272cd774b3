import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { bench, post, postText, type Reply } from './support.ts';

/** REST 3.0 as its overview describes it, and as teams of SDKs measured it on live portals. */

async function newer(t: TestContext) {
  const it = await bench(t);
  const address = it.env('B24_WEBHOOK').replace('/rest/', '/rest/api/');
  const call = (method: string, parameters: object = {}): Promise<Reply> =>
    it.send(address + method, post(parameters));
  return { ...it, address, call };
}

const PREFIX = 'BITRIX_REST_V3_';
/** Status, and the code without its common beginning. */
const refusalOf = ({ status, json }: Reply) => {
  const { code = '' } = (json.error ?? {}) as { code?: string };
  return [status, code.replace(PREFIX, '')];
};
const itemsOf = ({ json }: Reply) => (json.result as { items: Record<string, unknown>[] }).items;

test('the OpenAPI document has each method that is there, with what it takes', async (t) => {
  const { call, address, send } = await newer(t);
  const { status, json } = await call('rest.documentation.openapi');
  assert.deepEqual([status, json.openapi, 'result' in json], [200, '3.0.0', false]);
  const paths = Object.keys(json.paths as object);
  for (const path of paths) {
    const reply = await call(path.slice(1));
    assert.notEqual(reply.status, 404, path);
  }
  const described = json.paths as Record<string, { post: { requestBody: unknown } }>;
  const requestBody = described['/tasks.task.get']?.post.requestBody;
  assert.deepEqual(requestBody, {
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { id: { type: 'integer' }, select: { type: 'array', items: {} } },
          required: ['id'],
        },
      },
    },
  });
  assert.deepEqual((await send(`${address}documentation`)).json, json, 'its synonym, by GET');
  const scopes = (await call('rest.scope.list')).json.result as Record<string, string[]>;
  assert.ok(scopes.tasks?.includes('tasks.task.get'));
});

test('a success has its item or items beneath result, and time', async (t) => {
  const { call } = await newer(t);
  const list = await call('tasks.task.list', { select: ['id', 'title'], order: { id: 'DESC' } });
  const ids = itemsOf(list).map(({ id }) => Number(id));
  assert.deepEqual(
    ids,
    [...ids].sort((one, other) => other - one),
  );
  assert.deepEqual(Object.keys(itemsOf(list)[0] ?? {}), ['id', 'title']);
  assert.ok('time' in list.json);
  const { json } = await call('tasks.task.get', { id: ids[0], select: ['id', 'stageId'] });
  assert.deepEqual(json.result, { item: { id: ids[0] } }, 'an unknown field of a task is left out');
});

test('conditions of a filter are read by position, alone and in groups', async (t) => {
  const { call } = await newer(t);
  const idsBy = async (filter: unknown) =>
    itemsOf(await call('main.eventlog.list', { filter, order: { id: 'ASC' } })).map(({ id }) => id);
  assert.deepEqual(await idsBy([['id', '>', 1]]), [2, 3]);
  assert.deepEqual(await idsBy([['id', [1, 3]]]), [1, 3]);
  assert.deepEqual(
    await idsBy([
      ['id', 'between', [2, 3]],
      ['userId', '=', 7],
    ]),
    [2],
  );
  const conditions = [
    ['moduleId', '=', 'im'],
    ['userId', '=', 7],
  ];
  assert.deepEqual(await idsBy([{ logic: 'or', conditions }]), [2, 3]);
});

test('a page has as many items as limit says, and never more than fifty', async (t) => {
  const { call } = await newer(t);
  const idsOf = async (pagination: object) =>
    itemsOf(await call('main.eventlog.list', { pagination, order: { id: 'ASC' } })).map(({ id }) => id);
  assert.deepEqual(await idsOf({ limit: 2 }), [1, 2]);
  assert.deepEqual(await idsOf({ limit: 2, page: 2 }), [3]);
  assert.deepEqual(await idsOf({ limit: 1, offset: 1 }), [2]);
  const tasks = await call('tasks.task.list', { pagination: { limit: 500 } });
  assert.ok(itemsOf(tasks).length <= 50);
});

test('what is wrong is refused with the name of an exception’s class', async (t) => {
  const { call, send, address } = await newer(t);
  for (const [method, parameters, status, code] of [
    ['main.eventlog.list', { select: ['none'] }, 400, 'EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION'],
    ['main.eventlog.list', { select: [['id']] }, 400, 'EXCEPTION_INVALIDSELECTEXCEPTION'],
    ['main.eventlog.list', { filter: [['none', '=', 1]] }, 400, 'EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION'],
    ['main.eventlog.list', { filter: [['id', '~', 1]] }, 400, 'EXCEPTION_UNKNOWNFILTEROPERATOREXCEPTION'],
    [
      'main.eventlog.list',
      { filter: [['id', 'toString', 1]] },
      400,
      'EXCEPTION_UNKNOWNFILTEROPERATOREXCEPTION',
    ],
    ['main.eventlog.list', { filter: { '>id': 1 } }, 400, 'EXCEPTION_INVALIDFILTEREXCEPTION'],
    ['main.eventlog.list', { order: { none: 'ASC' } }, 400, 'EXCEPTION_INVALIDORDEREXCEPTION'],
    ['main.eventlog.list', { pagination: { limit: 0 } }, 400, 'EXCEPTION_INVALIDPAGINATIONEXCEPTION'],
    ['main.eventlog.get', { id: 999 }, 400, 'EXCEPTION_ENTITYNOTFOUNDEXCEPTION'],
    ['main.eventlog.field.get', { name: 'none' }, 400, 'REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION'],
    ['main.eventlog.get', {}, 400, 'EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION'],
    ['main.eventlog.none', {}, 404, 'EXCEPTION_METHODNOTFOUNDEXCEPTION'],
  ] as const)
    assert.deepEqual(refusalOf(await call(method, parameters)), [status, code], JSON.stringify(parameters));
  const noJson = await send(`${address}main.eventlog.list`, postText('application/json', 'limit=1'));
  assert.deepEqual(refusalOf(noJson), [400, 'EXCEPTION_INVALIDJSONEXCEPTION']);
});

test('a list says what is wrong with which field, and an address is not read', async (t) => {
  const { call, send, address } = await newer(t);
  const validationOf = ({ json }: Reply) => (json.error as { validation?: unknown }).validation;
  const missing = [{ field: 'id', message: 'Required field `id` is not specified' }];
  assert.deepEqual(validationOf(await call('tasks.task.get')), missing);
  assert.deepEqual(validationOf(await send(`${address}tasks.task.get?id=1`)), missing);
  assert.deepEqual(validationOf(await call('tasks.task.get', { id: 'x' })), [
    { field: 'id', message: 'Field `id` requires data type int' },
  ]);
  assert.equal(validationOf(await call('tasks.task.get', { id: 99_999 })), undefined);
});

test('credentials and scopes are checked, and refusals have the form of this version', async (t) => {
  const { send, portal, env } = await newer(t);
  const poor = env('B24_WEBHOOK_NO_SCOPE').replace('/rest/', '/rest/api/');
  assert.deepEqual(refusalOf(await send(`${poor}tasks.task.get`, post({ id: 1 }))), [
    403,
    'EXCEPTION_INSUFFICIENTSCOPEEXCEPTION',
  ]);
  assert.equal((await send(`${poor}rest.scope.list`)).status, 200);
  const none = await send(`${portal.httpsUrl}/rest/api/tasks.task.get`, post({ id: 1 }));
  assert.deepEqual(refusalOf(none), [401, 'NO_AUTH_FOUND']);
  assert.deepEqual(Object.keys(none.json), ['error']);
  const older = await send(`${portal.httpsUrl}/rest/tasks.task.get`, post({ taskId: 1 }));
  assert.equal(older.json.error, 'NO_AUTH_FOUND');
  const token = await send(
    `${portal.httpsUrl}/rest/api/rest.scope.list`,
    post({ auth: env('B24_OAUTH_ACCESS_TOKEN') }),
  );
  assert.equal(token.status, 200);
});
