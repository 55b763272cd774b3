import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildContract } from '../../../src/contract/contract.ts';
import { change, lineWith, problemsOf, SAMPLE, SAMPLE_FILE, sampleFile, schemas } from './sample.ts';

interface Mistake {
  title: string;
  from: string;
  to: string;
  /** Text on the line that must be named; default: `to`. */
  at?: string;
  message: RegExp;
}

const SOURCE = "source: { heading: Response, digest: '0123456789abcdef' }";

const MISTAKES: Mistake[] = [
  {
    title: 'a misspelt key gets a guess',
    from: 'claims: [some.method.short]',
    to: 'clams: [some.method.short]',
    message: /unknown key 'clams' in 'variants\.dimensions\.THING\.short'; did you mean 'claims'\?/,
  },
  {
    title: 'an unknown key without a neighbour gets the known ones',
    from: 'title: Some method }',
    to: 'title: Some method, entirelyElse: 1 }',
    message: /unknown key 'entirelyElse' in 'page'; known: path, title/,
  },
  {
    title: 'a misspelt key whose value is a block is named on its own line',
    from: 'errors:\n',
    to: 'erors:\n',
    at: 'erors:',
    message: /unknown key 'erors' in the file; did you mean 'errors'\?/,
  },
  {
    title: 'a wrong enum value gets a guess',
    from: 'strength: should',
    to: 'strength: shoud',
    message: /'claims\.5\.strength' is 'shoud'; did you mean 'should'\?/,
  },
  {
    title: 'a wrong enum value without a neighbour gets the list',
    from: 'strength: should',
    to: 'strength: definitely',
    message: /'claims\.5\.strength' is 'definitely'; one of must, should, observed is needed/,
  },
  {
    title: 'a value of the wrong form gets the form',
    from: 'title: Some method }',
    to: 'title: "" }',
    message: /'page\.title' must NOT have fewer than 1 characters/,
  },
  {
    title: 'a text that breaks its pattern is quoted with the pattern',
    from: 'page: { path: api/some-method.md',
    to: 'page: { path: api/some-method.html',
    message: /'page\.path' is 'api\/some-method\.html', which does not have the form \^/,
  },
  {
    title: 'a value must be one of those that there are',
    from: 'check: { refused: true }',
    to: 'check: { refused: false }',
    message: /'claims\.4\.check\.refused' is 'false'; one of authorization, method, true is needed/,
  },
  {
    title: 'a check of two kinds is one too many',
    from: 'check: { status: 200 }',
    to: 'check: { status: 200, refused: true }',
    message: /'claims\.0\.check' must NOT have more than 1 properties/,
  },
  {
    title: 'a claim with both check and untestable',
    from: 'untestable: no bound is given for quickly',
    to: 'untestable: no bound is given for quickly\n    check: { status: 200 }',
    at: 'id: some.method.fast',
    message: /'some\.method\.fast' needs either 'check' or 'untestable', and not both/,
  },
  {
    title: 'a claim with neither check nor untestable',
    from: '    untestable: no bound is given for quickly\n',
    to: '',
    at: 'id: some.method.fast',
    message: /'some\.method\.fast' needs either 'check' or 'untestable', and not both/,
  },
  {
    title: 'a claim that no case exercises',
    from: 'check: { status: 200 }\n',
    to: 'check: { mediaType: application/json }\n',
    at: 'id: some.method.status',
    message: /no case exercises 'some\.method\.status': name it in .* or say why it is 'untestable'/,
  },
  {
    title: 'a dimension value that names no claim',
    from: 'claims: [some.method.short]',
    to: 'claims: [some.method.shart]',
    message: /no claim has the id 'some\.method\.shart'; did you mean 'some\.method\.short'\?/,
  },
  {
    title: 'a case that names no claim',
    from: 'claims: [some.method.refused]',
    to: 'claims: [some.method.refuse]',
    message: /no claim has the id 'some\.method\.refuse'; did you mean 'some\.method\.refused'\?/,
  },
  {
    title: 'a case that names an untestable claim',
    from: 'claims: [some.method.refused]',
    to: 'claims: [some.method.refused, some.method.fast]',
    message: /'some\.method\.fast' is untestable, yet a case names it/,
  },
  {
    title: 'an expected error that nobody defines',
    from: 'expect: { error: WRONG_THING }',
    to: 'expect: { error: WRONG_THINK }',
    message: /no error has the code 'WRONG_THINK'; did you mean 'WRONG_THING'\?/,
  },
  {
    title: 'a checked error that nobody defines',
    from: 'check: { error: { code: WRONG_THING, part: code } }',
    to: 'check: { error: { code: WRONG_THINK, part: code } }',
    message: /no error has the code 'WRONG_THINK'; did you mean 'WRONG_THING'\?/,
  },
  {
    title: 'a check with a schema file that does not exist',
    from: 'schema: success.schema.json#/properties/result',
    to: 'schema: sucess.schema.json#/properties/result',
    message:
      /schemas\/sucess\.schema\.json#\/properties\/result does not exist; did you mean 'success\.schema\.json'\?/,
  },
  {
    title: 'a check with a place that its schema does not have',
    from: 'schema: success.schema.json#/properties/result',
    to: 'schema: success.schema.json#/properties/resulT',
    message: /schemas\/success\.schema\.json#\/properties\/resulT/,
  },
  {
    title: 'a method with an answer schema that does not exist',
    from: 'answer: success.schema.json }',
    to: 'answer: sucess.schema.json }',
    message: /schemas\/sucess\.schema\.json/,
  },
  {
    title: 'a baseline with an unknown value',
    from: 'baseline: { request: post,',
    to: 'baseline: { request: pots,',
    message: /the dimension 'request' has no value 'pots'; did you mean 'post'\?/,
  },
  {
    title: 'an exception with an unknown dimension',
    from: 'when: { request: [get]',
    to: 'when: { requezt: [get]',
    message: /no dimension is called 'requezt'; did you mean 'request'\?/,
  },
  {
    title: 'an exception with an unknown value',
    from: 'when: { request: [get]',
    to: 'when: { request: [gett]',
    message: /the dimension 'request' has no value 'gett'; did you mean 'get'\?/,
  },
  {
    title: 'a group of an unknown dimension',
    from: 'group: [request]',
    to: 'group: [requests]',
    message: /no dimension is called 'requests'; did you mean 'request'\?/,
  },
  {
    title: 'a case at an unknown dimension',
    from: 'at: { THING: short }',
    to: 'at: { THINK: short }',
    at: 'id: some.method.thing-wrong',
    message: /'some\.method\.thing-wrong' names the dimension 'THINK', .*; did you mean 'THING'\?/,
  },
  {
    title: 'a case at an unknown value',
    from: 'at: { THING: short }',
    to: 'at: { THING: shirt }',
    message: /the dimension 'THING' has no value 'shirt'; did you mean 'short'\?/,
  },
  {
    title: 'a case over an unknown dimension',
    from: 'over: [request]',
    to: 'over: [rekwest]',
    at: 'id: some.method.thing-wrong',
    message: /'some\.method\.thing-wrong' names the dimension 'rekwest', .*; did you mean 'request'\?/,
  },
  {
    title: 'a case at a dimension with a name that every object knows',
    from: 'at: { THING: short }',
    to: 'at: { constructor: short }',
    at: 'id: some.method.thing-wrong',
    message: /'some\.method\.thing-wrong' names the dimension 'constructor', which does not exist/,
  },
  {
    title: 'a source that is a row and a paragraph at once',
    from: 'row: THING',
    to: 'row: THING, part: paragraph 1',
    message: /'claims\.\d\.source' has both 'row' and 'part': one of them is too many/,
  },
  {
    title: 'a parameter that is two values at once',
    from: '{ value: s }',
    to: '{ value: s, use: bot }',
    message: /has both 'use' and 'value': one of them is too many/,
  },
  {
    title: 'a form without a thing that has it',
    from: '{ value: s }',
    to: '{ value: s, as: integer }',
    message: /has 'as', which needs 'use' beside it/,
  },
  {
    title: 'a case of an unknown method',
    from: 'title: wrong thing\n',
    to: 'title: wrong thing\n    method: some.metod\n',
    at: 'method: some.metod',
    message: /'some\.metod' is no method with variants; did you mean 'some\.method'\?/,
  },
  {
    title: 'a case that the exceptions leave nothing of',
    from: 'at: { THING: short }\n    over: [request]',
    to: 'at: { THING: long, request: get }',
    at: 'id: some.method.thing-wrong',
    message: /'some\.method\.thing-wrong' has no case left: 'except' of some\.method excludes them all/,
  },
  {
    title: 'a YAML key given twice',
    from: 'strength: should',
    to: 'strength: should\n    strength: must # again',
    at: '# again',
    message: /Map keys must be unique/,
  },
  {
    title: 'text that is no YAML',
    from: 'group: [request]',
    to: 'group: [request',
    at: 'baseline:',
    message: /flow|Flow/,
  },
];

