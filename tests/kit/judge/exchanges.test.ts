import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import type { Check } from '../../../src/contract/contract.ts';
import { citation, explain } from '../../../src/judge/explain.ts';
import { judge } from '../../../src/judge/judge.ts';
import type { WireResponse } from '../../../src/wire/exchange.ts';
import { contractOf, PLATFORM, PLATFORM_FILE, sampleContract } from '../contract/sample.ts';
import { answer, CLAIM, caseOf, contractWith, exchange, find, said } from './bench.ts';

const CHECKS: Check[] = [
  { accepted: true },
  { status: 200 },
  { mediaType: 'application/json' },
  { charset: 'utf-8' },
  { format: 'json' },
  { xmlRoot: 'response' },
  { success: { '/result': { $ref: 'success.schema.json#/properties/result' } } },
  { failure: { '/error': { $ref: 'error.schema.json#/properties/error' } } },
  { relation: 'time-order' },
  { refused: true },
  { error: { code: 'WRONG_THING', part: 'code' } },
  { error: { code: 'WRONG_THING', part: 'status' } },
  { error: { code: 'WRONG_THING', part: 'text' } },
];

const caseFor = (check: Check) => (check.error || check.refused || check.failure ? 'error' : 'valid');

describe('without an answer nothing is decided', () => {
  for (const check of CHECKS) {
    it(`${JSON.stringify(check)}: no answer`, () => {
      const contract = contractWith(check);
      const one = { ...caseOf(contract, caseFor(check)), claims: [CLAIM] };
      const failure = { code: 'ECONNRESET', message: 'read ECONNRESET' };
      const findings = judge(contract, one, exchange(undefined, failure));
      assert.equal(findings.length, 1);
      assert.match(
        said(findings[0] ?? { claim: '', outcome: 'confirmed' }),
        /^blocked: no answer: read ECONNRESET/,
      );
    });

    it(`${JSON.stringify(check)}: a redirect`, () => {
      const response = answer('', { status: 301, headers: [['Location', 'https://other.test/rest/']] });
      assert.equal(
        said(find(check, caseFor(check), response)),
        'blocked: no answer of the target: it redirects (HTTP 301) to https://other.test/rest/; only the answer of the address itself counts',
      );
    });
  }

  for (const [title, url, failure, reason] of [
    ['a failure', 'https://portal.test/x', { code: 'E', message: 'm' }, 'no answer: m (E)'],
    ['no known failure', 'https://portal.test/x', undefined, 'no answer: unknown failure'],
    [
      'a failure of plain HTTP',
      'http://portal.test:81/x',
      { code: 'E', message: 'm' },
      'nothing answers plain HTTP at http://portal.test:81: m (E)',
    ],
  ] as const)
    it(`the reason is told: ${title}`, () => {
      const contract = contractWith({ accepted: true });
      const sent = { ...exchange(undefined, failure), request: { method: 'POST', url, headers: [] } };
      assert.deepEqual(judge(contract, { ...caseOf(contract, 'valid'), claims: [CLAIM] }, sent), [
        { claim: CLAIM, outcome: 'blocked', reason },
      ]);
    });

  it('nor where the case could not be prepared', () => {
    const refused = answer({ error: 'OTHER', error_description: 'x' }, { status: 400 });
    for (const check of CHECKS)
      assert.equal(
        said(find(check, caseFor(check), refused, { unprepared: 'could not be prepared' })),
        'blocked: could not be prepared: HTTP 400 OTHER (x)',
      );
  });

  it('nor of a claim that has no check', () => {
    const contract = sampleContract();
    const [one] = generateCases(contract, 'full');
    assert.ok(one);
    assert.deepEqual(
      judge(contract, { ...one, claims: ['some.method.fast'] }, exchange(answer({ result: true }))),
      [{ claim: 'some.method.fast', outcome: 'blocked', reason: 'nothing to check' }],
    );
  });

  it('a redirect that neither says where nor has a body is not an answer', () => {
    assert.equal(find({ status: 200 }, 'valid', answer('', { status: 304 })).outcome, 'blocked');
  });

  it('a place to go with another status is no redirect', () => {
    const response = answer({ result: true }, { status: 200, headers: [['Location', '/x']] });
    assert.equal(find({ status: 200 }, 'valid', response).outcome, 'confirmed');
  });
});

