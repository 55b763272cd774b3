import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide, type Policy } from '../../../src/judge/policy.ts';
import { renderAnnotations } from '../../../src/report/annotations.ts';
import { renderBadge } from '../../../src/report/badge.ts';
import { exitCode } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import { renderJunit } from '../../../src/report/junit.ts';
import { renderSummary } from '../../../src/report/summary.ts';
import { renderEnd } from '../../../src/report/terminal.ts';
import { endingLine, endingOf } from '../../../src/report/verdict.ts';
import { cases, judgedCase, report } from './bench.ts';
import { reportContract } from './sample.ts';

const MUST = 'some.method.status';
const OTHER = 'some.method.result';
const HINT = 'some.method.fast';

const of = reportContract('untestable: no bound is given for quickly', 'check: { status: 200 }');
const assets = { css: '', script: '' };

const found = (
  outcomes: Parameters<typeof judgedCase>[1],
  facts: Parameters<typeof report>[2] = {},
): ClaimsReport => report([judgedCase(0, outcomes)], [], facts, of);

const deviation = (claim: string) => ({
  deviations: [{ claim, reason: 'known', link: 'https://portal.test/1', owner: 'QA', expires: '2999-12-31' }],
});

const LENIENT: Policy = { strict: false };
const STRICT: Policy = { strict: true };
const onlyNew = (...ids: string[]): Policy => ({ strict: false, fresh: new Set(ids) });

const kept = found({ [MUST]: 'confirmed', [OTHER]: 'confirmed' });
const hint = found({ [HINT]: 'contradicted', [OTHER]: 'confirmed' });
const fact = found({ [MUST]: 'contradicted', [OTHER]: 'confirmed' });
const both = found({ [MUST]: 'contradicted', [HINT]: 'contradicted', [OTHER]: 'confirmed' });
const known = found({ [MUST]: 'contradicted', [OTHER]: 'confirmed' }, deviation(MUST));
const knownHint = found({ [HINT]: 'contradicted', [OTHER]: 'confirmed' }, deviation(HINT));
const stale = found({ [MUST]: 'confirmed' }, { ...deviation(MUST), selected: cases.slice(0, 1) });
const broken = found({ [MUST]: 'confirmed' }, { brokenOff: ['Interrupted'] });
const brokenHint = found({ [HINT]: 'contradicted', [OTHER]: 'confirmed' }, { brokenOff: ['Interrupted'] });
const brokenFact = found({ [MUST]: 'contradicted' }, { brokenOff: ['Interrupted'] });
const nothing = report([], [], {}, of);

const ROWS: [string, ClaimsReport, Policy, string][] = [
  ['nothing contradicted', kept, LENIENT, 'passed'],
  ['nothing contradicted', kept, STRICT, 'passed'],
  ['a hint contradicted', hint, LENIENT, 'passed with hints'],
  ['a hint contradicted', hint, STRICT, 'failed'],
  ['a hint contradicted, as before', hint, { strict: true, fresh: new Set() }, 'passed with hints'],
  ['a new hint contradicted', hint, { strict: true, fresh: new Set([HINT]) }, 'failed'],
  ['a fact contradicted', fact, LENIENT, 'failed'],
  ['a fact contradicted, as before', fact, onlyNew(), 'passed with hints'],
  ['a new fact contradicted', fact, onlyNew(MUST), 'failed'],
  ['a fact as before and a new hint', both, onlyNew(HINT), 'passed with hints'],
  ['a fact and a hint contradicted', both, LENIENT, 'failed'],
  ['a known deviation', known, STRICT, 'passed'],
  ['a known deviation of a hint', knownHint, STRICT, 'passed'],
  ['a stale deviation', stale, LENIENT, 'failed'],
  ['a stale deviation', stale, onlyNew(), 'passed with hints'],
  ['a run broken off', broken, LENIENT, 'incomplete'],
  ['a run broken off, a hint contradicted', brokenHint, LENIENT, 'incomplete'],
  ['a run broken off, a hint contradicted', brokenHint, STRICT, 'failed'],
  ['a run broken off, a fact contradicted', brokenFact, LENIENT, 'failed'],
  ['nothing exercised', nothing, LENIENT, 'incomplete'],
];

