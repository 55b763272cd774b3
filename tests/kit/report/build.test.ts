import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import { buildReport, exitCode } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { idleLine } from '../../../src/report/incomplete.ts';
import { cases, contract, HOSTILE, judgedCase, report, reportSaying, TARGET } from './bench.ts';
import { reportContract } from './sample.ts';

const STATUS = 'some.method.status';
const RESULT = 'some.method.result';
const SHORT = 'some.method.THING.short';
const FAST = 'some.method.fast';
const DEVIATION = { claim: STATUS, reason: 'known since spring', link: 'https://portal.test/1', owner: 'QA' };

const COMMON = 'common.json';
/** A page about every call. */
const COMMON_PAGE = `
page: { path: api/common.md, title: Every call }
claims:
  - id: ${COMMON}
    says: The answer comes as JSON.
    source: Response
    check: { mediaType: application/json }
`;

const find = (made: ClaimsReport, id: string) => made.claims.find((claim) => claim.id === id);

function assertValid(made: ClaimsReport): void {
  const validate = contract.schemas.validator('claims.schema.json');
  assert.ok(validate(JSON.parse(JSON.stringify(made))), JSON.stringify(validate.errors?.slice(0, 3)));
}

describe('a request that the target failed to answer', () => {
  const failed = (index: number, reason = 'the server failed (HTTP 500 X)', claim = STATUS) => ({
    ...judgedCase(index, {}),
    findings: [{ claim, outcome: 'blocked' as const, reason, passing: true as const }],
  });
  const fine = judgedCase(0, { [STATUS]: 'confirmed', [RESULT]: 'confirmed' });

  it('leaves the run incomplete, also where others confirm its claims', () => {
    const made = report([fine, failed(1), failed(2)]);
    assert.deepEqual(made.incomplete, [
      'The target failed to answer 2 cases of some.method: the server failed (HTTP 500 X)',
    ]);
    assert.equal(exitCode(made, false), 2);
    assertValid(made);
  });

  it('is told once where no claim of the method was exercised for it', () => {
    const made = report([failed(0)]);
    assert.deepEqual(made.incomplete, [
      'The target failed to answer 1 case of some.method: the server failed (HTTP 500 X)',
      'Nothing was exercised',
    ]);
  });

  it('is counted only from the fourth way of failing on, the most frequent first', () => {
    const ways = ['a', 'b', 'b', 'c', 'd', 'e'].map((reason, index) => failed(index + 1, reason));
    assert.deepEqual(report([fine, ...ways]).incomplete, [
      'The target failed to answer 2 cases of some.method: b',
      'The target failed to answer 1 case of some.method: a',
      'The target failed to answer 1 case of some.method: c',
      'The target failed to answer 2 further cases in other ways',
    ]);
  });

  it('says nothing where the form is one that no page states', () => {
    const of = reportContract(
      'strength: should\n    source: Response\n    untestable: no bound is given for quickly',
      'strength: observed\n    source: Response\n    check: { accepted: true }',
    );
    assert.deepEqual(report([fine, failed(1, 'x', FAST)], [], {}, of).incomplete, []);
  });
});

