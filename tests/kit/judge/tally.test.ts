import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check, Contract } from '../../../src/contract/contract.ts';
import type { Finding } from '../../../src/judge/judge.ts';
import { type JudgedCase, type SkippedCase, tally, type Verdict } from '../../../src/judge/tally.ts';
import { sampleContract } from '../contract/sample.ts';
import { CLAIM, contractWith } from './bench.ts';

type Outcome = Finding['outcome'];
const BLOCKED = 'the answer did not show it';

function judged(...outcomes: Outcome[]): JudgedCase<string>[] {
  return outcomes.map((outcome, index) => ({
    case: `case ${index}`,
    exchange: `exchange ${index}`,
    findings: [
      {
        claim: CLAIM,
        outcome,
        ...(outcome === 'contradicted' ? { reason: `problem ${index}` } : {}),
        ...(outcome === 'blocked' ? { reason: `${BLOCKED} ${index}` } : {}),
      },
    ],
  }));
}

function verdict(check: Check, cases: JudgedCase<string>[], skipped: SkippedCase[] = []): Verdict<string> {
  const found = tally(contractWith(check), cases, skipped).find(({ claim }) => claim.id === CLAIM);
  assert.ok(found);
  return found;
}

const EVERY: Check = { status: 200 };
const ACCEPTED: Check = { accepted: true };
const REFUSED: Check = { refused: true };
const [c, x, b] = ['confirmed', 'contradicted', 'blocked'] as const;

const RULES: [title: string, check: Check, outcomes: Outcome[], verdict: string][] = [
  ['one confirmed case confirms', EVERY, [c], 'confirmed'],
  ['blocked cases do not count against it', EVERY, [b, c, b], 'confirmed'],
  ['one contradicted case contradicts', EVERY, [x], 'contradicted'],
  ['one contradicted case among confirmed ones contradicts', EVERY, [c, c, x, c], 'contradicted'],
  ['contradicted first or last is the same', EVERY, [x, c, c], 'contradicted'],
  ['blocked cases alone exercise nothing', EVERY, [b, b], 'not-exercised'],
  ['no case exercises nothing', EVERY, [], 'not-exercised'],
  ['an accepted form is confirmed by one accepted case', ACCEPTED, [x, x, c], 'confirmed'],
  ['an accepted form that is never accepted is contradicted', ACCEPTED, [x, x], 'contradicted'],
  ['an accepted form that is refused or blocked is contradicted', ACCEPTED, [b, x], 'contradicted'],
  ['a refusal must happen every time', REFUSED, [c, x], 'contradicted'],
  ['a refusal that always happens is confirmed', REFUSED, [c, c], 'confirmed'],
];

describe('the verdict of a claim', () => {
  for (const [title, check, outcomes, expected] of RULES)
    it(title, () => {
      assert.equal(verdict(check, judged(...outcomes)).verdict, expected);
    });

  it('does not depend on the order of the cases', () => {
    const cases = judged(c, x, b, c, x);
    const reversed = [...cases].reverse();
    for (const check of [EVERY, ACCEPTED]) {
      const [one, other] = [verdict(check, cases), verdict(check, reversed)];
      assert.deepEqual([one.verdict, one.counts], [other.verdict, other.counts]);
    }
  });

  it('counts every case', () => {
    assert.deepEqual(verdict(EVERY, judged(c, x, b, c, x, x)).counts, {
      confirmed: 2,
      contradicted: 3,
      blocked: 1,
    });
  });

  it('counts the refusals of a form that was accepted once', () => {
    assert.deepEqual(verdict(ACCEPTED, judged(c, x)).counts, { confirmed: 1, contradicted: 1, blocked: 0 });
  });

  it('leaves out findings about other claims', () => {
    const other: JudgedCase<string> = {
      case: 'x',
      exchange: 'x',
      findings: [{ claim: 'other', outcome: 'contradicted' }],
    };
    assert.equal(verdict(EVERY, [other, ...judged(c)]).verdict, 'confirmed');
  });
});

