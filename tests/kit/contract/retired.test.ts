import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import { buildContract } from '../../../src/contract/contract.ts';
import { buildDeviations } from '../../../src/contract/deviations.ts';
import { DataError } from '../../../src/contract/yaml-file.ts';
import { change, lineWith, problemsOf, SAMPLE, SAMPLE_FILE, sampleFile, schemas } from './sample.ts';

const RETIRED = `retired:
  - id: some.method.OLD_THING.code
    until: 0a1b2c3d
    why: the page names no error OLD_THING any more
    see: [some.method.WRONG_THING.code]
  - { id: some.method.slow, until: 0a1b2c3d, why: the page no longer speaks of time }
claims:
`;
const WITH = change(SAMPLE, 'claims:\n  - id: some.method.status', `${RETIRED}  - id: some.method.status`);
const messages = (text: string): string[] => problemsOf(sampleFile(text)).map(({ message }) => message);

describe('a retired claim', () => {
  const contract = buildContract([sampleFile(WITH)], schemas);

  it('is known by its id, with its place, and is not a claim', () => {
    const { file, line, until, see } = contract.retired.get('some.method.OLD_THING.code') ?? {};
    assert.deepEqual(
      [file, line, until, see],
      [SAMPLE_FILE, lineWith(WITH, 'OLD_THING.code'), '0a1b2c3d', ['some.method.WRONG_THING.code']],
    );
    assert.equal(contract.claim('some.method.OLD_THING.code'), undefined);
  });

  it('leaves its id to nobody: a claim that takes it is told of both places', () => {
    const text = WITH.replace('id: some.method.fast', 'id: some.method.slow');
    const [problem] = problemsOf(sampleFile(text));
    assert.equal(problem?.line, lineWith(text, '- id: some.method.slow'));
    assert.equal(
      problem?.message,
      `the id 'some.method.slow' was retired at ${SAMPLE_FILE}:${lineWith(text, '{ id: some.method.slow')} and is never used again: give this claim another id`,
    );
  });

  it('leaves its id to nobody in another file either', () => {
    const other = `page: { path: other.md, title: Other }\nclaims: []\nretired:\n  - { id: some.method.fast, until: 0a1b2c3d, why: the page is gone altogether }\n`;
    const [problem] = problemsOf(sampleFile(), sampleFile(other, 'fixtures/other.yaml'));
    assert.equal(problem?.file, SAMPLE_FILE);
    assert.match(problem?.message ?? '', /was retired at fixtures\/other\.yaml:4 and is never used again/);
  });

  it('is retired once', () => {
    const again = RETIRED.replace('some.method.slow', 'some.method.OLD_THING.code');
    assert.deepEqual(messages(WITH.replace(RETIRED, again)), [
      `'some.method.OLD_THING.code' is retired at ${SAMPLE_FILE}:${lineWith(WITH, 'OLD_THING.code')} as well`,
    ]);
    const other = `page: { path: other.md, title: Other }\nclaims: []\n${RETIRED.replace('claims:\n', '').replace('    see: [some.method.WRONG_THING.code]\n', '')}`;
    assert.equal(problemsOf(sampleFile(WITH), sampleFile(other, 'fixtures/other.yaml')).length, 2);
  });

  for (const [title, see, message] of [
    ['that does not exist', 'some.method.WRONG_THIN.code', /but no claim has that id; did you mean/],
    ['that is retired itself', 'some.method.slow', /which is itself retired \(.+\); name a claim of today/],
  ] as const)
    it(`leads to no claim ${title}`, () => {
      assert.match(
        messages(WITH.replace('see: [some.method.WRONG_THING.code]', `see: [${see}]`))[0] ?? '',
        message,
      );
    });

  for (const [title, from, to] of [
    ['a case', 'claims: [some.method.refused]', 'claims: [some.method.refused, some.method.OLD_THING.code]'],
    ['a value', 'claims: [some.method.short]', 'claims: [some.method.short, some.method.OLD_THING.code]'],
    [
      'a disagreement',
      'check: { refused: true }',
      'check: { refused: true }\n    disagreesWith: [some.method.OLD_THING.code]',
    ],
  ] as const)
    it(`is not named by ${title}: the message says what became of it`, () => {
      assert.deepEqual(messages(change(WITH, from, to)), [
        "'some.method.OLD_THING.code' is retired since revision 0a1b2c3d of the documentation (the page names no error OLD_THING any more); now see some.method.WRONG_THING.code",
      ]);
    });

  for (const [title, from, to, message] of [
    [
      'a revision',
      'until: 0a1b2c3d\n',
      'until: yesterday\n',
      /'retired\.0\.until' is 'yesterday', which does not/,
    ],
    ['a reason', '    why: the page names no error OLD_THING any more\n', '', /'retired\.0' lacks 'why'/],
  ] as const)
    it(`has ${title}`, () => {
      assert.match(messages(change(WITH, from, to)).join(), message);
    });

  for (const [id, says] of [
    [
      'some.method.OLD_THING.code',
      /is retired since revision 0a1b2c3d .*; now see some\.method\.WRONG_THING\.code; remove the deviation$/,
    ],
    ['some.method.slow', /; no claim took its place; remove the deviation$/],
  ] as const)
    it(`is excused by no deviation: ${id}`, () => {
      const text = `deviations:\n  - { claim: ${id}, reason: it has always been so, link: https://x.invalid, owner: me, expires: "2030-01-01" }\n`;
      assert.throws(
        () => buildDeviations({ path: 'known.yaml', text }, contract),
        (error) =>
          error instanceof DataError && error.problems[0]?.line === 2 && says.test(error.problems[0].message),
      );
    });
});

