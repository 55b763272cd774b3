import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases, type Selection } from '../../../src/cases/generate.ts';
import type { ParameterValue, Variants } from '../../../src/contract/contract.ts';
import { loadContract } from '../../../src/suite/load.ts';
import { encodeRequest } from '../../../src/wire/encode.ts';
import { TARGET } from '../wire/support.ts';

const contract = loadContract();
const METHOD = 'imbot.chat.sendTyping';
const SELECTIONS: Selection[] = ['full', 'pairwise'];
const cases = { full: generateCases(contract, 'full'), pairwise: generateCases(contract, 'pairwise') };
const owners = contract.pages.flatMap((page) =>
  page.data.method && page.data.variants
    ? [{ method: page.data.method.name, page, variants: page.data.variants }]
    : [],
);

/** Cases made from the dimensions, not from a group. */
const variantsOf = (method: string, selection: Selection): Case[] =>
  cases[selection].filter((one) => one.id.startsWith(`${method}/`));

/** Counted anew: every choice of a value per dimension, minus those that an exception names. */
function allowedChoices({ dimensions, except }: Variants): string[] {
  const names = Object.keys(dimensions);
  const all = names.reduce<string[][]>(
    (rows, name) =>
      rows.flatMap((row) => Object.keys(dimensions[name] ?? {}).map((value) => [...row, value])),
    [[]],
  );
  const excepted = (row: string[]): boolean =>
    except.some(({ when }) => {
      const rules = Object.entries(when);
      return (
        rules.filter(([name, values]) => values.includes(row[names.indexOf(name)] ?? '')).length ===
        rules.length
      );
    });
  return all.filter((row) => !excepted(row)).map((row) => row.join(','));
}

describe('the cases of this suite', () => {
  for (const { method, variants } of owners) {
    it(`in full are the product of the dimensions of ${method} minus its exceptions`, () => {
      assert.deepEqual(
        variantsOf(method, 'full').map((one) => one.id),
        allowedChoices(variants).map((choice) => `${method}/${choice}`),
      );
    });

    it(`pairwise hold every pair of values of ${method} that makes sense`, () => {
      const pairs = (ids: readonly string[]): string[] => {
        const rows = ids.map((id) => id.slice(method.length + 1).split(','));
        const found = rows.flatMap((row) =>
          row.flatMap((one, i) => row.slice(i + 1).map((other, j) => `${i}:${one} ${i + j + 1}:${other}`)),
        );
        return [...new Set(found)].sort();
      };
      const ids = (selection: Selection) => variantsOf(method, selection).map((one) => one.id);
      assert.deepEqual(pairs(ids('pairwise')), pairs(ids('full')));
    });

    it(`pairwise spare a target of ${method} most of the product`, () => {
      const [few, all] = [variantsOf(method, 'pairwise').length, variantsOf(method, 'full').length];
      assert.ok(all < 40 || few * 2 < all, `${few} of ${all}`);
    });

    it(`pairwise are a part of the full ones, and there is one of the baseline of ${method}`, () => {
      const full = new Set(cases.full.map((one) => one.id));
      assert.deepEqual(
        cases.pairwise.filter((one) => !full.has(one.id)),
        [],
      );
      const baseline = Object.keys(variants.dimensions).map((name) => variants.baseline[name]);
      assert.ok(full.has(`${method}/${baseline.join(',')}`));
    });
  }

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
    'a parameter is either absent, or a value, or a thing of the target',
    each(({ id, request }) => {
      for (const [name, value] of Object.entries(request.parameters)) {
        const kinds = ['absent', 'value', 'use'].filter((kind) => kind in value);
        assert.equal(kinds.length, 1, `${id} ${name}`);
      }
    }),
  );

  it(
    'a number is told from a text only in JSON',
    each(({ id, request, expected }) => {
      if (request.encoding === 'json' || expected.kind !== 'success') return;
      assert.ok(!expected.documented || request.parameters.BOT_ID?.as !== 'string', id);
    }),
  );

  it(
    'what it needs is what it uses, or more',
    each(({ id, needs, request }) => {
      const used = Object.values(request.parameters).flatMap((value) => value.use ?? []);
      for (const thing of used) assert.ok(needs.includes(thing), `${id} does not need ${thing}`);
      if (request.scheme === 'http') assert.ok(needs.includes('plainHttp'), id);
      assert.equal(new Set(needs).size, needs.length, id);
    }),
  );

  it('it can be encoded', async () => {
    for (const { id, request } of cases.full) {
      const wire = await encodeRequest(request, TARGET);
      assert.ok(URL.canParse(wire.url), `${id}: ${wire.url}`);
    }
  });
});

