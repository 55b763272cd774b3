import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClaimsReport, DocumentationRevision, Retired } from '../../../src/report/claims.gen.ts';
import { agree, hasChanged, judgedBy, whatBecame } from '../../../src/report/documentation.ts';
import { changesSince, goneSince, toRecord } from '../../../src/report/history.ts';
import { renderMatrix } from '../../../src/report/html/matrix.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import { renderSummary } from '../../../src/report/summary.ts';
import { loadPageAssets } from '../../../src/shell/page-assets.ts';
import { contract, judgedCase, report } from './bench.ts';

const STATUS = 'some.method.status';
const RESULT = 'some.method.result';
const OLD: DocumentationRevision = { repository: 'docs', revision: '0a1b2c3d', date: '2026-01-02' };
const NEW: DocumentationRevision = { ...OLD, pages: { 'api/some-method.md': '4e5f6a7b' } };
const RETIRED: Retired = {
  id: RESULT,
  until: '0a1b2c3d',
  why: 'the page no longer shows a result',
  see: [STATUS],
};
const assets = loadPageAssets();
const matrixAssets = loadPageAssets('matrix');

/** A run on some day, by a revision of the documentation. */
function run(
  day: number,
  outcomes: Parameters<typeof judgedCase>[1],
  documentation?: DocumentationRevision,
): ClaimsReport {
  const startedAt = new Date(Date.UTC(2026, 2, day));
  const made = report([judgedCase(0, outcomes)], [], { startedAt });
  return documentation === undefined ? made : { ...made, documentation };
}

/** The same run by a contract that has retired a claim. */
const without = (made: ClaimsReport, retired: Retired): ClaimsReport => ({
  ...made,
  claims: made.claims.filter(({ id }) => id !== retired.id),
  retired: [retired],
});

describe('the revision of the documentation', () => {
  it('is told in a line, with how many pages are newer', () => {
    assert.equal(judgedBy(OLD), 'documentation docs 0a1b2c3d of 2026-01-02');
    assert.equal(judgedBy(NEW), 'documentation docs 0a1b2c3d of 2026-01-02, 1 page newer');
    assert.equal(judgedBy(undefined), 'revision of the documentation not recorded');
  });

  for (const [title, before, now, changed] of [
    ['the same', OLD, OLD, false],
    ['newer in one page', OLD, NEW, true],
    ['newer as a whole', OLD, { ...OLD, revision: '99999999' }, true],
    ['not recorded', undefined, NEW, false],
  ] as const)
    it(`is compared page by page: ${title}`, () => {
      assert.equal(hasChanged('api/some-method.md', before, now), changed);
    });

  it('of a page that is called like a property of every object is that of all pages', () => {
    assert.equal(hasChanged('constructor', NEW, OLD), false);
  });

  it('is the same whatever the order of pages', () => {
    const [one, other] = [{ 'a.md': '11111111' }, { 'b.md': '22222222' }];
    assert.ok(
      agree([
        { ...OLD, pages: { ...one, ...other } },
        { ...OLD, pages: { ...other, ...one } },
      ]),
    );
    assert.ok(!agree([OLD, NEW]));
    assert.ok(!agree([undefined, OLD]));
    assert.ok(agree([undefined, undefined]));
  });

  it('stands in claims.json, in the history, in the page and in the summary', () => {
    const made = run(1, { [STATUS]: 'confirmed' }, NEW);
    assert.ok(contract.schemas.validator('claims.schema.json')(made));
    const record = toRecord(made);
    assert.deepEqual(record.documentation, NEW);
    assert.ok(contract.schemas.validator('history.schema.json')(record));
    assert.match(
      renderPage(made, [], assets),
      /title="api\/some-method\.md 4e5f6a7b">judged by documentation docs 0a1b2c3d/,
    );
    assert.match(
      renderSummary(made),
      /^Judged by documentation docs 0a1b2c3d of 2026-01-02, 1 page newer \(.*4e5f6a7b\)\.$/m,
    );
  });

  it('may be missing: runs of earlier versions do not say', () => {
    const made = run(1, { [STATUS]: 'confirmed' });
    assert.equal(made.documentation, undefined);
    assert.ok(contract.schemas.validator('history.schema.json')(toRecord(made)));
    assert.doesNotMatch(renderPage(made, [], assets) + renderSummary(made), /[Jj]udged by/);
  });
});