describe('rows of an error', () => {
  const ROW = '  - { code: WRONG_THING, status: 400, text: Thing is wrong, when: the thing is wrong }\n';
  const OF_TOKENS =
    '  - { code: WRONG_THING, credential: token, status: 400, text: Thing of a token is wrong, when: the thing is wrong }\n';

  it('are told apart by the kind of credential, and the one without serves all others', () => {
    const contract = buildContract([sampleFile(change(SAMPLE, ROW, ROW + OF_TOKENS))], schemas);
    const [page] = contract.pages;
    assert.ok(page);
    const text = (kind?: 'webhook' | 'token') => contract.error('WRONG_THING', page, kind)?.text;
    assert.deepEqual(
      [text(), text('webhook'), text('token')],
      ['Thing is wrong', 'Thing is wrong', 'Thing of a token is wrong'],
    );
  });

  const TEXT_OF = (id: string, row: string): string =>
    `  - { id: ${id}, statement: 'Its text is that of ${id}.', strength: should, source: { heading: Errors, digest: '0123456789abcdef' }, check: { error: { code: WRONG_THING, ${row} part: text } } }\n`;

  it('are expected by the credential of the case, and only the text claims of that row are about it', () => {
    const text = change(
      change(SAMPLE, ROW, ROW + OF_TOKENS),
      '  - id: some.method.refused\n',
      `${TEXT_OF('some.method.text', '')}${TEXT_OF('some.method.text.token', 'credential: token,')}  - id: some.method.refused\n`,
    ).concat(`  - id: some.method.thing-wrong.token
    title: wrong thing of a token
    set: { credential: { token: own, in: json }, parameters: { THING: { value: wrong } } }
    expect: { error: WRONG_THING }
`);
    const cases = generateCases(buildContract([sampleFile(text)], schemas), 'full');
    const claimsOf = (start: string) =>
      cases.find(({ id }) => id.startsWith(start))?.claims.filter((id) => /text|WRONG_THING/.test(id));
    assert.deepEqual(claimsOf('some.method.thing-wrong/'), [
      'some.method.WRONG_THING.code',
      'some.method.text',
    ]);
    assert.deepEqual(claimsOf('some.method.thing-wrong.token'), [
      'some.method.WRONG_THING.code',
      'some.method.text.token',
    ]);
  });

  for (const [title, rows, message] of [
    [
      'twice the same',
      ROW + ROW,
      /^the error 'WRONG_THING' has another row on line \d+; where its text depends/,
    ],
    [
      'twice for the same credential',
      ROW + OF_TOKENS + OF_TOKENS,
      /^the error 'WRONG_THING' has another row for 'token' on line \d+;/,
    ],
    [
      'for one kind of credential only',
      OF_TOKENS,
      /^the error 'WRONG_THING' has a row for 'token' and none for other calls: leave 'credential' out/,
    ],
    [
      'for an unknown kind of credential',
      ROW + OF_TOKENS.replace('token', 'cookie'),
      /'errors\.1\.credential' is 'cookie'; one of webhook, token is needed/,
    ],
  ] as const)
    it(`are not ${title}`, () => {
      assert.match(messages(change(SAMPLE, ROW, rows))[0] ?? '', message);
    });

  it('that a claim names exist', () => {
    const text = change(
      SAMPLE,
      'check: { error: { code: WRONG_THING, part: code } }',
      'check: { error: { code: WRONG_THING, credential: token, part: code } }',
    );
    assert.deepEqual(messages(text), ["the error 'WRONG_THING' has no row for 'token'; add it to 'errors'"]);
  });
});
