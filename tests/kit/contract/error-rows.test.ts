import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import {
  change,
  contextOf,
  contractOf,
  errorFact,
  FACTS,
  factsOf,
  fieldFact,
  OTHER,
  OTHER_FILE,
  PLATFORM,
  PLATFORM_FILE,
  problemsOf,
} from './sample.ts';

const ROW = '    - { code: BUSY, status: 503, text: Too busy, when: too much is going on }\n';
const OF_TOKENS =
  '    - { code: BUSY, credential: token, status: 503, text: Too busy for a token, when: too much is going on }\n';

describe('rows of an error by the kind of credential', () => {
  const page = `${change(PLATFORM, ROW, ROW + OF_TOKENS)}  - id: busy-token
    title: a busy portal, by token
    steps: [{ world: { fault: BUSY } }, { act: some.method, credential: { token: own, in: json } }]
    expect: BUSY
`;
  const contract = contractOf({ [PLATFORM_FILE]: page });

  it('are told apart, and the one without serves all others', () => {
    const text = (kind?: 'webhook' | 'token') => contract.error('BUSY', PLATFORM_FILE, kind)?.text;
    assert.deepEqual(
      [text(), text('webhook'), text('token')],
      ['Too busy', 'Too busy', 'Too busy for a token'],
    );
  });

  it('are expected by the credential of the case, and only the text claims of that row are about it', () => {
    const cases = generateCases(contract, 'full');
    const claimsOf = (id: string) =>
      cases.find((testCase) => testCase.id === id)?.claims.filter((claim) => claim.includes('BUSY'));
    assert.deepEqual(claimsOf('busy/none'), ['system.BUSY.code', 'system.BUSY.status', 'system.BUSY.text']);
    assert.deepEqual(claimsOf('busy-token'), [
      'system.BUSY.code',
      'system.BUSY.status',
      'system.BUSY.text.token',
    ]);
  });

  for (const [title, rows, message] of [
    ['twice the same', ROW + ROW, /^the error 'BUSY' has another row on line \d+; where its text depends/],
    [
      'twice for the same credential',
      ROW + OF_TOKENS + OF_TOKENS,
      /^the error 'BUSY' has another row for 'token' on line \d+;/,
    ],
    [
      'for one kind of credential only',
      OF_TOKENS,
      /^the error 'BUSY' has a row for 'token' and none for other calls: leave 'credential' out/,
    ],
    [
      'for an unknown kind of credential',
      ROW + OF_TOKENS.replace('token', 'cookie'),
      /'errors\.rows\.3\.credential' is 'cookie'; one of webhook, token is needed/,
    ],
  ] as const)
    it(`are not ${title}`, () => {
      const messages = problemsOf({ [PLATFORM_FILE]: change(PLATFORM, ROW, rows) }).map(
        ({ message: text }) => text,
      );
      assert.ok(
        messages.some((text) => message.test(text)),
        messages.join('\n'),
      );
    });

  it('that a claim names exist', () => {
    const text = change(
      PLATFORM,
      'check: { accepted: true }',
      'check: { error: { code: BUSY, credential: token, part: code } }',
    );
    assert.ok(
      problemsOf({ [PLATFORM_FILE]: text }).some(
        ({ message }) => message === "the error 'BUSY' has no row for 'token'; add it to 'errors'",
      ),
    );
  });
});

/** Ends of the ids of a method's claims about errors. */
const endsOf = (contract: Contract, method: string): string[] =>
  contract.claims
    .filter(({ id, error }) => id.startsWith(`${method}.`) && error !== undefined)
    .map(({ id }) => id.slice(method.length + 1));

