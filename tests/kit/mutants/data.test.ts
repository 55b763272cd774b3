import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBench, type Verdicts } from '../../../src/mutants/bench.ts';
import { errors } from '../../../src/mutants/changes.ts';
import { type Mutant, mutants, type Variation, variations } from '../../../src/mutants/index.ts';
import { isClean, isOwn, toMatrix, totals } from '../../../src/mutants/matrix.ts';
import { troubles } from '../../../src/mutants/print.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();

describe('mutants and variations', () => {
  it('have names of their own', () => {
    const ids = [...mutants, ...variations].map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    for (const id of ids) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('say in one sentence what they do', () => {
    for (const { id, breaks } of mutants) assert.match(breaks, /^[^\n]+\.$/, id);
    for (const { id, changed } of variations) assert.match(changed, /^[^\n]+\.$/, id);
  });

  it('name claims that exist and can be tested, each once', () => {
    for (const { id, kills, about } of mutants) {
      assert.ok(kills.length > 0, `${id} kills nothing`);
      assert.equal(new Set(kills).size, kills.length, id);
      for (const claim of kills) assert.ok(contract.claim(claim)?.check, `${id} names ${claim}`);
      if (about !== undefined) assert.ok(kills.includes(about), `${id} is about ${about}`);
    }
    for (const { id, changes = {} } of variations)
      for (const claim of Object.keys(changes))
        assert.ok(contract.claim(claim)?.check, `${id} names ${claim}`);
  });

  it('each make a difference', () => {
    for (const { id, stages, profile } of [...mutants, ...variations]) assert.ok(stages ?? profile, id);
  });
});

describe('a difference', () => {
  it('that strikes more calls than it says is told, with a case', async (t) => {
    const bench = await createBench({ verdictsOnly: true });
    t.after(() => bench.close());
    const everyError = errors(() => ({ status: 418 }));
    await assert.rejects(
      bench.run({ ...everyError, strikes: () => false }, true),
      /^Error: 'strikes' of a portal says no to every call of the case imbot\.\S+, which is judged otherwise all the same: \S+ contradicted/,
    );
  });
});

describe('the matrix', () => {
  const difference = { stages: (stages: readonly never[]) => stages } as unknown as Pick<Mutant, 'stages'>;
  const mutant = (kills: string[], more: Partial<Mutant> = {}): Mutant => ({
    id: 'm',
    breaks: 'It breaks.',
    kills,
    ...difference,
    ...more,
  });
  const run = (kills: string[], verdicts: Verdicts, more: Partial<Mutant> = {}) =>
    toMatrix(['a', 'b'], { a: 'confirmed', b: 'confirmed' }, [{ mutant: mutant(kills, more), verdicts }], []);
  const vary = (verdicts: Verdicts, changes?: Variation['changes']) =>
    toMatrix(
      [],
      { a: 'confirmed', b: 'excused' },
      [],
      [
        {
          variation: { id: 'v', changed: 'It differs.', ...difference, ...(changes ? { changes } : {}) },
          verdicts,
        },
      ],
    );

  it('holds a mutant killed when it turns red what it names and nothing else', () => {
    const matrix = run(['a'], { a: 'contradicted', b: 'confirmed' });
    assert.deepEqual(matrix.survivors, []);
    assert.deepEqual(matrix.mutants, [{ id: 'm', breaks: 'It breaks.', turnedRed: ['a'] }]);
    assert.deepEqual(matrix.claimsWithoutMutant, ['b']);
    assert.deepEqual(totals(matrix), [
      'kill rate     100 % (1 of 1 mutants)',
      'false alarms  0 (of 0 variations)',
    ]);
  });

  for (const [verdict, word] of [
    ['confirmed', 'confirmed'],
    ['not-exercised', 'not-exercised'],
    ['excused', 'excused'],
  ] as const)
    it(`holds it a survivor when a claim of it is ${word}`, () => {
      const matrix = run(['a'], { a: verdict, b: 'confirmed' });
      assert.deepEqual(matrix.survivors, [
        { id: 'm', breaks: 'It breaks.', unnoticed: { a: verdict }, surprising: [] },
      ]);
      assert.deepEqual(matrix.claimsWithoutMutant, ['a', 'b']);
      assert.ok(!isClean(matrix));
      assert.match(totals(matrix)[0] ?? '', /^kill rate {5}0 % \(0 of 1 mutants\)$/);
      assert.ok(troubles(matrix).join('\n').includes(`a is ${word}, not contradicted`));
    });

  it('holds it a survivor when it turns red what it does not name', () => {
    const matrix = run(['a'], { a: 'contradicted', b: 'contradicted' });
    assert.deepEqual(matrix.survivors[0]?.surprising, ['b']);
    assert.ok(!isClean(matrix));
  });

  it('holds it a survivor when it names nothing', () => {
    assert.equal(run([], { a: 'confirmed', b: 'confirmed' }).survivors.length, 1);
  });

  describe('with further methods', () => {
    // `x.1` is about the further method x, `p` about the platform.
    const furtherMethodOf = (claim: string) => /^([xy])\./.exec(claim)?.[1];
    const claims = ['p', 'x.1', 'x.2', 'y.1'];
    const surprises = (kills: string[], red: string[], more: Partial<Mutant> = {}) => {
      const base: Verdicts = Object.fromEntries(claims.map((claim) => [claim, 'confirmed' as const]));
      const verdicts: Verdicts = {
        ...base,
        ...Object.fromEntries(red.map((claim) => [claim, 'contradicted' as const])),
      };
      return toMatrix(claims, base, [{ mutant: mutant(kills, more), verdicts }], [], { furtherMethodOf })
        .survivors[0]?.surprising;
    };

    for (const [title, kills, red, expected, more] of [
      ['lets a fault of all calls turn their claims red', ['p'], ['p', 'x.1', 'y.1'], undefined, {}],
      ['leaves the platform exact', ['x.1'], ['x.1', 'p'], ['p'], {}],
      ['leaves the platform exact about one of their claims', ['x.1'], ['x.1', 'p'], ['p'], { about: 'x.1' }],
      ['leaves the method that is broken exact', ['x.1'], ['x.1', 'x.2'], ['x.2'], {}],
      ['lets others of the method turn red about one', ['x.1'], ['x.1', 'x.2'], undefined, { about: 'x.1' }],
      ['leaves other further methods exact', ['x.1'], ['x.1', 'y.1'], ['y.1'], { about: 'x.1' }],
      ['wants a platform claim that is named beside them', ['x.1', 'p'], ['x.1', 'p'], undefined, {}],
    ] as const)
      it(title, () => {
        assert.deepEqual(surprises([...kills], [...red], more), expected);
      });

    it('wants the claim that a mutant is about, whatever else turned red', () => {
      assert.deepEqual(surprises(['x.1'], ['x.2'], { about: 'x.1' }), []);
    });
  });

  it('gives a claim a mutant of its own when it kills little else or is about it', () => {
    assert.ok(isOwn(mutant(['a', 'b', 'c', 'd']), 'd'));
    assert.ok(!isOwn(mutant(['a', 'b', 'c', 'd', 'e']), 'a'));
    assert.ok(!isOwn(mutant(['a']), 'b'));
    assert.ok(isOwn(mutant(['a', 'b', 'c', 'd', 'e'], { about: 'a' }), 'a'));
    assert.ok(!isOwn(mutant(['a', 'b'], { about: 'a' }), 'b'));
  });

  it('raises no false alarm while every verdict stays', () => {
    assert.deepEqual(vary({ a: 'confirmed', b: 'excused' }).falseAlarms, []);
  });

  for (const verdict of ['contradicted', 'not-exercised', 'excused'] as const)
    it(`raises one when a confirmed claim is ${verdict}`, () => {
      const matrix = vary({ a: verdict, b: 'excused' });
      assert.deepEqual(matrix.falseAlarms, [
        { id: 'v', changed: 'It differs.', verdicts: { a: { before: 'confirmed', after: verdict } } },
      ]);
      assert.ok(!isClean(matrix));
      assert.match(totals(matrix)[1] ?? '', /^false alarms {2}1 /);
    });

  it('wants the verdicts that a variation says it changes', () => {
    assert.deepEqual(vary({ a: 'not-exercised', b: 'excused' }, { a: 'not-exercised' }).falseAlarms, []);
    assert.equal(vary({ a: 'confirmed', b: 'excused' }, { a: 'not-exercised' }).falseAlarms.length, 1);
  });
});