describe(`the parameters of ${METHOD}`, () => {
  const validate = contract.schemas.validator(`${METHOD}.schema.json#/$defs/parameters`);
  const json = ({ request }: Case): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(request.parameters).flatMap(([name, value]) => {
        const scalar = inJson(value);
        return scalar === undefined ? [] : [[name, scalar]];
      }),
    );

  it('satisfy their schema in every documented variant', () => {
    const variants = variantsOf(METHOD, 'full').filter(
      ({ expected }) => expected.kind === 'success' && expected.documented,
    );
    assert.ok(variants.length > 0);
    for (const one of variants)
      assert.ok(validate(json(one)), `${one.id}: ${JSON.stringify(validate.errors)}`);
  });

  it('break their schema in every undocumented variant', () => {
    const variants = variantsOf(METHOD, 'full').filter(
      ({ expected }) => expected.kind === 'success' && !expected.documented,
    );
    assert.ok(variants.length > 0);
    for (const one of variants) assert.ok(!validate(json(one)), one.id);
  });

  it('break their schema at DIALOG_ID where DIALOG_ID_EMPTY is expected', () => {
    const empty = cases.full.filter(
      ({ method, expected }) =>
        method === METHOD && expected.kind === 'error' && expected.error.code === 'DIALOG_ID_EMPTY',
    );
    assert.ok(empty.length > 0);
    for (const one of empty) {
      assert.ok(!validate(json(one)), one.id);
      for (const { instancePath, params } of validate.errors ?? [])
        assert.ok(instancePath === '/DIALOG_ID' || params.missingProperty === 'DIALOG_ID', one.id);
    }
  });
});

describe('a negative case has one fault: in its request, or in the world it prepares', () => {
  const negative = cases.full.filter(
    ({ expected, request, method }) =>
      (expected.kind === 'error' || expected.kind === 'refused') &&
      // Only there is a valid request to compare with.
      request.endpoint === 'rest' &&
      request.method === method &&
      owners.some((owner) => owner.method === method),
  );
  for (const id of new Set(negative.map((one) => one.id.split('/')[0] ?? '')))
    it(id, () => {
      for (const one of negative.filter((each) => each.id.split('/')[0] === id)) {
        const nearest = Math.min(
          ...variantsOf(one.method, 'full').map((valid) => differences(one, valid).length),
        );
        const prepared = one.before.length > 0 || one.burst !== undefined;
        // A credential that registered no bot can only be seen with BOT_ID left out, which alone is valid.
        const most = id.includes('none-to-take') ? 2 : 1;
        assert.ok(nearest >= (prepared ? 0 : 1) && nearest <= most, `${one.id} differs in ${nearest} things`);
      }
    });
});

/** What tells two requests apart: verb and encoding are one thing, each parameter is one. */
function differences({ request: one }: Case, { request: other }: Case): string[] {
  const names = [...new Set([...Object.keys(one.parameters), ...Object.keys(other.parameters)])];
  return [
    ...(one.scheme === other.scheme ? [] : ['scheme']),
    ...(one.suffix === other.suffix ? [] : ['suffix']),
    ...(`${one.verb} ${one.encoding}` === `${other.verb} ${other.encoding}` ? [] : ['encoding']),
    ...(same(one.credential, other.credential) ? [] : ['credential']),
    ...(['slashes', 'headers', 'query', 'body'] as const).filter((part) => !same(one[part], other[part])),
    ...names.filter((name) => !same(one.parameters[name], other.parameters[name])),
  ];
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The value in a JSON body, ids made up. */
function inJson(value: ParameterValue): unknown {
  if (value.absent) return undefined;
  if (value.use === undefined) return value.value;
  if (value.use === 'clientId') return 'some-client-id';
  if (value.as === 'integer') return 5;
  return value.as === 'dialog' ? 'chat5' : '5';
}
