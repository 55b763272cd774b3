import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import type { Check, Matchers } from '../../../src/contract/contract.ts';
import { readAnswer } from '../../../src/judge/answer.ts';
import { judge } from '../../../src/judge/judge.ts';
import { checkValues } from '../../../src/judge/values.ts';
import type { WireResponse } from '../../../src/wire/exchange.ts';
import { schemas } from '../contract/sample.ts';
import { answer, type CaseName, CLAIM, caseOf, contractWith, exchange, find, said, xml } from './bench.ts';

type Row = [title: string, response: WireResponse, said: string, one?: CaseName];

function table(name: string, check: Check, rows: Row[]): void {
  describe(name, () => {
    for (const [title, response, expected, one = 'valid'] of rows)
      it(`${title}: ${expected.split(':')[0]}`, () => {
        assert.equal(said(find(check, one, response)), expected);
      });
  });
}

const ok = answer({ result: true });
const refused = answer({ error: 'OTHER', error_description: 'Something else' }, { status: 400 });
const withHeader = (name: string, value: string, status = 200): WireResponse =>
  answer({ result: true }, { status, headers: [[name, value]] });

table('a header with a value', { header: { name: 'access-control-allow-origin', value: '*' } }, [
  ['the value', withHeader('Access-Control-Allow-Origin', '*'), 'confirmed'],
  [
    'another value',
    withHeader('access-control-allow-origin', 'https://example.com'),
    'contradicted: expected access-control-allow-origin: *, got "https://example.com"',
  ],
  ['no such header', ok, 'contradicted: expected access-control-allow-origin: *, got no such header'],
]);

table(
  'a header with a value, in any case',
  { header: { name: 'x-content-type-options', value: 'nosniff' } },
  [['in capitals', withHeader('x-content-type-options', 'NoSniff'), 'confirmed']],
);

table(
  'a header that includes a word',
  { header: { name: 'access-control-allow-headers', includes: 'Content-Type' } },
  [
    ['the word alone', withHeader('access-control-allow-headers', 'content-type'), 'confirmed'],
    ['among others', withHeader('access-control-allow-headers', 'origin,Content-Type; accept'), 'confirmed'],
    [
      'a part of another word',
      withHeader('access-control-allow-headers', 'x-content-type-options'),
      `contradicted: expected access-control-allow-headers with 'Content-Type', got "x-content-type-options"`,
    ],
    [
      'no such header',
      ok,
      `contradicted: expected access-control-allow-headers with 'Content-Type', got no such header`,
    ],
  ],
);

table('a header that must be absent', { header: { name: 'idempotent-replayed', absent: true } }, [
  ['absent', ok, 'confirmed'],
  [
    'there',
    withHeader('Idempotent-Replayed', 'true'),
    'contradicted: expected no header idempotent-replayed, got "true"',
  ],
]);

const MOVED = 'https://moved.invalid/rest/some.method';
table('a redirect', { redirect: 302 }, [
  ['the redirect', withHeader('Location', MOVED, 302), 'confirmed'],
  [
    'another redirect',
    withHeader('Location', MOVED, 301),
    `contradicted: expected HTTP 302, got HTTP 301 to ${MOVED}`,
  ],
  ...['https://portal.test/rest/some.method', 'http://portal.test/rest/', '/rest/some.method', ''].map(
    (place): Row => [
      `no other address, but '${place}'`,
      withHeader('Location', place, 302),
      `contradicted: expected another address than portal.test in the header Location, got ${JSON.stringify(place)}`,
    ],
  ),
  [
    'no address',
    answer('', { status: 302 }),
    'contradicted: expected a redirect with HTTP 302, got HTTP 302 without the header Location',
  ],
  ['an answer', ok, 'contradicted: expected a redirect with HTTP 302, got HTTP 200 {"result":true}'],
  [
    'an address, but no redirect',
    withHeader('Location', MOVED, 201),
    'contradicted: expected a redirect with HTTP 302, got HTTP 201 {"result":true}',
  ],
]);

