import assert from 'node:assert/strict';
import { DataError, type DataProblem } from '../../../src/base/yaml-file.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import {
  buildContract,
  type Contract,
  type ContractContext,
  type TextFile,
} from '../../../src/contract/contract.ts';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import { loadResources, loadSchemas } from '../../../src/run/load.ts';

const DIGEST = '0123456789abcdef';

/** A line of facts, as `npm run docs -- facts` writes it; with what a test says of the page. */
export function factsOf(method: string, page: Partial<MethodFacts> = {}): MethodFacts {
  const title = `The method ${method}`;
  const at = (heading: string) => ({ heading, part: 'paragraph 1', digest: DIGEST });
  return {
    method,
    page: `api/${method.replaceAll('.', '-')}.md`,
    title,
    digest: DIGEST,
    scope: 'imbot',
    sources: { scope: at(title), authorized: at(title), success: at('Response'), errors: at('Errors') },
    parameters: [],
    success: { statuses: [200] },
    returned: [{ name: 'result', types: ['boolean'], heading: 'Response', digest: DIGEST }],
    errors: { statuses: [400], rows: [] },
    examples: [],
    ...page,
  };
}

/** A row of a table of errors. */
export const errorFact = (code: string, more: { status?: number; text?: string } = {}) => ({
  code,
  heading: 'Errors',
  digest: DIGEST,
  ...more,
});

/** A row of a table of parameters or of returned fields. */
export const fieldFact = (
  name: string,
  type: string,
  more: Partial<MethodFacts['parameters'][number]> = {},
) => ({
  name,
  types: [type],
  heading: 'Parameters',
  digest: DIGEST,
  ...more,
});

/** The facts of the sample's methods. `third.method` and `fourth.method` have no overlay. */
export const FACTS: readonly MethodFacts[] = [
  factsOf('some.method', {
    title: 'Some method',
    page: 'api/some-method.md',
    parameters: [fieldFact('THING', 'string', { required: true })],
    errors: { statuses: [400], rows: [errorFact('WRONG_THING', { text: 'Thing is wrong' })] },
  }),
  // All that tables of errors and parameters hold and a first method did not: several texts of a code, rows without a
  // code, several statuses, keys within a parameter, a list as an answer.
  factsOf('other.method', {
    parameters: [
      fieldFact('ID', 'integer', { required: true }),
      fieldFact('FIELDS', 'object', {
        fields: [
          fieldFact('NAME', 'string', { required: true }),
          fieldFact('OWNER', 'object', { fields: [fieldFact('ID', 'integer')] }),
        ],
      }),
      fieldFact('CLIENT_ID', 'string', { required: 'webhook' }),
    ],
    returned: [
      fieldFact('result', 'object', {
        fields: [
          fieldFact('ID', 'integer'),
          fieldFact('NAME', 'string'),
          fieldFact('MEMBERS', 'array', { fields: [fieldFact('ID', 'integer')] }),
        ],
      }),
    ],
    errors: {
      statuses: [400, 403],
      rows: [
        errorFact('ACCESS_DENIED', { text: 'The item belongs to somebody else' }),
        errorFact('', { text: 'Not found' }),
        errorFact('FIELD_ERROR', { text: 'NAME is empty' }),
        errorFact('FIELD_ERROR', { text: 'NAME is too long', status: 422 }),
        errorFact('', { status: 404 }),
      ],
    },
  }),
  factsOf('third.method', {
    errors: {
      statuses: [400],
      rows: [errorFact('ACCESS_DENIED', { text: 'Only administrators may' }), errorFact('CODE_EMPTY')],
    },
  }),
  factsOf('fourth.method', { scope: 'crm', parameters: [fieldFact('ID', 'integer', { required: true })] }),
];

export const TRANSPORT_FILE = 'fixtures/platform/transport.yaml';
/** How methods of the sample are called. */
export const TRANSPORT = `
representative: some.method
group: [request]
tags: [variants]
baseline: { caller: webhook, request: post, suffix: none }
dimensions:
  caller:
    webhook: { title: webhook, set: { credential: { webhook: own } } }
    token: { title: OAuth token, set: { credential: { token: own, in: json } } }
  request:
    get: { title: by GET, set: { verb: GET, encoding: query } }
    post: { title: by POST, set: { verb: POST, encoding: json }, claims: [form.json] }
  suffix:
    none: { title: no suffix, set: { suffix: "" } }
    xml: { title: suffix .xml, set: { suffix: .xml } }
except:
  - when: { caller: [token], request: [get] }
    because: a token in a JSON body needs a JSON body
`;

