import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { writeVerifications } from '../../../src/cli/verification-files.ts';
import type { ClaimResult, ClaimsReport } from '../../../src/report/claims.gen.ts';
import { type Verification, verificationsOf } from '../../../src/report/verification.ts';
import { loadSchemas } from '../../../src/run/load.ts';
import { readVerifications } from '../../../src/run/verifications.ts';

type Verdict = ClaimResult['verdict'];

/** A report of a survey: methods by name, each with the verdicts of its claims. */
function reportOf(
  methods: Record<string, Record<string, Verdict>>,
  { kind = 'portal', digest = 'a'.repeat(16) }: { kind?: 'mock' | 'portal'; digest?: string } = {},
): ClaimsReport {
  const drafts = Object.entries(methods).flatMap(([method, verdicts]) =>
    Object.entries(verdicts).map(
      ([path, verdict]): ClaimResult => ({
        id: `${method}.${path}`,
        method: method.replace('@3', ''),
        ...(method.endsWith('@3') ? { rest: 3 as const } : {}),
        statement: 'It is so.',
        strength: 'must',
        source: { page: `${method}.md`, heading: 'H' },
        layer: path === 'exists' ? 'existence' : 'read',
        verdict,
        counts: { confirmed: 0, contradicted: 0, blocked: 0 },
        evidence: [],
        shownBy: [
          { exchange: 0, ...(verdict === 'contradicted' ? { problem: 'expected one, got two' } : {}) },
        ],
      }),
    ),
  );
  return {
    target: { kind, origin: kind === 'portal' ? 'https://example.bitrix24.de' : 'embedded' },
    documentation: { repository: 'docs', revision: 'abcdef1', date: '2026-01-01', pages: {} },
    startedAt: '2026-01-02T00:00:00.000Z',
    durationMs: 1,
    requests: 1,
    unanswered: 0,
    incomplete: [],
    cases: { all: 0, selected: 0, run: 0 },
    totals: { confirmed: 0, contradicted: 0, notExercised: 0, deviations: 0, stale: 0, disagreements: 0 },
    claims: [],
    observations: [],
    drafts,
    exchanges: [
      {
        case: 'survey/read/x',
        request: { method: 'POST', url: 'u', headers: [], curl: 'c' },
        response: { status: 200, headers: [], body: '' },
        problems: [],
      },
    ],
    survey: {
      methods: Object.keys(methods).map((method) => ({
        method: method.replace('@3', ''),
        ...(method.endsWith('@3') ? { rest: 3 as const } : {}),
        section: 'crm',
        page: `${method}.md`,
        digest,
        safety: 'reads',
      })),
      undocumented: [],
      lacking: [],
      numbers: {
        documented: 1,
        existing: 1,
        missing: 0,
        read: 1,
        refused: 0,
        claims: 1,
        verdicts: 1,
        requests: 1,
        seconds: 1,
      },
    },
    stale: [],
  };
}

const GOOD = { exists: 'confirmed', 'read.status': 'confirmed', 'read.time': 'not-exercised' } as const;

test('on a portal, a method of which every fact that was tried is confirmed is verified', () => {
  const made = verificationsOf(reportOf({ 'crm.deal.get': GOOD })).get('crm.deal.get');
  assert.deepEqual(made, {
    method: 'crm.deal.get',
    confidence: 'verified',
    verifiedAt: '2026-01-02T00:00:00.000Z',
    docs: { repository: 'docs', revision: 'abcdef1', page: 'crm.deal.get.md', digest: 'a'.repeat(16) },
    portal: { kind: 'portal', edition: 'cloud', region: 'de', modules: ['crm'] },
    rows: [
      { path: 'exists', verdict: 'confirmed', evidence: { case: 'survey/read/x', status: 200 } },
      { path: 'read.status', verdict: 'confirmed', evidence: { case: 'survey/read/x', status: 200 } },
    ],
  });
});

