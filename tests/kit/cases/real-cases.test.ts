import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupBy } from '../../../src/base/group-by.ts';
import { type Case, ownerKind, type RequestPlan } from '../../../src/cases/case.ts';
import { allForms } from '../../../src/cases/forms.ts';
import { generateCases, type Selection } from '../../../src/cases/generate.ts';
import { planRequest } from '../../../src/cases/request.ts';
import type { TransportFile } from '../../../src/contract/contract.ts';
import { CAPTURED, referencesIn } from '../../../src/contract/values.ts';
import { loadContract, loadResources } from '../../../src/run/load.ts';
import { encodeRequest, lookUpIn } from '../../../src/wire/encode.ts';
import { resolveParameters } from '../../../src/wire/parameters.ts';
import { TARGET } from '../wire/support.ts';

const contract = loadContract();
const METHOD = 'imbot.chat.sendTyping';
const SELECTIONS: Selection[] = ['full', 'pairwise'];
const cases = { full: generateCases(contract, 'full'), pairwise: generateCases(contract, 'pairwise') };
const { transport } = contract;
const representative = transport.representative;

const valid = (selection: Selection): Map<string, Case[]> =>
  groupBy(
    cases[selection].filter(({ expected }) => expected.kind === 'success'),
    ({ id }) => id.split('/', 1).join(),
  );
const variants = { full: valid('full'), pairwise: valid('pairwise') };
/** Valid requests of a method, made from its values. */
const variantsOf = (method: string, selection: Selection): Case[] => variants[selection].get(method) ?? [];
/** Those of them whose parameters are the plainest. */
const formsOf = (method: string, selection: Selection): string[] =>
  variantsOf(method, selection)
    .map(({ id }) => id.slice(method.length + 1))
    .filter((form) => !form.includes('/'));

/** Counted anew: every choice of a value per dimension, minus those that an exception names. */
function allowedForms({ dimensions, except }: TransportFile): string[] {
  const names = Object.keys(dimensions);
  const all = names.reduce<string[][]>(
    (rows, name) =>
      rows.flatMap((row) => Object.keys(dimensions[name] ?? {}).map((value) => [...row, value])),
    [[]],
  );
  const isExcepted = (row: string[]): boolean =>
    except.some(({ when }) =>
      Object.entries(when).every(([name, values]) => values.includes(row[names.indexOf(name)] ?? '')),
    );
  return all.filter((row) => !isExcepted(row)).map((row) => row.join(','));
}

