import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DataError } from '../../../src/base/yaml-file.ts';
import { buildDeviations } from '../../../src/contract/deviations.ts';
import {
  change,
  contractOf,
  lineWith,
  PLATFORM,
  PLATFORM_FILE,
  problemsOf,
  SAMPLE,
  SAMPLE_FILE,
  TRANSPORT,
  TRANSPORT_FILE,
} from './sample.ts';

const RETIRED = `retired:
  - id: some.method.OLD_THING.code
    until: 0a1b2c3d
    why: the page names no error OLD_THING any more
    see: [some.method.WRONG_THING.code]
  - { id: some.method.slow, until: 0a1b2c3d, why: the page no longer speaks of time }
claims:
`;
const WITH = change(SAMPLE, 'claims:\n  - id: refused', `${RETIRED}  - id: refused`);
const problemsIn = (text: string, more: Readonly<Record<string, string>> = {}) =>
  problemsOf({ [SAMPLE_FILE]: text, ...more });
const messages = (text: string): string[] => problemsIn(text).map(({ message }) => message);

describe('a retired claim', () => {
  const contract = contractOf({ [SAMPLE_FILE]: WITH });

  it('is known by its id, with its place, and is not a claim', () => {
    const { file, line, until, see } = contract.retired.get('some.method.OLD_THING.code') ?? {};
    assert.deepEqual(
      [file, line, until, see],
      [SAMPLE_FILE, lineWith(WITH, 'OLD_THING.code'), '0a1b2c3d', ['some.method.WRONG_THING.code']],
    );
    assert.equal(contract.claim('some.method.OLD_THING.code'), undefined);
  });

  it('leaves its id to nobody: a claim that takes it is told of both places', () => {
    const text = WITH.replace('id: fast', 'id: slow');
    const [problem] = problemsIn(text);
    assert.equal(problem?.line, lineWith(text, '- id: slow'));
    assert.equal(
      problem?.message,
      `the id 'some.method.slow' was retired at ${SAMPLE_FILE}:${lineWith(text, '{ id: some.method.slow')} and is never used again: give this claim another id`,
    );
  });

  it('leaves its id to nobody in another file either', () => {
    const other = `page: { path: other.md, title: Other }\nclaims: []\nretired:\n  - { id: some.method.fast, until: 0a1b2c3d, why: the page is gone altogether }\n`;
    const [problem] = problemsIn(SAMPLE, { 'fixtures/other.yaml': other });
    assert.equal(problem?.file, SAMPLE_FILE);
    assert.match(problem?.message ?? '', /was retired at fixtures\/other\.yaml:4 and is never used again/);
  });

  it('is named by no case of a page and no form of transport: the message says what became of it', () => {
    const named = '[some.method.OLD_THING.code, form.json]';
    for (const [path, text] of [
      [
        PLATFORM_FILE,
        change(PLATFORM, 'claims: [round.trip]', `claims: [round.trip, some.method.OLD_THING.code]`),
      ],
      [TRANSPORT_FILE, change(TRANSPORT, '[form.json]', named)],
    ] as const)
      assert.match(
        problemsIn(WITH, { [path]: text })[0]?.message ?? '',
        /is retired since revision 0a1b2c3d/,
        path,
      );
  });

  it('is retired once', () => {
    const again = RETIRED.replace('some.method.slow', 'some.method.OLD_THING.code');
    assert.deepEqual(messages(WITH.replace(RETIRED, again)), [
      `'some.method.OLD_THING.code' is retired at ${SAMPLE_FILE}:${lineWith(WITH, 'OLD_THING.code')} as well`,
    ]);
    const other = `page: { path: other.md, title: Other }\nclaims: []\n${RETIRED.replace('claims:\n', '').replace('    see: [some.method.WRONG_THING.code]\n', '')}`;
    assert.equal(problemsIn(WITH, { 'fixtures/other.yaml': other }).length, 2);
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
    ['a row of errors', 'claims: [refused]', 'claims: [refused, OLD_THING.code]'],
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