describe('a run after one by another revision', () => {
  const before = run(1, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' }, OLD);

  it('marks changes of claims whose page was read anew', () => {
    const after = run(2, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' }, NEW);
    assert.deepEqual(changesSince([toRecord(before)], after), [
      { claim: STATUS, from: 'confirmed', to: 'contradicted', rewritten: true },
    ]);
    const page = renderPage(after, [toRecord(before)], assets);
    assert.match(page, /its page has changed/);
    assert.match(
      page,
      /judged by another state of the documentation \(documentation docs 0a1b2c3d of 2026-01-02\)/,
    );
  });

  it('does not mark those of other pages, nor where nobody recorded the revision', () => {
    const after = run(2, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' }, OLD);
    assert.equal(changesSince([toRecord(before)], after)[0]?.rewritten, false);
    const { documentation: _, ...unsaid } = before;
    assert.equal(changesSince([toRecord(unsaid)], { ...after, documentation: NEW })[0]?.rewritten, false);
  });

  it('tells of claims that are retired, and of those of which nobody said what became', () => {
    const after = without(run(2, { [STATUS]: 'confirmed' }, NEW), RETIRED);
    assert.deepEqual(goneSince(toRecord(before), after), [
      { claim: RESULT, from: 'contradicted', retired: RETIRED },
    ]);
    const page = renderPage(after, [toRecord(before)], assets);
    assert.match(page, /was contradicted: retired since revision 0a1b2c3d; now see some\.method\.status/);
    assert.match(page, /<tr id="some\.method\.result">/);
    const forgotten = { ...after, retired: [] };
    assert.match(renderPage(forgotten, [toRecord(before)], assets), /was contradicted: no longer known/);
  });

  it('says of a claim without a successor that nothing took its place', () => {
    assert.equal(
      whatBecame({ ...RETIRED, see: [] }),
      'retired since revision 0a1b2c3d; nothing took its place',
    );
  });
});

describe('runs side by side', () => {
  const before = run(1, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' }, OLD);
  const matrix = (...reports: ClaimsReport[]): string =>
    renderMatrix(
      reports.map((made, index) => ({ name: `${index}.json`, report: made })),
      matrixAssets,
    );
  const reworded = (made: ClaimsReport): ClaimsReport => ({
    ...made,
    claims: made.claims.map((claim) =>
      claim.id === STATUS ? { ...claim, source: { ...claim.source, digest: 'fedcba9876543210' } } : claim,
    ),
  });

  it('name the revision of each', () => {
    const page = matrix(before, run(2, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' }));
    assert.match(page, /documentation docs 0a1b2c3d of 2026-01-02/);
    assert.match(page, /revision of the documentation not recorded/);
    assert.match(page, /judged by different revisions of the documentation/);
  });

  it('by the same revision say nothing of revisions', () => {
    const page = matrix(before, run(2, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' }, OLD));
    assert.doesNotMatch(page, /different revisions|so does the documentation/);
    assert.match(page, /The runs contradict each other on 1 claim</);
  });

  it('list apart what the documentation words otherwise', () => {
    const after = reworded(run(2, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' }, NEW));
    const page = matrix(before, after);
    assert.match(page, /The runs found the same/);
    assert.match(page, /They differ, and so does the documentation: 1/);
  });

  it('still differ in what both revisions say alike', () => {
    const after = reworded(run(2, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' }, NEW));
    const page = matrix(before, after);
    assert.match(page, /The runs contradict each other on 1 claim</);
    assert.match(page, /They differ, and so does the documentation: 1/);
  });

  it('show a retired claim as retired, whichever run comes first', () => {
    const after = without(run(2, { [STATUS]: 'confirmed' }, NEW), RETIRED);
    for (const page of [matrix(before, after), matrix(after, before)]) {
      assert.match(page, /Retired, no longer made by the documentation: 1/);
      assert.match(page, /retired since revision 0a1b2c3d; now see some\.method\.status/);
      assert.doesNotMatch(page, /not in this run/);
      assert.match(page, /The runs found the same/);
    }
  });

  it('set a conflict before a mere gap, whatever the order of their claims', () => {
    const gap = run(1, { [RESULT]: 'confirmed' }, OLD);
    const conflict = run(2, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' }, OLD);
    const page = matrix(gap, conflict);
    assert.match(page, /The runs contradict each other on 1 claim; 1 claim differs otherwise</);
    const [, conflicts = '', gaps = ''] = page.split(
      /They contradict each other: 1|They differ otherwise: 1/,
    );
    assert.match(conflicts, new RegExp(`id="${RESULT}"`));
    assert.match(gaps, new RegExp(`id="${STATUS}"`));
  });

  it('that differ without a conflict say so', () => {
    const page = matrix(
      run(1, { [STATUS]: 'confirmed', [RESULT]: 'confirmed' }, OLD),
      run(2, { [STATUS]: 'confirmed' }, OLD),
    );
    assert.match(page, /No conflict; 1 claim differs</);
    assert.doesNotMatch(page, /They contradict each other/);
  });

  it('have their totals', () => {
    const page = matrix(before, run(2, { [STATUS]: 'confirmed' }, OLD));
    const cells = (name: string): (string | undefined)[] => {
      const [, row = ''] = new RegExp(`<th scope="row">[^<]*${name}</th>(.*?)</tr>`).exec(page) ?? [];
      return [...row.matchAll(/<td class="count">(.*?)<\/td>/g)].map(([, text]) => text);
    };
    assert.deepEqual(['confirmed', 'contradicted', 'not exercised', 'all', 'cases run'].map(cells), [
      ['1', '1'],
      ['1', '0'],
      ['4', '5'],
      ['6', '6'],
      ['1 of 7', '1 of 7'],
    ]);
  });

  it('say how much there is to compare', () => {
    assert.match(matrix(before, before), /2 runs of 1 target side by side; 6 claims, all in every run/);
    const fewer = { ...before, claims: before.claims.filter(({ id }) => id === STATUS) };
    assert.match(matrix(before, fewer), /6 claims; 1 of these 6 in every run/);
    const others = {
      ...before,
      claims: before.claims.map((claim) => ({ ...claim, id: `other.${claim.id}` })),
    };
    assert.match(matrix(before, others), /none of them in every run: the runs are of different methods/);
    const [first, ...rest] = before.claims;
    assert.ok(first);
    const forms = { ...before, claims: rest, observations: [{ ...first, strength: 'observed' } as const] };
    assert.match(matrix(forms, forms), /5 claims and 1 form that no page states, all in every run/);
    assert.match(matrix(forms, forms), /forms that no page states, seen<\/th><td class="count">[01] of 1</);
    const portal = { ...before, target: { kind: 'portal', origin: 'https://p.invalid' } } as const;
    assert.match(matrix(before, portal), /2 runs of 2 targets side by side/);
  });

  it('that are not whole say so in their headings', () => {
    const part = { ...before, shard: { current: 1, total: 2 }, incomplete: ['A worker ended'] };
    const page = matrix(before, part);
    assert.match(page, /shard 1 of 2, a part of a run/);
    assert.match(page, /A worker ended: the run is not complete\./);
  });

  it('name the version of the suite that made each, where the run says', () => {
    const versions = { suite: '9.8.7', commit: 'abcdef12', node: '20.18.1' };
    assert.match(matrix(before, { ...before, versions }), /made by [^<]*9\.8\.7/);
  });
});
