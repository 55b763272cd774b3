import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, worthAsking } from '../../../src/judge/judge.ts';
import type { WireResponse } from '../../../src/wire/exchange.ts';
import { answer, CLAIM, caseOf, contractWith, exchange, find, said, xml } from './bench.ts';

const PAGE = { type: 'text/html; charset=utf-8' };
const error = (status: number, code: unknown, text = 'x', more: object = {}): WireResponse =>
  answer({ error: code, error_description: text, ...more }, { status });
const errorXml = (status: number, code: string): WireResponse =>
  xml(`<response><error>${code}</error><error_description>x</error_description></response>`, { status });

/** Kinds of check that an answer beside the point might confirm or contradict. */
const CHECKS = [
  { accepted: true },
  { refused: true },
  { refused: 'method' },
  { refused: 'authorization' },
  { status: 200 },
  { mediaType: 'application/json' },
  { charset: 'utf-8' },
  { format: 'json' },
  { success: { '/result': true } },
  { failure: { '/error': { $ref: 'error.schema.json#/properties/error' } } },
  { error: { code: 'WRONG_THING', part: 'code' } },
] as const;

const each = (response: WireResponse, seen: (outcome: string, reason: string) => void): void => {
  for (const check of CHECKS)
    for (const name of ['valid', 'error', 'refusal'] as const) {
      const { outcome, reason = '' } = find(check, name, response);
      seen(outcome, reason);
    }
};

describe('a document of another server says nothing about any claim', () => {
  const page = (title: string): string =>
    `<html>\r\n<head><title>${title}</title></head><body></body></html>`;
  for (const [what, response, reason] of [
    ['a login page', answer('<!DOCTYPE html><html><form></form></html>', PAGE), /an HTML page \(HTTP 200\)/],
    ['a page after a comment', answer(`<!-- cached -->\n${page('x')}`, PAGE), /an HTML page titled 'x'/],
    ['XHTML', answer(`<?xml version="1.0"?>\n${page('x')}`, PAGE), /an HTML page titled 'x'/],
    ['a page with a byte order mark', answer(`\ufeff${page('x')}`, PAGE), /an HTML page/],
    ['a page that is called JSON', answer(page('x')), /an HTML page/],
    [
      'a forbidding page',
      answer(page('403 Forbidden'), { ...PAGE, status: 403 }),
      /titled '403 Forbidden' \(HTTP 403\)/,
    ],
    ['a missing page', answer(page('404'), { ...PAGE, status: 404 }), /HTTP 404/],
    [
      'a body that is too large',
      answer(page('413'), { ...PAGE, status: 413 }),
      /HTTP 413: the web server refuses the size/,
    ],
    [
      'an address that is too long',
      answer('', { ...PAGE, status: 414 }),
      /HTTP 414: the web server refuses the length/,
    ],
    ['a gateway', answer(page('502'), { ...PAGE, status: 502 }), /HTTP 502: a gateway gets no valid answer/],
    [
      'a gateway that speaks JSON',
      answer({ message: 'no upstream' }, { status: 502 }),
      /HTTP 502: a gateway/,
    ],
    [
      'maintenance',
      answer(page('Maintenance'), { ...PAGE, status: 503 }),
      /titled 'Maintenance' \(HTTP 503\)/,
    ],
    [
      'a gateway that waits in vain',
      answer('', { type: 'text/plain', status: 504 }),
      /HTTP 504: a gateway gets no answer/,
    ],
    [
      'plain text of a proxy',
      answer('no healthy upstream', { type: 'text/plain', status: 503 }),
      /neither JSON nor XML/,
    ],
    ['nothing, as PHP leaves it', answer('', { type: 'text/html' }), /an empty body \(HTTP 200\)/],
    ['nothing, with 500', answer('', { status: 500 }), /an empty body \(HTTP 500\)/],
    [
      'a fatal error of PHP',
      answer('<br />\n<b>Fatal error</b>:  Allowed memory size exhausted in <b>/x.php</b>', PAGE),
      /a message of PHP alone, 'Fatal error: Allowed memory size exhausted'/,
    ],
  ] as const)
    it(what, () =>
      each(response, (outcome, said) => {
        assert.equal(outcome, 'blocked');
        assert.match(said, reason);
        assert.match(said, /came in place of an answer of the REST API$/);
      }),
    );

  it('at the authorization server neither, which is named', () => {
    const contract = contractWith({ accepted: true });
    const valid = caseOf(contract, 'valid');
    const testCase = { ...valid, claims: [CLAIM], request: { ...valid.request, endpoint: 'oauth' as const } };
    const [finding] = judge(contract, testCase, exchange(answer(page('x'), PAGE)));
    assert.match(finding?.reason ?? '', /came in place of an answer of the authorization server$/);
  });
});

