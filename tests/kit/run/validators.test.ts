import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schemaOf } from '../../../src/judge/values.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract, loadSchemas, readSchemas } from '../../../src/run/load.ts';
import { compileValidators, runValidators } from '../../../src/run/validators.ts';

const contract = loadContract();
const files = readSchemas();
const compiled = runValidators(compileValidators(Object.values(files), contract, loadCases('pairwise')));
const plain = loadSchemas();

/** Values of each kind, and what answers have. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 2 ** 53, '', 'Y', 'N', '2026-01-31T10:00:00+03:00', 'x'.repeat(300)],
  ...[[], {}, [1], ['a'], [{}], { 0: 'a' }, { id: 1 }, { ID: '1', title: 't' }, { value: 'Y' }],
  { error: 'CODE', error_description: 'Text' },
  { isExisting: true, isAvailable: 'yes' },
  { result: true, time: { start: 1.5, finish: 2.5, duration: 1, processing: 0.1, date_start: 'x' } },
];

describe('validators that were compiled beforehand', () => {
  it('are those of all that the judge compares answers with', () => {
    const lacking = contract.claims.flatMap(({ id, check = {} }) =>
      [check.success, check.failure, check.shows, check.refusalShows].flatMap((matchers = {}) =>
        Object.entries(matchers).flatMap(([pointer, matcher]) => {
          const schema = schemaOf(matcher);
          const key = typeof schema === 'object' ? JSON.stringify(schema) : schema;
          // What names a value of the run is compiled when it is known.
          return key === undefined || compiled.has(key) || /[$](?!ref")/.test(JSON.stringify(matcher))
            ? []
            : [`${id} ${pointer}`];
        }),
      ),
    );
    assert.deepEqual(lacking, []);
    assert.ok(compiled.size > 50, `${compiled.size} validators`);
  });

  it('say of every value what those say that are compiled when they are asked for', () => {
    for (const [key, validate] of compiled) {
      const other = key.startsWith('{') ? plain.inline(JSON.parse(key) as object) : plain.validator(key);
      for (const value of VALUES) {
        assert.equal(validate(value), other(value), `${key} of ${JSON.stringify(value)}`);
        const told = ({ errors }: typeof validate) =>
          errors?.map(({ instancePath, keyword, params, data }) => ({ instancePath, keyword, params, data }));
        assert.deepEqual(told(validate), told(other), `${key} of ${JSON.stringify(value)}`);
      }
    }
  });
});