describe('a report', () => {
  const judged = [
    judgedCase(1, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' }),
    judgedCase(0, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' }),
    judgedCase(2, { [STATUS]: 'blocked' }, { failure: 'no answer (ECONNRESET)' }),
  ];
  const skipped = [{ case: cases[3]?.id ?? '', claims: [SHORT], reason: 'needs B24_USER_ID' }];
  const made = report(judged, skipped);

  it('satisfies its schema', () => {
    assertValid(made);
  });

  it('counts claims by verdict', () => {
    const { confirmed, contradicted, notExercised } = made.totals;
    assert.deepEqual(
      { confirmed, contradicted, notExercised },
      { confirmed: 1, contradicted: 1, notExercised: 4 },
    );
    assert.equal(made.claims.length, contract.claims.length);
  });

  it('counts requests, those without an answer, and cases', () => {
    assert.deepEqual([made.requests, made.unanswered], [3, 1]);
    assert.deepEqual(made.cases, { all: cases.length, selected: cases.length, run: 3 });
  });

  it('does not miss an answer over plain HTTP, which a portal need not give', () => {
    const { request } = judgedCase(0, {}).exchange;
    const plain = {
      request: { ...request, url: 'http://portal.test/rest/x' },
      failure: 'refused (ECONNREFUSED)',
    };
    assert.equal(report([judgedCase(0, { [STATUS]: 'blocked' }, plain)]).unanswered, 0);
  });

  it('tells why the run was not made as a whole', () => {
    const whole = [judgedCase(0, { [STATUS]: 'confirmed' })];
    assert.deepEqual(report(whole).incomplete, []);
    assert.deepEqual(made.incomplete, ['1 request got no answer']);
    assert.deepEqual(report([]).incomplete, ['Nothing was exercised']);
    const brokenOff = report(whole, [], { brokenOff: ['Interrupted'] });
    assert.deepEqual(brokenOff.incomplete, ['Interrupted']);
    assertValid(brokenOff);
  });

  it('was not made as a whole where somebody else answered in place of the target', () => {
    const answered = judgedCase(0, { [STATUS]: 'confirmed' });
    const headers: [string, string][] = [['Location', 'https://login.test/']];
    const moved = { response: { status: 302, headers, body: '' } };
    const elsewhere = [1, 2].map((number) => judgedCase(number, { [RESULT]: 'blocked' }, moved));
    const redirected = report([answered, ...elsewhere]);
    assert.deepEqual(redirected.incomplete, ['2 requests came to a redirect in place of an answer']);
    assert.equal(exitCode(redirected, false), 2);
    const { request } = answered.exchange;
    const plain = { ...moved, request: { ...request, url: 'http://portal.test/rest/x' } };
    const harmless = [
      // Plain HTTP may lead to HTTPS, and a redirect may be what a claim is about.
      judgedCase(1, { [RESULT]: 'blocked' }, plain),
      judgedCase(2, { [RESULT]: 'confirmed', [SHORT]: 'blocked' }, moved),
      judgedCase(2, { [RESULT]: 'blocked' }, { response: { status: 302, headers: [], body: '' } }),
    ];
    assert.deepEqual(report([answered, ...harmless]).incomplete, []);
  });

  it('tells start, duration and target', () => {
    assert.deepEqual(
      [made.startedAt, made.durationMs, made.target],
      ['2025-09-09T13:31:11.123Z', 1235, TARGET],
    );
  });

  it('lists claims in the order of the contract', () => {
    assert.deepEqual(
      made.claims.map((claim) => claim.id),
      contract.claims.map((claim) => claim.id),
    );
  });

  it('prefers evidence in the order of the cases, in whatever order they ended', () => {
    assert.deepEqual(
      find(made, RESULT)?.evidence.map((evidence) => evidence.case),
      [cases[0]?.id, cases[1]?.id],
    );
  });

  it('is the same in whatever order the cases ended, and however they were shared among workers', () => {
    const facts = {
      startedAt: new Date('2025-09-09T13:31:11.123Z'),
      durationMs: 1234.56,
      selection: { confidence: 'reviewed', tests: '' } as const,
      target: TARGET,
      all: cases.length,
      selected: cases,
    };
    const shared = [
      { target: TARGET, judged: [], skipped },
      ...[...judged].reverse().map((one) => ({ target: TARGET, judged: [one], skipped: [] })),
    ];
    assert.deepEqual(buildReport(contract, shared, facts), made);
  });

  it('tells where a claim stands and what it says', () => {
    const claim = find(made, SHORT);
    assert.deepEqual(
      [claim?.method, claim?.statement, claim?.strength, claim?.source],
      [
        'some.method',
        'The thing may be short.',
        'must',
        { page: 'api/some-method.md', title: 'Some method', heading: 'Parameters', row: 'THING' },
      ],
    );
  });

  it('tells why a claim was not exercised', () => {
    assert.deepEqual(
      [find(made, SHORT)?.reasonKind, find(made, SHORT)?.reason],
      ['missing', 'needs B24_USER_ID'],
    );
    assert.deepEqual(
      [find(made, FAST)?.reasonKind, find(made, FAST)?.reason],
      ['untestable', 'no bound is given for quickly'],
    );
  });

  it('gives evidence with the request, the answer and what is wrong with it', () => {
    const [first] = find(made, RESULT)?.evidence ?? [];
    assert.deepEqual(first, {
      case: cases[0]?.id,
      ...judgedCase(0, {}).exchange,
      problems: ['contradicted by case 0'],
    });
  });

  it('keeps observations apart from claims', () => {
    const of = reportContract('strength: should', 'strength: observed');
    const observed = report([], [], {}, of);
    assert.deepEqual(
      observed.observations.map((claim) => claim.id),
      [FAST],
    );
    assert.equal(find(observed, FAST), undefined);
    assert.equal(observed.totals.notExercised, of.claims.length - 1);
    assertValid(observed);
  });

  it('of nothing is valid, too', () => {
    assertValid(report([]));
  });

  for (const [what, text] of Object.entries(HOSTILE))
    it(`is valid and can be written and read again with ${what} in it`, () => {
      const hostile = reportSaying(text);
      assertValid(hostile);
      assert.deepEqual(JSON.parse(JSON.stringify(hostile)), hostile);
    });
});

describe('a known deviation', () => {
  const contradicted = [judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' })];
  const confirmed = [judgedCase(0, { [STATUS]: 'confirmed' })];
  const on = (expires: string) => ({ deviations: [{ ...DEVIATION, expires }] });

  it('that is current is counted by itself and not as a contradiction', () => {
    const made = report(contradicted, [], on('2025-12-31'));
    assert.deepEqual([made.totals.contradicted, made.totals.deviations, made.totals.stale], [0, 1, 0]);
    const { claim: _, ...known } = DEVIATION;
    assert.deepEqual(find(made, STATUS)?.deviation, { ...known, expires: '2025-12-31' });
    assert.equal(find(made, STATUS)?.verdict, 'contradicted');
    assert.equal(exitCode(made, true), 0);
    assertValid(made);
  });

  it('counts on its last day', () => {
    assert.equal(report(contradicted, [], on('2025-09-09')).totals.deviations, 1);
  });

  it('that has expired excuses nothing and is stale', () => {
    const made = report(contradicted, [], on('2025-09-08'));
    assert.deepEqual([made.totals.contradicted, made.totals.deviations, made.totals.stale], [1, 0, 1]);
    assert.deepEqual(made.stale, [{ claim: STATUS, why: 'expired on 2025-09-08' }]);
    assert.equal(exitCode(made, false), 1);
    assertValid(made);
  });

  it('whose claim is confirmed again is stale and fails the run', () => {
    const made = report(confirmed, [], { ...on('2025-12-31'), selected: cases.slice(0, 1) });
    assert.deepEqual([made.totals.confirmed, made.totals.deviations, made.totals.stale], [1, 0, 1]);
    assert.deepEqual(made.stale, [{ claim: STATUS, why: 'the claim is confirmed again' }]);
    assert.equal(exitCode(made, false), 1);
  });

  it('is not stale where cases that may contradict its claim were left out, or left for another day', () => {
    const [first, second] = cases.filter(({ claims }) => claims.includes(STATUS));
    assert.ok(first && second);
    const selected = { ...on('2025-12-31'), selected: [first, second] };
    const tried = [{ ...judgedCase(0, { [STATUS]: 'confirmed' }), case: first.id }];
    const skip = { case: second.id, claims: second.claims, reason: 'why' };
    assert.equal(report(tried, [], selected).totals.stale, 0);
    assert.equal(report(tried, [{ ...skip, later: true }], selected).totals.stale, 0);
    // What the target cannot do, it contradicts on no other day either.
    assert.equal(report(tried, [skip], selected).totals.stale, 1);
  });

  it('whose claim was not exercised is neither used nor stale', () => {
    const made = report([judgedCase(0, { [RESULT]: 'confirmed' })], [], on('2025-12-31'));
    assert.deepEqual([made.totals.deviations, made.totals.stale], [0, 0]);
    assert.equal(exitCode(made, false), 0);
  });
});

describe('a documentation that disagrees with itself', () => {
  const of = reportContract(
    'says: A valid request is answered with status 200.',
    `says: A valid request is answered with status 200.\n    disagreesWith: [${RESULT}]`,
  );

  it('is no contradiction of the target where the other claim is confirmed', () => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' })], [], {}, of);
    assert.deepEqual([made.totals.contradicted, made.totals.disagreements], [0, 1]);
    assert.deepEqual(find(made, STATUS)?.disagreement, [RESULT]);
    assert.equal(exitCode(made, true), 0);
    assertValid(made);
  });

  it('is none where the other claim was not tried: a run of some cases shows only one side', () => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted' })], [], {}, of);
    assert.deepEqual([made.totals.contradicted, made.totals.disagreements], [0, 1]);
  });

  it('is a contradiction where the other claim was tried and not seen', () => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'blocked' })], [], {}, of);
    assert.deepEqual([made.totals.contradicted, made.totals.disagreements], [1, 0]);
  });

  it('is a contradiction where the other claim is contradicted, too', () => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' })], [], {}, of);
    assert.deepEqual([made.totals.contradicted, made.totals.disagreements], [2, 0]);
    assert.equal(exitCode(made, false), 1);
  });
});