describe('a message of PHP before the answer', () => {
  const WARNING =
    '<br />\n<b>Warning</b>:  Undefined array key "X" in <b>/home/x.php</b> on line <b>7</b><br />\n';
  for (const [what, text, shown] of [
    ['in HTML', `${WARNING}{"result":true}`, 'Warning: Undefined array key "X"'],
    [
      'as text',
      'Notice: Undefined index: Y in /x.php on line 3\n{"result":true}',
      'Notice: Undefined index: Y',
    ],
    [
      'of another kind',
      '<b>Deprecated</b>: strlen() of null in /x.php\n{"result":true}',
      'Deprecated: strlen() of null',
    ],
  ] as const)
    it(`${what}: contradicts that the answer is JSON, and hides the rest`, () => {
      assert.equal(
        said(find({ format: 'json' }, 'valid', answer(text))),
        `contradicted: expected JSON, but PHP wrote a message before it: '${shown}'`,
      );
      assert.equal(said(find({ accepted: true }, 'valid', answer(text))), 'blocked: the body cannot be read');
    });
});

describe('a refusal that the case did not bring about', () => {
  for (const [status, code, meaning] of [
    [401, 'authorization_error', /dismissed user/],
    [401, 'ACCESS_DENIED', /plan of the portal does not include/],
    [401, 'OVERLOAD_LIMIT', /blocked by hand for overload.*does not help/],
    [503, 'OVERLOAD_LIMIT', /blocked by hand/],
    [401, 'ERROR_OAUTH', /disk quota/],
    [401, 'APPLICATION_NOT_FOUND', /not on the portal/],
    [401, 'CONNECTION_ERROR', /could not reach its authorization server/],
    [401, 'PAYMENT_REQUIRED', /paid period/],
    [401, 'verification_needed', /licence/],
    [401, 'METHOD_CONFIRM_WAITING', /waits for an administrator/],
    [403, 'METHOD_CONFIRM_DENIED', /administrator denied/],
    [403, 'ALLOWED_ONLY_INTRANET_USER', /intranet/],
    [403, 'ACCESS_ERROR', /may not do this/],
    [400, 'ERROR_CORE', /before the method was reached/],
    [401, 'expired_token', /has expired/],
    [401, 'INVALID_CREDENTIALS', /no active webhook/],
    [401, 'NO_AUTH_FOUND', /no credential in the request/],
    [401, 'SOMETHING_NEW', /no page names/],
    [403, 'PORTAL_DELETED', /closed/],
    [410, 'PORTAL_DELETED', /closed/],
    [429, 'OPERATION_TIME_LIMIT', /running time is used up/],
    [503, 'OPERATION_TIME_LIMIT', /running time is used up/],
    [503, 'QUERY_LIMIT_EXCEEDED', /request limit/],
    [500, 'INTERNAL_SERVER_ERROR', /server failed/],
    [500, 'WHATEVER', /server failed/],
  ] as const)
    it(`${code} with ${status} blocks, in JSON and in XML`, () => {
      each(error(status, code), (outcome, reason) => {
        assert.equal(outcome, 'blocked');
        assert.match(reason, meaning);
        assert.ok(reason.includes(`HTTP ${status} ${code}`), reason);
      });
      assert.equal(find({ accepted: true }, 'valid xml', errorXml(status, code)).outcome, 'blocked');
    });

  for (const [status, code] of [
    [400, 'WRONG_THING'],
    [403, 'ACCESS_DENIED'],
    [400, 'ACCESS_DENIED'],
    [400, 'ACCESS_ERROR'],
    [403, 'ERROR_CORE'],
    [400, ''],
    [400, 7],
    [200, 'ERROR_ARGUMENT'],
  ] as const)
    it(`${JSON.stringify(code)} with ${status} is an answer of the method, and contradicts`, () => {
      assert.equal(find({ accepted: true }, 'valid', error(status, code)).outcome, 'contradicted');
    });

  for (const [what, response, passing] of [
    ['INTERNAL_SERVER_ERROR', error(500, 'INTERNAL_SERVER_ERROR'), true],
    ['an error of no page, with 500', error(500, 'WHATEVER'), true],
    ['an error of no page, with 429', error(429, 'WHATEVER'), true],
    ['QUERY_LIMIT_EXCEEDED', error(503, 'QUERY_LIMIT_EXCEEDED'), true],
    ['CONNECTION_ERROR', error(401, 'CONNECTION_ERROR'), true],
    ['a page of a gateway', answer('<html></html>', { ...PAGE, status: 502 }), true],
    ['nothing, with 500', answer('', { status: 500 }), true],
    ['a login page', answer('<html></html>', PAGE), undefined],
    ['PAYMENT_REQUIRED', error(401, 'PAYMENT_REQUIRED'), undefined],
    ['insufficient_scope', error(401, 'insufficient_scope'), undefined],
  ] as const)
    it(`${what} is ${passing ? '' : 'not '}owed to a failure of the target`, () => {
      for (const name of ['valid', 'error'] as const)
        assert.equal(find({ accepted: true }, name, response).passing, passing);
    });

  it("blocks in place of a method's own error that has the code of an error of every call", () => {
    const contract = contractWith({ error: { code: 'WRONG_THING', part: 'code' } });
    const testCase = caseOf(contract, 'error');
    const { expected } = testCase;
    assert.ok(expected.kind === 'error');
    const judgedAs = (scope: 'method' | 'system', response: WireResponse) => {
      const row = { ...expected.error, code: 'BUSY', statuses: [403], scope };
      const busy = { ...testCase, expected: { kind: 'error' as const, error: row } };
      return judge(contract, busy, exchange(response)).find(({ claim }) => claim === CLAIM)?.outcome;
    };
    assert.equal(judgedAs('method', error(401, 'SOMETHING_NEW')), 'blocked');
    assert.equal(judgedAs('system', error(401, 'SOMETHING_NEW')), 'contradicted');
    assert.equal(judgedAs('method', error(400, 'SOMETHING_NEW')), 'contradicted');
  });

  it('blocks where the portal does not have the method, and contradicts where it has, asked again', () => {
    const unknown = error(404, 'ERROR_METHOD_NOT_FOUND');
    const { outcome, reason } = find({ accepted: true }, 'valid', unknown);
    assert.equal(outcome, 'blocked');
    assert.match(reason ?? '', /^the portal has no method \S+$/);
    assert.equal(find({ accepted: true }, 'valid', unknown, { disproved: true }).outcome, 'contradicted');
  });

  it('contradicts where the credential, asked again, works', () => {
    for (const code of [
      'NO_AUTH_FOUND',
      'INVALID_CREDENTIALS',
      'expired_token',
      'insufficient_scope',
      'NEW_ONE',
    ])
      assert.equal(
        find({ accepted: true }, 'valid', error(401, code), { disproved: true }).outcome,
        'contradicted',
      );
  });

  it('blocks whatever the credential does where it is about the portal, the method or a moment', () => {
    for (const [status, code] of [
      [401, 'OVERLOAD_LIMIT'],
      [401, 'METHOD_CONFIRM_WAITING'],
      [401, 'CONNECTION_ERROR'],
      [429, 'OPERATION_TIME_LIMIT'],
    ] as const)
      assert.equal(
        find({ accepted: true }, 'valid', error(status, code), { disproved: true }).outcome,
        'blocked',
      );
  });

  it('asks the credential again only where the refusal is about it', () => {
    const contract = contractWith({ accepted: true });
    const valid = caseOf(contract, 'valid');
    const doubts = (response: WireResponse, testCase = valid) =>
      worthAsking(contract, testCase, exchange(response), {});
    assert.equal(doubts(error(401, 'expired_token')), 'credential');
    assert.equal(doubts(error(401, 'NO_AUTH_FOUND')), 'credential');
    assert.equal(doubts(error(401, 'insufficient_scope')), 'scope');
    assert.equal(doubts(error(401, 'OVERLOAD_LIMIT')), undefined);
    assert.equal(doubts(error(400, 'WRONG_THING')), undefined);
    assert.equal(doubts(answer({ result: true })), undefined);
    const madeUp = { ...valid, request: { ...valid.request, credential: { webhook: 'madeUp' as const } } };
    assert.equal(doubts(error(401, 'INVALID_CREDENTIALS'), madeUp), undefined, 'that is what was asked for');
  });
});

