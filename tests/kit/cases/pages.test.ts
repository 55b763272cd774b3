import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases, type Selection } from '../../../src/cases/generate.ts';
import { buildContract, type Contract } from '../../../src/contract/contract.ts';
import { DataError } from '../../../src/contract/yaml-file.ts';
import { change, lineWith, SAMPLE, sampleContract, sampleFile, schemas } from '../contract/sample.ts';

const OTHER = `
page: { path: api/other-method.md, title: Other method }
method: { name: other.method, scope: imbot, deprecated: false, answer: success.schema.json }
claims:
  - id: other.method.status
    statement: A valid request is answered with status 200.
    strength: must
    source: { heading: Response, digest: '0123456789abcdef' }
    check: { status: 200 }
variants:
  group: [form]
  baseline: { form: one, kind: a, size: s }
  dimensions:
    form: { one: { title: one form, set: {} } }
    kind: { a: { title: some kind, set: {} } }
    size: { s: { title: small, set: {} } }
  except: []
`;

const contractOf = (...texts: string[]): Contract =>
  buildContract(
    texts.map((text, index) => sampleFile(text, `fixtures/${index}.yaml`)),
    schemas,
  );

function caseIn(contract: Contract, id: string): Case {
  const found = generateCases(contract, 'full').find((one) => one.id === id);
  assert.ok(found, `no case ${id}`);
  return found;
}

/** A case of the sample with these properties in place of what its group has. */
const withGroup = (yaml: string, ...more: string[]): Contract =>
  contractOf(`${SAMPLE}  - { id: it, title: it, ${yaml} }\n`, ...more);
const grouped = (yaml: string): Case => caseIn(withGroup(yaml), 'it');

describe('a case of the variants', () => {
  it('has nothing but what its values say', () => {
    assert.deepEqual(caseIn(contractOf(OTHER), 'other.method/one,a,s'), {
      id: 'other.method/one,a,s',
      title: 'some kind, small',
      group: 'one form',
      method: 'other.method',
      tags: [],
      before: [],
      request: {
        scheme: 'https',
        endpoint: 'rest',
        credential: { none: true },
        verb: 'POST',
        encoding: 'json',
        suffix: '',
        method: 'other.method',
        slashes: undefined,
        headers: {},
        parameters: {},
        query: {},
        body: undefined,
      },
      after: [],
      needs: [],
      expected: { kind: 'success', documented: true },
      claims: ['other.method.status'],
    });
  });

  it('is grouped by all the dimensions named for it, and has the tags of the variants', () => {
    const contract = contractOf(change(OTHER, 'group: [form]', 'group: [form, kind]\n  tags: [someTag]'));
    const { group, title, tags } = caseIn(contract, 'other.method/one,a,s');
    assert.deepEqual([group, title, tags], ['one form · some kind', 'small', ['someTag']]);
  });
});

describe('a case of a group', () => {
  it('has nothing but what its group and the baseline say', () => {
    const { request, ...rest } = grouped('expect: { success: true }, claims: [some.method.short]');
    assert.deepEqual(request, caseIn(contractOf(SAMPLE), 'some.method/post,short').request);
    assert.deepEqual(rest, {
      id: 'it',
      title: 'it',
      group: 'it',
      method: 'some.method',
      tags: [],
      burst: undefined,
      evidence: undefined,
      before: [],
      after: [],
      needs: ['webhook'],
      expected: { kind: 'success', documented: true },
      claims: ['some.method.short', 'some.method.status', 'some.method.result'],
    });
  });

  it('has the tags, the burst and the needs of its group', () => {
    const { tags, burst, needs } = grouped('tags: [t], burst: 7, needs: [bot], expect: { success: true }');
    assert.deepEqual([tags, burst, needs], [['t'], 7, ['webhook', 'bot']]);
  });

  for (const [selection, ids] of [
    ['full', ['it/get,short', 'it/post,short', 'it/post,long']],
    ['pairwise', ['it/get,short', 'it/post,long']],
  ] as [Selection, string[]][])
    it(`runs over its dimensions (${selection})`, () => {
      const cases = generateCases(
        withGroup('over: [request, THING], expect: { success: true }'),
        selection,
      ).filter(({ id }) => id.startsWith('it/'));
      assert.deepEqual(
        cases.map((one) => one.id),
        ids,
      );
      assert.equal(cases[0]?.title, 'by GET, short thing');
    });

  for (const [yaml, expected] of [
    ['expect: { success: true }', { kind: 'success', documented: true }],
    ['expect: { success: true }, undocumented: true', { kind: 'success', documented: false }],
    ['expect: { any: true }, claims: [some.method.result]', { kind: 'any' }],
    ['expect: { refused: true }, claims: [some.method.refused]', { kind: 'refused' }],
  ] as const)
    it(`expects what it says: ${yaml}`, () => {
      assert.deepEqual(grouped(yaml).expected, expected);
    });

  it('that calls another method sends nothing of its own, and shows nothing of its values', () => {
    const { request, claims } = grouped(
      'set: { method: other.method, parameters: { A: { value: 1 } } }, expect: { success: true }, claims: [some.method.result]',
    );
    assert.deepEqual([request.method, request.parameters], ['other.method', { A: { value: 1 } }]);
    assert.deepEqual(claims, ['some.method.result']);
  });

  it('may have more in the query', () => {
    const { request } = grouped('set: { query: { A: { value: b } } }, expect: { success: true }');
    assert.deepEqual(request.query, { A: { value: 'b' } });
    assert.deepEqual(request.parameters, { THING: { value: 's' } });
  });
});