const LOOKS: Record<string, { exit: number; badge: string; page: string }> = {
  passed: { exit: 0, badge: 'brightgreen', page: 'passed' },
  'passed with hints': { exit: 0, badge: 'yellow', page: 'hints' },
  failed: { exit: 1, badge: 'red', page: 'failed' },
  incomplete: { exit: 2, badge: 'lightgrey', page: 'incomplete' },
};

const nameOf = ({ strict, fresh }: Policy): string =>
  `${strict ? 'strict' : 'lenient'}${fresh ? `, only new: ${[...fresh].join() || 'none'}` : ''}`;

describe('one policy, one colour', () => {
  for (const [what, made, policy, verdict] of ROWS)
    it(`${what} (${nameOf(policy)}): ${verdict}, wherever it is told`, () => {
      const looks = LOOKS[verdict];
      assert.ok(looks);
      assert.equal(decide(made, policy).verdict, verdict);
      assert.equal(exitCode(made, policy.strict, policy.fresh), looks.exit);
      assert.equal(renderBadge(made, policy).color, looks.badge);
      const page = renderPage(made, [], assets, policy);
      assert.match(page, new RegExp(`<h1 class="answer ${looks.page}">`));
      const failed = verdict === 'failed';
      // Whatever is drawn as a failure is one, and the other way round.
      const red = /<li class="fails"|class="fill-contradicted"|class="warning failed"/;
      assert.equal(red.test(page), failed, 'something red on the page');
      assert.equal(/✘/.test(renderEnd(made, { policy })), failed, 'a cross in the terminal');
      assert.equal(/failures="[1-9]/.test(renderJunit(made, policy)), failed, 'a failure in JUnit');
      const annotations = renderAnnotations(made, of, policy).join('\n');
      assert.equal(/^::error /m.test(annotations), failed, 'an error among the annotations');
      const summary = renderSummary(made, policy);
      if (verdict === 'incomplete') assert.match(summary, /the run is not complete/);
      else assert.match(summary, new RegExp(`^\\*\\*${verdict}\\*\\*: `, 'im'));
      assert.match(
        endingLine(endingOf(made, policy)),
        new RegExp(`^${verdict}: .+ · exit code ${looks.exit}$`),
      );
    });

  it('says why: each number behind the verdict', () => {
    const line = (made: ClaimsReport, policy: Policy): string => endingLine(endingOf(made, policy));
    assert.equal(line(kept, LENIENT), 'passed: nothing is contradicted · exit code 0');
    assert.equal(
      line(known, LENIENT),
      'passed: nothing is contradicted beyond 1 known deviation · exit code 0',
    );
    assert.equal(
      line(hint, LENIENT),
      'passed with hints: 1 claim contradicted (1 should); hints and wording (should) fail a run only with --strict · exit code 0',
    );
    assert.equal(line(hint, STRICT), 'failed: 1 claim contradicted (1 should) · exit code 1');
    assert.equal(
      line(fact, onlyNew()),
      'passed with hints: 1 claim contradicted (1 must), none new · exit code 0',
    );
    assert.equal(line(fact, onlyNew(MUST)), 'failed: 1 claim contradicted (1 must), 1 new · exit code 1');
    assert.equal(
      line(brokenFact, LENIENT),
      'failed: 1 claim contradicted (1 must); the run is not complete · exit code 1',
    );
    assert.equal(line(stale, LENIENT), 'failed: 1 known deviation no longer holds · exit code 1');
    assert.equal(line(broken, LENIENT), 'incomplete: Interrupted: the run is not complete · exit code 2');
  });
});
