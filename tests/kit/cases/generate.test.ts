import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases, type Selection } from '../../../src/cases/generate.ts';
import { tellSteps } from '../../../src/cases/story.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import {
  change,
  contextOf,
  contractOf,
  FACTS,
  factsOf,
  fieldFact,
  lineWith,
  OTHER,
  OTHER_FILE,
  PLATFORM,
  PLATFORM_FILE,
  problemsOf,
  SAMPLE,
  SAMPLE_FILE,
  TRANSPORT,
  TRANSPORT_FILE,
} from '../contract/sample.ts';

const contract = contractOf();
const casesOf = (of: Contract = contract, selection: Selection = 'full') => generateCases(of, selection);
function named(id: string, of: Contract = contract): Case {
  const found = casesOf(of).find((testCase) => testCase.id === id);
  assert.ok(found, `no case ${id}`);
  return found;
}
const startingWith = (start: string, of: Contract = contract, selection: Selection = 'full') =>
  casesOf(of, selection)
    .map(({ id }) => id)
    .filter((id) => id.startsWith(start));
/** A case of the platform page with these properties. */
const withCase = (yaml: string): Contract =>
  contractOf({ [PLATFORM_FILE]: `${PLATFORM}  - { id: it, title: it, ${yaml} }\n` });
const withOverlay = (from: string, to: string): Contract =>
  contractOf({ [SAMPLE_FILE]: change(SAMPLE, from, to) });

const PLAIN = 'some.method/webhook,post,none';
const LONG = `${PLAIN}/THING=long`;

describe('valid requests of a method', () => {
  it('of the representative one are tried in all forms of transport, then with each value of its parameters', () => {
    assert.deepEqual(startingWith('some.method/'), [
      'some.method/webhook,get,none',
      'some.method/webhook,get,xml',
      PLAIN,
      'some.method/webhook,post,xml',
      'some.method/token,post,none',
      'some.method/token,post,xml',
      LONG,
      'some.method/webhook,get,none/THING=long',
      'some.method/token,post,none/THING=long',
    ]);
  });

  it('of another one are tried in as many forms as hold every pair', () => {
    const forms = startingWith('other.method/').filter((id) => !/=|nobody|no-scope/.test(id));
    const all = startingWith('some.method/').filter((id) => !id.includes('='));
    assert.ok(forms.length <= all.length);
    assert.equal(forms[0], 'other.method/webhook,post,none');
  });

  it('are few where a target should be spared, and a part of the others', () => {
    for (const method of ['some.method', 'other.method']) {
      const [few, all] = [startingWith(`${method}/`, contract, 'pairwise'), startingWith(`${method}/`)];
      // Of three small dimensions nearly every form is needed.
      assert.ok(method === 'some.method' ? few.length <= all.length : few.length < all.length);
      assert.deepEqual(
        few.filter((id) => !all.includes(id)),
        [],
      );
    }
  });

  it('have the same ids in whatever order the baseline is written', () => {
    const reordered = contractOf({
      [TRANSPORT_FILE]: change(
        TRANSPORT,
        '{ caller: webhook, request: post, suffix: none }',
        '{ suffix: none, request: post, caller: webhook }',
      ),
    });
    for (const selection of ['full', 'pairwise'] as const)
      assert.deepEqual(startingWith('', reordered, selection), startingWith('', contract, selection));
  });

  it('take verb, encoding and parameters from what is chosen', () => {
    const { request } = named('some.method/webhook,get,none');
    assert.deepEqual([request.verb, request.encoding], ['GET', 'query']);
    assert.deepEqual(request.parameters, { THING: { value: 's', type: 'string' } });
    assert.equal(named(LONG).request.parameters.THING?.value, 'a long thing');
  });

  it('are grouped by the dimensions named for it and titled by the others', () => {
    const { group, title, tags, expected } = named(LONG);
    assert.deepEqual([group, title, tags], ['by POST', 'webhook, no suffix, THING long', ['variants']]);
    assert.deepEqual(expected, { kind: 'success', documented: true });
  });

  it('name the claims of their values and those about every success, and never an untestable one', () => {
    assert.deepEqual(named(LONG).claims, [
      'form.json',
      'some.method.THING.long',
      'some.method.status',
      'some.method.result',
    ]);
    for (const { id, claims } of casesOf()) assert.ok(!claims.includes('some.method.fast'), id);
  });

  it('leave out what is left out, by the credential for which that is allowed', () => {
    const absent = startingWith('other.method/').filter((id) => id.includes('CLIENT_ID=absent'));
    assert.ok(absent.length > 0);
    for (const id of absent) {
      assert.match(id, /\/token,/);
      assert.ok(!('CLIENT_ID' in named(id).request.parameters));
    }
  });

  it('with a form that no page shows are not documented', () => {
    const of = withOverlay('long: { value: a long thing }', 'long: { value: a long thing, observed: true }');
    assert.deepEqual(named(LONG, of).expected, { kind: 'success', documented: false });
  });

  it('need the credential, what references stand for, and what a form is about', () => {
    assert.deepEqual(named(PLAIN).needs, ['webhook']);
    assert.deepEqual(named('other.method/webhook,post,none').needs, ['webhook', 'bot.id', 'bot.clientId']);
    assert.deepEqual(named('other.method/token,post,none').needs, ['token', 'bot.id@token', 'bot.clientId']);
    const of = withOverlay(
      'long: { value: a long thing }',
      'long: { value: a long thing, needs: [bot.id, cloud] }',
    );
    assert.deepEqual(named(LONG, of).needs, ['webhook', 'bot.id', 'cloud']);
    assert.deepEqual(named('some.method/token,post,none/THING=long', of).needs, [
      'token',
      'bot.id@token',
      'cloud',
    ]);
  });
});

