import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { covering, product } from '../../../src/cases/select.ts';

type Row = Readonly<Record<string, string>>;

const FACTORS = { a: ['1', '2', '3'], b: ['x', 'y', 'z'], c: ['p', 'q'], d: ['s', 't', 'u'] };
const anything = (): boolean => true;
/** Leaves value 3 of a almost alone: only with z and q. */
const narrow = (row: Row): boolean => row.a !== '3' || (row.b === 'z' && row.c === 'q');
const not1x = (row: Row): boolean => !(row.a === '1' && row.b === 'x');

function pairs(rows: readonly Row[]): Set<string> {
  const found = new Set<string>();
  for (const row of rows)
    for (const one of Object.keys(row))
      for (const other of Object.keys(row))
        if (one < other) found.add(`${one}=${row[one]} ${other}=${row[other]}`);
  return found;
}

describe('the full product', () => {
  it('holds every combination once, first dimension slowest', () => {
    assert.deepEqual(product({ a: ['1', '2'], b: ['x', 'y'] }, anything), [
      { a: '1', b: 'x' },
      { a: '1', b: 'y' },
      { a: '2', b: 'x' },
      { a: '2', b: 'y' },
    ]);
  });

  it('leaves out what is not allowed', () => {
    const rows = product(FACTORS, not1x);
    assert.equal(rows.length, 3 * 3 * 2 * 3 - 2 * 3);
    assert.ok(rows.every(not1x));
  });

  it('of no dimension is one empty combination', () => {
    assert.deepEqual(product({}, anything), [{}]);
  });
});

describe('the covering part of the product', () => {
  for (const [name, allowed] of Object.entries({ anything, not1x, narrow })) {
    it(`holds every pair that the product holds: ${name}`, () => {
      const all = product(FACTORS, allowed);
      const rows = covering(FACTORS, 2, allowed);
      assert.deepEqual([...pairs(rows)].sort(), [...pairs(all)].sort());
      assert.ok(rows.length < all.length, `${rows.length} of ${all.length}`);
    });

    it(`holds every value once at strength 1: ${name}`, () => {
      const values = (rows: readonly Row[]) =>
        new Set(rows.flatMap((row) => Object.entries(row).map(String)));
      const all = product(FACTORS, allowed);
      const rows = covering(FACTORS, 1, allowed);
      assert.deepEqual([...values(rows)].sort(), [...values(all)].sort());
      assert.ok(rows.length <= 5, `${rows.length} rows`);
    });

    it(`is the same each time, in the product's order: ${name}`, () => {
      const rows = covering(FACTORS, 2, allowed);
      assert.deepEqual(covering(FACTORS, 2, allowed), rows);
      const order = product(FACTORS, allowed).map((row) => JSON.stringify(row));
      const places = rows.map((row) => order.indexOf(JSON.stringify(row)));
      assert.ok(!places.includes(-1));
      assert.deepEqual(
        places,
        [...places].sort((one, other) => one - other),
      );
    });
  }

  it('of one dimension is the product', () => {
    assert.deepEqual(covering({ a: ['1', '2'] }, 2, anything), [{ a: '1' }, { a: '2' }]);
  });

  it('of nothing allowed is nothing', () => {
    assert.deepEqual(
      covering(FACTORS, 2, () => false),
      [],
    );
  });
});