describe('a refusal counts as the kind that the claim is about', () => {
  for (const [by, response, outcome] of [
    ['authorization', error(401, 'NO_AUTH_FOUND'), 'confirmed'],
    ['authorization', error(401, 'ANY_OTHER'), 'confirmed'],
    ['authorization', error(403, 'insufficient_scope'), 'confirmed'],
    ['authorization', error(400, 'WRONG_THING'), 'contradicted'],
    ['authorization', error(403, 'ACCESS_DENIED', 'Access denied! Client ID not specified'), 'contradicted'],
    ['authorization', error(404, 'ERROR_METHOD_NOT_FOUND'), 'blocked'],
    ['authorization', answer({ result: true }), 'contradicted'],
    ['method', error(400, 'WRONG_THING'), 'confirmed'],
    ['method', error(403, 'ACCESS_DENIED', 'Access denied! Client ID not specified'), 'confirmed'],
    ['method', error(400, 'CLIENT_ID_EMPTY'), 'confirmed'],
    ['method', error(400, ''), 'confirmed'],
    ['method', error(401, 'NO_AUTH_FOUND'), 'contradicted'],
    ['method', error(404, 'ERROR_METHOD_NOT_FOUND'), 'blocked'],
    ['method', answer({ result: false }), 'contradicted'],
  ] as const)
    it(`${by}: HTTP ${response.status} ${Buffer.from(response.body).toString()} is ${outcome}`, () => {
      const finding = find({ refused: by }, 'refusal', response, { disproved: true });
      assert.equal(finding.outcome, outcome, said(finding));
    });
});