describe('steps of a case', () => {
  const { before, after, needs } = grouped(
    [
      'before: [{ world: { advance: 5 } }, { set: { method: first, credential: { webhook: noScope } }, capture: { code: /result }, times: 3 }]',
      'after: [{ at: { request: get }, set: { parameters: { THING: { value: "{bot}" } } } }]',
      'expect: { success: true }',
    ].join(', '),
  );
  const { request } = caseIn(contractOf(SAMPLE), 'some.method/post,short');
  const byGet = caseIn(contractOf(SAMPLE), 'some.method/get,short').request;

  it('are levers of the world and requests, in their order', () => {
    assert.deepEqual(before, [
      { kind: 'world', change: { advance: 5 } },
      {
        kind: 'request',
        plan: { ...request, method: 'first', credential: { webhook: 'noScope' }, parameters: {} },
        capture: { code: '/result' },
        times: 3,
      },
    ]);
  });

  it('start from what the case chose, are sent once and capture nothing unless told', () => {
    assert.deepEqual(after, [
      {
        kind: 'request',
        plan: { ...byGet, parameters: { THING: { value: '{bot}' } } },
        capture: {},
        times: 1,
      },
    ]);
  });

  it('need what they use', () => {
    assert.deepEqual(needs, ['webhook', 'webhookNoScope', 'bot']);
  });
});

describe('claims that apply to every case', () => {
  it('are those of the method that is called', () => {
    const contract = contractOf(SAMPLE, OTHER);
    assert.ok(!caseIn(contract, 'some.method/post,short').claims.includes('other.method.status'));
    assert.deepEqual(caseIn(contract, 'other.method/one,a,s').claims, ['other.method.status']);
  });

  it('are those about the error that is expected', () => {
    const contract = contractOf(
      `
page: { path: api/common.md, title: Common }
errors:
  - { code: OTHER_THING, status: 400, text: Another, when: the thing is another }
claims:
  - id: common.OTHER_THING.code
    statement: Another thing is answered with OTHER_THING.
    strength: must
    source: { heading: Errors, digest: '0123456789abcdef' }
    check: { error: { code: OTHER_THING, part: code } }
`,
      `${SAMPLE}  - { id: it, title: it, expect: { error: OTHER_THING } }\n`,
    );
    assert.deepEqual(caseIn(contract, 'it').claims, ['common.OTHER_THING.code']);
    assert.deepEqual(caseIn(contract, 'some.method.thing-wrong/get').claims, [
      'some.method.refused',
      'some.method.WRONG_THING.code',
    ]);
  });

  it('are those about every error where one is expected, whichever', () => {
    const contract = contractOf(
      `
page: { path: api/common.md, title: Common }
claims:
  - id: common.form
    statement: An error is a text.
    strength: must
    source: { heading: Errors, digest: '0123456789abcdef' }
    check: { failure: { at: /error, schema: error.schema.json#/properties/error } }
`,
      `${SAMPLE}
  - { id: any, title: it, expect: { any: true }, claims: [some.method.refused] }
  - { id: refused, title: it, expect: { refused: true } }
  - { id: oauth, title: it, set: { endpoint: oauth }, expect: { refused: true }, claims: [some.method.refused] }
`,
    );
    const named = (id: string) => caseIn(contract, id).claims.includes('common.form');
    assert.deepEqual(
      ['some.method.thing-wrong/get', 'refused', 'any', 'oauth', 'some.method/post,short'].map(named),
      [true, true, false, false, false],
    );
  });

  for (const [title, yaml] of [
    [
      'are not those about methods at the authorization server',
      'set: { endpoint: oauth }, expect: { success: true }',
    ],
    ['are none where anything is expected', 'expect: { any: true }'],
  ] as const)
    it(title, () => {
      assert.deepEqual(grouped(`${yaml}, claims: [some.method.refused]`).claims, [
        'some.method.refused',
        ...(yaml.includes('any') ? [] : ['some.method.short']),
      ]);
    });

  for (const [relation, applies] of [
    ['time-order', true],
    ['batch-order', false],
    ['operating-reset', false],
  ] as const)
    it(`are ${applies ? '' : 'not '}those about ${relation}`, () => {
      const contract = contractOf(
        `${change(
          OTHER,
          'variants:',
          `  - id: the.relation
    statement: The times are in order.
    strength: must
    source: { heading: Response, digest: '0123456789abcdef' }
    check: { relation: ${relation} }
variants:`,
        )}cases:
  - { id: it, title: it, expect: { success: true }, claims: [the.relation] }
`,
      );
      assert.ok(caseIn(contract, 'it').claims.includes('the.relation'));
      assert.equal(caseIn(contract, 'other.method/one,a,s').claims.includes('the.relation'), applies);
    });
});