describe('one mistake in contract data is one problem with file, line and what to do', () => {
  for (const { title, from, to, at = to, message } of MISTAKES)
    it(title, () => {
      const text = change(SAMPLE, from, to);
      const problems = problemsOf(sampleFile(text)).map(({ file, line, message }) => ({
        file,
        line,
        message,
      }));
      assert.equal(problems.length, 1, JSON.stringify(problems, null, 2));
      const [problem] = problems;
      assert.match(problem?.message ?? '', message);
      assert.equal(problem?.file, SAMPLE_FILE);
      assert.equal(problem?.line, lineWith(text, at));
    });

  it('the sample itself has none', () => {
    assert.equal(buildContract([sampleFile()], schemas).claims.length, 6);
  });
});

const REQUIRED: [from: string, to: string, message: RegExp][] = [
  ['page: { path: api/some-method.md, ', 'page: { ', /'page' lacks 'path'/],
  ['method: { name: some.method, ', 'method: { ', /'method' lacks 'name'/],
  [', when: the thing is wrong', '', /'errors\.0' lacks 'when'/],
  ['\n    strength: should', '', /'claims\.5' lacks 'strength'/],
  [`strength: should\n    ${SOURCE}`, 'strength: should', /'claims\.5' lacks 'source'/],
  [
    "heading: Errors, digest: '0123456789abcdef' }\n    check: { refused",
    'heading: Errors }\n    check: { refused',
    /'claims\.4\.source' lacks 'digest'/,
  ],
  ['\n    title: wrong thing', '', /'cases\.0' lacks 'title'/],
  ['\n    expect: { error: WRONG_THING }', '', /'cases\.0' lacks 'expect'/],
  ['title: by GET, ', '', /'variants\.dimensions\.request\.get' lacks 'title'/],
];

