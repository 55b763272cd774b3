import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';
import {
  type Answer,
  contradictionsOf,
  factsOf,
  type Method,
  SmallPortal,
  subjectsFrom,
  surveyPortal,
  verdictsOf,
} from './portal.ts';

const row = (name: string, type: string, more: Partial<FieldFact> = {}): FieldFact => ({
  name,
  types: [type],
  heading: 'Table',
  ...more,
});
const result = (type: string, fields: FieldFact[] = []): FieldFact[] => [
  row('result', type, { fields }),
  row('time', 'time'),
];

const NOT_FOUND = { code: 'NOT_FOUND', status: 400, text: 'Deal with id 5 not found', heading: 'Errors' };
const NO_ID = { code: '100', status: 400, text: 'Parameter id not specified', heading: 'Errors' };
const WRONG = { code: '', status: 400, text: "Parameter 'filter' must be array", heading: 'Errors' };

const DEAL = [
  row('ID', 'integer'),
  row('TITLE', 'string'),
  row('STAGE', 'string', { values: ['NEW', 'WON'] }),
];

/** Documentation of a few methods. */
const FACTS: MethodFacts[] = [
  factsOf('profile', { scope: 'basic', returned: result('object', [row('ID', 'integer')]) }),
  factsOf('crm.deal.list', {
    parameters: [
      row('select', 'array'),
      row('filter', 'object'),
      row('order', 'object'),
      row('start', 'integer'),
    ],
    returned: [...result('array', DEAL), row('total', 'integer'), row('next', 'integer')],
    errors: { statuses: [400], rows: [WRONG] },
  }),
  factsOf('crm.deal.get', {
    parameters: [row('id', 'integer', { required: true })],
    returned: result('object', DEAL),
    errors: { statuses: [400], rows: [NO_ID, NOT_FOUND] },
  }),
  factsOf('crm.deal.fields', {
    returned: result('object', [row('ID', 'integer'), row('TITLE', 'string'), row('TAGS', 'string[]')]),
  }),
  factsOf('crm.deal.add', {
    title: 'Add',
    parameters: [
      row('fields', 'object', { required: true, fields: [row('TITLE', 'string', { required: true })] }),
    ],
  }),
  factsOf('crm.deal.list', { rest: 3 }),
];

const deals = Array.from({ length: 60 }, (_, index) => ({
  ID: index + 1,
  TITLE: `Deal ${index + 1}`,
  STAGE: index % 2 === 0 ? 'NEW' : 'WON',
}));

function list(parameters: Record<string, unknown>, from = deals): Answer {
  if (typeof parameters.filter === 'string')
    return { error: '', error_description: "Parameter 'filter' must be array" };
  const { ID } = (parameters.filter ?? {}) as { ID?: string };
  const order = (parameters.order ?? {}) as { ID?: string };
  const select = (parameters.select ?? []) as string[];
  const chosen = from.filter((deal) => ID === undefined || String(deal.ID) === String(ID));
  if (order.ID === 'DESC') chosen.reverse();
  const start = Number(parameters.start ?? 0);
  const page = chosen
    .slice(start, start + 50)
    .map((deal) =>
      select.length === 0
        ? deal
        : Object.fromEntries(Object.entries(deal).filter(([name]) => select.includes(name))),
    );
  const next = start + 50 < chosen.length ? { next: start + 50 } : {};
  return { result: page, total: chosen.length, ...next };
}

function get({ id }: Record<string, unknown>): Answer {
  if (id === undefined) return { error: '100', error_description: 'Parameter id not specified' };
  const deal = deals.find((each) => each.ID === Number(id));
  return deal
    ? { result: deal }
    : { error: 'NOT_FOUND', error_description: `Deal with id ${String(id)} not found` };
}

const DESCRIPTION = {
  ID: { type: 'integer', isRequired: false, isReadOnly: true, isMultiple: false },
  TITLE: { type: 'string', isRequired: true, isReadOnly: false, isMultiple: false },
  TAGS: { type: 'string', isRequired: false, isReadOnly: false, isMultiple: true },
  UF_CRM_1: { type: 'string', isRequired: false, isReadOnly: false, isMultiple: false },
};

