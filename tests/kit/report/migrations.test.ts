import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Contract } from '../../../src/contract/contract.ts';
import type { Migration } from '../../../src/contract/migration.ts';
import type { ClaimResult } from '../../../src/report/claims.gen.ts';
import { renderMigrations } from '../../../src/report/html/migrations.ts';
import { migrationResults } from '../../../src/report/migrations.ts';
import { renderSummary } from '../../../src/report/summary.ts';
import { report } from './bench.ts';

const claim = (
  id: string,
  verdict: ClaimResult['verdict'],
  more: Partial<ClaimResult> = {},
): ClaimResult => ({
  id,
  method: id.slice(0, id.lastIndexOf('.')),
  statement: id,
  strength: 'must',
  source: { page: 'api/x.md', heading: 'X' },
  verdict,
  counts: { confirmed: 0, contradicted: 0, blocked: 0 },
  evidence: [],
  ...more,
});

const MIGRATION: Migration = {
  from: 'old',
  to: 'new',
  changes: [
    {
      aspect: 'name',
      change: 'renamed',
      before: 'old',
      after: 'new',
      claims: ['old.deprecated', 'old.a', 'new.a'],
    },
    { aspect: 'parameter', change: 'added', after: 'b<script>: string', claims: ['new.b'] },
    { aspect: 'error', change: 'removed', before: 'GONE, HTTP 400', claims: ['old.c'] },
    { aspect: 'limit', change: 'same', before: 'all', after: 'all', claims: ['unknown'] },
  ],
};

const CLAIMS = [
  claim('old.deprecated', 'not-exercised', { reasonKind: 'untestable' }),
  claim('old.a', 'confirmed'),
  claim('new.a', 'confirmed'),
  claim('new.b', 'contradicted'),
  claim('old.c', 'not-exercised', { reasonKind: 'missing' }),
];

const resultsOf = (claims: readonly ClaimResult[], migrations: Migration[] = [MIGRATION]) =>
  migrationResults({ migrations } as unknown as Contract, claims);

describe('the result of a migration', () => {
  it('is confirmed by all claims that a request can decide, and contradicted by one', () => {
    const [{ changes = [] } = {}] = resultsOf(CLAIMS);
    assert.deepEqual(
      changes.map(({ verdict, claims }) => [verdict, claims]),
      [
        ['confirmed', ['old.deprecated', 'old.a', 'new.a']],
        ['contradicted', ['new.b']],
        ['not-exercised', ['old.c']],
        ['not-exercised', []],
      ],
    );
  });

  it('is not confirmed while one of its claims is not', () => {
    const half = CLAIMS.map((each) => (each.id === 'new.a' ? claim('new.a', 'not-exercised') : each));
    assert.equal(resultsOf(half)[0]?.changes?.[0]?.verdict, 'not-exercised');
  });

  it('is left out where the run was of other methods', () => {
    const others = CLAIMS.map((each) => claim(each.id, 'not-exercised', { reasonKind: 'not-selected' }));
    assert.deepEqual(resultsOf(others), []);
  });

  it('names successors of which nothing is claimed', () => {
    assert.deepEqual(resultsOf(CLAIMS, [{ from: 'old', to: 'later' }]), [{ from: 'old', to: 'later' }]);
  });
});

describe('migrations in the report', () => {
  const migrations = [...resultsOf(CLAIMS), { from: 'older', to: 'later' }];
  const of = { ...report([]), claims: CLAIMS, migrations };

  it('have a table a method, with verdict and links to the claims, and escape what pages say', () => {
    const page = String(renderMigrations(of));
    assert.match(page, /3 changes: 1 contradicted, 1 confirmed, 1 not exercised/);
    assert.match(page, /href="#new\.b"/);
    assert.match(page, /b&lt;script&gt;: string/);
    assert.match(page, /<code>older<\/code> → <code>later<\/code>/);
    assert.equal(String(renderMigrations({ ...of, migrations: [] })), '');
  });

  it('have a line a method in the summary', () => {
    assert.match(
      renderSummary(of),
      /## Moving to successors\n\n.*\n.*\n\| `?old`? \| `?new`? \| 3 \| 1 \| 1 \|\n/,
    );
    assert.doesNotMatch(renderSummary({ ...of, migrations: [] }), /Moving to successors/);
  });
});
