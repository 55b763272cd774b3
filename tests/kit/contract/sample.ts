import assert from 'node:assert/strict';
import { generateCases } from '../../../src/cases/generate.ts';
import { buildContract, type Contract, type TextFile } from '../../../src/contract/contract.ts';
import { DataError, type DataProblem } from '../../../src/contract/yaml-file.ts';
import { loadSchemas } from '../../../src/suite/load.ts';

/** A small method page, right in every respect. Tests change one line of it. */
export const SAMPLE = `
page: { path: api/some-method.md, title: Some method }
method: { name: some.method, scope: imbot, deprecated: false, answer: success.schema.json }
errors:
  - { code: WRONG_THING, status: 400, text: Thing is wrong, when: the thing is wrong }
claims:
  - id: some.method.status
    statement: A valid request is answered with status 200.
    strength: must
    source: { heading: Response, digest: '0123456789abcdef' }
    check: { status: 200 }
  - id: some.method.result
    statement: The answer has a result.
    strength: must
    source: { heading: Response, digest: '0123456789abcdef' }
    check: { success: { at: /result, schema: success.schema.json#/properties/result } }
  - id: some.method.short
    statement: The thing may be short.
    strength: must
    source: { heading: Parameters, row: THING, digest: '0123456789abcdef' }
    check: { accepted: true }
  - id: some.method.WRONG_THING.code
    statement: A wrong thing is answered with WRONG_THING.
    strength: must
    source: { heading: Errors, digest: '0123456789abcdef' }
    check: { error: { code: WRONG_THING, part: code } }
  - id: some.method.refused
    statement: A wrong thing is refused.
    strength: must
    source: { heading: Errors, digest: '0123456789abcdef' }
    check: { refused: true }
  - id: some.method.fast
    statement: The answer comes quickly.
    strength: should
    source: { heading: Response, digest: '0123456789abcdef' }
    untestable: no bound is given for quickly
variants:
  group: [request]
  baseline: { request: post, THING: short }
  dimensions:
    request:
      get: { title: by GET, set: { credential: { webhook: own }, verb: GET, encoding: query } }
      post: { title: by POST, set: { credential: { webhook: own }, verb: POST, encoding: json } }
    THING:
      short:
        title: short thing
        set: { parameters: { THING: { value: s } } }
        claims: [some.method.short]
      long:
        title: long thing
        set: { parameters: { THING: { value: a long thing } } }
  except:
    - when: { request: [get], THING: [long] }
      because: a long thing has no room in a query
cases:
  - id: some.method.thing-wrong
    title: wrong thing
    at: { THING: short }
    over: [request]
    set: { parameters: { THING: { value: wrong } } }
    expect: { error: WRONG_THING }
    claims: [some.method.refused]
`;

export const SAMPLE_FILE = 'fixtures/some-method.yaml';

export const schemas = loadSchemas();

export function sampleFile(text = SAMPLE, path = SAMPLE_FILE): TextFile {
  return { path, text };
}

/** The sample contract; with `from` and `to`, after one change that must apply. */
export function sampleContract(from?: string, to?: string): Contract {
  return buildContract([sampleFile(from === undefined ? SAMPLE : change(SAMPLE, from, to ?? ''))], schemas);
}

/** Replaces the one place where \`from\` stands. */
export function change(text: string, from: string, to: string): string {
  const parts = text.split(from);
  assert.equal(parts.length, 2, `'${from}' stands ${parts.length - 1} times in the text, not once`);
  return parts.join(to);
}

/** Every problem found on the way from the files to the cases; fails when there is none. */
export function problemsOf(...files: TextFile[]): readonly DataProblem[] {
  let problems: readonly DataProblem[] | undefined;
  assert.throws(
    () => generateCases(buildContract(files, schemas), 'full'),
    (error) => {
      assert.ok(error instanceof DataError, String(error));
      problems = error.problems;
      return true;
    },
  );
  return problems ?? [];
}

/** Line, from 1, on which a text stands first. */
export function lineWith(text: string, part: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(part));
  assert.notEqual(index, -1, `'${part}' is not in the text`);
  return index + 1;
}