describe('evidence', () => {
  it('of a contradiction is up to five contradicting cases, in the order given', () => {
    const { evidence, counts } = verdict(EVERY, judged(c, x, x, b, x, x, x, x, x));
    assert.deepEqual(evidence, [
      { case: 'case 1', problems: ['problem 1'], exchange: 'exchange 1' },
      { case: 'case 2', problems: ['problem 2'], exchange: 'exchange 2' },
      { case: 'case 4', problems: ['problem 4'], exchange: 'exchange 4' },
      { case: 'case 5', problems: ['problem 5'], exchange: 'exchange 5' },
      { case: 'case 6', problems: ['problem 6'], exchange: 'exchange 6' },
    ]);
    assert.equal(counts.contradicted, 7);
  });

  it('of a confirmation is the first confirming case, without problems', () => {
    assert.deepEqual(verdict(EVERY, judged(b, c, c)).evidence, [
      { case: 'case 1', problems: [], exchange: 'exchange 1' },
    ]);
  });

  it('of a form accepted once is the case that was accepted', () => {
    assert.deepEqual(verdict(ACCEPTED, judged(x, c)).evidence, [
      { case: 'case 1', problems: [], exchange: 'exchange 1' },
    ]);
  });

  it('of a blocked claim is the first blocked case', () => {
    assert.deepEqual(verdict(EVERY, judged(b, b)).evidence, [
      { case: 'case 0', problems: [`${BLOCKED} 0`], exchange: 'exchange 0' },
    ]);
  });
});

describe('the reason why a claim was not exercised', () => {
  const skip = (reason: string, claims = [CLAIM]): SkippedCase => ({ case: 's', claims, reason });
  const reason = (cases: JudgedCase<string>[], skipped: SkippedCase[]) => {
    const found = verdict(EVERY, cases, skipped);
    return [found.verdict, found.reasonKind, found.reason];
  };

  it('is what the answer did not show, before anything that was skipped', () => {
    assert.deepEqual(reason(judged(b), [skip('needs B24_BOT_ID')]), [
      'not-exercised',
      'blocked',
      `${BLOCKED} 0`,
    ]);
  });

  it('is what the easiest skipped case needs', () => {
    const skipped = [
      skip('needs B24_BOT_ID and B24_CHAT_ID'),
      skip('needs B24_USER_ID'),
      skip('needs B24_A and B24_B'),
    ];
    for (const cases of [skipped, [...skipped].reverse()])
      assert.deepEqual(reason([], cases), ['not-exercised', 'missing', 'needs B24_USER_ID']);
  });

  it('does not name what cases of other claims need', () => {
    assert.deepEqual(reason([], [skip('needs B24_USER_ID', ['other'])]), [
      'not-exercised',
      'not-selected',
      'left out of this run',
    ]);
  });

  it('is that it was left out, when no case of it was there', () => {
    assert.deepEqual(reason([], []), ['not-exercised', 'not-selected', 'left out of this run']);
  });

  it('is the written one for an untestable claim, whatever a case says', () => {
    const contract: Contract = sampleContract();
    const found = tally(
      contract,
      [{ case: 'x', exchange: 'x', findings: [{ claim: 'some.method.fast', outcome: 'contradicted' }] }],
      [],
    ).find(({ claim }) => claim.id === 'some.method.fast');
    assert.deepEqual(
      [found?.verdict, found?.reasonKind, found?.reason, found?.evidence],
      ['not-exercised', 'untestable', 'no bound is given for quickly', []],
    );
  });

  it('is a general one where a blocked finding gives none', () => {
    const silent: JudgedCase<string> = {
      case: 'x',
      exchange: 'x',
      findings: [{ claim: CLAIM, outcome: 'blocked' }],
    };
    assert.deepEqual(reason([silent], []), ['not-exercised', 'blocked', 'the answer does not show it']);
  });

  it('comes with counts of nothing for an untestable claim', () => {
    const found = tally(sampleContract(), [], []).find(({ claim }) => claim.id === 'some.method.fast');
    assert.deepEqual(found?.counts, { confirmed: 0, contradicted: 0, blocked: 0 });
  });

  it('is not given where there is a verdict', () => {
    const found = verdict(EVERY, judged(c), [skip('needs B24_USER_ID')]);
    assert.deepEqual([found.reason, found.reasonKind], [undefined, undefined]);
  });
});

it('there is one verdict per claim of the contract, in its order', () => {
  const contract = sampleContract();
  assert.deepEqual(
    tally(contract, [], []).map(({ claim }) => claim.id),
    contract.claims.map((claim) => claim.id),
  );
});