describe('a provoked error', () => {
  const error = named('some.method.WRONG_THING.unknown');

  it('of the representative method is tried in every pair of forms', () => {
    assert.deepEqual(startingWith('some.method.WRONG_THING.unknown'), [
      'some.method.WRONG_THING.unknown/get',
      'some.method.WRONG_THING.unknown/get,xml',
      'some.method.WRONG_THING.unknown',
      'some.method.WRONG_THING.unknown/token',
      'some.method.WRONG_THING.unknown/token,xml',
    ]);
  });

  it('of the representative method is tried in few forms that hold each once, where a target should be spared', () => {
    assert.deepEqual(startingWith('some.method.WRONG_THING.unknown', contract, 'pairwise'), [
      'some.method.WRONG_THING.unknown/get',
      'some.method.WRONG_THING.unknown/xml',
      'some.method.WRONG_THING.unknown/token',
    ]);
  });

  it('of another method is tried with each value of each form', () => {
    for (const error of ['ACCESS_DENIED', 'row-2', 'FIELD_ERROR']) {
      const sent = casesOf()
        .filter(({ id }) => id.startsWith(`other.method.${error}.`))
        .map(({ request }) => request);
      const values = sent.flatMap(({ verb, suffix, credential }) => [
        verb,
        suffix,
        ...Object.keys(credential),
      ]);
      for (const value of ['GET', 'POST', '', '.xml', 'webhook', 'token'])
        assert.ok(values.includes(value), `${error}: ${value || 'no suffix'}`);
    }
  });

  it('of another method is tried in one form, another one for each error, and by token, where a target should be spared', () => {
    const forms = startingWith('other.method.', contract, 'pairwise').filter((id) =>
      /\.(1|left-out)(\/|$)/.test(id),
    );
    const byWebhook = forms.filter((id) => !id.endsWith('/token'));
    assert.deepEqual(byWebhook, [
      'other.method.ACCESS_DENIED.1/get',
      'other.method.row-2.1/xml',
      'other.method.FIELD_ERROR.1',
      'other.method.ID.left-out/get',
      'other.method.CLIENT_ID.left-out/xml',
    ]);
  });

  it('changes exactly what it says', () => {
    assert.deepEqual(error.request, {
      ...named(PLAIN).request,
      parameters: { THING: { value: 'wrong', type: 'string' } },
    });
    assert.deepEqual(named('some.method.WRONG_THING.left-out').request.parameters, {});
  });

  it('expects the row, and names its claims, those of every error and none about forms', () => {
    assert.equal(error.expected.kind === 'error' && error.expected.error.key, 'WRONG_THING');
    assert.deepEqual(error.claims, [
      'some.method.refused',
      'some.method.WRONG_THING.code',
      'some.method.WRONG_THING.status',
      'some.method.WRONG_THING.text',
      'error.form',
    ]);
  });

  it('by leaving out what is required shows that it is', () => {
    assert.ok(named('some.method.WRONG_THING.left-out').claims.includes('some.method.THING.required'));
    assert.equal(startingWith('some.method.THING.left-out').length, 0);
    assert.deepEqual(named('other.method.ID.left-out/get').expected, { kind: 'refused' });
  });

  it('under one kind of credential is tried by it alone', () => {
    const under = (kind: string): string[] => {
      const to = `{ id: unknown, under: ${kind}, with: { THING: wrong } }`;
      return startingWith(
        'some.method.WRONG_THING.unknown',
        withOverlay('{ id: unknown, with: { THING: wrong } }', to),
      );
    };
    assert.deepEqual(under('token'), [
      'some.method.WRONG_THING.unknown/token',
      'some.method.WRONG_THING.unknown/token,xml',
    ]);
    assert.ok(!under('webhook').some((id) => id.includes('/token')));
  });
});