export const PLATFORM_FILE = 'fixtures/platform/common.yaml';
/** A page about every call. */
export const PLATFORM = `
page: { path: api/common.md, title: Common }
calls:
  - { name: make.item, scope: imbot, values: { NAME: item $unique } }
errors:
  heading: System errors
  id: system
  rows:
    - { code: ACCESS_DENIED, status: 401, text: The account is closed, when: the account is closed }
    - { code: CODE_EMPTY, status: 400, text: The code is empty, when: the code of a feature is empty }
    - { code: BUSY, status: 503, text: Too busy, when: too much is going on }
claims:
  - id: form.json
    says: A JSON body is read.
    source: Requests > JSON
    check: { accepted: true }
  - id: error.form
    says: error is a text.
    strength: should
    source: common/other.md > Errors > code 1
    check: { failure: { /error: { $ref: error.schema.json#/properties/error } } }
  - id: round.trip
    says: What was made can be read.
    source: paragraph 2
    check: { shows: { /result/$captured.item/NAME: item $unique } }
cases:
  - id: nobody
    title: without a credential
    credential: { none: true }
    expect: refused
    claims: [$method.authorized]
    each: core
  - id: no-scope
    title: without the scope
    credential: { webhook: noScope }
    expect: refused
    claims: [$method.scope]
    each: core
  - { id: closed, title: a closed account, credential: { token: denied, in: json }, expect: ACCESS_DENIED }
  - { id: empty-code, title: an empty code, call: make.item, with: { CODE: "" }, expect: CODE_EMPTY }
  - id: busy
    title: a busy portal
    over: [suffix]
    steps:
      - world: { fault: BUSY }
      - act: some.method
        without: THING
    expect: BUSY
    tags: [errors]
  - id: made
    title: reads what it made
    steps:
      - arrange: make.item
        raw: NAME
        capture: { item: /result }
      - act: other.method
        with: { ID: $captured.item }
      - undo: some.method
        with: { THING: $captured.item }
    claims: [round.trip]
    needs: [provision]
`;

export const SAMPLE_FILE = 'fixtures/some-method.yaml';
/** What a person adds to the facts of a small page, right in every respect. Tests change one line of it. */
export const SAMPLE = `
method: some.method
confidence: reviewed

values:
  THING: s

parameters:
  THING:
    forms:
      short: { value: s, says: The thing may be short. }
      long: { value: a long thing }

errors:
  WRONG_THING:
    when: a wrong thing
    claims: [refused]
    cases:
      - { id: unknown, with: { THING: wrong } }
      - { id: empty, with: { THING: "" } }
      - { id: left-out, without: THING }

claims:
  - id: refused
    says: A wrong thing is refused.
    source: Errors > paragraph 2
    check: { refused: true }
  - id: fast
    says: The answer comes quickly.
    strength: should
    source: Response > paragraph 2
    untestable: no bound is given for quickly
`;

export const OTHER_FILE = 'fixtures/other-method.yaml';
/** A second method, with all that the first does not have. */
export const OTHER = `
method: other.method
confidence: reviewed

values:
  ID: $bot.id
  FIELDS: { NAME: item $unique }
  CLIENT_ID: $bot.clientId

parameters:
  FIELDS: { says: FIELDS is an object of fields., optional: { waived: the page says nothing of it } }

result: { has: { ID: { type: integer } } }
says:
  status: A request of a known item is answered with status 200.
waived:
  result.MEMBERS: nobody knows who is a member

errors:
  ACCESS_DENIED:
    cases: [{ with: { ID: $bot.foreign } }]
  "#2":
    cases: [{ with: { ID: $bot.unknown } }]
  FIELD_ERROR:
    when: an empty name
    cases: [{ with: { FIELDS: { NAME: "" } } }]
  FIELD_ERROR#2: { untestable: nobody knows how long is too long }
  "#5": { todo: which item is gone }

claims:
  - id: effect
    says: The name is the new one afterwards.
    source: paragraph 3
    flow:
      - call: other.method
        capture: { changed: /result/ID }
      - call: fourth.method
        with: { ID: $captured.changed }
        expect: { /result/NAME: item $unique }
cases:
  - id: twice
    title: the same ID twice
    repeat: { ID: 2 }
    at: { request: post }
    over: [suffix]
    claims: [other.method.effect]
    expect: any
`;

export const schemas = loadSchemas();

export function sampleFile(text = SAMPLE, path = SAMPLE_FILE): TextFile {
  return { path, text };
}

/** All files of the sample, some of them with another text; an empty text leaves a file out. */
export function sampleFiles(texts: Readonly<Record<string, string>> = {}): TextFile[] {
  const all = {
    [SAMPLE_FILE]: SAMPLE,
    [OTHER_FILE]: OTHER,
    [PLATFORM_FILE]: PLATFORM,
    [TRANSPORT_FILE]: TRANSPORT,
    ...texts,
  };
  return Object.entries(all).map(([path, text]) => ({ path, text }));
}

/** What contract data of the sample is linked with. */
export function contextOf(facts: readonly MethodFacts[] = FACTS): ContractContext {
  const byName = new Map(facts.map((page) => [page.method, page]));
  const names = [...byName.keys(), 'make.item'];
  return {
    facts: (method) => byName.get(method.toLowerCase()),
    methodNames: { has: (method) => names.includes(method.toLowerCase()), all: () => names },
    resources: loadResources(),
  };
}

/** The contract of the sample with other texts of its files. */
export function contractOf(
  texts: Readonly<Record<string, string>> = {},
  context: ContractContext = {},
): Contract {
  return buildContract(sampleFiles(texts), schemas, { ...contextOf(), ...context });
}

/** The sample contract; with `from` and `to`, after one change of the overlay of its first method. */
export function sampleContract(from?: string, to?: string): Contract {
  return contractOf(from === undefined ? {} : { [SAMPLE_FILE]: change(SAMPLE, from, to ?? '') });
}

/** Replaces the one place where `from` stands. */
export function change(text: string, from: string, to: string): string {
  const parts = text.split(from);
  assert.equal(parts.length, 2, `'${from}' stands ${parts.length - 1} times in the text, not once`);
  return parts.join(to);
}

/** Every problem found on the way from the files to the cases; fails when there is none. */
export function problemsOf(
  texts: Readonly<Record<string, string>>,
  context: ContractContext = {},
): readonly DataProblem[] {
  let problems: readonly DataProblem[] | undefined;
  assert.throws(
    () => generateCases(contractOf(texts, context), 'full'),
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
