import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contradictionsOf, factsOf, SmallPortal, subjectsFrom, surveyPortal, verdictsOf } from './portal.ts';

const parameter = (name: string) => ({ name, types: ['integer'], heading: 'Parameters' });
const subjects = subjectsFrom([
  factsOf('tasks.task.get', {
    rest: 3,
    scope: 'tasks',
    parameters: [parameter('id'), parameter('select')],
  }),
  factsOf('tasks.task.list', { rest: 3, scope: 'tasks' }),
]);

const GET = {
  post: {
    requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Get' } } } },
  },
};
const document = {
  openapi: '3.0.0',
  paths: { '/tasks.task.get': GET, '/tasks.task.list': {}, '/tasks.task.secret': {} },
  components: { schemas: { Get: { type: 'object', properties: { id: {}, select: {} } } } },
};

async function ask(openapi: object | undefined, scopes: object | undefined) {
  const portal = new SmallPortal({});
  if (openapi) portal.newer['rest.documentation.openapi'] = openapi;
  if (scopes) portal.newer['rest.scope.list'] = scopes;
  return surveyPortal(portal, subjects);
}

test('methods of REST 3.0 are found in the OpenAPI document, with what they take', async () => {
  const outcome = await ask(document, { result: { tasks: ['tasks.task.get', 'tasks.task.list'] } });
  const verdicts = verdictsOf(outcome);
  for (const id of ['exists', 'scope', 'fields.id', 'fields.select'])
    assert.equal(verdicts[`tasks.task.get@3.${id}`], 'confirmed', id);
  assert.deepEqual(contradictionsOf(outcome), {});
  assert.deepEqual(outcome.survey.undocumented, ['tasks.task.secret@3']);
  assert.equal(outcome.survey.numbers.existing, 2);
});

test('a method, a parameter and a scope that differ are contradicted, and nothing else is', async () => {
  const { '/tasks.task.list': _, ...paths } = document.paths;
  const outcome = await ask(
    {
      ...document,
      paths,
      components: { schemas: { Get: { type: 'object', properties: { id: {}, fields: {} } } } },
    },
    { result: { 'tasks.task.get': ['task'], 'tasks.task.list': ['tasks'] } },
  );
  const found = contradictionsOf(outcome);
  assert.deepEqual(Object.keys(found), [
    'tasks.task.list@3.exists',
    'tasks.task.get@3.scope',
    'tasks.task.get@3.fields.select',
  ]);
  assert.match(
    found['tasks.task.list@3.exists'] ?? '',
    /OpenAPI document to have tasks.task.list, got none of 2 paths/,
  );
  assert.match(
    found['tasks.task.get@3.fields.select'] ?? '',
    /expected the parameter select, got id, fields/,
  );
  assert.match(found['tasks.task.get@3.scope'] ?? '', /expected the scope tasks, got task/);
});

test('a portal without REST 3.0 contradicts nothing of it', async () => {
  const outcome = await ask(undefined, undefined);
  assert.deepEqual(contradictionsOf(outcome), {});
  const claim = outcome.claims.find(({ id }) => id === 'tasks.task.get@3.exists');
  assert.match(claim?.reason ?? '', /METHODNOTFOUND/);
});

test('the calls of REST 3.0 go to its own address', async () => {
  const portal = new SmallPortal({});
  const urls: string[] = [];
  const send = portal.send.bind(portal);
  portal.send = async (request) => {
    urls.push(request.url);
    return send(request);
  };
  await surveyPortal(portal, subjects);
  assert.ok(urls.includes('https://portal.invalid/rest/api/own/rest.documentation.openapi'), urls.join('\n'));
});