table('anything but a redirect, redirected', { accepted: true }, [
  [
    '300',
    withHeader('Location', MOVED, 300),
    `blocked: no answer of the target: it redirects (HTTP 300) to ${MOVED}; only the answer of the address itself counts`,
  ],
  ['an address with 200', withHeader('Location', MOVED), 'confirmed'],
  [
    'an address with 400',
    withHeader('Location', MOVED, 400),
    'contradicted: expected the request to be accepted, got HTTP 400 {"result":true}',
  ],
  [
    '302',
    withHeader('Location', MOVED, 302),
    `blocked: no answer of the target: it redirects (HTTP 302) to ${MOVED}; only the answer of the address itself counts`,
  ],
  [
    '399',
    withHeader('Location', MOVED, 399),
    `blocked: no answer of the target: it redirects (HTTP 399) to ${MOVED}; only the answer of the address itself counts`,
  ],
]);

table('a value of any answer', { shows: { '/error': 'OTHER' } }, [
  ['the value', refused, 'confirmed'],
  ['another value', answer({ error: 'ELSE' }), 'contradicted: expected error to be "OTHER", got "ELSE"'],
  ['missing', ok, 'contradicted: expected error to be "OTHER", but it is missing: HTTP 200 {"result":true}'],
  [
    'what cannot be read',
    answer('<html>'),
    'blocked: an HTML page (HTTP 200) came in place of an answer of the REST API',
  ],
  [
    'what is no object',
    answer('1'),
    'contradicted: expected error to be "OTHER", but it is missing: HTTP 200 1',
  ],
]);

table('a value that may be missing', { shows: { '/result/one/two': { is: 1, optional: true } } }, [
  ['the value', answer({ result: { one: { two: 1 } } }), 'confirmed'],
  ['missing', answer({ result: { one: {} } }), 'blocked: the target does not send result.one.two'],
  ['null around it', answer({ result: { one: null } }), 'blocked: result.one is not an object to look into'],
  ['nothing around it', answer({ result: {} }), 'blocked: there is no one to look into'],
]);

table(
  'a shape that excludes something',
  { shows: { '/result': { $ref: 'error.schema.json#/properties/result' } } },
  [
    ['another value', answer({ result: [] }), 'contradicted: expected result to be no result, got []'],
    ['missing', answer({}), 'contradicted: expected result to be no result, but it is missing: HTTP 200 {}'],
  ],
);

table(
  'a shape without a description',
  { shows: { '/result': { $ref: 'time.schema.json#/$defs/seconds' } } },
  [
    [
      'another value',
      answer({ result: '1' }),
      'contradicted: expected result to be as in time.schema.json#/$defs/seconds, got "1"',
    ],
  ],
);

table('an object as a value', { shows: { '/result': { is: { one: true, other: [1] } } } }, [
  ['in any order', answer({ result: { other: [1], one: true } }), 'confirmed'],
  [
    'with more in it',
    answer({ result: { one: true, other: [1], third: 0 } }),
    'contradicted: expected result to be {"one":true,"other":[1]}, got {"one":true,"other":[1],"third":0}',
  ],
]);

table('a value of errors only', { refusalShows: { '/error_description': 'Something else' } }, [
  ['an error', refused, 'confirmed'],
  ['an error with status 200', answer({ error: 'OTHER', error_description: 'Something else' }), 'confirmed'],
  ['a success', ok, 'blocked: the answer is not an error: HTTP 200 {"result":true}'],
  [
    'another text in XML',
    xml('<response><error>OTHER</error><error_description>Else</error_description></response>', {
      status: 400,
    }),
    'contradicted: expected error_description to be "Something else", got "Else"',
    'valid xml',
  ],
]);

const NOW = 1757424671;
const time = (fields: object): WireResponse => answer({ result: true, time: fields });
table('the end of the oldest minute', { relation: 'operating-reset' }, [
  ['ten minutes on', time({ start: NOW, operating_reset_at: NOW + 600 }), 'confirmed'],
  ['ten minutes on, cut off', time({ start: NOW + 0.9, operating_reset_at: NOW + 600 }), 'confirmed'],
  [
    'nine minutes on',
    time({ start: NOW, operating_reset_at: NOW + 540 }),
    `contradicted: expected time.operating_reset_at 600 s after time.start (${NOW}) of the first call, got ${NOW + 540}`,
  ],
  ['a second more', time({ start: NOW, operating_reset_at: NOW + 601 }), 'confirmed'],
  [
    'two seconds more',
    time({ start: NOW, operating_reset_at: NOW + 602 }),
    `contradicted: expected time.operating_reset_at 600 s after time.start (${NOW}) of the first call, got ${NOW + 602}`,
  ],
  ['not sent', time({ start: NOW }), 'blocked: time.operating_reset_at is not a number'],
]);