const unverified = (made: Verification | undefined) => [made?.confidence, made?.why, made?.verifiedAt];

test('one contradiction is enough not to be', () => {
  const report = reportOf({ 'crm.deal.get': { ...GOOD, 'read.result': 'contradicted' } });
  const made = verificationsOf(report).get('crm.deal.get');
  assert.deepEqual(unverified(made), ['parsed', '1 of 3 facts that were tried are contradicted', undefined]);
  assert.equal(made?.rows[2]?.evidence.problem, 'expected one, got two');
});

test('the mock portal verifies nothing', () => {
  const made = verificationsOf(reportOf({ 'crm.deal.get': GOOD }, { kind: 'mock' })).get('crm.deal.get');
  assert.deepEqual(unverified(made), ['parsed', 'it was tried on the mock portal', undefined]);
});

test('what was not tried is not verified', () => {
  const made = verificationsOf(reportOf({ 'crm.deal.get': { exists: 'not-exercised' } })).get('crm.deal.get');
  assert.deepEqual(unverified(made), ['parsed', 'no fact of the method was tried', undefined]);
  assert.equal(made?.portal, undefined);
});

test('a method of REST 3.0 has a file of its own beside the older one', () => {
  const made = verificationsOf(
    reportOf({ 'tasks.task.get': GOOD, 'tasks.task.get@3': { exists: 'contradicted' } }),
  );
  assert.deepEqual([...made.keys()], ['tasks.task.get', 'tasks.task.get@3']);
  assert.equal(made.get('tasks.task.get')?.confidence, 'verified');
  assert.equal(made.get('tasks.task.get@3')?.confidence, 'parsed');
});

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'b24-verification-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'marks');
}

test('files are written, read again and stay when a run tries nothing of a method', (t) => {
  const folder = folderOf(t);
  const wrote = writeVerifications(folder, {
    name: 'one',
    report: reportOf({ 'crm.deal.get': GOOD, 'crm.deal.list': { exists: 'contradicted' } }),
  });
  assert.deepEqual(wrote, { written: 2, verified: 1 });
  const before = readFileSync(join(folder, 'crm.deal.get.json'), 'utf8');
  const nothing = reportOf({ 'crm.deal.get': { exists: 'not-exercised' } });
  assert.deepEqual(writeVerifications(folder, { name: 'two', report: nothing }), { written: 0, verified: 0 });
  assert.equal(readFileSync(join(folder, 'crm.deal.get.json'), 'utf8'), before);
});

test('a changed fact drops the mark, whether the run tries the method or not', (t) => {
  const folder = folderOf(t);
  writeVerifications(folder, { name: 'one', report: reportOf({ 'crm.deal.get': GOOD }) });
  const changed = reportOf({ 'crm.deal.get': { exists: 'not-exercised' } }, { digest: 'b'.repeat(16) });
  writeVerifications(folder, { name: 'two', report: changed });
  assert.deepEqual(unverified(readVerifications(folder, loadSchemas()).get('crm.deal.get')), [
    'parsed',
    'the page states something else since it was tried',
    undefined,
  ]);
});

test('a folder of something else is not written over', (t) => {
  const folder = folderOf(t);
  writeVerifications(folder, { name: 'one', report: reportOf({ 'crm.deal.get': GOOD }) });
  writeFileSync(join(folder, 'package.json'), '{"name":"mine"}');
  assert.throws(
    () => writeVerifications(folder, { name: 'two', report: reportOf({ 'crm.deal.get': GOOD }) }),
    /not the verification of a method, and --verification needs a folder of its own:\n(?:.*\n)*.*package.json:1: unknown key 'name'/,
  );
});

test('a run without a survey says how to make one', (t) => {
  const { survey: _, ...report } = reportOf({});
  assert.throws(
    () => writeVerifications(folderOf(t), { name: 'results/claims.json', report }),
    /results\/claims.json has no survey of all methods: make the run with --confidence parsed/,
  );
});
