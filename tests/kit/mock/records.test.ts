import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { loadWorld, WorldError } from '../../../src/mock/index.ts';
import { resources } from '../../../src/mock/resources/index.ts';
import { allKinds } from '../../../src/mock/resources/resource.ts';
import { recordsOf } from '../../../src/mock/world/records.ts';
import { type Bench, bench } from './support.ts';

type Rows = Record<string, unknown>[];

const rowsOf = async ({ hook }: Bench, method: string, parameters?: Record<string, unknown>) => {
  const { json } = await hook(method, parameters);
  return json as { result: Rows; total?: number; next?: number };
};
const ids = ({ result }: { result: Rows }) => result.map(({ ID }) => ID);

test('a list comes in pages of 50, with total and next', async (t) => {
  const it = await bench(t);
  const first = await rowsOf(it, 'crm.deal.list');
  assert.deepEqual([first.result.length, first.total, first.next], [50, 107, 50]);
  const second = await rowsOf(it, 'crm.deal.list', { start: first.next });
  assert.deepEqual([second.result.length, second.total, second.next], [50, 107, 100]);
  const last = await rowsOf(it, 'crm.deal.list', { start: 100 });
  assert.deepEqual([last.result.length, last.total, last.next], [7, 107, undefined]);
  assert.equal(new Set([...ids(first), ...ids(second), ...ids(last)]).size, 107);
  // -1 asks not to count; what is no number begins at the start.
  const uncounted = await rowsOf(it, 'crm.deal.list', { start: -1 });
  assert.deepEqual([uncounted.result.length, uncounted.total, uncounted.next], [50, undefined, undefined]);
  assert.deepEqual(ids(await rowsOf(it, 'crm.deal.list', { start: 'abc' })), ids(first));
  const batch = (await it.hook('batch', { cmd: { deals: 'crm.deal.list?start=50' } })).json.result;
  const { result_total, result_next } = batch as Record<string, unknown>;
  assert.deepEqual([result_total, result_next], [{ deals: 107 }, { deals: 100 }]);
});

test('filter, order and select do what they say', async (t) => {
  const it = await bench(t);
  const list = (parameters: Record<string, unknown>) => rowsOf(it, 'crm.deal.list', parameters);
  assert.deepEqual(ids(await list({ filter: { ID: 12 } })), ['12']);
  assert.deepEqual(ids(await list({ filter: { '@ID': [12, 14] }, order: { ID: 'DESC' } })), ['14', '12']);
  assert.deepEqual(ids(await list({ filter: { '>ID': 115 } })), ['116', '117']);
  assert.deepEqual(ids(await list({ filter: { '>=ID': 115, '!STAGE_ID': 'WON' } })), ['115', '117']);
  assert.deepEqual(ids(await list({ filter: { '%TITLE': 'deal 11', '>ID': 11, '<ID': 112 } })), [
    '110',
    '111',
  ]);
  assert.equal((await list({ filter: { '<ID': 20 }, order: { OPPORTUNITY: 'DESC' } })).result[0]?.ID, '19');
  // A field that a deal has not limits nothing (observed).
  assert.equal((await list({ filter: { NO_SUCH_FIELD: 5 } })).total, 107);
  assert.deepEqual((await list({ filter: { ID: 11 }, select: ['TITLE'] })).result, [
    { ID: '11', TITLE: 'Deal 11' },
  ]);
  assert.deepEqual((await it.hook('crm.deal.list', { filter: 'abc' })).json, {
    error: '',
    error_description: "Parameter 'filter' must be array.",
  });
  const { tasks } = (
    await it.hook('tasks.task.list', { filter: { '>ID': 66 }, select: ['ID', 'RESPONSIBLE_ID'] })
  ).json.result as { tasks: Rows };
  assert.deepEqual(tasks, [
    { id: '67', responsibleId: '7' },
    { id: '68', responsibleId: '1' },
  ]);
});

test('one record is found by its id, and what is not there is refused as each family does', async (t) => {
  const { hook } = await bench(t);
  const refusal = async (method: string, parameters: Record<string, unknown> = {}) => {
    const { status, json } = await hook(method, parameters);
    return [status, json.error, json.error_description];
  };
  const deal = (await hook('crm.deal.get', { id: '116' })).json.result as Record<string, unknown>;
  assert.deepEqual([deal.ID, deal.STAGE_ID, deal.OPPORTUNITY, deal.COMMENTS], ['116', 'WON', '9900', null]);
  const item = (await hook('crm.item.get', { entityTypeId: 2, id: 116 })).json.result as {
    item: Record<string, unknown>;
  };
  assert.deepEqual([item.item.id, item.item.opportunity], [116, 9900]);
  assert.deepEqual(await refusal('crm.deal.get'), [400, '', 'ID is not defined or invalid.']);
  assert.deepEqual(await refusal('crm.deal.get', { id: 1 }), [400, '', 'Not found']);
  assert.deepEqual(await refusal('crm.item.get', { entityTypeId: 2, id: 1 }), [
    400,
    'NOT_FOUND',
    'Element not found',
  ]);
  assert.deepEqual(await refusal('crm.item.list'), [
    400,
    '100',
    'Could not find value for parameter {entityTypeId}',
  ]);
  assert.deepEqual((await refusal('crm.item.list', { entityTypeId: 99 }))[1], 'NOT_FOUND');
  assert.deepEqual(await refusal('tasks.task.get'), [
    400,
    '100',
    'Could not find value for parameter {taskId}',
  ]);
  assert.deepEqual(await refusal('disk.file.get', { id: 1 }), [
    400,
    'ERROR_NOT_FOUND',
    "Could not find entity with id '1'.",
  ]);
  assert.deepEqual(await refusal('lists.get'), [
    400,
    'ERROR_REQUIRED_PARAMETERS_MISSING',
    'Required parameter `IBLOCK_TYPE_ID` is missing',
  ]);
  assert.match(String((await refusal('calendar.event.get'))[2]), /"type" is not set/);
  assert.deepEqual((await hook('user.get', { id: 99 })).json.result, []);
  assert.deepEqual((await hook('department.get', { id: 99 })).json.result, []);
});

