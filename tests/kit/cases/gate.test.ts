import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coverOf, withGate } from '../../../src/cases/gate.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { loadContract } from '../../../src/run/load.ts';
import { sampleContract } from '../contract/sample.ts';

const isOfGate = ({ tags }: { tags: readonly string[] }): boolean => tags.includes('gate');

describe('a cover', () => {
  it('has everything, and nothing that could be left out', () => {
    const sets = [['a'], ['b', 'c'], ['a', 'b', 'c', 'd'], ['e'], [], ['d', 'e']];
    assert.deepEqual(coverOf(sets), [2, 3]);
  });

  it('leaves out what later ones have made needless', () => {
    // The largest is taken first; then each of the others is needed, and it no longer is.
    const sets = [
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'x'],
      ['c', 'd', 'y'],
    ];
    assert.deepEqual(coverOf(sets), [1, 2]);
  });

  it('takes the earlier of two that are as good', () => {
    assert.deepEqual(coverOf([['a'], ['a'], ['b'], ['b']]), [0, 2]);
    assert.deepEqual(coverOf([]), []);
  });
});

describe('the gate', () => {
  const contract = loadContract();
  const { representative } = contract.transport;
  for (const selection of ['full', 'pairwise'] as const)
    describe(`of the ${selection} selection`, () => {
      const cases = generateCases(contract, selection);
      const gate = cases.filter(isOfGate);
      const ofMethod = cases.filter(({ request }) => request.method === representative);

      it('judges each claim of the representative method that the whole run judges', () => {
        const claimsIn = (some: typeof cases): string[] =>
          [...new Set(some.flatMap(({ claims }) => claims))]
            .filter((id) => contract.claim(id)?.method === representative)
            .sort();
        assert.ok(claimsIn(cases).length > 20);
        assert.deepEqual(claimsIn(gate), claimsIn(cases));
      });

      it('judges each claim that other cases of the method show, of every call too', () => {
        const shown = new Set(gate.flatMap(({ claims }) => claims));
        const all = ofMethod.flatMap(({ claims }) => claims);
        assert.deepEqual(
          [...new Set(all)].filter((id) => !shown.has(id)),
          [],
        );
      });

      it('is a part of the cases, and the same each time', () => {
        assert.ok(gate.length < ofMethod.length, `${gate.length} of ${ofMethod.length}`);
        const again = generateCases(contract, selection).filter(isOfGate);
        assert.deepEqual(
          again.map(({ id }) => id),
          gate.map(({ id }) => id),
        );
      });
    });

  it('is chosen by data alone: of another contract as well', () => {
    const sample = sampleContract();
    const cases = generateCases(sample, 'full');
    const gate = cases.filter(isOfGate);
    assert.ok(gate.length > 0);
    assert.ok(
      gate.every(
        ({ request, claims }) =>
          request.method === 'some.method' || claims.some((id) => id.startsWith('some.method.')),
      ),
    );
    // Chosen of the gate alone, all of it is needed.
    const bare = gate.map((testCase) => ({
      ...testCase,
      tags: testCase.tags.filter((tag) => tag !== 'gate'),
    }));
    assert.equal(withGate(sample, bare).filter(isOfGate).length, gate.length);
  });
});
