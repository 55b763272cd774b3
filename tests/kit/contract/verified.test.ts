import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { DataError } from '../../../src/base/yaml-file.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import type { Verified } from '../../../src/contract/verified.ts';
import { buildReport } from '../../../src/report/build.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import { loadVerified } from '../../../src/run/load.ts';
import { loadPageAssets } from '../../../src/shell/page-assets.ts';
import { change, contextOf, contractOf, FACTS, factsOf, SAMPLE, SAMPLE_FILE, schemas } from './sample.ts';

const assets = loadPageAssets();
const DIGEST = FACTS[0]?.digest ?? '';

/** What a run on a portal wrote of the sample's first method. */
const mark = (more: Partial<Verified> = {}): Verified => ({
  method: 'some.method',
  confidence: 'verified',
  docs: { digest: DIGEST },
  rows: [
    { path: 'status', verdict: 'confirmed' },
    { path: 'refused', verdict: 'confirmed' },
    { path: 'exists', verdict: 'confirmed' },
  ],
  ...more,
});

const marked = (verified: readonly Verified[], texts: Record<string, string> = {}): string[] =>
  contractOf(texts, { verified, confidence: 'parsed' })
    .claims.filter(({ confidence }) => confidence === 'verified')
    .map(({ id }) => id);

const VERIFIED = ['some.method.status', 'some.method.refused'];

describe('a claim that a run on a portal has confirmed', () => {
  it('is verified, be it from a table or written by a person', () => {
    assert.deepEqual(marked([mark()]).sort(), [...VERIFIED].sort());
    assert.deepEqual(marked([mark({ method: 'Some.Method' })]).sort(), [...VERIFIED].sort());
    assert.deepEqual(marked([]), []);
  });

  it('is so no more once the page states something else', () => {
    assert.deepEqual(marked([mark({ docs: { digest: 'f'.repeat(16) } })]), []);
    const facts = FACTS.map((page) =>
      page.method === 'some.method' ? { ...page, digest: 'f'.repeat(16) } : page,
    );
    const contract = contractOf({}, { ...contextOf(facts), verified: [mark()] });
    assert.deepEqual(
      contract.claims.filter(({ confidence }) => confidence === 'verified'),
      [],
    );
  });

  it('is not, where its method is not, or a row of its own is missing or says otherwise', () => {
    assert.deepEqual(marked([mark({ confidence: 'parsed' })]), []);
    assert.deepEqual(marked([mark({ rows: [{ path: 'status', verdict: 'contradicted' }] })]), []);
    assert.deepEqual(marked([mark({ rows: [{ path: 'refused', verdict: 'confirmed' }] })]), [
      'some.method.refused',
    ]);
  });

  it('is not, where it is a draft, of REST 3.0, or of a method that no page describes', () => {
    const draft = change(SAMPLE, 'confidence: reviewed', 'confidence: parsed');
    assert.deepEqual(marked([mark()], { [SAMPLE_FILE]: draft }), []);
    assert.deepEqual(marked([mark({ rest: 3 })]), []);
    assert.deepEqual(marked([mark({ method: factsOf('gone.method').method })]), []);
  });

  it('is tried and counted as one that was reviewed, and the report says more of it', () => {
    const plain = contractOf();
    const contract = contractOf({}, { verified: [mark()] });
    const ids = (of: typeof plain) => generateCases(of, 'full').map(({ id }) => id);
    assert.deepEqual(ids(contract), ids(plain));
    const facts = {
      target: { kind: 'mock' as const, origin: 'embedded' },
      startedAt: new Date(0),
      durationMs: 1,
      selected: [],
      all: 0,
    };
    const report = buildReport(contract, [], facts);
    assert.equal(report.drafts, undefined);
    assert.deepEqual(
      report.claims
        .filter(({ verified }) => verified)
        .map(({ id }) => id)
        .sort(),
      [...VERIFIED].sort(),
    );
    assert.equal(
      renderPage(report, [], assets).split('verified on a portal</span>').length - 1,
      VERIFIED.length,
    );
    assert.doesNotMatch(renderPage(buildReport(plain, [], facts), [], assets), /verified on a portal/);
  });

  it('cannot be typed into an overlay', () => {
    const typed = change(SAMPLE, 'confidence: reviewed', 'confidence: verified');
    assert.throws(() => marked([], { [SAMPLE_FILE]: typed }), /'confidence' is 'verified'/);
  });
});

const FILE = {
  method: 'some.method',
  confidence: 'verified',
  verifiedAt: '2026-01-02T00:00:00.000Z',
  docs: { page: 'api/some-method.md', digest: DIGEST },
  portal: { kind: 'portal' },
  rows: [{ path: 'status', verdict: 'confirmed', evidence: { case: 'one' } }],
};

describe('files of verifications', () => {
  function folderOf(t: TestContext, files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), 'b24-verified-'));
    t.after(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  }
  const read = (t: TestContext, file: unknown, name = 'some.method.json') =>
    loadVerified(
      schemas,
      folderOf(t, { [name]: typeof file === 'string' ? file : JSON.stringify(file, undefined, 1) }),
    );

  it('are read by the contract; without a folder there is none', (t) => {
    assert.deepEqual(marked(read(t, FILE)), ['some.method.status']);
    assert.deepEqual(loadVerified(schemas, join(folderOf(t, {}), 'none')), []);
    const empty = folderOf(t, {});
    mkdirSync(join(empty, 'further'));
    assert.deepEqual(loadVerified(schemas, empty), []);
  });

  for (const [what, file, message] of [
    ['is not JSON', '{', /some\.method\.json:1: it is not JSON$/],
    [
      'has an unknown key',
      { ...FILE, marked: true },
      /some\.method\.json:\d+: unknown key 'marked' in the file/,
    ],
    ['lacks what it is made from', { ...FILE, docs: { page: 'p' } }, /json:5: 'docs' lacks 'digest'/],
    ['was not earned on a portal', { ...FILE, portal: { kind: 'mock' } }, /'portal\.kind' must be "portal"/],
    ['does not say when', { ...FILE, verifiedAt: undefined }, /the file lacks 'verifiedAt'/],
    ['has tried nothing', { ...FILE, rows: [] }, /'rows' must NOT have fewer than 1 items/],
    [
      'was contradicted',
      { ...FILE, rows: [{ ...FILE.rows[0], verdict: 'contradicted' }] },
      /'rows\.0\.verdict' must be "confirmed"/,
    ],
    ['is of another method', { ...FILE, method: 'other.method' }, /its name must be 'other\.method\.json'/],
  ] as const)
    it(`is refused where one ${what}`, (t) => {
      assert.throws(
        () => read(t, file),
        (error) => {
          assert.ok(error instanceof DataError, String(error));
          assert.match(error.message, message);
          return true;
        },
      );
    });
});