/** A portal that does what the documentation says. */
const TRUTH: Record<string, Method> = {
  methods: { answer: () => ({ result: [] }) },
  profile: { answer: () => ({ result: { ID: 1 } }) },
  'crm.deal.list': { scope: 'crm', answer: (parameters) => list(parameters) },
  'crm.deal.get': { scope: 'crm', answer: get },
  'crm.deal.fields': { scope: 'crm', answer: () => ({ result: DESCRIPTION }) },
  'crm.deal.add': { scope: 'crm', answer: () => ({ result: 61 }) },
};

const subjects = subjectsFrom(FACTS);
const NEWER = {
  'rest.documentation.openapi': { openapi: '3.0.0', paths: { '/crm.deal.list': {} } },
  'rest.scope.list': { result: { crm: ['crm.deal.list'] } },
  'crm.deal.list': { result: { items: [] } },
};
const find = async (methods: Record<string, Method | undefined> = {}) => {
  const all = Object.entries({ ...TRUTH, ...methods }).filter(([, method]) => method !== undefined);
  const portal = new SmallPortal(Object.fromEntries(all) as Record<string, Method>);
  portal.noScope = [];
  portal.newer = NEWER;
  return { portal, outcome: await surveyPortal(portal, subjects) };
};
const of = (answer: Method['answer'], scope = 'crm'): Method => ({ scope, answer });

test('a portal that does what the documentation says contradicts nothing', async () => {
  const { outcome } = await find();
  assert.deepEqual(contradictionsOf(outcome), {});
  const untried = outcome.claims.filter(({ verdict }) => verdict === 'not-exercised');
  assert.deepEqual(
    untried.map(({ id, reason }) => [id, reason]),
    [
      [
        'crm.deal.add.scope.refused',
        'needs B24_ALLOW_PROVISION=1, as it changes something where it is not refused',
      ],
      ['crm.deal.list@3.scope.refused', 'of REST 3.0 no batch of older calls can tell'],
    ].sort(([one = ''], [other = '']) => order(untried, one) - order(untried, other)),
  );
});

const order = (claims: readonly { id: string }[], id: string): number =>
  claims.findIndex((each) => each.id === id);

