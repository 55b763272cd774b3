import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RelationName } from '../../../src/contract/contract.ts';
import { plan } from '../wire/support.ts';
import { answer, exchange, find, said, xml } from './bench.ts';

type Time = Record<string, unknown>;
type Row = [title: string, time: Time, said: string | RegExp];

/** The Date header of every answer of the bench: 2025-09-09T13:31:11Z. */
const NOW = 1757424671;

function check(relation: RelationName, time: Time): string {
  return said(find({ relation }, 'valid', answer({ result: true, time })));
}

function table(relation: RelationName, rows: Row[]): void {
  describe(relation, () => {
    for (const [title, time, expected] of rows)
      it(title, () => {
        if (typeof expected === 'string') assert.equal(check(relation, time), expected);
        else assert.match(check(relation, time), expected);
      });
  });
}

table('time-start-is-now', [
  ['holds at the second of the Date header', { start: NOW }, 'confirmed'],
  ['holds for a request as long as a request may take', { start: NOW - 60.5 }, 'confirmed'],
  ['holds at the longest that a request may take', { start: NOW - 65 }, 'confirmed'],
  ['holds for a clock that is a little ahead', { start: NOW + 2.25 }, 'confirmed'],
  [
    'fails a minute and more before',
    { start: NOW - 100 },
    'contradicted: expected time.start within 65 s of the Date header (2025-09-09T13:31:11.000Z), got 1757424571 (2025-09-09T13:29:31.000Z)',
  ],
  ['fails a minute and more after', { start: NOW + 100 }, /^contradicted: .*got 1757424771 /],
  ['fails by milliseconds', { start: NOW * 1000 }, /^contradicted: .*got 1757424671000 \(\+057660-/],
  ['fails at zero', { start: 0 }, /^contradicted: .*got 0 \(1970-01-01T00:00:00\.000Z\)$/],
  ['fails by a number that is no date', { start: 1e300 }, /^contradicted: .*got 1e\+300 \(no date\)$/],
  ['cannot be seen in a text', { start: String(NOW) }, 'blocked: time.start is not a number'],
  ['cannot be seen where it is missing', {}, 'blocked: time.start is not a number'],
]);

table('time-order', [
  ['holds where finish is later', { start: NOW, finish: NOW + 0.5 }, 'confirmed'],
  ['holds where both are the same', { start: NOW, finish: NOW }, 'confirmed'],
  [
    'fails where finish is earlier',
    { start: NOW + 1, finish: NOW },
    'contradicted: expected time.finish not before time.start (1757424672), got 1757424671',
  ],
  ['cannot be seen without finish', { start: NOW }, 'blocked: time.finish is not a number'],
]);

table('time-duration', [
  ['holds exactly', { start: NOW, finish: NOW + 0.5, duration: 0.5 }, 'confirmed'],
  [
    'holds to the microsecond, whatever binary fractions make of it',
    { start: 1757424671.509725, finish: 1757424671.545679, duration: 0.035954 },
    'confirmed',
  ],
  [
    'holds with the digits that PHP writes',
    { start: 1757424671.509725, finish: 1757424671.5456791, duration: 0.03595399856567383 },
    'confirmed',
  ],
  ['holds for whole seconds that were cut off', { start: NOW, finish: NOW, duration: 0.98 }, 'confirmed'],
  ['holds for whole seconds over a turn', { start: NOW, finish: NOW + 1, duration: 0.03 }, 'confirmed'],
  [
    'holds for milliseconds that were cut off',
    { start: NOW + 0.123, finish: NOW + 0.456, duration: 0.3341 },
    'confirmed',
  ],
  ['holds for a second between two that were cut off', { start: NOW, finish: NOW, duration: 1 }, 'confirmed'],
  ['fails by two whole seconds', { start: NOW, finish: NOW, duration: 2 }, /^contradicted/],
  [
    'fails by more than whole seconds allow',
    { start: NOW, finish: NOW, duration: 5 },
    'contradicted: expected time.duration to be time.finish − time.start = 0, got 5',
  ],
  [
    'fails by a tenth where there are microseconds',
    { start: 1757424671.509725, finish: 1757424671.545679, duration: 0.135954 },
    'contradicted: expected time.duration to be time.finish − time.start = 0.035954, got 0.135954',
  ],
  [
    'fails in milliseconds',
    { start: 1757424671.509725, finish: 1757424671.545679, duration: 35.954 },
    /^contradicted/,
  ],
  ['fails at zero', { start: 1757424671.509725, finish: 1757424671.545679, duration: 0 }, /^contradicted/],
  [
    'fails by a tenth where finish ends on a round second',
    { start: NOW + 0.509725, finish: NOW + 1, duration: 0.6 },
    /^contradicted/,
  ],
  ['cannot be seen without duration', { start: NOW, finish: NOW }, 'blocked: time.duration is not a number'],
]);

table('time-processing', [
  ['holds within the whole', { processing: 0.01, duration: 0.02 }, 'confirmed'],
  ['holds where it is the whole', { processing: 0.02, duration: 0.02 }, 'confirmed'],
  ['holds at zero', { processing: 0, duration: 0 }, 'confirmed'],
  ['holds within whole seconds that were cut off', { processing: 0.4, duration: 0 }, 'confirmed'],
  ['holds within a millisecond that was cut off', { processing: 0.0125, duration: 0.012 }, 'confirmed'],
  ['holds within a microsecond', { processing: 7.9e-7, duration: 0 }, 'confirmed'],
  ['holds for a microsecond more', { processing: 2e-6, duration: 1e-6 }, 'confirmed'],
  [
    'fails by more than the decimals of the whole allow',
    { processing: 0.014, duration: 0.01 + 0.002 },
    'contradicted: expected time.processing within time.duration (0.012), got 0.014',
  ],
  [
    'fails by a digit behind the exponent',
    { processing: 0.0004, duration: 7.9e-7 },
    'contradicted: expected time.processing within time.duration (7.9e-7), got 0.0004',
  ],
  [
    'fails where it is longer',
    { processing: 0.03, duration: 0.02 },
    'contradicted: expected time.processing within time.duration (0.02), got 0.03',
  ],
  [
    'cannot be seen in a text',
    { processing: '0.03', duration: 0.02 },
    'blocked: time.processing is not a number',
  ],
]);

for (const [relation, text, number] of [
  ['time-date-start', 'date_start', 'start'],
  ['time-date-finish', 'date_finish', 'finish'],
] as const)
  table(relation, [
    ['holds in the zone of Moscow', { [number]: NOW, [text]: '2025-09-09T16:31:11+03:00' }, 'confirmed'],
    ['holds in universal time', { [number]: NOW, [text]: '2025-09-09T13:31:11+00:00' }, 'confirmed'],
    ['holds behind universal time', { [number]: NOW, [text]: '2025-09-09T06:31:11-07:00' }, 'confirmed'],
    ['holds half an hour off', { [number]: NOW, [text]: '2025-09-09T19:01:11+05:30' }, 'confirmed'],
    ['holds half an hour off, behind', { [number]: NOW, [text]: '2025-09-09T10:01:11-03:30' }, 'confirmed'],
    ['holds on another day', { [number]: NOW, [text]: '2025-09-10T02:31:11+13:00' }, 'confirmed'],
    [
      'holds where the second is cut off',
      { [number]: NOW + 0.99, [text]: '2025-09-09T13:31:11+00:00' },
      'confirmed',
    ],
    [
      'holds where the second is rounded',
      { [number]: NOW + 0.6, [text]: '2025-09-09T13:31:12+00:00' },
      'confirmed',
    ],
    [
      'holds where a whole second is rounded up',
      { [number]: NOW, [text]: '2025-09-09T13:31:12+00:00' },
      'confirmed',
    ],
    [
      'holds where a rounded second is cut off in the text',
      { [number]: NOW + 1, [text]: '2025-09-09T13:31:11+00:00' },
      'confirmed',
    ],
    [
      'fails at the next second, neither cut off nor rounded',
      { [number]: NOW + 0.4, [text]: '2025-09-09T13:31:12+00:00' },
      /^contradicted/,
    ],
    [
      'fails two seconds off',
      { [number]: NOW, [text]: '2025-09-09T13:31:13+00:00' },
      `contradicted: expected time.${text} to name the second of time.${number} (1757424671, 2025-09-09T13:31:11.000Z), got '2025-09-09T13:31:13+00:00' (2025-09-09T13:31:13.000Z)`,
    ],
    ['fails by an hour', { [number]: NOW, [text]: '2025-09-09T16:31:11+02:00' }, /^contradicted/],
    [
      'fails by the sign of the offset',
      { [number]: NOW, [text]: '2025-09-09T16:31:11-03:00' },
      /^contradicted/,
    ],
    [
      'cannot be seen without an offset',
      { [number]: NOW, [text]: '2025-09-09T16:31:11' },
      `blocked: time.${text} is not a date with an offset`,
    ],
    [
      'cannot be seen in a text that is no date',
      { [number]: NOW, [text]: 'yesterday+03:00' },
      `blocked: time.${text} is not a date with an offset`,
    ],
    [
      'cannot be seen in a list',
      { [number]: NOW, [text]: ['2025-09-09T16:31:11+03:00'] },
      `blocked: time.${text} is not a date with an offset`,
    ],
    [
      'cannot be seen where more stands behind the offset',
      { [number]: NOW, [text]: '2025-09-09T16:31:11+03:00 (MSK)' },
      `blocked: time.${text} is not a date with an offset`,
    ],
    [
      'cannot be seen in a number',
      { [number]: NOW, [text]: NOW },
      `blocked: time.${text} is not a date with an offset`,
    ],
    [
      'cannot be seen where the number is missing',
      { [text]: '2025-09-09T16:31:11+03:00' },
      `blocked: time.${number} is not a number`,
    ],
  ]);

describe('relations', () => {
  it('are read from XML as well', () => {
    const response = xml(
      '<response><result>1</result><time><start>1757424671.5</start><finish>1757424671.75</finish><duration>0.25</duration></time></response>',
    );
    assert.equal(said(find({ relation: 'time-duration' }, 'valid xml', response)), 'confirmed');
  });

  it('fail in XML as well', () => {
    const response = xml(
      '<response><result>1</result><time><start>1757424672</start><finish>1757424671</finish></time></response>',
    );
    assert.equal(find({ relation: 'time-order' }, 'valid xml', response).outcome, 'contradicted');
  });

  it('cannot be seen without time', () => {
    const response = answer({ result: true });
    assert.equal(
      said(find({ relation: 'time-order' }, 'valid', response)),
      'blocked: time.start is not a number',
    );
  });

  it('cannot be seen in null', () => {
    assert.equal(
      said(find({ relation: 'time-order' }, 'valid', answer('null'))),
      'blocked: time.start is not a number',
    );
  });

  it('cannot be seen in an error', () => {
    const response = answer({ error: 'OTHER', error_description: 'x' }, { status: 400 });
    assert.equal(
      said(find({ relation: 'time-order' }, 'valid', response)),
      'blocked: the request was refused: HTTP 400 OTHER (x)',
    );
  });

  it('with the Date header cannot be seen without one', () => {
    const response = { ...answer({ result: true, time: { start: NOW } }), headers: [] };
    assert.match(
      said(find({ relation: 'time-start-is-now' }, 'valid', response)),
      /^blocked: the answer has no Date header/,
    );
  });

  it('with the Date header cannot be seen where it is no date', () => {
    const response = {
      ...answer({ result: true, time: { start: NOW } }),
      headers: [['date', 'soon']] as const,
    };
    assert.equal(find({ relation: 'time-start-is-now' }, 'valid', response).outcome, 'blocked');
  });
});

/** What an answer says after others of the same case. */
function after(relation: RelationName, bodies: readonly unknown[]): string {
  const steps = bodies.slice(0, -1).map((body, index) => ({
    number: index + 1,
    role: 'arrange' as const,
    // Nothing but what the relation says is looked at there.
    plan: plan({ endpoint: 'oauth' }),
    exchange: exchange(answer(body)),
  }));
  return said(find({ relation }, 'valid', answer(bodies.at(-1)), { steps }));
}
const withTime = (time: Time): object => ({ result: true, time });

describe('time-operating-reset', () => {
  for (const [title, resetAt, expected] of [
    ['holds ten minutes after this call', NOW + 600, 'confirmed'],
    ['holds for a call nine minutes ago', NOW + 60, 'confirmed'],
    ['holds where a basket ends now', NOW, 'confirmed'],
    ['holds with a fraction', NOW + 600.25, 'confirmed'],
    [
      'fails in the past',
      NOW - 5,
      `contradicted: expected time.operating_reset_at after time.start (${NOW}) and within 600 s of the answer, got ${NOW - 5} (2025-09-09T13:31:06.000Z)`,
    ],
    ['fails eleven minutes ahead', NOW + 660, /^contradicted/],
    ['fails at 0', 0, /^contradicted.*1970/],
    ['cannot be seen in a text', String(NOW), 'blocked: time.operating_reset_at is not a number'],
    [
      'cannot be seen where it is not sent',
      undefined,
      'blocked: the target does not send time.operating_reset_at',
    ],
  ] as const)
    it(title, () => {
      const said = check('time-operating-reset', {
        start: NOW,
        finish: NOW + 0.5,
        ...(resetAt === undefined ? {} : { operating_reset_at: resetAt }),
      });
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    });
});

describe('operating-grows', () => {
  const called = (operating: unknown, more: Time = {}) =>
    withTime({ start: NOW, finish: NOW + 0.5, processing: 0.2, operating, ...more });
  const rows: [string, readonly unknown[], string | RegExp][] = [
    ['holds where it is more', [called(1.5), called(1.75)], 'confirmed'],
    ['holds for a costly call', [called(6), called(12, { processing: 6 })], 'confirmed'],
    ['fails where it is less', [called(1.5), called(0.25)], /no less than 1.5 after 1.5, got 0.25$/],
    [
      'fails where a costly call is not added',
      [called(6), called(6, { processing: 6 })],
      'contradicted: expected time.operating to add up to more than 11 after 6, got 6',
    ],
    [
      'cannot be seen where it stays the same',
      [called(0), called(0)],
      'blocked: time.operating stays 0: the call was too short to be counted',
    ],
    [
      'cannot be seen where a basket was dropped',
      [called(9, { operating_reset_at: NOW }), called(1)],
      'blocked: a basket was dropped between the two calls',
    ],
    [
      'cannot be seen where it is not sent',
      [called(undefined), called(undefined)],
      /^blocked: the target does not send/,
    ],
    ['cannot be seen in one answer', [called(1)], /^blocked: there is no earlier answer/],
  ];
  for (const [title, bodies, expected] of rows)
    it(title, () => {
      const said = after('operating-grows', bodies);
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    });
});

describe('operating-reset after several calls', () => {
  it('counts from the first of them', () => {
    const first = withTime({ start: NOW, operating_reset_at: NOW + 600 });
    const later = (resetAt: number) => withTime({ start: NOW + 90, operating_reset_at: resetAt });
    assert.equal(after('operating-reset', [first, later(NOW + 600)]), 'confirmed');
    assert.match(
      after('operating-reset', [first, later(NOW + 690)]),
      /^contradicted: .* of the first call, got/,
    );
  });

  it('cannot be seen without the start of the first', () => {
    assert.equal(
      after('operating-reset', [withTime({}), withTime({ operating_reset_at: NOW })]),
      'blocked: time.start of the first call is not a number',
    );
  });
});

describe('carried-out-again', () => {
  const ended = (finish: unknown) => withTime({ finish });

  it('holds within a second where another fraction differs', () => {
    const [one, other] = [0.25, 0.5].map((duration) => withTime({ finish: NOW, duration }));
    assert.equal(after('carried-out-again', [one, other]), 'confirmed');
  });

  it('fails for an answer before it', () => {
    assert.match(after('carried-out-again', [ended(NOW), ended(NOW - 1)]), /^contradicted/);
  });

  for (const [title, times, expected] of [
    ['holds for a later answer', [NOW + 0.25, NOW + 0.5], 'confirmed'],
    [
      'fails for the same answer',
      [NOW + 0.25, NOW + 0.25],
      /^contradicted: expected the call to be carried out again/,
    ],
    ['cannot be seen within a second', [NOW, NOW], /^blocked: both answers are of the same second/],
    ['cannot be seen in texts', ['a', 'b'], /^blocked: time.finish does not distinguish/],
  ] as const)
    it(title, () => {
      const said = after('carried-out-again', times.map(ended));
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    });
});

describe('server-time-is-now', () => {
  const said = (result: unknown, time: object = { start: NOW + 0.25, finish: NOW + 0.5 }) =>
    after('server-time-is-now', [{ result, time }]);
  const text = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');

  it('holds for the second of the call, in any zone', () => {
    assert.equal(said(text(NOW)), 'confirmed');
    assert.equal(said(text(NOW + 7200).replace('+00:00', '+02:00')), 'confirmed');
  });

  it('fails for another moment', () => {
    assert.match(said(text(NOW - 4)), /^contradicted: expected the result between time.start/);
    assert.match(said(text(NOW + 5)), /^contradicted/);
    assert.match(said(text(NOW).replace('+00:00', '+03:00')), /^contradicted/);
  });

  it('cannot be seen in what is no date, or without time', () => {
    assert.match(said('now'), /^blocked: the result is not a date/);
    assert.match(said(text(NOW).slice(0, 19)), /^blocked: the result is not a date/);
    assert.match(said(text(NOW), { start: 'x' }), /^blocked/);
  });
});

describe('tokens-new', () => {
  const pair = (access_token: unknown, refresh_token: unknown) => ({ access_token, refresh_token });
  for (const [title, bodies, expected] of [
    ['holds for two other tokens', [pair('a', 'b'), pair('c', 'd')], 'confirmed'],
    [
      'fails for the same refresh token',
      [pair('a', 'b'), pair('c', 'b')],
      'contradicted: expected a new refresh_token, got the one of the renewal before',
    ],
    [
      'fails for the same access token',
      [pair('a', 'b'), pair('a', 'd')],
      'contradicted: expected a new access_token, got the one of the renewal before',
    ],
    [
      'cannot be seen where one is missing',
      [pair('a', 'b'), pair('c', undefined)],
      'blocked: there are not two values of refresh_token to compare',
    ],
  ] as const)
    it(title, () => assert.equal(after('tokens-new', bodies), expected));
});

describe('records-ascend and records-descend', () => {
  const list = (...ids: unknown[]) => [{ result: ids.map((ID) => ({ ID })) }];

  it('sees records in their order, and one that is not', () => {
    assert.equal(after('records-ascend', list('2', '10')), 'confirmed');
    assert.equal(after('records-descend', list('10', '2')), 'confirmed');
    assert.match(after('records-ascend', list('10', '2')), /^contradicted: .*ascending ID, got 2 after 10/);
    assert.match(after('records-descend', list('2', '10')), /^contradicted: .*descending ID, got 10 after 2/);
    assert.match(after('records-ascend', list('2', '2')), /^contradicted: .*got 2 after 2/);
  });

  it('cannot see it in fewer than two, or without numbers', () => {
    for (const ids of [[], ['1'], ['1', 'two']])
      assert.match(after('records-ascend', list(...ids)), /^blocked: the result is not a list/);
  });
});

describe('scopes-granted', () => {
  const compared = (scope: unknown, result: unknown) => after('scopes-granted', [{ scope }, { result }]);

  it('compares the scopes of a renewal with those of the token, in any order', () => {
    assert.equal(compared('user,imbot', ['imbot', 'user']), 'confirmed');
    assert.match(compared('imbot', ['imbot', 'user']), /^contradicted: .*\(imbot\).*imbot,user/);
  });

  it('cannot see it where no scopes are named', () => {
    assert.match(compared('app', ['imbot']), /^blocked: .*in place of scopes/);
    assert.match(compared(undefined, ['imbot']), /^blocked: there is no text scope/);
    assert.match(compared('imbot', 'imbot'), /^blocked: there is no text scope/);
  });
});