describe('a case of a page', () => {
  it('starts from the plainest request of the representative method', () => {
    const { request, ...rest } = named('it', withCase('claims: [form.json]'));
    assert.deepEqual(request, named(PLAIN).request);
    assert.deepEqual(rest, {
      id: 'it',
      title: 'it',
      group: 'it',
      method: 'some.method',
      // It shows what a gate wants.
      tags: ['gate'],
      before: [],
      capture: {},
      expect: undefined,
      burst: undefined,
      evidence: undefined,
      after: [],
      needs: ['webhook'],
      expected: { kind: 'success', documented: true },
      claims: ['form.json', 'some.method.THING.short', 'some.method.status', 'some.method.result'],
    });
  });

  it('about every method is tried for each, and names the claims of each', () => {
    assert.deepEqual(named('nobody').claims, ['some.method.authorized', 'error.form']);
    const other = named('other.method/nobody');
    assert.deepEqual([other.method, other.request.method], ['other.method', 'other.method']);
    assert.deepEqual(other.claims, ['other.method.authorized', 'error.form']);
    const full = `${PLATFORM}`.replace('each: core\n  - id: no-scope', 'each: full\n  - id: no-scope');
    const of = contractOf({
      [PLATFORM_FILE]: `${full}  - { id: again, credential: { none: true }, expect: refused, claims: [$method.authorized], each: core }\n`,
    });
    assert.deepEqual(startingWith('other.method/nobody', of, 'pairwise'), []);
    assert.equal(startingWith('other.method/nobody', of).length, 1);
  });

  for (const [yaml, expected] of [
    ['claims: [form.json]', { kind: 'success', documented: true }],
    ['undocumented: true, claims: [form.json]', { kind: 'success', documented: false }],
    ['expect: any, claims: [error.form]', { kind: 'any' }],
    ['expect: refused', { kind: 'refused' }],
  ] as const)
    it(`expects what it says: ${yaml}`, () => {
      assert.deepEqual(named('it', withCase(yaml)).expected, expected);
    });

  it('sees what holds of every success, whatever the method, where any answer may come', () => {
    const everySuccess =
      '  - { id: time.there, says: There is a time., source: paragraph 2, check: { success: { /time: { type: object } } } }\n';
    const of = contractOf({
      [PLATFORM_FILE]: `${PLATFORM.replace('  - id: round.trip\n', `${everySuccess}  - id: round.trip\n`)}  - { id: it, expect: any, claims: [error.form] }\n`,
    });
    assert.deepEqual(named('it', of).claims, ['error.form', 'time.there']);
  });

  it('runs over its dimensions, and each value once where a target should be spared', () => {
    const of = withCase('over: [request, suffix], claims: [form.json]');
    assert.deepEqual(startingWith('it/', of), ['it/get,none', 'it/get,xml', 'it/post,none', 'it/post,xml']);
    assert.equal(startingWith('it/', of, 'pairwise').length, 2);
    assert.equal(named('it/get,xml', of).title, 'by GET, suffix .xml');
  });

  it('runs over the values of a parameter', () => {
    const of = withCase('over: [THING], claims: [form.json]');
    assert.deepEqual(startingWith('it/', of), ['it/short', 'it/long']);
    assert.equal(named('it/long', of).request.parameters.THING?.value, 'a long thing');
  });

  it('that calls another method sends what that one takes, and shows nothing of the values of the other', () => {
    const { request, claims } = named(
      'it',
      withCase('call: make.item, with: { A: 1 }, claims: [error.form]'),
    );
    assert.deepEqual(
      [request.method, request.parameters],
      ['make.item', { NAME: { value: 'item $unique' }, A: { value: 1 } }],
    );
    assert.deepEqual(claims, ['error.form']);
  });

  it('of a form that no page shows names no claim about the forms that pages show', () => {
    const shown = named('it', withCase('claims: [form.json]')).claims;
    const unshown = named('it', withCase('undocumented: true, claims: [form.json]')).claims;
    assert.deepEqual(
      shown.filter((id) => !unshown.includes(id)),
      ['some.method.THING.short'],
    );
  });

  it('may repeat a value, leave its encoding out, and have more in the query', () => {
    const { request } = named(
      'it',
      withCase('repeat: { THING: 3 }, raw: THING, query: { A: b }, scheme: http, claims: [form.json]'),
    );
    assert.deepEqual(request.parameters, { THING: { value: 's', type: 'string', raw: true, repeat: 3 } });
    assert.deepEqual([request.query, request.scheme], [{ A: { value: 'b' } }, 'http']);
    assert.ok(named('it', withCase('scheme: http, claims: [form.json]')).needs.includes('plainHttp'));
  });

  it('needs nothing for made-up credentials', () => {
    assert.deepEqual(named('it', withCase('credential: { webhook: madeUp }, expect: refused')).needs, []);
  });

  it('at the authorization server is not about the answers of methods', () => {
    const { claims } = named('it', withCase('endpoint: oauth, expect: any, claims: [error.form]'));
    assert.deepEqual(claims, ['error.form']);
  });
});

