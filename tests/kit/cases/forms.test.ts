import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { coverPairs, type Dimensions } from '../../../src/cases/cover-pairs.ts';

import { type Carrier, type ParameterRow, parameterRows } from '../../../src/cases/parameters.ts';
import type { CallPlan, ParameterChoice } from '../../../src/contract/spec.ts';

type Row = Readonly<Record<string, string>>;
type Pair = readonly [name: string, value: string, other: string, otherValue: string];

const isIn = (row: Row, [name, value, other, otherValue]: Pair): boolean =>
  row[name] === value && row[other] === otherValue;
const baselineOf = (dimensions: Dimensions): Row =>
  Object.fromEntries(Object.entries(dimensions).map(([name, values]) => [name, values[0] ?? '']));

function pairsOf(dimensions: Dimensions): Pair[] {
  const names = Object.keys(dimensions);
  return names.flatMap((name, index) =>
    names
      .slice(index + 1)
      .flatMap((other) =>
        (dimensions[name] ?? []).flatMap((value) =>
          (dimensions[other] ?? []).map((otherValue): Pair => [name, value, other, otherValue]),
        ),
      ),
  );
}

/** Whether some whole row has the pair and breaks no exception: by trying all, the dimensions being few and small. */
function isPossible(dimensions: Dimensions, forbidden: readonly Pair[], pair: Pair): boolean {
  const grow = (row: Row, names: readonly string[]): boolean => {
    if (forbidden.some((each) => isIn(row, each))) return false;
    const [name, ...rest] = names;
    if (name === undefined) return true;
    return (dimensions[name] ?? []).some((value) => grow({ ...row, [name]: value }, rest));
  };
  const row = { [pair[0]]: pair[1], [pair[2]]: pair[3] };
  return grow(
    row,
    Object.keys(dimensions).filter((name) => !(name in row)),
  );
}

const SOME_DIMENSIONS = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 })
  .map(
    (sizes): Dimensions =>
      Object.fromEntries(
        sizes.map((size, index) => [`d${index}`, Array.from({ length: size }, (_, value) => `v${value}`)]),
      ),
  );

/** Dimensions, and pairs that may not stand together; never both of the baseline. */
const WITH_EXCEPTIONS = SOME_DIMENSIONS.chain((dimensions) => {
  const baseline = baselineOf(dimensions);
  const pairs = pairsOf(dimensions).filter((pair) => !isIn(baseline, pair));
  return fc.tuple(fc.constant(dimensions), fc.subarray(pairs, { maxLength: Math.min(6, pairs.length) }));
});