describe('the cases of this suite', () => {
  it(`in full try ${representative} in every form of transport that is allowed`, () => {
    assert.deepEqual(formsOf(representative, 'full'), allowedForms(transport));
  });

  it('pairwise hold every pair of forms that makes sense', () => {
    const pairs = (forms: readonly string[]): string[] => {
      const found = forms
        .map((form) => form.split(','))
        .flatMap((row) =>
          row.flatMap((value, i) =>
            row.slice(i + 1).map((other, j) => `${i}:${value} ${i + j + 1}:${other}`),
          ),
        );
      return [...new Set(found)].sort();
    };
    assert.deepEqual(pairs(formsOf(representative, 'pairwise')), pairs(allowedForms(transport)));
  });

  it('try each value of each parameter by itself', () => {
    const plan = contract.plan(representative);
    for (const selection of SELECTIONS) {
      const alone = variantsOf(representative, selection).map(({ id }) => id.split('/').slice(2));
      for (const [name, values] of Object.entries(plan?.parameters ?? {}))
        for (const value of Object.keys(values).slice(1))
          assert.ok(
            alone.some((choices) =>
              selection === 'full'
                ? choices.join() === `${name}=${value}`
                : choices.includes(`${name}=${value}`),
            ),
            `${name}=${value}`,
          );
    }
  });

  it('pairwise spare a target most of them, begin with the baseline and are a part of the full ones', () => {
    const [few, all] = [formsOf(representative, 'pairwise'), formsOf(representative, 'full')];
    assert.ok(few.length * 3 < all.length * 2, `${few.length} of ${all.length}`);
    assert.equal(
      few[0],
      Object.keys(transport.dimensions)
        .map((name) => transport.baseline[name])
        .join(),
    );
    assert.deepEqual(
      few.filter((form) => !all.includes(form)),
      [],
    );
  });

  for (const selection of SELECTIONS) {
    it(`are the same each time (${selection})`, () => {
      assert.deepEqual(generateCases(loadContract(), selection), cases[selection]);
    });

    it(`have unique ids (${selection})`, () => {
      const ids = cases[selection].map((one) => one.id);
      assert.deepEqual([...new Set(ids)], ids);
    });

    it(`have a title of their own within a group of a method (${selection})`, () => {
      const titles = cases[selection].map((one) => `${one.method} › ${one.group} › ${one.title}`);
      assert.deepEqual([...new Set(titles)], titles);
    });

    it(`exercise every claim that has a check (${selection})`, () => {
      const exercised = new Set(cases[selection].flatMap((one) => one.claims));
      const testable = contract.claims.filter((claim) => claim.check).map((claim) => claim.id);
      assert.deepEqual(
        testable.filter((id) => !exercised.has(id)),
        [],
      );
      assert.deepEqual(
        [...exercised].filter((id) => !testable.includes(id)),
        [],
      );
    });
  }

  it('each exercise at least one claim', () => {
    assert.deepEqual(
      cases.full.filter((one) => one.claims.length === 0),
      [],
    );
  });

  it('name each claim once', () => {
    for (const { id, claims } of cases.full) assert.equal(new Set(claims).size, claims.length, id);
  });
});

describe('the request plan of every case is well-formed', () => {
  const each = (check: (one: Case) => void) => () => {
    assert.ok(cases.full.length > 0);
    for (const one of cases.full) check(one);
  };

  it(
    'a GET carries everything in the query',
    each(({ id, request }) => {
      if (request.verb === 'GET') assert.equal(request.encoding, 'query', id);
    }),
  );

  it(
    'a credential is one thing: a webhook, a token with its place, or none',
    each(({ id, request: { credential } }) => {
      const { webhook, token, captured, none } = credential;
      const kinds = [webhook, token, captured, none].filter((kind) => kind !== undefined);
      assert.equal(kinds.length, 1, id);
      assert.equal(token !== undefined || captured !== undefined, credential.in !== undefined, id);
    }),
  );

  it(
    'a token in a body has a body of that kind',
    each(({ id, request: { credential, encoding } }) => {
      if (credential.in === 'json') assert.equal(encoding, 'json', id);
      if (credential.in === 'form') assert.ok(['urlencoded', 'multipart'].includes(encoding), id);
    }),
  );

  it(
    'a number is told from a text only in JSON',
    each(({ id, request, expected }) => {
      if (request.encoding === 'json' || expected.kind !== 'success' || !expected.documented) return;
      assert.ok(!/=numeric-string|=user-as-number/.test(id), id);
    }),
  );

  it(
    'what it needs is what it uses, or more',
    each(({ id, needs, request }) => {
      const used = referencesIn(Object.values(request.parameters).map(({ value }) => value));
      for (const { name } of used) {
        if (name.startsWith(CAPTURED)) continue;
        const need = contract.need(name, ownerKind(request.credential));
        assert.ok(need === undefined || needs.includes(need), `${id} does not need ${need}`);
      }
      if (request.scheme === 'http') assert.ok(needs.includes('plainHttp'), id);
      assert.equal(new Set(needs).size, needs.length, id);
    }),
  );

  it('it can be encoded', async () => {
    for (const { id, request } of cases.full) {
      const wire = await encodeRequest(request, TARGET, CAPTURED_ANYTHING);
      assert.ok(URL.canParse(wire.url), `${id}: ${wire.url}`);
    }
  });
});

