import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromEntry, toEntry } from '../../../src/recording/entry.ts';
import { createStandIns } from '../../../src/recording/stand-ins.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';
import { createRedactor } from '../../../src/wire/redact.ts';

const placeholder = '**put_access_token_here**';

test('two secrets do not become one, and each keeps its stand-in', () => {
  const standIns = createStandIns();
  const secrets = ['firstsecretvalue1', 'secondsecretvalue', 'thirdsecretvalue1'].map((value) => ({
    value,
    placeholder,
  }));
  const redact = createRedactor(secrets, standIns.of);
  const text = 'secondsecretvalue firstsecretvalue1 secondsecretvalue thirdsecretvalue1';
  assert.equal(
    redact(text),
    '**put_access_token_here** **put_access_token_here_2** **put_access_token_here** **put_access_token_here_3**',
  );
  assert.deepEqual(Object.values(standIns.used()), [placeholder, placeholder, placeholder]);
  standIns.forget();
  assert.deepEqual(standIns.used(), {});
  assert.equal(redact('thirdsecretvalue1'), '**put_access_token_here_3**');
});

test('a secret of digits stays a number, so that JSON stays JSON', () => {
  const redact = createRedactor(
    ['12345678', '77777771'].map((value) => ({ value, placeholder })),
    createStandIns().of,
  );
  const [one, other] = JSON.parse(redact('[12345678, "77777771"]')) as [number, string];
  assert.match(String(one), /^\d{8}$/);
  assert.ok(one !== 12345678 && other !== '77777771' && String(one) !== other);
});

test('an exchange survives: bodies of any bytes, parts of a form, failures, an empty body and none', () => {
  const redact = createRedactor([{ value: 'averysecretvalue', placeholder }]);
  const request = {
    method: 'POST',
    url: 'https://a.example/rest/1/averysecretvalue/b?x=1',
    headers: [
      ['A', 'b'],
      ['a', 'c'],
    ] as const,
  };
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('averysecretvalue')]);
  const exchanges: Exchange[] = [
    { request: { ...request, body: Buffer.from('') }, response: { status: 200, headers: [], body: bytes } },
    { request, failure: { code: 'ECONNRESET', message: 'averysecretvalue is gone' } },
    {
      request: {
        ...request,
        headers: [['Content-Type', 'multipart/form-data; boundary=x']],
        body: Buffer.from('--x'),
        parts: [['a', 'averysecretvalue']],
      },
      response: { status: 204, headers: [], body: Buffer.from('\ufeff{}') },
    },
  ];
  for (const exchange of exchanges) {
    const again = fromEntry(toEntry({ ...exchange, timing: { startedAt: 5, ms: 7 } }, redact));
    assert.deepEqual(again.timing, { startedAt: 5, ms: 7 });
    assert.equal(again.request.url, request.url.replace('averysecretvalue', placeholder));
    assert.deepEqual(again.request.headers, exchange.request.headers);
    assert.equal(again.request.body === undefined, exchange.request.body === undefined);
    assert.deepEqual(again.request.parts, exchange.request.parts && [['a', placeholder]]);
    assert.equal(again.failure?.message, exchange.failure && `${placeholder} is gone`);
    const body = exchange.response?.body;
    if (body)
      assert.deepEqual(
        Buffer.from(again.response?.body ?? []).toString('latin1'),
        Buffer.from(body).toString('latin1').replace('averysecretvalue', placeholder),
      );
  }
});