describe('the exit code', () => {
  const must = STATUS;
  const should = FAST;
  const of = reportContract('untestable: no bound is given for quickly', 'check: { status: 200 }');
  const lost = { failure: 'no answer (ECONNRESET)' };
  const both = reportContract(undefined, '', COMMON_PAGE);
  const skippedCase = { case: 'x', claims: [must], reason: 'needs B24_BOT_ID' };
  const ROWS: [title: string, made: ClaimsReport, plain: number, strict: number][] = [
    ['nothing contradicted', report([judgedCase(0, { [must]: 'confirmed' })], [], {}, of), 0, 0],
    [
      'a must contradicted',
      report([judgedCase(0, { [must]: 'contradicted', [RESULT]: 'confirmed' })], [], {}, of),
      1,
      1,
    ],
    [
      'a should contradicted',
      report([judgedCase(0, { [should]: 'contradicted', [RESULT]: 'confirmed' })], [], {}, of),
      0,
      1,
    ],
    ['nothing run', report([], [], {}, of), 2, 2],
    [
      'a method skipped, and what any call shows confirmed',
      report([judgedCase(0, { [COMMON]: 'confirmed' })], [skippedCase], {}, both),
      2,
      2,
    ],
    [
      'a method blocked, and what any call shows confirmed',
      report([judgedCase(0, { [COMMON]: 'confirmed', [must]: 'blocked' })], [], {}, both),
      2,
      2,
    ],
    [
      'a method that was not selected, and what any call shows confirmed',
      report([judgedCase(0, { [COMMON]: 'confirmed' })], [], {}, both),
      0,
      0,
    ],
    [
      'a method skipped in one shard',
      report([judgedCase(0, { [COMMON]: 'confirmed' })], [skippedCase], { isPart: true }, both),
      0,
      0,
    ],
    [
      'a case of a method skipped, another confirmed',
      report([judgedCase(0, { [RESULT]: 'confirmed' })], [skippedCase], {}, both),
      0,
      0,
    ],
    ['everything blocked', report([judgedCase(0, { [must]: 'blocked' })], [], {}, of), 2, 2],
    [
      'everything skipped',
      report([], [{ case: 'x', claims: [must], reason: 'needs B24_BOT_ID' }], {}, of),
      2,
      2,
    ],
    [
      'some requests without an answer',
      report(
        [judgedCase(0, { [must]: 'confirmed' }), judgedCase(1, { [must]: 'blocked' }, lost)],
        [],
        {},
        of,
      ),
      2,
      2,
    ],
    [
      'an interrupted run',
      report([judgedCase(0, { [must]: 'confirmed' })], [], { brokenOff: ['Interrupted'] }, of),
      2,
      2,
    ],
    [
      'a must contradicted and some requests without an answer',
      report(
        [judgedCase(0, { [must]: 'contradicted' }), judgedCase(1, { [must]: 'blocked' }, lost)],
        [],
        {},
        of,
      ),
      1,
      1,
    ],
    ['only a must, contradicted', report([judgedCase(0, { [must]: 'contradicted' })], [], {}, of), 1, 1],
    [
      'an observation contradicted',
      report(
        [judgedCase(0, { [should]: 'contradicted', [must]: 'confirmed' })],
        [],
        {},
        reportContract(
          'strength: should\n    source: Response\n    untestable: no bound is given for quickly',
          'strength: observed\n    source: Response\n    check: { status: 200 }',
        ),
      ),
      0,
      0,
    ],
  ];
  it('is explained by the reason that most claims of the method were left out for', () => {
    const skipped = [
      { case: 'x', claims: [must, RESULT], reason: 'needs B24_ALLOW_PROVISION=1, or B24_BOT_ID' },
      { case: 'y', claims: [SHORT], reason: 'needs B24_USER_ID' },
    ];
    assert.deepEqual(report([judgedCase(0, { [COMMON]: 'confirmed' })], skipped, {}, both).incomplete, [
      'No claim of some.method was exercised: needs B24_ALLOW_PROVISION=1, or B24_BOT_ID',
    ]);
  });

  it('is explained by what is given and cannot be used, where that stops most cases', () => {
    const skipped = [
      { case: 'w', claims: [must], reason: 'cannot be provoked on a portal, only on the mock' },
      { case: 'x', claims: [must, RESULT], reason: 'needs B24_USER_ID' },
      { case: 'y', claims: [must, RESULT], reason: 'needs the scope imbot for the webhook in B24_WEBHOOK' },
      { case: 'z', claims: [must, SHORT], reason: 'needs the scope imbot for the webhook in B24_WEBHOOK' },
    ];
    assert.deepEqual(report([judgedCase(0, { [COMMON]: 'confirmed' })], skipped, {}, both).incomplete, [
      'No claim of some.method was exercised: needs the scope imbot for the webhook in B24_WEBHOOK',
    ]);
  });

  it('is not explained where the user gave no leave to change anything: each claim says so', () => {
    const ofValid = (reason: string) => [
      { case: 'some.method/post', claims: [must, RESULT], reason },
      { case: 'x', claims: [SHORT], reason: 'needs B24_ALLOW_PROVISION=1, or B24_FOREIGN_BOT_ID' },
    ];
    const of = (reason: string): string[] =>
      report([judgedCase(0, { [COMMON]: 'confirmed' })], ofValid(reason), {}, both).incomplete;
    assert.deepEqual(of('needs B24_ALLOW_PROVISION=1'), []);
    assert.deepEqual(of('needs B24_ALLOW_PROVISION=1 and B24_OAUTH_ACCESS_TOKEN'), []);
    assert.equal(of('needs B24_ALLOW_PROVISION=1, or B24_BOT_ID').length, 1);
    assert.equal(of('needs the scope imbot for the webhook in B24_WEBHOOK').length, 1);
  });

  it('is told of a method whose refusals of wrong credentials alone were seen', () => {
    const method = reportContract(
      'cases:\n',
      `cases:
  - id: some.method.token-wrong
    title: wrong credential
    credential: { webhook: madeUp }
    expect: refused
    claims: [some.method.refused]
`,
    );
    const wrong = generateCases(method, 'full').find(({ id }) => id.includes('token-wrong'));
    const valid = judgedCase(0, { [must]: 'blocked' });
    const refused = { ...judgedCase(0, { 'some.method.refused': 'confirmed' }), case: wrong?.id ?? '' };
    const facts = { selected: generateCases(method, 'full') };
    assert.deepEqual(report([valid, refused], [], facts, method).incomplete, [
      'No claim of some.method was exercised: blocked by case 0',
    ]);
    const other = { ...refused, case: judgedCase(1, {}).case };
    assert.deepEqual(report([valid, other], [], facts, method).incomplete, []);
  });

  it('names a few of the methods that have the same reason', () => {
    const reason = 'needs the scope imbot';
    assert.equal(idleLine({ methods: ['a'], reason }), 'No claim of a was exercised: needs the scope imbot');
    assert.equal(
      idleLine({ methods: ['a', 'b', 'c'], reason }, 'will be'),
      'No claim of a, b and c will be exercised: needs the scope imbot',
    );
    assert.equal(
      idleLine({ methods: ['a', 'b', 'c', 'd', 'e'], reason }),
      'No claim of a, b, c and 2 more was exercised: needs the scope imbot',
    );
  });

  for (const [title, made, plain, strict] of ROWS)
    it(`is ${plain}, and ${strict} when strict: ${title}`, () => {
      assert.deepEqual([exitCode(made, false), exitCode(made, true)], [plain, strict]);
    });
});

describe('how long cases took', () => {
  const timed = (index: number, durationMs: number) => ({
    ...judgedCase(index, { [STATUS]: 'confirmed' }),
    durationMs,
    requests: index + 1,
  });

  it('is told of each, the slowest first, with a claim that it is there for', () => {
    const { timings } = report([timed(0, 3.4), timed(1, 120.6), timed(2, 3.4)]);
    assert.deepEqual(
      timings?.map((timing) => [timing.case, timing.durationMs, timing.requests]),
      [
        [cases[1]?.id, 121, 2],
        [cases[0]?.id, 3, 1],
        [cases[2]?.id, 3, 3],
      ],
    );
    for (const { claim } of timings ?? []) assert.ok(contract.claim(claim ?? ''), claim);
  });

  it('is left out of a case that nobody measured', () => {
    assert.deepEqual(report([judgedCase(0, { [STATUS]: 'confirmed' })]).timings, []);
  });
});

describe('what made a report', () => {
  it('is told as it was given, and left out where nobody said', () => {
    const versions = { suite: '1.2.3', node: '20.18.1' };
    assert.deepEqual(report([], [], { versions }).versions, versions);
    assert.equal('versions' in report([]), false);
  });
});