describe('a missing key is named with the place that lacks it', () => {
  for (const [from, to, message] of REQUIRED)
    it(message.source.replaceAll('\\', ''), () => {
      const found = problemsOf(sampleFile(change(SAMPLE, from, to)));
      assert.ok(
        found.some((problem) => message.test(problem.message) && problem.file === SAMPLE_FILE),
        JSON.stringify(found),
      );
    });

  it('a baseline that lacks a dimension', () => {
    const text = change(SAMPLE, 'baseline: { request: post, THING: short }', 'baseline: { request: post }');
    const found = problemsOf(sampleFile(text));
    assert.deepEqual(found, [
      { file: SAMPLE_FILE, line: lineWith(text, 'baseline:'), message: "the baseline lacks 'THING'" },
    ]);
  });

  it('a file without anything', () => {
    const [problem] = problemsOf(sampleFile(''));
    assert.deepEqual([problem?.file, problem?.line], [SAMPLE_FILE, 1]);
    assert.match(problem?.message ?? '', /the file must be object/);
  });
});

describe('an id that stands twice', () => {
  it('names both places within a file', () => {
    const text = change(SAMPLE, 'id: some.method.fast', 'id: some.method.status # again');
    const first = lineWith(text, 'id: some.method.status');
    assert.deepEqual(problemsOf(sampleFile(text)), [
      {
        file: SAMPLE_FILE,
        line: lineWith(text, '# again'),
        message: `the id 'some.method.status' stands already at ${SAMPLE_FILE}:${first}`,
      },
    ]);
  });

  it('names both places across files', () => {
    const other = `
page: { path: other.md, title: Other page }
claims:
  - id: some.method.fast
    statement: The answer comes quickly there too.
    strength: should
    source: { heading: Response, digest: '0123456789abcdef' }
    untestable: no bound is given for quickly
`;
    assert.deepEqual(problemsOf(sampleFile(), sampleFile(other, 'fixtures/other.yaml')), [
      {
        file: 'fixtures/other.yaml',
        line: 4,
        message: `the id 'some.method.fast' stands already at ${SAMPLE_FILE}:${lineWith(SAMPLE, 'id: some.method.fast')}`,
      },
    ]);
  });

  const second = `${SAMPLE}  - id: some.method.thing-wrong
    title: wrong thing again # second
    set: { parameters: { THING: { value: wrong } } }
    expect: { refused: true }
`;

  it('is reported for cases of a file', () => {
    const found = problemsOf(sampleFile(second));
    assert.equal(found.length, 1);
    assert.equal(found[0]?.line, lineWith(second, '# second') - 1);
    assert.match(found[0]?.message ?? '', /the case id 'some\.method\.thing-wrong' stands already/);
  });

  it('is reported for cases of different files', () => {
    const other = `
page: { path: other.md, title: Other page }
claims: []
cases:
  - id: some.method.thing-wrong
    title: wrong thing again
    method: some.method
    expect: { success: true }
`;
    const found = problemsOf(sampleFile(), sampleFile(other, 'fixtures/other.yaml'));
    assert.equal(found.length, 1);
    assert.deepEqual([found[0]?.file, found[0]?.line], ['fixtures/other.yaml', 5]);
    assert.match(found[0]?.message ?? '', /the case id 'some\.method\.thing-wrong' stands already/);
  });
});