describe('a made-up credential', () => {
  const check: Check = { error: { code: 'WRONG_THING', part: 'code' } };
  const other = answer({ error: 'NO_AUTH_FOUND', error_description: 'x' }, { status: 401 });

  it('excuses another error than the expected one, and says what would help', () => {
    for (const part of ['code', 'status', 'text'] as const) {
      const finding = find({ error: { code: 'WRONG_THING', part } }, 'error', other, {
        madeUpCredential: true,
        advice: { realCredential: 'do this', plainHttp: 'do that' },
      });
      assert.equal(finding.outcome, 'blocked');
      assert.match(finding.reason ?? '', /a made-up credential was sent; do this/);
    }
  });

  it('does not hide the expected error', () => {
    const wrong = answer(
      { error: 'WRONG_THING', error_description: "Thing can't be wrong" },
      { status: 400 },
    );
    assert.equal(said(find(check, 'error', wrong, { madeUpCredential: true })), 'confirmed');
  });

  it('does not excuse another status or text of the expected error', () => {
    const wrong = answer({ error: 'WRONG_THING', error_description: 'Nope' }, { status: 403 });
    for (const part of ['status', 'text'] as const)
      assert.equal(
        find({ error: { code: 'WRONG_THING', part } }, 'error', wrong, { madeUpCredential: true }).outcome,
        'contradicted',
      );
  });

  it('excuses nothing where the real one was sent', () => {
    assert.equal(find(check, 'error', other, { disproved: true }).outcome, 'contradicted');
  });
});

describe('judge', () => {
  it('gives one finding per claim of the case, in its order', () => {
    const contract = contractWith({ format: 'json' });
    const one = { ...caseOf(contract, 'valid'), claims: [CLAIM] };
    const findings = judge(contract, one, exchange(answer({ result: true })));
    assert.deepEqual(findings, [{ claim: CLAIM, outcome: 'confirmed' }]);
  });

  it('leaves the answer as it was', () => {
    const response = answer({ result: true });
    const before = structuredClone(response);
    find({ success: { '/result': { $ref: 'success.schema.json#/properties/result' } } }, 'valid', response);
    assert.deepEqual(
      { ...response, body: new Uint8Array(response.body) },
      { ...before, body: new Uint8Array(before.body) },
    );
  });

  it('says the same each time', () => {
    const response = answer({ result: 'x' });
    const check: Check = {
      success: { '/result': { is: true, says: 'the boolean true' } },
    };
    assert.deepEqual(find(check, 'valid', response), find(check, 'valid', response));
  });
});

describe('a system error in passing', () => {
  const page = `${PLATFORM}  - { id: any, title: any, expect: refused, claims: [error.form] }
  - { id: oauth, title: oauth, endpoint: oauth, expect: any, claims: [error.form] }
  - { id: third, title: a method known from facts alone, call: third.method, expect: any, claims: [error.form] }
`;
  const contract = contractOf({ [PLATFORM_FILE]: page });
  const cases = generateCases(contract, 'full');
  const judgedOf = (id: string, response: WireResponse, circumstances = {}): string[] => {
    const testCase = cases.find((each) => each.id === id);
    assert.ok(testCase, id);
    return judge(contract, testCase, exchange(response), circumstances)
      .filter(({ claim }) => claim.startsWith('system.') || claim.includes('WRONG_THING'))
      .map((finding) => `${finding.claim} ${said(finding)}`);
  };
  const found = (id: string, body: object, circumstances = {}): string[] =>
    judgedOf(id, answer(body, { status: 500 }), circumstances);
  const BUSY = { error: 'BUSY', error_description: 'Too busy' };
  const WRONG = { error: 'WRONG_THING', error_description: 'x' };
  const judged = [
    'system.BUSY.status contradicted: expected HTTP 503, got HTTP 500',
    'system.BUSY.text confirmed',
  ];

  for (const [title, id, body, findings] of [
    ['is judged against its own claims', 'some.method/webhook,post,none', BUSY, judged],
    [
      'is judged where another error is expected',
      'some.method.WRONG_THING.unknown',
      BUSY,
      [
        ...['code', 'status', 'text'].map(
          (part) =>
            `some.method.WRONG_THING.${part} blocked: the server failed (HTTP 500 BUSY (Too busy)); try again later`,
        ),
        ...judged,
      ],
    ],
    ['is judged once where it is expected', 'busy/none', BUSY, ['system.BUSY.code confirmed', ...judged]],
    ['is not judged where any refusal is expected', 'any', BUSY, []],
    ['is not judged at the authorization server', 'oauth', BUSY, []],
    ['is not judged where there is none', 'some.method/webhook,post,none', { result: true }, []],
    ['is not judged where it has no code', 'some.method/webhook,post,none', { error: 503 }, []],
    ['is not judged where the code is unknown', 'some.method/webhook,post,none', { error: 'OTHER' }, []],
    [
      'is not an error of a method, which may mean something else',
      'busy/none',
      WRONG,
      [
        'system.BUSY.code contradicted: expected the error BUSY, got HTTP 500 WRONG_THING (x)',
        'system.BUSY.status blocked: BUSY was not answered: HTTP 500 WRONG_THING (x)',
        'system.BUSY.text blocked: BUSY was not answered: HTTP 500 WRONG_THING (x)',
      ],
    ],
  ] as const)
    it(title, () => {
      assert.deepEqual(found(id, body), findings);
    });

  describe("is not a method's own error of the same code", () => {
    const denied = (text: string, status: number) =>
      answer({ error: 'ACCESS_DENIED', error_description: text }, { status });
    const ofSystem = (id: string, response: WireResponse) =>
      judgedOf(id, response).filter((line) => line.startsWith('system.'));

    for (const [title, id, response] of [
      [
        'of a method with an overlay',
        'other.method/webhook,post,none',
        denied('The item belongs to somebody else', 403),
      ],
      [
        'whatever its status',
        'other.method/webhook,post,none',
        denied('The item belongs to somebody else', 401),
      ],
      ['of a method known from facts alone', 'third', denied('Only administrators may', 403)],
      ['and whatever its status', 'third', denied('Only administrators may', 401)],
      [
        'of a row without a text',
        'third',
        answer({ error: 'CODE_EMPTY', error_description: 'x' }, { status: 400 }),
      ],
    ] as const)
      it(title, () => {
        assert.deepEqual(ofSystem(id, response), []);
      });

    it('nor does it contradict the text of the system error where that is expected', () => {
      const page = PLATFORM.replace('credential: { token: denied, in: json }', 'call: third.method');
      const of = contractOf({ [PLATFORM_FILE]: page });
      const testCase = generateCases(of, 'full').find(({ id }) => id === 'closed');
      assert.ok(testCase);
      const ofText = (text: string): string[] =>
        judge(of, testCase, exchange(denied(text, 401)), { disproved: true })
          .filter(({ claim }) => claim === 'system.ACCESS_DENIED.text')
          .map(said);
      assert.deepEqual(ofText('The account is closed'), ['confirmed']);
      assert.match(
        ofText('Only administrators may')[0] ?? '',
        /^blocked: the method's own ACCESS_DENIED came/,
      );
      assert.match(ofText('Go away')[0] ?? '', /^contradicted: expected the text "The account is closed"/);
    });

    it('and is seen where a method does not document the code', () => {
      assert.deepEqual(ofSystem('some.method/webhook,post,none', denied('Go away', 401)), [
        'system.ACCESS_DENIED.status confirmed',
        'system.ACCESS_DENIED.text contradicted: expected the text "The account is closed", got "Go away"',
      ]);
    });
  });

  it('is judged even where it spoils the preparation', () => {
    assert.deepEqual(
      found('some.method/webhook,post,none', BUSY, { unprepared: 'could not be prepared' }),
      judged,
    );
  });
});

