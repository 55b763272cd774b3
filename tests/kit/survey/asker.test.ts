import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRedactedExchange } from '../../../src/report/redacted-exchange.ts';
import { Asker, type Call } from '../../../src/survey/asker.ts';
import { type Method, SmallPortal } from './portal.ts';

const METHODS: Record<string, Method> = {
  'thing.get': {
    answer: ({ id }) =>
      id === undefined
        ? { error: '100', error_description: 'Parameter id not specified' }
        : { result: { id }, total: 1 },
  },
  'thing.download': {
    answer: () => ({ error: 'ERROR_BATCH_METHOD_NOT_ALLOWED', error_description: 'Not in a batch' }),
  },
};

function askerOf(portal: SmallPortal, may = () => true): Asker {
  return new Asker(
    {
      send: (request) => portal.send(request),
      address: (caller) => (caller === 'own' ? 'https://portal.invalid/rest/own/' : undefined),
      redact: (exchange) => toRedactedExchange(exchange, (text) => text, false),
      may,
    },
    { now: () => 0, wait: async () => assert.fail('nothing of this has to wait') },
  );
}

const get = (id?: number): Call => ({
  id: 'read/thing.get',
  method: 'thing.get',
  with: id === undefined ? {} : { id },
});

test('calls travel fifty in a batch, and answers come in their order', async () => {
  const portal = new SmallPortal(METHODS);
  const asker = askerOf(portal);
  const replies = await asker.askAll(Array.from({ length: 120 }, (_, index) => get(index + 1)));
  assert.equal(portal.requests, 3);
  assert.equal(asker.requests, 3);
  assert.deepEqual(
    replies.map(({ body }) => Number((body.result as { id: string }).id)),
    Array.from({ length: 120 }, (_, index) => index + 1),
  );
  assert.equal(replies[0]?.body.total, 1);
});

test('a refusal in a batch is that of its command alone, and has no status', async () => {
  const [refused, answered] = await askerOf(new SmallPortal(METHODS)).askAll([get(), get(1)]);
  assert.deepEqual(
    [refused?.error, refused?.status, refused?.obstacle],
    [{ code: '100', text: 'Parameter id not specified' }, undefined, undefined],
  );
  assert.equal(answered?.error, undefined);
});

test('what is not allowed in a batch is asked alone', async () => {
  const portal = new SmallPortal(METHODS);
  const call = { id: 'read/thing.download', method: 'thing.download', with: {} };
  await askerOf(portal).askAll([call, get(1)]);
  assert.equal(portal.requests, 2);
});

test('a batch that was refused says nothing of any of its commands', async () => {
  const portal = new SmallPortal(METHODS);
  portal.send = async (request) => ({
    request,
    response: {
      status: 503,
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from('{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}'),
    },
  });
  const replies = await askerOf(portal).askAll([get(1), get(2)]);
  for (const { obstacle } of replies)
    assert.match(obstacle ?? '', /the batch was refused: QUERY_LIMIT_EXCEEDED/);
});

test('what must not be called is not sent, alone or in a batch', async () => {
  const portal = new SmallPortal(METHODS);
  const asker = askerOf(portal, () => false);
  const forbidden = /the survey must not call thing.get: see .*safety.yaml/;
  await assert.rejects(asker.ask(get(1)), forbidden);
  await assert.rejects(asker.askAll([get(1)]), forbidden);
  assert.equal(portal.requests, 0);
});

test('an exchange that shows many claims is kept once, and one that shows nothing is not', async () => {
  const asker = askerOf(new SmallPortal(METHODS));
  const [first, second] = await asker.askAll([get(1), get(2)]);
  assert.equal(asker.exchanges.length, 0);
  assert.deepEqual([second?.show(), second?.show(), first?.show()], [0, 0, 1]);
  assert.equal(asker.exchanges.length, 2);
});