/** Portals that lie in one way, and what the survey must say of each, no more and no less. */
const LIES: [what: string, methods: Record<string, Method | undefined>, found: Record<string, RegExp>][] = [
  [
    'a method is missing',
    { 'crm.deal.add': undefined },
    { 'crm.deal.add.exists': /expected crm.deal.add to exist, got isExisting false/ },
  ],
  [
    'a method has another scope',
    { 'crm.deal.fields': { scope: 'user', answer: () => ({ result: DESCRIPTION }) } },
    { 'crm.deal.fields.scope': /expected the scope crm, got user/ },
  ],
  [
    'a returned field has another name',
    { 'crm.deal.get': of((given) => renamed(get(given))) },
    { 'crm.deal.get.read.result.TITLE': /expected result.TITLE, got an answer without it/ },
  ],
  [
    'a returned field has another type',
    {
      'crm.deal.list': of((given) =>
        list(
          given,
          deals.map((deal) => ({ ...deal, TITLE: deal.ID as unknown as string })),
        ),
      ),
    },
    { 'crm.deal.list.read.result.TITLE': /expected result.TITLE to be string, got integer 1/ },
  ],
  [
    'a value is none of those allowed',
    {
      'crm.deal.list': of((given) =>
        list(
          given,
          deals.map((deal) => ({ ...deal, STAGE: 'LOST' })),
        ),
      ),
    },
    { 'crm.deal.list.value.result.STAGE': /one of NEW, WON, got "LOST"/ },
  ],
  [
    'a described field is missing',
    {
      'crm.deal.fields': of(() => ({
        result: { ID: DESCRIPTION.ID, TITLE: DESCRIPTION.TITLE, NAME: DESCRIPTION.TAGS },
      })),
    },
    {
      'crm.deal.fields.fields.TAGS': /expected a field TAGS/,
      'crm.deal.fields.read.result.TAGS': /expected result.TAGS, got an answer without it/,
    },
  ],
  [
    'a described field has another type and other marks',
    {
      'crm.deal.fields': of(() => ({
        result: {
          ...DESCRIPTION,
          TITLE: { type: 'integer', isRequired: false, isReadOnly: true },
          TAGS: { type: 'string', isMultiple: 'N' },
        },
      })),
    },
    {
      'crm.deal.fields.fields.TITLE.type': /of the type string, got "integer"/,
      'crm.deal.fields.fields.TITLE.required': /to be required, got false/,
      'crm.deal.fields.fields.TITLE.read-only': /not to be read-only, got true/,
      'crm.deal.fields.fields.TAGS.multiple': /to be multiple, got "N"/,
    },
  ],
  [
    'an object that describes nothing stands where a field is described',
    { 'crm.deal.fields': of(() => ({ result: { ...DESCRIPTION, TITLE: { kit: { kit: 1 } } } })) },
    {
      'crm.deal.fields.fields.TITLE': /expected a field TITLE/,
      'crm.deal.fields.read.result.TITLE': /expected result.TITLE to be string, got object/,
    },
  ],
  [
    'a success has another status',
    { profile: { answer: () => ({ result: { ID: 1 }, status: 201 }) } },
    { 'profile.read.status': /expected HTTP 200, got HTTP 201/ },
  ],
  [
    'a refusal has another code',
    { 'crm.deal.get': of((given) => refusedWith(get(given), 'NOT_FOUND', { error: 'MISSING' })) },
    { 'crm.deal.get.refusal.NOT_FOUND.code': /expected NOT_FOUND, got MISSING/ },
  ],
  [
    'a refusal has another text',
    {
      'crm.deal.get': of((given) =>
        refusedWith(get(given), 'NOT_FOUND', { error_description: 'Nothing here' }),
      ),
    },
    { 'crm.deal.get.refusal.NOT_FOUND.text': /expected 'Deal with id 5 not found', got 'Nothing here'/ },
  ],
  [
    'a refusal has another status',
    { 'crm.deal.get': of((given) => refusedWith(get(given), 'NOT_FOUND', { status: 404 })) },
    { 'crm.deal.get.refusal.NOT_FOUND.status': /expected HTTP 400, got HTTP 404/ },
  ],
  [
    'nothing is refused',
    { 'crm.deal.get': of(({ id }) => (id === undefined ? get({ id: 1 }) : get({ id }))) },
    {
      'crm.deal.get.refusal.100.code': /got a success/,
      'crm.deal.get.refusal.100.status': /got a success/,
      'crm.deal.get.refusal.100.text': /got a success/,
    },
  ],
  [
    'a list has no next page where there is one',
    { 'crm.deal.list': of((given) => without(list(given), 'next')) },
    { 'crm.deal.list.read.paging.next': /expected next, as 50 of 60 items came, got none/ },
  ],
  [
    'next leads elsewhere',
    {
      'crm.deal.list': of(
        (given) => ({ ...list(given), ...(given.start === undefined ? { next: 51 } : {}) }) as Answer,
      ),
    },
    { 'crm.deal.list.read.paging.next': /expected next 50, got 51/ },
  ],
  [
    'a page is too long',
    {
      'crm.deal.list': of((given) =>
        Object.keys(given).length > 0 ? list(given) : { result: deals, total: 60 },
      ),
    },
    { 'crm.deal.list.read.paging.size': /50 items at most, got 60/ },
  ],
  [
    'start is ignored',
    { 'crm.deal.list': of(({ start: _, ...given }) => list(given)) },
    { 'crm.deal.list.read.paging.start': /expected other items than on the first page, got ID 1 again/ },
  ],
  [
    'select is ignored',
    { 'crm.deal.list': of(({ select: _, ...given }) => list(given)) },
    { 'crm.deal.list.read.select': /expected fewer fields than without select ID, got all 3/ },
  ],
  [
    'order is ignored',
    { 'crm.deal.list': of(({ order: _, ...given }) => list(given)) },
    { 'crm.deal.list.read.order': /got 1 before 2/ },
  ],
  [
    'filter is ignored',
    { 'crm.deal.list': of(({ filter, ...given }) => list(typeof filter === 'string' ? { filter } : given)) },
    { 'crm.deal.list.read.filter': /the item with ID 1 alone, got 2 as well/ },
  ],
];

for (const [what, methods, found] of LIES)
  test(`${what}: the survey finds this and nothing else`, async () => {
    const contradictions = contradictionsOf((await find(methods)).outcome);
    assert.deepEqual(Object.keys(contradictions).sort(), Object.keys(found).sort());
    for (const [id, text] of Object.entries(found)) assert.match(contradictions[id] ?? '', text);
  });