describe('the authorization server, which has an envelope of its own', () => {
  const contract = contractWith({ accepted: true });
  const one = caseOf(contract, 'valid');
  const asked = { ...one, claims: [CLAIM], request: { ...one.request, endpoint: 'oauth' as const } };
  for (const [title, body, status, outcome] of [
    ['accepts with an object', { access_token: 'x' }, 200, 'confirmed'],
    ['does not accept with an error', { error: 'invalid_grant' }, 200, 'contradicted'],
    ['does not accept with an error status', { access_token: 'x' }, 400, 'contradicted'],
    ['does not accept with another status', { access_token: 'x' }, 300, 'contradicted'],
  ] as const)
    it(title, () => {
      const [finding] = judge(contract, asked, exchange(answer(body, { status })));
      assert.equal(finding?.outcome, outcome);
    });
});

describe('a body that is no JSON', () => {
  it('is not quoted: a part of a secret would be found by no redactor', () => {
    for (const text of ['s3cr3t', '{"a":s3cr3t}', '{"a": "b" s3cr3t "c"}'])
      assert.match(
        find({ format: 'json' }, 'valid', answer(text)).reason ?? '',
        /^expected JSON, but the body is not JSON: (Unexpected token '.'|Expected [^"]+)$/,
      );
  });
});

describe('a contradiction explained', () => {
  const contract = contractWith({ accepted: true });
  const claim = contract.claim(CLAIM);
  assert.ok(claim);

  it('tells a stranger claim, page, request and case', () => {
    const text = explain(
      claim,
      caseOf(contract, 'valid'),
      'POST https://portal.test/rest/x',
      'expected A, got B',
    );
    const [title, ...lines] = text.split('\n');
    assert.equal(title, 'the.claim (must): expected A, got B');
    for (const part of [
      'The claim that a test is about.',
      'some-page.md › Some heading › SOME_ROW',
      'POST https://portal.test/rest/x',
      'some.method/none',
    ])
      assert.ok(
        lines.some((line) => line.includes(part)),
        `no line has '${part}':\n${text}`,
      );
  });

  it('names group and case, or the one where both are the same', () => {
    const one = caseOf(contract, 'valid');
    for (const [group, title, shown] of [
      ['by POST', 'long thing', '[by POST; long thing]'],
      ['wrong thing', 'wrong thing', '[wrong thing]'],
    ] as const)
      assert.ok(explain(claim, { ...one, group, title }, 'POST x', 'r').includes(`sent: POST x ${shown}\n`));
  });

  it('cites a part where there is no row, and only the heading where there is neither', () => {
    const { row: _, ...source } = claim.source;
    assert.equal(citation({ ...source, part: 'item 2' }), 'some-page.md › Some heading › item 2');
    assert.equal(citation(source), 'some-page.md › Some heading');
  });
});
