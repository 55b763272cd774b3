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

test('type and mark of a parameter are compared with the OpenAPI document, where it states them', async () => {
  const typed = subjectsFrom([
    factsOf('note.page.get', {
      rest: 3,
      parameters: [
        { ...parameter('id'), required: true },
        { ...parameter('depth'), required: true },
        { ...parameter('title'), types: ['string'] },
        parameter('loose'),
      ],
    }),
  ]);
  const properties = {
    id: { type: 'integer' },
    depth: { type: 'string' },
    title: { $ref: '#/components/schemas/Title' },
    loose: {},
  };
  const described = (required: object) => ({
    openapi: '3.0.0',
    paths: {
      '/note.page.get': {
        post: { requestBody: { content: { 'application/json': { schema: { properties, ...required } } } } },
      },
    },
    components: { schemas: { Title: { type: 'string' } } },
  });
  const found = async (required: object) => {
    const portal = new SmallPortal({});
    portal.newer['rest.documentation.openapi'] = described(required);
    return surveyPortal(portal, typed);
  };
  const marked = await found({ required: ['id'] });
  const verdicts = verdictsOf(marked);
  for (const end of ['id.type', 'id.required', 'title.type'])
    assert.equal(verdicts[`note.page.get@3.fields.${end}`], 'confirmed', end);
  assert.equal(verdicts['note.page.get@3.fields.loose.type'], 'not-exercised');
  const contradicted = contradictionsOf(marked);
  assert.deepEqual(Object.keys(contradicted), [
    'note.page.get@3.fields.depth.type',
    'note.page.get@3.fields.depth.required',
  ]);
  assert.match(
    contradicted['note.page.get@3.fields.depth.type'] ?? '',
    /expected depth of the type integer, got string/,
  );
  assert.match(
    contradicted['note.page.get@3.fields.depth.required'] ?? '',
    /expected depth to be required, got id/,
  );
  assert.equal(verdictsOf(await found({}))['note.page.get@3.fields.id.required'], 'not-exercised');
});