describe('a command of a batch', () => {
  const batch = (code: string): WireResponse =>
    answer({ result: { result: [], result_error: { typing: { error: code, error_description: 'x' } } } });
  const check = { success: { '/result/result': { is: { typing: true } } } } as const;

  it('that meets a limit or an expired token says nothing about its batch', () => {
    for (const code of [
      'OPERATION_TIME_LIMIT',
      'QUERY_LIMIT_EXCEEDED',
      'expired_token',
      'INTERNAL_SERVER_ERROR',
    ]) {
      const { outcome, reason = '' } = find(check, 'valid', batch(code));
      assert.equal(outcome, 'blocked', code);
      assert.match(reason, new RegExp(`command 'typing' was answered with ${code} \\(x\\)`));
    }
  });

  it('that is refused for its parameters or its scope does', () => {
    for (const code of ['WRONG_THING', 'insufficient_scope', 'ACCESS_DENIED', 'ERROR_METHOD_NOT_FOUND'])
      assert.equal(find(check, 'valid', batch(code)).outcome, 'contradicted', code);
  });
});

describe('an earlier try', () => {
  const WRONG_FORM = { failure: { '/error': { $ref: 'error.schema.json#/properties/error' } } } as const;
  const tried = (earlier: WireResponse, check: Parameters<typeof contractWith>[0] = WRONG_FORM) => {
    const contract = contractWith(check);
    const testCase = { ...caseOf(contract, 'valid'), claims: ['the.refusal'] };
    const whole = { ...exchange(answer({ result: true })), tries: [exchange(earlier)] };
    return judge(contract, testCase, whole).filter(({ claim }) => claim === CLAIM);
  };

  it('that breaks what every error must be is a finding, even if the next answer is right', () => {
    const [finding] = tried(error(503, { code: 7 }));
    assert.equal(finding?.outcome, 'contradicted');
    assert.match(finding?.reason ?? '', /^in an earlier try: expected error to be/);
  });

  it('that is as it may be confirms nothing', () => {
    assert.deepEqual(tried(error(503, 'QUERY_LIMIT_EXCEEDED')), []);
  });

  it('that another server answered is no answer', () => {
    assert.deepEqual(tried(answer('<html>', { ...PAGE, status: 502 })), []);
  });
});