const batch = (times: unknown): WireResponse => answer({ result: { result: {}, result_time: times } });
const span = (start: unknown, finish: unknown) => ({ start, finish });
const UNSEEN = 'blocked: result_time does not have start and finish of two commands';
table('the order of a batch', { relation: 'batch-order' }, [
  ['one after another', batch({ a: span(1, 2), b: span(2, 3), c: span(3.5, 4) }), 'confirmed'],
  [
    'at the same time',
    batch({ a: span(1, 2), b: span(1.5, 3) }),
    "contradicted: expected command 'b' to start after command 'a' had finished (2), got 1.5",
  ],
  [
    'from the last to the first',
    batch([span(5, 6), span(1, 2)]),
    "contradicted: expected command '1' to start after command '0' had finished (6), got 1",
  ],
  ['of one command', batch({ a: span(1, 2) }), UNSEEN],
  ['without numbers', batch({ a: span(1, 2), b: span('2', 3) }), UNSEEN],
  ['without an end', batch({ a: span(1, 2), b: { start: 2 } }), UNSEEN],
  ['without times', answer({ result: { result: {} } }), UNSEEN],
  ['without a result', answer({}), UNSEEN],
  [
    'before the epoch',
    batch({ a: span(-4, -3), b: span(-5, -2) }),
    "contradicted: expected command 'b' to start after command 'a' had finished (-3), got -5",
  ],
  ['without a map', answer({ result: true }), UNSEEN],
]);

const ISSUED = Date.parse('2025-09-09T13:31:11Z') / 1000;
table('the end of a token', { relation: 'token-expires' }, [
  ['told', answer({ expires: ISSUED + 3600, expires_in: 3600 }), 'confirmed'],
  ['a minute later by another clock', answer({ expires: ISSUED + 3665, expires_in: 3600 }), 'confirmed'],
  ['with another lifetime', answer({ expires: ISSUED + 60, expires_in: 60 }), 'confirmed'],
  [
    'the moment of the answer',
    answer({ expires: ISSUED, expires_in: 3600 }),
    `contradicted: expected expires to be 3600 s after the Date header (2025-09-09T14:31:11.000Z), got ${ISSUED} (2025-09-09T13:31:11.000Z)`,
  ],
  [
    'in milliseconds',
    answer({ expires: (ISSUED + 3600) * 1000, expires_in: 3600 }),
    `contradicted: expected expires to be 3600 s after the Date header (2025-09-09T14:31:11.000Z), got ${(ISSUED + 3600) * 1000} (+057660-09-06T23:43:20.000Z)`,
  ],
  ['a text', answer({ expires: 'soon', expires_in: 3600 }), 'blocked: expires is not a number'],
  ['without a lifetime', answer({ expires: ISSUED }), 'blocked: expires_in is not a number'],
  [
    'without a Date header',
    { ...answer({ expires: ISSUED, expires_in: 1 }), headers: [] },
    'blocked: the answer has no Date header to compare expires with',
  ],
]);

describe('the order of the commands that were sent', () => {
  const check: Check = { relation: 'batch-order' };
  const contract = contractWith(check);
  const one = caseOf(contract, 'valid');
  const sent = (cmd: object): Case => ({
    ...one,
    claims: [CLAIM],
    request: { ...one.request, parameters: { cmd: { value: cmd } } },
  });
  for (const [title, cmd, times, expected] of [
    ['kept', { b: 'x', a: 'y' }, { a: span(3, 4), b: span(1, 2) }, 'confirmed'],
    [
      'turned round',
      { b: 'x', a: 'y' },
      { a: span(1, 2), b: span(3, 4) },
      "contradicted: expected command 'a' to start after command 'b' had finished (4), got 1",
    ],
    ['kept of a list', ['x', 'y'], [span(1, 2), span(3, 4)], 'confirmed'],
  ] as const)
    it(`${title}: ${expected.split(':')[0]}`, () => {
      const [finding] = judge(contract, sent(cmd), exchange(batch(times)));
      assert.equal(finding && said(finding), expected);
    });
});