describe('steps of a case', () => {
  const made = named('made');

  it('come before and after the act, with their roles, and need what they use', () => {
    assert.deepEqual(
      [...made.before, ...made.after].map((step) => step.kind === 'request' && [step.role, step.plan.method]),
      [
        ['arrange', 'make.item'],
        ['undo', 'some.method'],
      ],
    );
    assert.equal(made.request.method, 'other.method');
    assert.deepEqual(made.needs, ['webhook', 'bot.clientId', 'provision']);
  });

  it('of a flow observe, and what each expects is kept with it', () => {
    const flow = named('other.method.effect');
    assert.deepEqual(flow.capture, { changed: '/result/ID' });
    assert.deepEqual(
      flow.after.map((step) => step.kind === 'request' && [step.role, step.plan.method, step.expect]),
      [['observe', 'fourth.method', { '/result/NAME': 'item $unique' }]],
    );
  });

  it('are told as a numbered story', () => {
    assert.deepEqual(tellSteps(made), [
      '1. arrange: make.item (NAME)',
      '2. act: other.method (ID, FIELDS, CLIENT_ID)',
      '3. undo: some.method (THING)',
    ]);
    assert.deepEqual(tellSteps(named('busy/none')), [
      '1. the mock portal: every call meets BUSY',
      '2. act: some.method',
    ]);
  });
});

