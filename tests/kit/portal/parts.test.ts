import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { tally } from '../../../src/judge/tally.ts';
import { BESIDE_CASES, divide, leftForLater, nameOf, partOf } from '../../../src/portal/parts.ts';
import { requestsOfAll } from '../../../src/portal/plan.ts';
import { idleMethods } from '../../../src/report/incomplete.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
/** What one webhook can do, as far as cases say it themselves. */
const cases = loadCases('pairwise').filter(
  ({ request: { credential }, before, after, burst }) =>
    credential.token === undefined &&
    burst === undefined &&
    [...before, ...after].every(({ kind }) => kind === 'request'),
);
const claimsOf = (some: readonly Case[]): Set<string> => new Set(some.flatMap(({ claims }) => claims));
const methodsOf = (some: readonly Case[]): Set<string> => new Set(some.map(({ method }) => method));
const NOON = new Date('2026-11-27T12:00:00Z');

describe('cases where requests are limited', () => {
  it('are one part where the limit lets all of them through', () => {
    assert.deepEqual(divide(cases, requestsOfAll(cases)), [cases]);
    const part = partOf(cases, { limit: undefined, now: NOON });
    assert.deepEqual([part.of, part.later.size, nameOf(part)], [1, 0, undefined]);
  });

  for (const limit of [150, 300, 575])
    it(`are all in one of few parts of at most ${limit} requests each, in their order`, () => {
      const parts = divide(cases, limit);
      const least = Math.ceil(requestsOfAll(cases) / limit);
      assert.ok(parts.length >= least && parts.length <= least + 1, `${parts.length} parts`);
      for (const part of parts) {
        assert.ok(requestsOfAll(part) <= limit);
        assert.deepEqual(
          part,
          cases.filter((testCase) => part.includes(testCase)),
        );
      }
      assert.equal(new Set(parts.flat()).size, cases.length);
      assert.deepEqual(divide(cases, limit), parts);
    });

  it('show nearly every claim in each run of 600 requests, and every method', () => {
    const parts = divide(cases, 600 - BESIDE_CASES);
    assert.ok(parts.length > 1);
    for (const part of parts) {
      assert.ok(claimsOf(part).size >= 0.77 * claimsOf(cases).size, `${claimsOf(part).size} claims`);
      assert.deepEqual(methodsOf(part), methodsOf(cases));
    }
  });

  it('are spread: what shows the same is in different parts', () => {
    const named = (id: string, claims: string[]): Case => ({ ...(cases[0] as Case), id, claims, before: [] });
    const some = [named('a', ['x']), named('b', ['x']), named('c', ['y']), named('d', ['y'])];
    const ids = divide(some, 2).map((part) => part.map(({ id }) => id));
    assert.deepEqual(ids, [
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  it('share what they make, and a burst counts as one request', () => {
    const [first] = cases as [Case];
    const bursts = [1, 2, 3].map(
      (number): Case => ({ ...first, id: `burst ${number}`, before: [], burst: 500 }),
    );
    assert.equal(divide(bursts, 3).length, 1);
    const sharing = cases.filter(({ before }) =>
      before.some((step) => step.kind === 'request' && step.share === 'chat by webhook'),
    );
    assert.ok(sharing.length > 3);
    const [part = []] = divide(sharing, requestsOfAll(sharing));
    assert.equal(part.length, sharing.length);
  });

  it('each get a part of their own where a case alone is more than the limit', () => {
    const some = cases.filter(({ after }) => after.length > 1).slice(0, 3);
    assert.deepEqual(
      divide(some, 1),
      some.map((testCase) => [testCase]),
    );
  });
});

describe('parts', () => {
  const on = (day: string, number?: number) =>
    partOf(cases, { limit: 600, number, now: new Date(`${day}T03:00:00Z`) });

  it('take turns by day, and are the same at any time of it', () => {
    const numbers = ['2026-11-27', '2026-11-28', '2026-11-29'].map((day) => on(day).number);
    assert.equal(on('2026-11-27').of, 2);
    assert.deepEqual(numbers, [numbers[0], 3 - (numbers[0] ?? 0), numbers[0]]);
    assert.deepEqual(partOf(cases, { limit: 600, now: new Date('2026-11-27T23:59:59Z') }), on('2026-11-27'));
  });

  it('are chosen by number, beyond the last one from the first', () => {
    assert.deepEqual(
      [1, 2, 3].map((number) => nameOf(on('2026-11-27', number))),
      ['part 1 of 2', 'part 2 of 2', 'part 1 of 2'],
    );
  });

  it('leave the others for later: claims and methods that only these show are not selected', () => {
    const part = on('2026-11-27', 1);
    const skipped = cases.flatMap((testCase) => leftForLater(testCase, part) ?? []);
    assert.equal(skipped.length, part.later.size);
    const left = new Set(skipped.map((each) => each.case));
    const tried = claimsOf(cases.filter(({ id }) => !left.has(id)));
    const waiting = tally(contract, [], skipped).filter(({ reasonKind }) => reasonKind === 'not-selected');
    const named = waiting.filter(({ reason }) =>
      /^left for the run of another day: .*600/.test(reason ?? ''),
    );
    assert.deepEqual(
      new Set(named.map(({ claim }) => claim.id)),
      new Set(skipped.flatMap(({ claims }) => claims)),
    );
    assert.ok(named.some(({ claim }) => !tried.has(claim.id)));
    assert.deepEqual(idleMethods(contract, cases, tally(contract, [], skipped), [], skipped), []);
  });
});