/** What an earlier step would have captured, whatever its name. */
const CAPTURED_ANYTHING = new Proxy<Record<string, unknown>>({}, { get: () => 7 });

describe(`the parameters of ${METHOD}`, () => {
  const sent = ({ request }: Case, name: string): unknown => {
    const [parameter] = resolveParameters(
      Object.fromEntries(Object.entries(request.parameters).filter(([key]) => key === name)),
      lookUpIn(TARGET, {}, request.credential, request.scheme),
    );
    return parameter?.value;
  };
  const variants = variantsOf(METHOD, 'full').filter(({ request }) => request.encoding === 'json');

  it('have the types of the page in every documented variant, and another one in every undocumented', () => {
    const isAsStated = (testCase: Case): boolean =>
      ['number', 'undefined'].includes(typeof sent(testCase, 'BOT_ID')) &&
      typeof sent(testCase, 'DIALOG_ID') === 'string' &&
      ['string', 'undefined'].includes(typeof sent(testCase, 'CLIENT_ID'));
    assert.ok(variants.length > 0);
    for (const testCase of variants)
      assert.equal(
        isAsStated(testCase),
        testCase.expected.kind === 'success' && testCase.expected.documented,
        testCase.id,
      );
  });

  it('lack a dialog where DIALOG_ID_EMPTY is expected', () => {
    const empty = cases.full.filter(
      ({ method, expected }) =>
        method === METHOD && expected.kind === 'error' && expected.error.code === 'DIALOG_ID_EMPTY',
    );
    assert.ok(empty.length > 0);
    for (const testCase of empty) assert.ok(!sent(testCase, 'DIALOG_ID'), testCase.id);
  });
});

describe('a negative case has one fault: in its request, or in the world it prepares', () => {
  const negative = cases.full.filter(
    ({ expected, request, method }) =>
      (expected.kind === 'error' || expected.kind === 'refused') &&
      // Only there is a valid request to compare with.
      request.endpoint === 'rest' &&
      request.method === method &&
      variantsOf(method, 'full').length > 0,
  );
  for (const id of new Set(negative.map(({ id: name }) => specOf(name))))
    it(id, () => {
      for (const testCase of negative.filter((each) => specOf(each.id) === id)) {
        // The format of the answer is no fault of a request.
        const nearest = Math.min(
          ...validRequests(testCase.method).map(
            (valid) => differences({ ...testCase.request, suffix: valid.suffix }, valid).length,
          ),
        );
        const prepared = testCase.before.length > 0 || testCase.burst !== undefined;
        // A credential that registered no bot can only be seen with BOT_ID left out, which alone is valid.
        // A handler of its own, only with EVENT_HANDLER left out, and by some types of bots alone. What cases share has not
        // the name that they would give. Another bot comes with its CLIENT_ID, and may have a chat of its own.
        const isWider = /imbot\.register\.EVENT_MESSAGE_(UPDATE|DELETE)|like\.present$/.test(id);
        const isWide =
          /none-to-take|imbot\.register\.EVENT_|imbot\.command\.answer\.|imbot\.v2\.Bot\.get\./.test(id);
        const most = isWider ? 3 : isWide ? 2 : 1;
        assert.ok(
          nearest >= (prepared ? 0 : 1) && nearest <= most,
          `${testCase.id} differs in ${nearest} things`,
        );
      }
    });
});

/**
 * Requests of a method that are valid: those of its cases, and its plainest in each form of transport, of which the
 * representative method shows that it is accepted.
 */
function validRequests(method: string): RequestPlan[] {
  return [
    ...variantsOf(method, 'full').map(({ request }) => request),
    ...allForms(transport).map((form) => planRequest(contract, method, form, {}, {})),
  ];
}

