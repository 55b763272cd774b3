import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchangeText, toRedactedExchange } from '../../../src/report/redacted-exchange.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';
import { createRedactor } from '../../../src/wire/redact.ts';

const SECRET = `c0de/with 'marks'`;
const PLACEHOLDER = '**put_it_here**';
const redact = createRedactor([{ value: SECRET, placeholder: PLACEHOLDER }]);
const nothing = createRedactor([]);

function exchange(body: string, change: Partial<Exchange> = {}): Exchange {
  return {
    request: {
      method: 'POST',
      url: `https://portal.test/rest/1/${encodeURIComponent(SECRET)}/some.method`,
      headers: [['Authorization', `Bearer ${SECRET}`]],
      body: Buffer.from(JSON.stringify({ CLIENT_ID: SECRET })),
    },
    response: {
      status: 200,
      headers: [
        ['X-Echo', SECRET],
        ['X-Echo', 'twice'],
      ],
      body: Buffer.from(body),
    },
    ...change,
  };
}

describe('a redacted exchange', () => {
  it('tells request and answer as they were', () => {
    const { request, response } = exchange('{"a":1}');
    const redacted = toRedactedExchange({ request, response }, nothing, false);
    assert.equal(redacted.request.method, 'POST');
    assert.equal(redacted.request.url, request.url);
    assert.deepEqual(redacted.request.headers, request.headers);
    assert.equal(redacted.request.body, JSON.stringify({ CLIENT_ID: SECRET }));
    assert.deepEqual(redacted.response, { status: 200, headers: response?.headers, body: '{"a":1}' });
    assert.equal(redacted.failure, undefined);
  });

  it('holds no secret, wherever one stood', () => {
    const redacted = toRedactedExchange(exchange(JSON.stringify({ echo: SECRET })), redact, true);
    const text = JSON.stringify(redacted) + exchangeText(redacted, []);
    for (const part of ['c0de', 'marks']) assert.ok(!text.includes(part), text);
    assert.ok(redacted.request.url.includes(PLACEHOLDER));
    assert.ok(redacted.request.curl.includes(PLACEHOLDER));
    assert.ok(redacted.request.body?.includes(PLACEHOLDER));
    assert.ok(redacted.response?.body.includes(PLACEHOLDER));
  });

  it('tells why there was no answer', () => {
    const { request } = exchange('');
    const failure = { code: 'ECONNRESET', message: `reset by ${SECRET}` };
    const redacted = toRedactedExchange({ request, failure }, redact, false);
    assert.equal(redacted.failure, `reset by ${PLACEHOLDER} (ECONNRESET)`);
    assert.equal(redacted.response, undefined);
  });

  it('cuts a long body and says how long it was', () => {
    const redacted = toRedactedExchange(exchange('x'.repeat(30_000)), nothing, false);
    assert.match(redacted.response?.body ?? '', /^x+… \(30000 characters\)$/);
    assert.ok((redacted.response?.body.length ?? 0) < 21_000);
  });

  it('holds no part of a secret that stands where a long body is cut', () => {
    for (let before = 19_980; before < 20_005; before++) {
      const redacted = toRedactedExchange(
        exchange(`${'x'.repeat(before)}${SECRET}${'y'.repeat(10_000)}`),
        redact,
        false,
      );
      assert.ok(
        !redacted.response?.body.includes(SECRET.slice(0, 4)),
        `cut after ${20_000 - before} characters`,
      );
    }
  });

  it('as text leads with what is wrong', () => {
    const { request, response } = exchange('{"a":1}');
    const text = exchangeText(toRedactedExchange({ request, response }, nothing, false), [
      'first problem',
      'second problem',
    ]);
    const lines = text.split('\n');
    assert.deepEqual(lines.slice(0, 3), ['# Contradicted', 'first problem', 'second problem']);
    assert.ok(lines.includes('HTTP 200'));
    assert.ok(lines.includes('X-Echo: twice'));
    assert.ok(lines.includes('{"a":1}'));
  });

  it('as text says so when nothing is wrong or no answer came', () => {
    const { request } = exchange('');
    const text = exchangeText(
      toRedactedExchange({ request, failure: { code: 'ECONNRESET', message: 'gone' } }, nothing, false),
      [],
    );
    assert.ok(!text.includes('# Contradicted'));
    assert.ok(text.includes('no answer: gone (ECONNRESET)'));
  });
});
