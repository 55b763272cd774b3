import assert from 'node:assert/strict';
import { test } from 'node:test';
import { once } from '../../../src/base/once.ts';
import { planSurvey, renderSurveyPlan } from '../../../src/survey/plan.ts';
import { allSubjects } from './all-subjects.ts';

const subjects = allSubjects();
const everything = new Set(subjects.flatMap(({ facts }) => (facts.scope ?? '').split(/, */)));
const whole = once(() => planSurvey(subjects, { scopes: everything, hasNoScope: true, hasLeave: true }));

test('all documented methods are planned within 1,500 requests, 12 minutes at two a second', () => {
  const plan = whole();
  assert.equal(plan.methods, subjects.length);
  assert.ok(plan.requests <= 1440, String(plan.requests));
  assert.deepEqual(plan.lacking, []);
});

test('a missing scope costs no requests, and the plan says what it would add', () => {
  const all = whole();
  const scopes = new Set(everything);
  scopes.delete('sale');
  const without = planSurvey(subjects, { scopes, hasNoScope: true, hasLeave: true });
  assert.ok(without.requests < all.requests);
  const [lack] = without.lacking;
  assert.equal(lack?.what, 'the scope sale');
  assert.ok((lack?.methods ?? 0) > 20 && (lack?.claims ?? 0) > (lack?.methods ?? 0));
});

test('without the webhook that must be refused the plan names it, and with it the leave', () => {
  const given = { scopes: everything, hasNoScope: false, hasLeave: false };
  assert.deepEqual(
    planSurvey(subjects, given).lacking.map(({ what }) => what),
    ['B24_WEBHOOK_NO_SCOPE', 'B24_ALLOW_PROVISION=1'],
  );
  const lacking = planSurvey(subjects, { ...given, hasNoScope: true }).lacking;
  assert.deepEqual(
    lacking.map(({ what }) => what),
    ['B24_ALLOW_PROVISION=1'],
  );
});

test('a plan is read as the rest of a run’s plan', () => {
  const text = renderSurveyPlan(
    {
      methods: 1670,
      claims: 18_352,
      requests: 967,
      lacking: [{ what: 'the scope sale', methods: 52, claims: 980 }],
    },
    2,
  );
  assert.deepEqual(text.split('\n'), [
    '  survey       18,352 claims of 1,670 documented methods, nothing written',
    '               at most 967 requests, about 9 min at 2 a second',
    '               and 11 min at most of waiting, where methods near the running time that a portal allows',
    '               the scope sale would add 980 claims of 52 methods',
  ]);
});

test('without a rate the plan says no minutes', () => {
  const plan = whole();
  assert.match(renderSurveyPlan(plan, 2), /requests, about \d+ min at 2 a second/);
  assert.match(renderSurveyPlan(plan, undefined), /at most [\d,]+ requests$/m);
});
