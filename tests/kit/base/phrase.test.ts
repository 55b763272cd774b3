import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, grouped } from '../../../src/base/phrase.ts';

describe('numbers in texts', () => {
  for (const number of [0, 7, 999, 1000, 12345, 123456, 1234567, -1000, -999, 1234.5, 0.125, 1000.062])
    it(`${number} is grouped as English has it`, () => {
      assert.equal(grouped(number), number.toLocaleString('en'));
    });

  it('have the noun in the plural but for one', () => {
    assert.deepEqual(
      [0, 1, 2345].map((number) => count(number, 'claim')),
      ['0 claims', '1 claim', '2,345 claims'],
    );
  });
});