test('fields are described as each family does', async (t) => {
  const { hook } = await bench(t);
  const fields = async (method: string, parameters = {}) => (await hook(method, parameters)).json.result;
  assert.deepEqual(((await fields('crm.company.fields')) as Record<string, unknown>).TITLE, {
    type: 'string',
    isRequired: true,
    isReadOnly: false,
    isImmutable: false,
    isMultiple: false,
    isDynamic: false,
    title: 'Title',
  });
  assert.deepEqual((await fields('department.fields')) as object, {
    ID: 'Id',
    NAME: 'Name',
    SORT: 'Sort',
    PARENT: 'Parent',
    UF_HEAD: 'Uf head',
  });
  const item = (await fields('crm.item.fields', { entityTypeId: 1 })) as {
    fields: Record<string, { type: string }>;
  };
  assert.equal(item.fields.sourceId?.type, 'crm_status');
  const task = (await fields('tasks.task.getFields')) as { fields: Record<string, unknown> };
  assert.deepEqual(task.fields.ID, { title: 'Id', type: 'integer', primary: true });
  const disk = (await fields('disk.file.getfields')) as Record<string, unknown>;
  assert.deepEqual(disk.SIZE, { TYPE: 'integer', USE_IN_FILTER: true, USE_IN_SHOW: true });
});

test('each method is listed with its scope, and refused without it', async (t) => {
  const { hook, env, send } = await bench(t);
  for (const { name, scopes } of resources) {
    const [scope = ''] = scopes;
    const listed = (await hook('methods', { scope })).json.result as string[];
    assert.ok(listed.includes(name), `${name} is not listed with ${scope}`);
    const found = (await hook('method.get', { name: name.toLowerCase() })).json.result;
    assert.deepEqual(found, { isExisting: true, isAvailable: true }, name);
    if (scope === 'user') continue;
    const { status, json } = await send(`${env('B24_WEBHOOK_NO_SCOPE')}${name}`);
    assert.deepEqual([status, json.error], [401, 'insufficient_scope'], name);
  }
});

test('no call changes what another one sees', async (t) => {
  const { hook } = await bench(t);
  const all = async () => {
    const answers: unknown[] = [];
    for (const { name } of resources) {
      const { json } = await hook(name, { id: 11, entityTypeId: 2, type: 'user', IBLOCK_TYPE_ID: 'lists' });
      answers.push(json.result ?? json.error_description);
    }
    return JSON.stringify(answers);
  };
  assert.equal(await all(), await all());
});

test('a world without records has none, and fields all the same', async (t) => {
  const { records, ...world } = await loadWorld();
  assert.ok(records);
  const it = await bench(t, { world });
  assert.deepEqual(await rowsOf(it, 'crm.deal.list').then(ids), []);
  assert.ok('TITLE' in ((await it.hook('crm.deal.fields')).json.result as object));
});

test('the records of the default world are read without a mistake, and each kind has some', async () => {
  const { records = '' } = await loadWorld();
  const kinds = allKinds();
  assert.deepEqual(
    (await readdir(records)).sort(),
    [...new Set(kinds.map(({ file }) => `${file}.yaml`))].sort(),
  );
  for (const { file, key } of kinds) {
    const path = join(records, `${file}.yaml`);
    const found = recordsOf(
      path,
      await readFile(path, 'utf8'),
      kinds.filter((each) => each.file === file),
    );
    assert.ok((found.get(key)?.length ?? 0) > 0, `no ${key}`);
  }
});

test('a mistake in records is reported by file, line and problem', () => {
  const kinds = allKinds().filter(({ file }) => file === 'crm');
  const problem = (text: string) => {
    try {
      recordsOf('crm.yaml', text, kinds);
    } catch (error) {
      assert.ok(error instanceof WorldError);
      return error.message;
    }
    return '';
  };
  assert.equal(problem('leads:\n  - { ID: 1, TITLE: One }'), '');
  assert.equal(
    problem('leads:\n  - ID: 1\n    TITEL: One'),
    "crm.yaml:3: leads have no field 'TITEL'; did you mean 'TITLE'?",
  );
  assert.match(problem('leds: []'), /^crm\.yaml:1: there are no records 'leds'; did you mean 'leads'\?$/);
  assert.match(problem('leads: 5'), /:1: 'leads' is not a list$/);
  assert.match(problem('leads: [5]'), /:1: a record is a map of fields$/);
  assert.match(problem('leads:\n- TITLE: x'), /:2: a record of leads needs ID$/);
  assert.match(problem('leads:\n- { from: 3, to: 2, ID: $n }'), /:2: 'from' and 'to' are whole numbers/);
  assert.match(problem('leads: [{ ID: 1 }, { ID: 1 }]'), /leads have two records with ID 1$/);
  assert.match(problem('- ID: 1'), /:1: a file of records has a list under each of leads, deals/);
  assert.match(problem('leads: [{'), /^crm\.yaml:1: /);
});

test('a world names a folder of records that is there', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-records-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'world.yaml');
  const world = [
    'portal: { offset: "+00:00", memberId: kit }',
    'users: [{ id: 1, name: A, lastName: B, email: a@b.invalid, admin: true, timeZone: "" }]',
    'records: records',
  ].join('\n');
  await writeFile(file, world);
  await assert.rejects(loadWorld(file), {
    message: `${file}:3: there is no folder '${join(folder, 'records')}'`,
  });
});