describe('several mistakes at once are all reported', () => {
  it('of shape, in one file', () => {
    const text = change(
      change(SAMPLE, 'strength: should', 'strength: shoud'),
      'scope: imbot',
      'skope: imbot',
    );
    const messages = problemsOf(sampleFile(text)).map((problem) => problem.message);
    assert.deepEqual(messages.sort(), [
      "'claims.5.strength' is 'shoud'; did you mean 'should'?",
      "'method' lacks 'scope'",
      "unknown key 'skope' in 'method'; did you mean 'scope'?",
    ]);
  });

  it('of links, in one file', () => {
    const text = change(
      change(SAMPLE, 'claims: [some.method.short]', 'claims: [nowhere.at.all]'),
      'expect: { error: WRONG_THING }',
      'expect: { error: SOMETHING_ELSE_ENTIRELY }',
    );
    const messages = problemsOf(sampleFile(text)).map((problem) => problem.message);
    assert.deepEqual(messages.sort(), [
      "no claim has the id 'nowhere.at.all'",
      "no error has the code 'SOMETHING_ELSE_ENTIRELY'",
    ]);
  });

  it('of different files, syntax and shape', () => {
    const found = problemsOf(
      sampleFile(change(SAMPLE, 'strength: should', 'strength: shoud')),
      sampleFile('page: [', 'fixtures/broken.yaml'),
    );
    assert.deepEqual([...new Set(found.map((problem) => problem.file))].sort(), [
      'fixtures/broken.yaml',
      SAMPLE_FILE,
    ]);
  });

  it('one a line in the message of the error', () => {
    const text = change(change(SAMPLE, 'strength: should', 'strength: shoud'), 'scope: imbot', 'scope: ""');
    assert.throws(() => buildContract([sampleFile(text)], schemas), {
      name: 'DataError',
      message: new RegExp(`^${SAMPLE_FILE}:\\d+: .+\n${SAMPLE_FILE}:\\d+: .+$`),
    });
  });
});

it('a mistake in an anchored value is named where the anchor stands, for every use of it', () => {
  const text = change(
    change(SAMPLE, `strength: should\n    ${SOURCE}`, 'strength: should\n    source: *bad'),
    "source: { heading: Parameters, row: THING, digest: '0123456789abcdef' }",
    'source: &bad { heading: Parameters, digest: not-a-digest }',
  );
  const line = lineWith(text, '&bad');
  assert.deepEqual(
    problemsOf(sampleFile(text)).map((problem) => problem.line),
    [line, line],
  );
});