describe('rows of the facts', () => {
  const contract = contractOf();

  it('all become claims: several texts of a code, rows without a code, statuses of a row and of the page', () => {
    assert.deepEqual(endsOf(contract, 'other.method'), [
      'ACCESS_DENIED.code',
      'ACCESS_DENIED.status',
      'ACCESS_DENIED.text',
      'row-2.status',
      'row-2.text',
      'FIELD_ERROR.code',
      'FIELD_ERROR.status',
      'FIELD_ERROR.text',
      'FIELD_ERROR.status.2',
      'FIELD_ERROR.text.2',
      'row-5.status',
    ]);
    const texts = contract.claims
      .filter(({ id, check }) => id.startsWith('other.method.') && check?.error?.part !== 'code')
      .map(({ error }) => error?.text);
    for (const { text } of FACTS[1]?.errors.rows ?? []) assert.ok(texts.includes(text), text);
  });

  it('have the statuses of the row, or else all those of the page', () => {
    const statuses = (end: string) => contract.claim(`other.method.${end}`)?.error?.statuses;
    assert.deepEqual(
      ['FIELD_ERROR.status', 'FIELD_ERROR.status.2', 'row-2.text', 'row-5.status'].map(statuses),
      [[400, 403], [422], [400, 403], [404]],
    );
    assert.equal(
      contract.claim('other.method.FIELD_ERROR.status')?.says,
      'FIELD_ERROR comes with HTTP status 400 or 403.',
    );
  });

  it('are provoked by their keys, and each claim is about its row alone where that has a text', () => {
    const cases = generateCases(contract, 'full').filter(({ id }) => id.startsWith('other.method.row-2.1'));
    assert.ok(cases.length > 0);
    for (const { claims, expected } of cases) {
      assert.equal(expected.kind === 'error' && expected.error.key, '#2');
      assert.deepEqual(
        claims.filter((id) => id.startsWith('other.method.')),
        ['other.method.row-2.status', 'other.method.row-2.text'],
      );
    }
  });

  it('keep their ids where rows of other codes come and go, and where texts and statuses change', () => {
    const rows = FACTS[1]?.errors.rows ?? [];
    const changed = factsOf('other.method', {
      ...FACTS[1],
      errors: {
        statuses: [400],
        rows: [
          ...rows.map((row) => ({ ...row, text: 'Another text' })),
          errorFact('NEW_ERROR', { text: 'New' }),
        ],
      },
    });
    const text = change(OTHER, 'errors:\n', 'errors:\n  NEW_ERROR: { todo: find out }\n');
    const of = contractOf(
      { [OTHER_FILE]: text },
      contextOf([...FACTS.filter(({ method }) => method !== 'other.method'), changed]),
    );
    const ends = endsOf(of, 'other.method');
    for (const end of endsOf(contract, 'other.method')) assert.ok(ends.includes(end), end);
    assert.deepEqual(
      ends.filter((end) => end.startsWith('NEW')),
      ['NEW_ERROR.code', 'NEW_ERROR.status', 'NEW_ERROR.text'],
    );
  });

  it('that a reviewed overlay does not speak of are named, with their texts where they have no code', () => {
    for (const [from, message] of [
      [
        '  FIELD_ERROR#2: { untestable: nobody knows how long is too long }\n',
        /^'FIELD_ERROR#2' of the page is missing/,
      ],
      [
        '  "#2":\n    cases: [{ with: { ID: $bot.unknown } }]\n',
        /^'#2' of the page \("Not found"\) is missing/,
      ],
      ['  "#5": { todo: which item is gone }\n', /^'#5' of the page \(under 'Errors'\) is missing/],
    ] as const)
      assert.match(problemsOf({ [OTHER_FILE]: change(OTHER, from, '') })[0]?.message ?? '', message);
  });
});

describe('nested parameters', () => {
  it('are claims, shown by every request whose value has them, or else untestable with the reason', () => {
    const contract = contractOf();
    const name = contract.claim('other.method.FIELDS.NAME.string');
    assert.deepEqual(name?.check, { accepted: true });
    assert.match(
      contract.claim('other.method.FIELDS.OWNER.ID.integer')?.untestable ?? '',
      /does not have this key/,
    );
    const shown = generateCases(contract, 'full').filter(({ claims }) => claims.includes(name?.id ?? ''));
    assert.ok(shown.length > 5);
    const without = shown.filter(({ request }) => request.parameters.FIELDS === undefined);
    assert.deepEqual(without, []);
  });

  it('of three levels, and with a type of two words, have ids', () => {
    const deep = fieldFact('A', 'object', {
      fields: [
        fieldFact('B', 'object', { fields: [{ ...fieldFact('C', 'Any Type'), types: ['string', 'int[]'] }] }),
      ],
    });
    const contract = contractOf(
      {
        'fixtures/deep.yaml': `
method: deep.method
confidence: reviewed
values: { A: { B: { C: x } } }
waived: { A.optional: the page says nothing of it }
`,
      },
      contextOf([...FACTS, factsOf('deep.method', { parameters: [deep] })]),
    );
    assert.deepEqual(contract.claim('deep.method.A.B.C.string-or-int_')?.check, { accepted: true });
    generateCases(contract, 'full');
  });
});