function renamed(answer: Answer): Answer {
  if ('error' in answer) return answer;
  const { TITLE, ...rest } = answer.result as Record<string, unknown>;
  return { result: { ...rest, NAME: TITLE } };
}

function refusedWith(answer: Answer, code: string, change: object): Answer {
  return 'error' in answer && answer.error === code ? { ...answer, ...change } : answer;
}

function without(answer: Answer, key: string): Answer {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== key)) as Answer;
}

test('a webhook without scopes must be refused, and only methods that read are tried', async () => {
  const portal = new SmallPortal({ ...TRUTH, 'crm.deal.get': { answer: get } });
  portal.noScope = [];
  const outcome = await surveyPortal(portal, subjects);
  assert.match(
    contradictionsOf(outcome)['crm.deal.get.scope.refused'] ?? '',
    /got 100 .*the method was reached/,
  );
  assert.equal(verdictsOf(outcome)['crm.deal.list.scope.refused'], 'confirmed');
  assert.ok(!portal.called.some(({ method }) => method === 'crm.deal.add'));
});

test('with leave, methods that change something are called by the webhook that must be refused, and by no other', async () => {
  const portal = new SmallPortal(TRUTH);
  portal.noScope = [];
  const outcome = await surveyPortal(portal, subjects, { hasLeave: true });
  assert.equal(verdictsOf(outcome)['crm.deal.add.scope.refused'], 'confirmed');
  assert.deepEqual(
    portal.called.filter(({ method }) => method === 'crm.deal.add').map(({ caller }) => caller),
    ['noScope'],
  );
});

test('what the webhook lacks is named, with what it would show', async () => {
  const portal = new SmallPortal(TRUTH, ['user']);
  const { survey, claims } = await surveyPortal(portal, subjects);
  assert.deepEqual(
    survey.lacking.map(({ what, methods }) => [what, methods]),
    [
      ['the scope crm', 3],
      ['B24_WEBHOOK_NO_SCOPE', 4],
    ],
  );
  assert.equal(claims.find(({ id }) => id === 'crm.deal.get.read.status')?.reason, 'needs the scope crm');
  assert.ok(!portal.called.some(({ method }) => method === 'crm.deal.get'));
});

test('methods on no page are listed and contradict nothing', async () => {
  const { outcome } = await find({ 'crm.secret.get': of(() => ({ result: true })) });
  assert.deepEqual(outcome.survey.undocumented, ['crm.secret.get', 'methods']);
  assert.deepEqual(contradictionsOf(outcome), {});
});

test('an answer of a server in front says nothing of the method', async () => {
  const portal = new SmallPortal(TRUTH);
  const send = portal.send.bind(portal);
  portal.send = async (request) =>
    request.url.endsWith('crm.deal.list')
      ? {
          request,
          response: {
            status: 502,
            headers: [['Content-Type', 'text/html']],
            body: Buffer.from('<html><title>Bad Gateway</title></html>'),
          },
        }
      : send(request);
  const outcome = await surveyPortal(portal, subjects);
  assert.deepEqual(contradictionsOf(outcome), {});
  const claim = outcome.claims.find(({ id }) => id === 'crm.deal.list.read.status');
  assert.match(claim?.reason ?? '', /came in place of an answer of the REST API/);
});

test('a command is shown as a batch of its own', async () => {
  const { outcome } = await find({ 'crm.deal.add': undefined });
  const claim = outcome.claims.find(({ id }) => id === 'crm.deal.add.exists');
  const exchange = outcome.exchanges[claim?.shownBy?.[0]?.exchange ?? -1];
  assert.deepEqual(JSON.parse(exchange?.request.body ?? ''), {
    halt: 0,
    cmd: { c0: 'method.get?name=crm.deal.add' },
  });
  assert.deepEqual(JSON.parse(exchange?.response?.body ?? '').result.result, {
    c0: { isExisting: false, isAvailable: false },
  });
  assert.match(exchange?.story?.[0] ?? '', /one of 5 commands of a batch/);
});

