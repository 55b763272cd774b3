import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { request } from 'undici';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import { KINDS, type Lie, tellLies } from './lies.ts';
import { type Behaviour, type Model, truthfulModel } from './model.ts';
import { type FactsPortal, startFactsPortal } from './server.ts';

/** Rough, and enough for these tests: the survey has its own reviewed list. */
const isReading = ({ method }: MethodFacts) =>
  /(^|\.)(get\w*|list|fields|scope|methods|profile|time)$/i.test(method);
const needsNothing = ({ reads, facts }: Behaviour) =>
  reads && facts.parameters.every(({ required }) => required !== true);

async function start(t: TestContext, model: Model): Promise<FactsPortal> {
  const portal = await startFactsPortal(model);
  t.after(() => portal.close());
  return portal;
}

interface Answer {
  readonly result?: unknown;
  readonly total?: number;
  readonly next?: number;
  readonly error?: string;
  readonly error_description?: string;
}

async function call(address: string, method: string, parameters: object = {}) {
  const { statusCode, body } = await request(address + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return { status: statusCode, json: (await body.json()) as Answer };
}

test('a portal made from facts has every documented method, in the scope that its page names', async (t) => {
  const model = truthfulModel(isReading);
  const portal = await start(t, model);
  const all = (await call(portal.address, 'methods', { full: true })).json.result as string[];
  assert.equal(all.length, model.methods.size);
  assert.ok(all.length > 1500, String(all.length));
  const ofCrm = (await call(portal.address, 'methods', { scope: 'crm' })).json.result as string[];
  assert.ok(ofCrm.includes('crm.deal.list') && !ofCrm.includes('tasks.task.list'));
  const scopes = (await call(portal.address, 'scope')).json.result as string[];
  assert.ok(scopes.includes('crm') && !scopes.includes('basic'));
  assert.deepEqual((await call(portal.address, 'method.get', { name: 'crm.deal.list' })).json.result, {
    isExisting: true,
    isAvailable: true,
  });
  assert.equal((await call(portal.address, 'no.such.method')).json.error, 'ERROR_METHOD_NOT_FOUND');
  const poor = await call(portal.noScope, 'crm.deal.list');
  assert.deepEqual([poor.status, poor.json.error], [401, 'insufficient_scope']);
  assert.equal((await call(portal.noScope, 'profile')).status, 200);
});

test('lists come in pages, and select, order and filter do what they are there for', async (t) => {
  const portal = await start(t, truthfulModel(isReading));
  const list = async (parameters: object) => {
    const { json } = await call(portal.address, 'crm.deal.list', parameters);
    return { ...json, ids: (json.result as { ID: string }[]).map(({ ID }) => Number(ID)) };
  };
  const first = await list({});
  assert.deepEqual([first.ids.length, first.total, first.next], [50, 60, 50]);
  const second = await list({ start: 50 });
  assert.deepEqual([second.ids.length, second.total, second.next], [10, 60, undefined]);
  assert.equal(new Set([...first.ids, ...second.ids]).size, 60);
  assert.deepEqual((await list({ filter: { ID: 12 } })).ids, [12]);
  assert.deepEqual((await list({ order: { ID: 'DESC' } })).ids.slice(0, 2), [70, 69]);
  const [item = {}] = (await list({ select: ['TITLE'] })).result as object[];
  assert.deepEqual(Object.keys(item).sort(), ['ID', 'TITLE']);
});

test('what a request lacks is refused with the row that its page has for it', async (t) => {
  const model = truthfulModel(isReading);
  const portal = await start(t, model);
  let tried = 0;
  for (const found of model.methods.values()) {
    const row = found.refusals.find(({ fault }) => fault === 'missing');
    const [first, ...others] = found.facts.parameters.filter(({ required }) => required === true);
    if (row === undefined || others.length > 0 || first?.name !== row.parameter) continue;
    tried += 1;
    const { status, json } = await call(portal.address, found.name);
    assert.deepEqual(
      [status, json.error, json.error_description],
      [row.status, row.code, row.text ?? ''],
      found.name,
    );
    assert.ok(found.facts.errors.rows.some(({ code, text }) => code === row.code && text === row.text));
  }
  assert.ok(tried > 50, String(tried));
});

test('only what changes something changes the world, and each request is counted', async (t) => {
  const model = truthfulModel(isReading);
  const portal = await start(t, model);
  const before = portal.digest();
  await call(portal.address, 'crm.deal.list');
  await call(portal.address, 'batch', { cmd: { a: 'crm.lead.list?start=50', b: 'profile' } });
  assert.equal(portal.digest(), before);
  assert.equal(portal.requests, 2);
  assert.deepEqual(
    [...portal.ran],
    [
      ['crm.deal.list', 1],
      ['crm.lead.list', 1],
      ['profile', 1],
    ],
  );
  await call(portal.noScope, 'crm.deal.add', { fields: { TITLE: 'x' } });
  assert.equal(portal.digest(), before, 'a call that is refused changes nothing');
  await call(portal.address, 'crm.deal.add', { fields: { TITLE: 'x' } });
  assert.notEqual(portal.digest(), before);
});

const TOTAL = 200;
const lied = (seed: number): { model: Model; lies: readonly Lie[] } => {
  const model = truthfulModel(isReading);
  return { model, lies: tellLies(model, { seed, total: TOTAL, canRead: needsNothing }) };
};

test('lies are the same for the same seed, of every kind, and one a method', () => {
  const { lies } = lied(1);
  assert.equal(lies.length, TOTAL);
  assert.deepEqual(lied(1).lies, lies);
  assert.notDeepEqual(lied(2).lies, lies);
  assert.deepEqual(new Set(lies.map(({ kind }) => kind)), new Set(KINDS));
  assert.equal(new Set(lies.map(({ method }) => method)).size, TOTAL);
  for (const { claims, method } of lies) {
    assert.equal(claims.length, 1);
    assert.ok(claims[0]?.startsWith(`${method}.`));
  }
});

test('a portal that lies differs from the truthful one in its lies alone', async (t) => {
  const { model, lies } = lied(3);
  const [truth, liar] = [await start(t, truthfulModel(isReading)), await start(t, model)];
  const byMethod = new Map(lies.map((lie) => [lie.method.toLowerCase(), lie]));
  const seen = async ({ address }: FactsPortal, name: string) =>
    JSON.stringify([
      (await call(address, name, { select: ['*'] })).json,
      (await call(address, 'method.get', { name })).json.result,
      await call(address, name),
      (await call(address, name, { start: 50 })).json,
      await Promise.all(
        givenTo(name).map(async ([path, value]) => {
          const parameters = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
          return (await call(address, name, parameters as object)).json;
        }),
      ),
    ]);
  const truthful = truthfulModel(isReading);
  /** What makes a difference where a parameter takes other values than those that its page lists. */
  const givenTo = (name: string) =>
    (truthful.methods.get(name)?.takes ?? []).flatMap(({ path, values, isLimit, maximum = 0 }) => [
      ...values.map((value) => [path, value] as const),
      ...(isLimit
        ? ([
            [path, 1],
            [path, maximum + 1],
          ] as const)
        : []),
    ]);
  const scopesOf = async ({ address }: FactsPortal) =>
    (await call(address, 'methods', { scope: 'crm' })).json.result as string[];
  assert.notDeepEqual(await scopesOf(truth), await scopesOf(liar));
  for (const [name, { reads }] of model.methods) {
    const lie = byMethod.get(name);
    if (!reads || name === 'scope' || name === 'methods' || lie?.kind === 'other scope') continue;
    const isSame = (await seen(truth, name)) === (await seen(liar, name));
    assert.equal(isSame, lie === undefined, lie?.says ?? `${name} differs, and no lie was told of it`);
  }
});
