import assert from 'node:assert/strict';
import { test } from 'node:test';
import { once } from '../../../src/base/once.ts';
import { allSubjects } from './all-subjects.ts';
import { type Method, SmallPortal, surveyPortal } from './portal.ts';

const subjects = allSubjects();
const scopes = [...new Set(subjects.flatMap(({ facts }) => (facts.scope ?? '').split(/, */)))];

/** Every documented method, answering every call with a list of one thing. */
function portalOfAll(): SmallPortal {
  const methods: Record<string, Method> = {};
  for (const { name, facts } of subjects)
    methods[name] = {
      scope:
        facts.scope === 'basic' || facts.scope === undefined ? '' : (facts.scope.split(',')[0] as string),
      answer: () => ({ result: [{ id: 1, ID: 1 }], total: 1 }),
    };
  return new SmallPortal(methods, ['', ...scopes]);
}

/** @param isRefusing whether there is a webhook that must be refused */
async function surveyed(hasLeave: boolean, isRefusing: boolean) {
  const portal = portalOfAll();
  if (isRefusing) portal.noScope = [];
  const outcome = await surveyPortal(portal, subjects, { hasLeave });
  return { portal, ...outcome };
}

const withoutLeave = once(() => surveyed(false, false));
const refusing = once(() => surveyed(true, true));

test('nothing but methods that read is called, whatever is allowed', async () => {
  for (const { portal } of [await withoutLeave(), await surveyed(true, false)]) {
    const changing = new Set(subjects.filter(({ safety }) => safety !== 'reads').map(({ name }) => name));
    const reading = new Set(subjects.filter(({ safety }) => safety === 'reads').map(({ name }) => name));
    const called = new Set(portal.called.map(({ method }) => method));
    assert.deepEqual(
      [...called].filter((name) => changing.has(name) || !reading.has(name)),
      [],
    );
    assert.ok(called.size > 500, `only ${called.size} methods were called`);
  }
});

test('of REST 3.0, too, nothing but methods that read is called', async () => {
  const newer = subjects.filter(({ facts }) => facts.rest === 3);
  const portal = portalOfAll();
  const paths = Object.fromEntries(newer.map(({ facts }) => [`/${facts.method}`, {}]));
  portal.newer['rest.documentation.openapi'] = { openapi: '3.0.0', paths };
  portal.newer['rest.scope.list'] = { result: {} };
  for (const { facts } of newer) portal.newer[facts.method] = { result: { items: [{ id: 1, name: 'id' }] } };
  const { claims } = await surveyPortal(portal, subjects, { hasLeave: true });
  const reading = new Set(newer.filter(({ safety }) => safety === 'reads').map(({ name }) => name));
  const called = new Set(portal.calledNewer.map(({ method }) => method));
  assert.deepEqual(
    [...called].filter((name) => !reading.has(name)),
    ['rest.documentation.openapi', 'rest.scope.list'],
  );
  assert.ok(called.size > 50, `only ${called.size} methods were called`);
  assert.ok(portal.requests <= 1500, `${portal.requests} requests`);
  // A success where a refusal is due is told as such.
  const missing = claims.find(({ id }) =>
    /^note\.document\.get@3\.refusal\..*REQUESTVALIDATIONEXCEPTION\.code$/.test(id),
  );
  assert.equal(missing?.verdict, 'contradicted');
});

test('without leave no other class goes out even by the webhook that must be refused, with leave never those of never', async () => {
  const classOf = new Map(subjects.map(({ name, safety }) => [name, safety]));
  const classesOf = ({ called }: SmallPortal) => new Set(called.map(({ method }) => classOf.get(method)));
  assert.deepEqual(classesOf((await surveyed(false, true)).portal), new Set(['reads']));
  assert.deepEqual([...classesOf((await refusing()).portal)].sort(), ['changes', 'makes', 'reads']);
});

test('every documented method of the older API gets a verdict within 1,500 requests', async () => {
  const { portal, survey, claims } = await refusing();
  assert.ok(portal.requests <= 1500, `${portal.requests} requests`);
  assert.equal(survey.numbers.requests, portal.requests);
  const seen = new Set(
    claims.filter(({ verdict }) => verdict !== 'not-exercised').map(({ method }) => method),
  );
  const without = subjects.filter(({ facts }) => facts.rest === undefined && !seen.has(facts.method));
  assert.deepEqual(
    without.map(({ name }) => name),
    [],
  );
});

test('no two claims have one id, and each names its page and layer', async () => {
  const { claims } = await withoutLeave();
  assert.equal(new Set(claims.map(({ id }) => id)).size, claims.length);
  for (const { layer, source, statement } of claims) {
    assert.ok(layer !== undefined && source.page !== '' && statement !== '');
  }
});