describe('a case or a claim that leads to nothing is a mistake', () => {
  const said = (id: string) => `the case '${id}' exercises no claim: name one under its 'claims'`;

  it('where the case stands', () => {
    const idle = `${PLATFORM}  - { id: idle, call: make.item, expect: any, over: [suffix] }\n`;
    const line = lineWith(idle, 'id: idle');
    assert.deepEqual(problemsOf({ [PLATFORM_FILE]: idle }), [
      { file: PLATFORM_FILE, line, message: said('idle/none') },
      { file: PLATFORM_FILE, line, message: said('idle/xml') },
    ]);
  });

  it('where a case with the same beginning of its id stands before it', () => {
    const idle = `${PLATFORM}  - { id: idle, expect: refused }\n  - { id: idle.more, call: make.item, expect: any }\n`;
    assert.deepEqual(problemsOf({ [PLATFORM_FILE]: idle }), [
      { file: PLATFORM_FILE, line: lineWith(idle, 'id: idle.more'), message: said('idle.more') },
    ]);
  });

  it('where the claim stands that no case exercises', () => {
    const text = change(OTHER, '    cases: [{ with: { FIELDS: { NAME: "" } } }]\n', '');
    const problems = problemsOf({ [OTHER_FILE]: text });
    assert.equal(problems.length, 3);
    for (const { file, line, message } of problems) {
      assert.deepEqual([file, line], [OTHER_FILE, lineWith(text, '  FIELD_ERROR:')]);
      assert.match(message, /^no case exercises 'other\.method\.FIELD_ERROR\./);
    }
  });
});

describe('many methods', () => {
  const overlayOf = (index: number): string => `
method: many.method${index}
confidence: reviewed
values: { ${Array.from({ length: 8 }, (_, at) => `P${at}: x`).join(', ')} }
`;
  const withMethods = (count: number): Contract => {
    const numbers = Array.from({ length: count }, (_, index) => index);
    const parameters = Array.from({ length: 8 }, (_, at) => fieldFact(`P${at}`, 'string'));
    return contractOf(
      Object.fromEntries(numbers.map((index) => [`fixtures/many/${index}.yaml`, overlayOf(index)])),
      contextOf([...FACTS, ...numbers.map((index) => factsOf(`many.method${index}`, { parameters }))]),
    );
  };

  it('have a number of cases that grows with theirs', () => {
    const [none, few, all] = [0, 3, 27].map((count) => casesOf(withMethods(count)).length) as [
      number,
      number,
      number,
    ];
    const each = (few - none) / 3;
    assert.ok(each > 8 && each < 80, `${each} cases a method`);
    assert.equal(all, none + 27 * each);
  });
});

describe('an overlay that nobody has reviewed', () => {
  const DRAFT = `
method: third.method
confidence: parsed
values: {}
errors: { CODE_EMPTY: { todo: which code } }
claims:
  - { id: known, says: The answer is known., source: Response, check: { status: 200 } }
`;
  const texts = { 'fixtures/third.yaml': DRAFT };

  it('is left out unless it is asked for', () => {
    const of = contractOf(texts);
    assert.deepEqual(
      of.methods.map(({ name }) => name),
      ['some.method', 'other.method'],
    );
    assert.deepEqual(casesOf(of), casesOf());
  });

  it('loads without cases, rows of errors and values, and its claims say so', () => {
    const of = contractOf(texts, { confidence: 'parsed' });
    const mine = of.claims.filter(({ method }) => method === 'third.method');
    assert.ok(mine.length > 5);
    assert.deepEqual([...new Set(mine.map(({ confidence }) => confidence))], ['parsed']);
    const unknown = of.claim('third.method.ACCESS_DENIED.code');
    assert.equal(unknown?.untestable, 'nobody has said how it is provoked');
    assert.equal(of.claim('third.method.CODE_EMPTY.code')?.untestable, 'not yet known how: which code');
    assert.ok(casesOf(of).some(({ method }) => method === 'third.method'));
  });

  it('with a parameter and no value for it loads all the same; a reviewed one does not', () => {
    const draft = '\nmethod: fourth.method\nconfidence: parsed\nvalues: {}\n';
    const of = contractOf({ 'fixtures/fourth.yaml': draft }, { confidence: 'parsed' });
    assert.ok(of.claim('fourth.method.scope'));
    casesOf(of);
    const [problem] = problemsOf({ 'fixtures/fourth.yaml': draft.replace('parsed', 'reviewed') });
    assert.match(problem?.message ?? '', /^'ID' of the page has no value/);
  });
});