describe('rows that cover pairs', () => {
  it('hold every pair that may stand, break no exception, begin with the baseline, and are the same each time', () => {
    fc.assert(
      fc.property(WITH_EXCEPTIONS, ([dimensions, forbidden]) => {
        const isAllowed = (part: Row): boolean => !forbidden.some((pair) => isIn(part, pair));
        const rows = coverPairs(dimensions, baselineOf(dimensions), isAllowed);
        assert.deepEqual(rows[0], baselineOf(dimensions));
        for (const row of rows) {
          assert.ok(isAllowed(row), JSON.stringify(row));
          assert.deepEqual(Object.keys(row), Object.keys(dimensions));
        }
        for (const pair of pairsOf(dimensions))
          if (isPossible(dimensions, forbidden, pair))
            assert.ok(
              rows.some((row) => isIn(row, pair)),
              `no row has ${pair.join(' ')} of ${JSON.stringify({ dimensions, forbidden })}`,
            );
        assert.deepEqual(coverPairs(dimensions, baselineOf(dimensions), isAllowed), rows);
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  for (const [title, dimensions, most] of [
    ['8 of two values', dimensionsOf(8, 2), 16],
    ['52 of two values', dimensionsOf(52, 2), 40],
    ['12 of four values', dimensionsOf(12, 4), 60],
    ['one dimension', dimensionsOf(1, 3), 3],
  ] as const)
    it(`are few: ${title}`, () => {
      const rows = coverPairs(dimensions, baselineOf(dimensions), () => true);
      assert.ok(rows.length <= most, `${rows.length} rows`);
      for (const pair of pairsOf(dimensions)) assert.ok(rows.some((row) => isIn(row, pair)));
    });

  it('ask for an exception about as often as there are pairs, not as there are combinations', () => {
    let asked = 0;
    const dimensions = dimensionsOf(30, 2);
    coverPairs(dimensions, baselineOf(dimensions), () => {
      asked++;
      return true;
    });
    assert.ok(asked < 100 * pairsOf(dimensions).length, `asked ${asked} times`);
  });
});

function dimensionsOf(count: number, size: number): Dimensions {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `P${index}`,
      Array.from({ length: size }, (_, value) => `v${value}`),
    ]),
  );
}

const choice = (value: string, more: Partial<ParameterChoice> = {}): ParameterChoice => ({
  title: value,
  value,
  claims: [],
  needs: [],
  ...more,
});

function planWith(parameters: CallPlan['parameters']): CallPlan {
  return {
    method: 'some.method',
    request: {},
    parameters,
    fresh: [],
    own: [],
    prepare: [],
    varied: true,
    tags: [],
  };
}

const CARRIERS: readonly Carrier[] = [
  { form: { caller: 'webhook', request: 'json' }, isJson: true, kind: 'webhook' },
  { form: { caller: 'webhook', request: 'query' }, isJson: false, kind: 'webhook' },
  { form: { caller: 'webhook', request: 'form' }, isJson: false, kind: 'webhook' },
  { form: { caller: 'token', request: 'json' }, isJson: true, kind: 'token' },
];

const planOf = (count: number, size: number): CallPlan =>
  planWith(
    Object.fromEntries(
      Object.entries(dimensionsOf(count, size)).map(([name, values]) => [
        name,
        Object.fromEntries(values.map((value) => [value, choice(value)])),
      ]),
    ),
  );

describe('rows of parameters', () => {
  const isOf = (row: ParameterRow, name: string, value: string): boolean =>
    (row.choices[name] ?? 'v0') === value;

  for (const [count, most] of [
    [8, 8 * 4 + 16],
    [16, 16 * 4 + 24],
    [52, 52 * 4 + 40],
  ] as const)
    it(`of ${count} two-valued parameters grow with their number, and hold every pair`, () => {
      const plan = planOf(count, 2);
      const rows = parameterRows(plan, CARRIERS, 'full');
      assert.ok(rows.length <= most, `${rows.length} rows`);
      for (const [name, value, other, otherValue] of pairsOf(dimensionsOf(count, 2)))
        if (value !== 'v0' || otherValue !== 'v0')
          assert.ok(rows.some((row) => isOf(row, name, value) && isOf(row, other, otherValue)));
      assert.ok(parameterRows(plan, CARRIERS, 'pairwise').length < rows.length / 2);
    });

  it('try each value alone in every carrier, where nothing need be spared', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 4 }), (count, size) => {
        const rows = parameterRows(planOf(count, size), CARRIERS, 'full');
        for (const [name, values] of Object.entries(dimensionsOf(count, size)))
          for (const value of values.slice(1))
            for (const { form } of CARRIERS)
              assert.equal(
                rows.filter(
                  ({ carrier, choices }) =>
                    carrier === form && Object.keys(choices).join() === name && choices[name] === value,
                ).length,
                1,
              );
        const keys = rows.map((row) => JSON.stringify([row.carrier, Object.entries(row.choices).sort()]));
        assert.equal(new Set(keys).size, keys.length);
      }),
      { numRuns: 30, seed: 12 },
    );
  });

  it('never send a value by a carrier that cannot carry it', () => {
    const plan = planWith({
      A: { plain: choice('a'), number: choice('1', { onlyJson: true }) },
      B: { plain: choice('b'), absent: choice('', { absent: true, only: 'token' }) },
      C: { plain: choice('c'), other: choice('d') },
    });
    const rows = parameterRows(plan, CARRIERS, 'full');
    const carriersOf = (name: string) => [
      ...new Set(
        rows
          .filter(({ choices }) => choices[name] !== undefined)
          .map(({ carrier }) => Object.values(carrier).join()),
      ),
    ];
    assert.deepEqual(carriersOf('A').sort(), ['token,json', 'webhook,json']);
    assert.deepEqual(carriersOf('B'), ['token,json']);
    assert.deepEqual(carriersOf('C').sort(), ['token,json', 'webhook,form', 'webhook,json', 'webhook,query']);
    assert.ok(rows.some(({ choices }) => choices.A === 'number' && choices.B === 'absent'));
  });

  it('are none where nothing varies', () => {
    assert.deepEqual(parameterRows(planWith({ A: { plain: choice('a') } }), CARRIERS, 'full'), []);
  });
});
