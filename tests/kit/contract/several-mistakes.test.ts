import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildContract } from '../../../src/contract/contract.ts';
import {
  change,
  contextOf,
  contractOf,
  lineWith,
  OTHER,
  OTHER_FILE,
  PLATFORM,
  PLATFORM_FILE,
  problemsOf,
  SAMPLE,
  SAMPLE_FILE,
  sampleFiles,
  schemas,
  TRANSPORT_FILE,
} from './sample.ts';

const FILES = { [SAMPLE_FILE]: SAMPLE, [OTHER_FILE]: OTHER, [PLATFORM_FILE]: PLATFORM };

describe('a missing key is named with the place that lacks it', () => {
  for (const [path, from, to, message] of [
    [PLATFORM_FILE, 'page: { path: api/common.md, ', 'page: { ', /'page' lacks 'path'/],
    [PLATFORM_FILE, '{ name: make.item, ', '{ ', /'calls\.0' lacks 'name'/],
    [PLATFORM_FILE, ', when: too much is going on', '', /'errors\.rows\.2' lacks 'when'/],
    [PLATFORM_FILE, '    says: A JSON body is read.\n', '', /'claims\.0' lacks 'says'/],
    [PLATFORM_FILE, '    source: Requests > JSON\n', '', /'claims\.0' lacks 'source'/],
    [PLATFORM_FILE, '- { id: closed, title', '- { title', /the case has no 'id'/],
    [SAMPLE_FILE, 'confidence: reviewed\n', '', /the file lacks 'confidence'/],
    [SAMPLE_FILE, 'values:\n  THING: s\n', '', /the file lacks 'values'/],
    [SAMPLE_FILE, '- id: refused\n    says', '- says', /'claims\.0' lacks 'id'/],
  ] as const)
    it(message.source.replaceAll('\\', ''), () => {
      const found = problemsOf({ [path]: change(FILES[path] ?? '', from, to) });
      assert.ok(
        found.some((problem) => message.test(problem.message) && problem.file === path),
        JSON.stringify(found),
      );
    });

  it('a file without anything', () => {
    const [problem] = problemsOf({ [OTHER_FILE]: '' });
    assert.deepEqual([problem?.file, problem?.line], [OTHER_FILE, 1]);
    assert.match(problem?.message ?? '', /the file must be an object, not /);
  });

  it('no file of transport', () => {
    const files = sampleFiles().filter(({ path }) => path !== TRANSPORT_FILE);
    assert.throws(() => buildContract(files, schemas, contextOf()), /'platform\/transport\.yaml' is missing/);
  });
});

describe('an id that is given twice', () => {
  it('is named with both places within a file, and across files', () => {
    const text = change(PLATFORM, 'id: error.form', 'id: form.json # again');
    assert.ok(
      problemsOf({ [PLATFORM_FILE]: text }).some(
        ({ line, message }) =>
          line === lineWith(text, '# again') &&
          message ===
            `duplicate id 'form.json', first defined at ${PLATFORM_FILE}:${lineWith(text, 'id: form.json')}`,
      ),
    );
    const other = change(PLATFORM, 'id: form.json', 'id: some.method.fast');
    assert.ok(
      problemsOf({ [PLATFORM_FILE]: other }).some(
        ({ file, message }) =>
          file === PLATFORM_FILE &&
          message ===
            `duplicate id 'some.method.fast', first defined at ${SAMPLE_FILE}:${lineWith(SAMPLE, 'id: fast')}`,
      ),
    );
  });

  it('is reported for cases of a file and of different files', () => {
    const text = `${PLATFORM}  - { id: made, expect: refused }\n  - { id: other.method.twice, expect: refused }\n`;
    assert.deepEqual(problemsOf({ [PLATFORM_FILE]: text }), [
      {
        file: PLATFORM_FILE,
        line: lineWith(text, '{ id: made'),
        message: `duplicate case id 'made', first defined at ${PLATFORM_FILE}:${lineWith(text, 'id: made')}`,
      },
      {
        file: PLATFORM_FILE,
        line: lineWith(text, '{ id: other.method.twice'),
        message: `duplicate case id 'other.method.twice', first defined at ${OTHER_FILE}:${lineWith(OTHER, 'id: twice')}`,
      },
    ]);
  });
});

describe('several mistakes at once are all reported', () => {
  it('of shape, in one file', () => {
    const text = change(
      change(SAMPLE, 'strength: should', 'strength: shoud'),
      'when: a wrong',
      'wenn: a wrong',
    );
    assert.deepEqual(
      problemsOf({ [SAMPLE_FILE]: text })
        .map(({ message }) => message)
        .sort(),
      [
        "'claims.1.strength' is 'shoud'; did you mean 'should'?",
        "unknown key 'wenn' in 'errors.WRONG_THING'; did you mean 'when'?",
      ],
    );
  });

  it('of different files, syntax and shape', () => {
    const found = problemsOf({
      [SAMPLE_FILE]: change(SAMPLE, 'strength: should', 'strength: shoud'),
      'fixtures/broken.yaml': 'page: [',
    });
    assert.deepEqual([...new Set(found.map(({ file }) => file))].sort(), [
      'fixtures/broken.yaml',
      SAMPLE_FILE,
    ]);
  });

  it('one a line in the message of the error', () => {
    const text = change(
      change(SAMPLE, 'strength: should', 'strength: shoud'),
      'when: a wrong',
      'wenn: a wrong',
    );
    assert.throws(() => contractOf({ [SAMPLE_FILE]: text }), {
      name: 'DataError',
      message: new RegExp(`^${SAMPLE_FILE}:\\d+: .+\n${SAMPLE_FILE}:\\d+: .+$`),
    });
  });
});

it('a mistake in an anchored value is named where the anchor stands, for every use of it', () => {
  const text = change(
    change(PLATFORM, 'source: Requests > JSON', 'source: &bad { heading: "" }'),
    'source: paragraph 2',
    'source: *bad',
  );
  const lines = problemsOf({ [PLATFORM_FILE]: text }).map(({ line }) => line);
  assert.ok(lines.length >= 2);
  assert.deepEqual([...new Set(lines)], [lineWith(text, '&bad')]);
});

it('a source without a digest in the lock is named with the command that writes it', () => {
  const lock = {
    'api/common.md': { 'Requests > JSON': 'a', 'Common > paragraph 2': 'b' },
    'api/some-method.md': { 'Errors > paragraph 2': 'c', 'Response > paragraph 2': 'd' },
    'api/other-method.md': { 'The method other.method > paragraph 3': 'e' },
    'common/other.md': {},
  };
  const found = problemsOf({}, { lock });
  const expected =
    "sources.lock.json has no digest of 'Errors > code 1' of common/other.md: run 'npm run docs";
  const [problem] = found.filter(({ message }) => message.includes(expected));
  assert.deepEqual([problem?.file, problem?.line], [PLATFORM_FILE, lineWith(PLATFORM, 'Errors > code 1')]);
  assert.ok(
    found.every(({ message }) => message.includes('common/other.md') || message.includes('System errors')),
  );
});