/** What values of an answer say where `$captured.NAME` stands for these. */
function captured(matchers: Matchers, body: unknown, values: Readonly<Record<string, unknown>>): string {
  const lookUp = (name: string): unknown => values[name.replace(/^captured\./, '')];
  const outcome = checkValues(
    matchers,
    readAnswer(answer(body), 'json', () => undefined),
    schemas,
    lookUp,
  );
  if (!outcome) return 'confirmed';
  return 'blocked' in outcome ? `blocked: ${outcome.blocked}` : `contradicted: ${outcome.contradicted}`;
}

describe('an entry of a list', () => {
  const shown = (list: unknown, matcher: Matchers[string] = 7): string =>
    captured({ '/result/1/ID': matcher }, { result: list }, {});

  it('is looked into', () => assert.equal(shown([{ ID: 1 }, { ID: 7 }]), 'confirmed'));
  it('that ends before it does not have it', () =>
    assert.equal(shown([{ ID: 7 }]), 'contradicted: expected result.1.ID to be 7, but result has 1 entries'));
  it('that ends before it has nothing that must be absent', () =>
    assert.match(shown([], { absent: true }), /^blocked/));
  it('is another claim’s matter where there is no list', () =>
    assert.match(shown({ ID: 7 }), /^blocked: there is no 1 to look into/));
});

describe('a value of what the case captured', () => {
  const shown = (bot: unknown, bots: unknown): string =>
    captured(
      { '/result/$captured.bot/NAME': 'deep $captured.name' },
      { result: bots },
      { bot, name: 'name' },
    );
  const bots = { 39: { NAME: 'deep name' }, 55: { NAME: 'other' } };

  it('is looked up by its id', () => assert.equal(shown(39, bots), 'confirmed'));
  it('or its id as a text', () => assert.equal(shown('39', bots), 'confirmed'));
  it('or a text with what would separate keys', () =>
    assert.equal(shown('a/b', { 'a/b': { NAME: 'deep name' } }), 'confirmed'));
  it('and is not that of another one', () =>
    assert.equal(shown(55, bots), 'contradicted: expected result.55.NAME to be "deep name", got "other"'));
  it('cannot be seen where it is not listed', () =>
    assert.equal(shown(57, bots), 'blocked: there is no 57 to look into'));
});

describe('a captured value that is expected has its type', () => {
  for (const [value, came, expected] of [
    [39, 39, 'confirmed'],
    [39, '39', 'contradicted: expected result.ID to be 39, got "39"'],
    ['39', 39, 'contradicted: expected result.ID to be "39", got 39'],
    [true, true, 'confirmed'],
  ] as const)
    it(`${JSON.stringify(value)} and ${JSON.stringify(came)}: ${expected.split(':')[0]}`, () => {
      assert.equal(
        captured({ '/result/ID': '$captured.bot' }, { result: { ID: came } }, { bot: value }),
        expected,
      );
    });

  it('within a list and an object', () => {
    const matchers: Matchers = {
      '/result': { contains: '$captured.bot' },
      '/made': { is: { ID: ['$captured.bot'] } },
    };
    assert.equal(captured(matchers, { result: [1, 39], made: { ID: [39] } }, { bot: 39 }), 'confirmed');
    assert.equal(
      captured(matchers, { result: [1, '39'], made: { ID: [39] } }, { bot: 39 }),
      'contradicted: expected result to be a list with 39, got [1,"39"]',
    );
  });

  it('as a text where the contract says so, and within a text as a part of it', () => {
    assert.equal(captured({ '/result': '$captured.bot:text' }, { result: '39' }, { bot: 39 }), 'confirmed');
    const text = { '/result': 'chat$captured.bot and $$captured.bot' };
    assert.equal(captured(text, { result: 'chat39 and $captured.bot' }, { bot: 39 }), 'confirmed');
  });
});
