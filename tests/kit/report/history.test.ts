import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { exitCode } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import {
  changesSince,
  comparableRuns,
  earlierRuns,
  flips,
  newContradictions,
  parseHistory,
  type RunRecord,
  toRecord,
} from '../../../src/report/history.ts';
import { appendHistory, readHistory } from '../../../src/shell/history-file.ts';
import { contract, judgedCase, report } from './bench.ts';

const STATUS = 'some.method.status';
const RESULT = 'some.method.result';

const isRecord = contract.schemas.validator('history.schema.json');

/** A run on some day of September, with what its one case found. */
function run(day: number, outcomes: Parameters<typeof judgedCase>[1], change: Partial<ClaimsReport> = {}) {
  const startedAt = new Date(Date.UTC(2025, 8, day));
  return { ...report([judgedCase(0, outcomes)], [], { startedAt }), ...change };
}

const KEPT = run(1, { [STATUS]: 'confirmed', [RESULT]: 'confirmed' });
const BROKEN = run(2, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' });

describe('a record of a run', () => {
  it('satisfies its schema and tells each claim once', () => {
    const record = toRecord(BROKEN);
    assert.ok(isRecord(JSON.parse(JSON.stringify(record))));
    const ids = Object.values(record.verdicts).flat();
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(record.verdicts.contradicted, [STATUS]);
    assert.equal(record.totals.contradicted, 1);
  });

  it('leaves out claims that were left out of the run', () => {
    const left = BROKEN.claims.filter((claim) => claim.reasonKind === 'not-selected');
    assert.ok(left.length > 0);
    const ids = Object.values(toRecord(BROKEN).verdicts).flat();
    for (const { id } of left) assert.ok(!ids.includes(id));
  });
});

describe('a history', () => {
  const line = JSON.stringify(toRecord(KEPT));

  it('is read line by line, in its order', () => {
    const other = JSON.stringify(toRecord(BROKEN));
    const { runs, broken } = parseHistory(`${line}\n${other}\n`, isRecord);
    assert.deepEqual(
      runs.map((one) => one.startedAt),
      [KEPT.startedAt, BROKEN.startedAt],
    );
    assert.deepEqual(broken, []);
  });

  for (const [what, text] of [
    ['a line that a crash cut short', line.slice(0, 40)],
    ['other JSON', '{"target":"x"}'],
    ['no JSON', 'nonsense'],
  ] as const)
    it(`skips ${what}, and tells its number`, () => {
      const { runs, broken } = parseHistory(`${line}\n${text}\n${line}\n`, isRecord);
      assert.equal(runs.length, 2);
      assert.deepEqual(broken, [2]);
    });

  it('tells earlier runs of the same target, the oldest first', () => {
    const elsewhere = run(
      1,
      { [STATUS]: 'confirmed' },
      { target: { kind: 'portal', origin: 'https://b.test' } },
    );
    const later = run(9, { [STATUS]: 'confirmed' });
    const runs = [later, BROKEN, elsewhere, KEPT].map(toRecord);
    const now = run(5, { [STATUS]: 'confirmed' });
    assert.deepEqual(
      earlierRuns(runs, now).map((one) => one.startedAt),
      [KEPT.startedAt, BROKEN.startedAt],
    );
  });
});

describe('what changed', () => {
  const since = (earlier: ClaimsReport[], now: ClaimsReport) => changesSince(earlier.map(toRecord), now);

  it('is told from and to, new contradictions first', () => {
    const now = run(3, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' });
    assert.deepEqual(since([BROKEN], now), [
      { claim: RESULT, from: 'confirmed', to: 'contradicted', rewritten: false },
      { claim: STATUS, from: 'contradicted', to: 'confirmed', rewritten: false },
    ]);
  });

  it('is nothing where a run repeats the previous one', () => {
    assert.deepEqual(since([KEPT, BROKEN], { ...BROKEN, startedAt: '2025-09-03T00:00:00.000Z' }), []);
  });

  it('is seen through a run of a few groups in between', () => {
    const few = run(3, { [RESULT]: 'confirmed' });
    const now = run(4, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' });
    assert.deepEqual(since([BROKEN, few], now), []);
  });

  it('is told of runs that tried the same forms, where requests are limited', () => {
    const of = (day: number, part: string, verdict: 'confirmed' | 'contradicted') =>
      run(
        day,
        { [STATUS]: verdict },
        { selection: { confidence: 'reviewed', tests: '', part: `part ${part} of 2` } },
      );
    const [first, second] = [of(1, '1', 'confirmed'), of(2, '2', 'contradicted')];
    const changed = (earlier: ClaimsReport[], now: ClaimsReport) =>
      since(earlier, now).map(({ from, to }) => `${from} → ${to}`);
    assert.deepEqual(changed([first], second), ['confirmed → contradicted']);
    assert.deepEqual(changed([first, second], of(3, '1', 'confirmed')), []);
    assert.deepEqual(changed([first, second, of(3, '1', 'confirmed')], of(4, '2', 'contradicted')), []);
    assert.deepEqual(changed([first, second], of(4, '2', 'confirmed')), ['contradicted → confirmed']);
    // A run without a limit tried all forms.
    const all = run(5, { [STATUS]: 'contradicted' });
    assert.deepEqual(changed([first, second, all], of(6, '1', 'contradicted')), []);
    assert.deepEqual(
      [...comparableRuns([toRecord(first), toRecord(all)], toRecord(second)).others.keys()],
      ['tried part 1 of 2', 'tried all parts at once'],
    );
  });

  for (const [how, facts] of [
    ['without all answers', { unanswered: 1, incomplete: ['1 request got no answer'] }],
    ['interrupted', { incomplete: ['Interrupted'] }],
  ] as const)
    it(`is not compared with a run that was not complete: ${how}`, () => {
      const cut = run(3, { [STATUS]: 'blocked' }, { ...facts, incomplete: [...facts.incomplete] });
      const now = run(4, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' });
      assert.deepEqual(since([BROKEN, cut], now), []);
    });
});

describe('drift as a gate', () => {
  const fresh = (earlier: ClaimsReport[], now: ClaimsReport): Set<string> =>
    newContradictions(
      earlier.map((one): RunRecord => toRecord(one)),
      now,
    );

  it('lets pass what the previous run had contradicted too', () => {
    assert.equal(exitCode(BROKEN, false, fresh([BROKEN], BROKEN)), 0);
    assert.equal(exitCode(BROKEN, false), 1);
  });

  it('stops what the previous run had not', () => {
    assert.equal(exitCode(BROKEN, false, fresh([KEPT], BROKEN)), 1);
  });

  it('stops a contradiction that had gone in between', () => {
    assert.equal(exitCode(BROKEN, false, fresh([BROKEN, KEPT], BROKEN)), 1);
  });

  it('stops every contradiction where there is no previous run', () => {
    assert.equal(exitCode(BROKEN, false, fresh([], BROKEN)), 1);
  });

  it('passes no run that exercised nothing', () => {
    assert.equal(exitCode(report([]), false, new Set()), 2);
  });
});

it('a claim flips as often as it goes from kept to broken or back', () => {
  assert.equal(flips(['confirmed', 'confirmed']), 0);
  assert.equal(flips(['confirmed', 'contradicted', 'confirmed']), 2);
  assert.equal(flips(['confirmed', 'not-exercised', 'confirmed']), 0);
  assert.equal(flips(['contradicted', 'deviation']), 0);
});

describe('the history file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'b24-history-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const record = toRecord(KEPT);

  it('is none before the first run', () => {
    assert.deepEqual(readHistory(join(folder, 'none.jsonl')), []);
  });

  it('is made with its folder, and grows by a line for each run', () => {
    const path = join(folder, 'deep', 'history.jsonl');
    appendHistory(path, record);
    appendHistory(path, toRecord(BROKEN));
    assert.equal(readFileSync(path, 'utf8').split('\n').length, 3);
    assert.deepEqual(readHistory(path), [record, toRecord(BROKEN)]);
  });

  it('goes on with a line of its own after a crash, and warns of the broken one', () => {
    const path = join(folder, 'cut.jsonl');
    writeFileSync(path, `${JSON.stringify(record)}\n${JSON.stringify(record).slice(0, 30)}`);
    appendHistory(path, record);
    const warnings: string[] = [];
    assert.equal(readHistory(path, (message) => warnings.push(message)).length, 2);
    assert.deepEqual(warnings, [`${path}:2 is not a record of a run and is skipped`]);
  });
});

describe('runs that can be compared', () => {
  const whole = (day: number) => toRecord(run(day, { [STATUS]: 'confirmed' }));
  const selecting = (tests: string, confidence: 'reviewed' | 'parsed' = 'reviewed') =>
    toRecord(run(1, { [STATUS]: 'confirmed' }, { selection: { confidence, tests } }));
  const reasons = (before: RunRecord[], now: RunRecord) => [...comparableRuns(before, now).others];

  it('are those of the same selection of claims and the same confidence', () => {
    const before = [whole(1), selecting('--grep @batch'), selecting('', 'parsed'), whole(2)];
    const { runs } = comparableRuns(before, whole(3));
    assert.deepEqual(
      runs.map(({ startedAt }) => startedAt),
      [whole(1).startedAt, whole(2).startedAt],
    );
    assert.deepEqual(reasons(before, whole(3)), [
      ['tried another part of the claims (--grep @batch)', 1],
      ['tried drafts as well', 1],
    ]);
  });

  it('say why they are not, where this one is of a part', () => {
    const now = selecting('--grep @batch', 'parsed');
    assert.deepEqual(reasons([selecting('', 'parsed'), whole(1), whole(2)], now), [
      ['tried all claims', 1],
      ['did not try drafts', 2],
    ]);
    assert.deepEqual(reasons([now], now), []);
  });

  it('are told by their numbers where an earlier version of the suite made them', () => {
    const old = ({ selection: _, ...record }: RunRecord): RunRecord => record;
    const part = old(whole(1));
    const left = contract.claims.filter(({ strength }) => strength !== 'observed').length;
    const known = Object.values(part.verdicts).flat().length;
    assert.deepEqual(reasons([part], whole(2)), [
      [`tried another part of the claims (${known} of ${left} claims)`, 1],
    ]);
    const verdicts = { ...part.verdicts, 'not-exercised': Array.from({ length: left - known + 1 }, String) };
    const all = { ...part, verdicts: { ...verdicts, 'not-exercised': verdicts['not-exercised'].slice(1) } };
    const sum = Object.values(all.verdicts).flat().length;
    const totals = { ...all.totals, 'not-exercised': all.totals['not-exercised'] + sum - left };
    assert.deepEqual(reasons([{ ...all, totals }], whole(2)), []);
  });

  it('leave it to the gate what is new: whatever contradicted a claim before, it is not', () => {
    const part = toRecord(
      run(1, { [STATUS]: 'contradicted' }, { selection: { confidence: 'reviewed', tests: '-g x' } }),
    );
    const now = run(2, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' });
    assert.deepEqual([...newContradictions([part], now)], [RESULT]);
  });
});