describe('a case that makes something', () => {
  const makers = new Set(loadResources().all.flatMap(({ make }) => make.map(({ call }) => call)));
  for (const selection of SELECTIONS)
    it(`wants leave to, whichever way of a recipe it goes: ${selection}`, () => {
      const without = cases[selection].filter(({ request, expected, before, needs }) => {
        const steps = before.flatMap((step) => (step.kind === 'request' ? step.plan.method : []));
        const isMaking =
          (expected.kind === 'success' && makers.has(request.method)) ||
          steps.some((name) => makers.has(name));
        return isMaking && !needs.includes('provision');
      });
      assert.deepEqual(
        without.map(({ id }) => id),
        [],
      );
    });
});

/** A check may be missing in one form alone. */
describe('refusals of credentials', () => {
  const KINDS: Record<'webhook' | 'token', string[]> = {
    webhook: Object.keys(transport.dimensions.authorization ?? {}).filter((name) => name === 'webhook'),
    token: Object.keys(transport.dimensions.authorization ?? {}).filter((name) => name !== 'webhook'),
  };
  for (const [spec, kind] of [
    ['system.webhook.wrong-code', 'webhook'],
    ['system.webhook.without-scope', 'webhook'],
    ['system.http.webhook', 'webhook'],
    ['system.token.wrong', 'token'],
    ['system.token.without-scope', 'token'],
    ['system.token.expired', 'token'],
    ['system.token.denied', 'token'],
    ['system.http.token', 'token'],
  ] as const)
    for (const selection of SELECTIONS)
      it(`${spec}, ${selection}: each two values of transport meet that can`, () => {
        const forms = cases[selection]
          .filter(({ id }) => id.startsWith(`${spec}/`))
          .map(({ request: { credential, verb, encoding, suffix } }) => [
            credential.webhook === undefined ? `token-in-${credential.in}` : 'webhook',
            `${verb} ${encoding}`,
            suffix,
          ]);
        const pairsIn = (rows: readonly string[][]): string[] =>
          [...new Set(rows.flatMap(([a, b, c]) => [`${a} ${b}`, `${a} ${c}`, `${b} ${c}`]))].sort();
        const all = allForms(transport)
          .filter(({ authorization = '' }) => KINDS[kind].includes(authorization))
          .map((form) => {
            const { verb, encoding, suffix } = planRequest(contract, METHOD, form, {}, {});
            return [form.authorization ?? '', `${verb} ${encoding}`, suffix];
          });
        assert.deepEqual(pairsIn(forms), pairsIn(all));
      });

  it('of nearly right credentials are tried by webhook and by token', () => {
    for (const kind of ['webhook', 'token'] as const) {
      const sent = new Set(cases.pairwise.map(({ request }) => request.credential[kind]));
      for (const near of ['nearMiss', 'otherMiddle', 'otherCase', 'shorter', 'longer'] as const)
        assert.ok(sent.has(near), `${kind} ${near}`);
    }
  });
});

/** The case without its form. */
function specOf(id: string): string {
  return id.split('/')[0] ?? '';
}

/** What tells two requests apart: verb and encoding count as a single difference, and so does each parameter. */
function differences(request: RequestPlan, valid: RequestPlan): string[] {
  const names = [...new Set([...Object.keys(request.parameters), ...Object.keys(valid.parameters)])];
  const encoding = (of: RequestPlan): string => `${of.verb} ${of.encoding}`;
  return [
    ...(request.scheme === valid.scheme ? [] : ['scheme']),
    ...(request.suffix === valid.suffix ? [] : ['suffix']),
    ...(encoding(request) === encoding(valid) ? [] : ['encoding']),
    ...(same(request.credential, valid.credential) ? [] : ['credential']),
    ...(['slashes', 'headers', 'query', 'body'] as const).filter((part) => !same(request[part], valid[part])),
    ...names.filter((name) => !same(request.parameters[name], valid.parameters[name])),
  ];
}

const same = (value: unknown, other: unknown): boolean => JSON.stringify(value) === JSON.stringify(other);