test('a secret in an answer is in nothing that is kept', async () => {
  const secret = 'b24secret0123456789';
  const portal = new SmallPortal({ ...TRUTH, profile: { answer: () => ({ result: { ID: secret } }) } });
  const outcome = await surveyPortal(portal, subjects, { secrets: (text) => text.replaceAll(secret, '***') });
  assert.match(contradictionsOf(outcome)['profile.read.result.ID'] ?? '', /\*\*\*/);
  assert.ok(!JSON.stringify(outcome).includes(secret));
});

test('what was found before the target was lost is kept, with the reason', async () => {
  const portal = new SmallPortal(TRUTH);
  const send = portal.send.bind(portal);
  portal.send = async (request) => {
    if (request.url.endsWith('crm.deal.list')) throw new Error('the portal is gone');
    return send(request);
  };
  await assert.rejects(
    surveyPortal(portal, subjects),
    (error: Error & { outcome: Awaited<ReturnType<typeof surveyPortal>> }) => {
      assert.equal(error.outcome.survey.interrupted, 'the portal is gone');
      assert.equal(verdictsOf(error.outcome)['crm.deal.get.exists'], 'confirmed');
      const left = error.outcome.claims.find(({ id }) => id === 'crm.deal.get.refusal.100.code');
      assert.equal(left?.reason, 'the survey was broken off before');
      return true;
    },
  );
});

test('a method whose running time is not given back rests once, and is left alone then', async () => {
  const portal = new SmallPortal({
    ...TRUTH,
    'crm.deal.list': of((given) => ({ ...list(given), time: { operating: 400 } })),
  });
  let now = 0;
  const clock = {
    now: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
  };
  const outcome = await surveyPortal(portal, subjects, { clock });
  const asked = portal.called.filter(({ method }) => method === 'crm.deal.list');
  assert.equal(asked.length, 2, 'the first call, and one after the rest');
  const claim = outcome.claims.find(({ id }) => id === 'crm.deal.list.refusal.#1.text');
  assert.match(claim?.reason ?? '', /has used 400 s of its running time, and is left alone/);
});

test('what a batch has shown of a list is shown by a query string as well, by one list of a section', async () => {
  const lists = subjectsFrom(
    ['crm.deal.list', 'crm.lead.list'].map((method) => ({ ...(FACTS[1] as MethodFacts), method })),
  );
  const portal = new SmallPortal({ 'crm.deal.list': of(list), 'crm.lead.list': of(list) });
  const right = await surveyPortal(portal, lists);
  assert.deepEqual(contradictionsOf(right), {});
  assert.deepEqual([...new Set(portal.byGet)], ['crm.deal.list']);
  const wrong = new SmallPortal({ 'crm.deal.list': of(list), 'crm.lead.list': of(list) });
  const send = wrong.send.bind(wrong);
  wrong.send = (request) => send({ ...request, url: request.url.replace(/filter/g, 'lost') });
  const found = contradictionsOf(await surveyPortal(wrong, lists));
  assert.deepEqual(Object.keys(found), ['crm.deal.list.read.filter']);
  assert.match(found['crm.deal.list.read.filter'] ?? '', /got 2 as well, by GET with a query string$/);
});

test('fields that select leaves out where it is not given are asked for by name', async () => {
  const facts = factsOf('crm.deal.list', {
    parameters: [
      row('SELECT', 'array', { default: "['ID']", fields: [row('ID', 'integer'), row('STAGE', 'string')] }),
    ],
    returned: result('array', DEAL),
  });
  const ask = (stage: unknown) =>
    surveyPortal(
      new SmallPortal({
        'crm.deal.list': of(({ SELECT = ['ID'] }) => {
          const deal = { ID: 1, STAGE: stage };
          const item = Object.fromEntries(
            Object.entries(deal).filter(([name]) => (SELECT as string[]).includes(name)),
          );
          return { result: [item, item] };
        }),
      }),
      subjectsFrom([facts]),
    );
  const right = await ask('NEW');
  assert.deepEqual(contradictionsOf(right), {});
  const verdicts = verdictsOf(right);
  assert.equal(verdicts['crm.deal.list.value.result.STAGE'], 'confirmed');
  // The page does not say that it may be selected.
  assert.equal(verdicts['crm.deal.list.read.result.TITLE'], 'not-exercised');
  assert.deepEqual(Object.keys(contradictionsOf(await ask('LOST'))), ['crm.deal.list.value.result.STAGE']);
});