describe('a case that exercises nothing is a mistake', () => {
  const mistake = (...texts: string[]) => {
    try {
      generateCases(contractOf(...texts), 'full');
    } catch (error) {
      assert.ok(error instanceof DataError, String(error));
      return error.problems;
    }
    return assert.fail('no mistake was found');
  };
  const idle = `${SAMPLE}  - { id: idle, title: idle, set: { method: none }, expect: { any: true } }\n`;
  const idleOver = idle.replace('id: idle,', 'id: idle, over: [request],');
  const said = (id: string) => `the case '${id}' exercises no claim: name one under its 'claims'`;

  it('where its group stands', () => {
    assert.deepEqual(mistake(OTHER, idle), [
      { file: 'fixtures/1.yaml', line: lineWith(idle, 'id: idle'), message: said('idle') },
    ]);
  });

  it('for each case of the group', () => {
    const line = lineWith(idleOver, 'id: idle');
    assert.deepEqual(mistake(idleOver), [
      { file: 'fixtures/0.yaml', line, message: said('idle/get') },
      { file: 'fixtures/0.yaml', line, message: said('idle/post') },
    ]);
  });

  it('of the first group as of any other', () => {
    const first = change(
      SAMPLE,
      'cases:\n',
      'cases:\n  - { id: idle, title: idle, set: { method: none }, expect: { any: true } }\n',
    );
    assert.equal(mistake(first)[0]?.line, lineWith(first, 'id: idle'));
  });

  it('where the variants stand', () => {
    const none = change(OTHER, 'check: { status: 200 }', 'check: { refused: true }');
    const line = lineWith(none, 'variants:');
    assert.deepEqual(mistake(SAMPLE, none)[0], {
      file: 'fixtures/1.yaml',
      line,
      message: said('other.method/one,a,s'),
    });
  });
});

describe('a contract that was not checked is refused', () => {
  const broken = (data: object): Contract => {
    const contract = sampleContract();
    return {
      ...contract,
      pages: contract.pages.map((page) => ({ ...page, data: { ...page.data, ...data } })),
    };
  };
  const { variants, cases } = sampleContract().pages[0]?.data ?? {};

  for (const [title, data, message] of [
    ['without its method', { method: undefined }, /some-method\.yaml names no method; the contract was not/],
    [
      'with cases of a method without variants',
      { variants: undefined, cases },
      /'some\.method' has no variants; the/,
    ],
    [
      'with a baseline that has no such value',
      {
        variants: { ...variants, baseline: { request: 'post', THING: 'none' } },
        cases: [{ id: 'x', title: 'x', expect: {} }],
      },
      /no value 'none' of 'THING'; the contract was not checked/,
    ],
  ] as const)
    it(title, () => {
      assert.throws(() => generateCases(broken(data), 'full'), message);
    });
});
