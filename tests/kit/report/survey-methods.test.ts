import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClaimResult, ClaimsReport, Layer, Survey } from '../../../src/report/claims.gen.ts';
import { surveyChanges } from '../../../src/report/html/compare-surveys.ts';
import { renderSurvey } from '../../../src/report/html/survey.ts';
import { surveyData } from '../../../src/report/html/survey-data.ts';
import { mapOf } from '../../../src/report/html/treemap.ts';
import { draftsOf, surveyedMethods } from '../../../src/report/survey-methods.ts';
import { HOSTILE, reportSaying } from './bench.ts';

type Verdict = ClaimResult['verdict'];
type Found = Readonly<Record<string, readonly (readonly [Layer, string, Verdict])[]>>;

/** A report with a survey in which each method has claims: layer, end of the id, verdict. */
function reportOf(found: Found, says = 'It is so.'): ClaimsReport {
  const base = reportSaying('fine');
  const [sample] = base.claims;
  assert.ok(sample);
  const drafts = Object.entries(found).flatMap(([method, claims]) =>
    claims.map(
      ([layer, end, verdict]): ClaimResult => ({
        id: `${method}.${end}`,
        method,
        statement: says,
        strength: 'must',
        source: sample.source,
        layer,
        verdict,
        counts: { confirmed: 0, contradicted: 0, blocked: 0 },
        evidence: [],
        ...(verdict === 'contradicted'
          ? { shownBy: [{ exchange: 0, problem: 'expected so, got otherwise' }] }
          : {}),
      }),
    ),
  );
  const survey: Survey = {
    methods: Object.keys(found).map((method) => ({
      method,
      section: method.split('.')[0] ?? '',
      page: `${method}.md`,
      digest: '0123456789abcdef',
      safety: 'reads',
    })),
    undocumented: [],
    numbers: {
      documented: 3,
      existing: 2,
      missing: 1,
      read: 1,
      refused: 0,
      claims: drafts.length,
      verdicts: 4,
      requests: 2,
      seconds: 1,
    },
    lacking: [],
  };
  return { ...base, drafts: [...(base.drafts ?? []), ...drafts], survey, exchanges: [] };
}

const FOUND: Found = {
  'crm.deal.list': [
    ['existence', 'exists', 'confirmed'],
    ['scope', 'scope', 'confirmed'],
    ['read', 'read.status', 'contradicted'],
    ['read', 'read.time', 'confirmed'],
  ],
  'crm.lead.add': [['existence', 'exists', 'contradicted']],
  'user.get': [['existence', 'exists', 'not-exercised']],
};

describe('documented methods in a report', () => {
  it('have the best layer that is confirmed and contradicted in nothing', () => {
    const methods = surveyedMethods(reportOf(FOUND));
    assert.deepEqual(
      methods.map(({ key, best, contradicted, exists }) => [key, best, contradicted, exists]),
      [
        ['crm.deal.list', 'scope', 1, true],
        ['crm.lead.add', undefined, 1, false],
        ['user.get', undefined, 0, undefined],
      ],
    );
  });

  it('are kept in columns, from which each claim comes back', () => {
    const report = reportOf(FOUND);
    const data = surveyData(report, [7]);
    assert.ok(data);
    const ids = data.methods.flatMap(({ name, first, claims }) =>
      data.ids.slice(first, first + claims).map((text) => `${name}.${data.texts[text]}`),
    );
    assert.deepEqual(
      ids,
      (report.drafts ?? []).filter(({ layer }) => layer).map(({ id }) => id),
    );
    assert.deepEqual(data.shown, { 2: [7], 4: [7] });
    assert.equal(data.texts[data.whys[2] ?? -1], 'expected so, got otherwise');
    assert.deepEqual(
      data.sections.map(({ name, first, methods }) => [name, first, methods]),
      [
        ['crm', 0, 2],
        ['user', 2, 1],
      ],
    );
    assert.deepEqual(
      data.families.map(({ name }) => name),
      ['crm.deal', 'crm.lead', 'user'],
    );
    assert.equal(data.maps.wide.methods.length, 3);
    assert.equal(surveyData(reportSaying('x'), []), undefined);
  });

  it('are no drafts for a person to review', () => {
    assert.deepEqual(draftsOf(reportOf(FOUND)), reportSaying('fine').drafts ?? []);
  });

  it('leave a report without a survey as it was', () => {
    assert.equal(renderSurvey(reportSaying('fine')).toString(), '');
  });

  it('cannot bring markup into the page', () => {
    for (const text of Object.values(HOSTILE)) {
      const report = reportOf({ [text]: [['existence', 'exists', 'confirmed']] }, text);
      assert.doesNotMatch(renderSurvey(report).toString(), /<(script|img|svg)/i);
    }
  });

  it('came, went or changed between two surveys, where both tried', () => {
    const later: Found = {
      'crm.deal.list': [
        ['existence', 'exists', 'confirmed'],
        ['scope', 'scope', 'not-exercised'],
        ['read', 'read.status', 'confirmed'],
        ['read', 'read.time', 'confirmed'],
      ],
      'crm.lead.add': [['existence', 'exists', 'confirmed']],
      'user.get': [['existence', 'exists', 'confirmed']],
    };
    const [first, last] = [
      { name: 'a', report: reportOf(FOUND) },
      { name: 'b', report: reportOf(later) },
    ];
    const keys = (list: readonly { readonly key: string }[] = []) => list.map(({ key }) => key);
    const forth = surveyChanges([first, last]);
    assert.deepEqual([keys(forth?.came), keys(forth?.went)], [['crm.lead.add'], []]);
    assert.deepEqual(
      forth?.changed.map(({ method, claims }) => [method.key, claims.map(({ claim }) => claim.id)]),
      [['crm.deal.list', ['crm.deal.list.read.status']]],
    );
    assert.deepEqual(keys(surveyChanges([last, first])?.went), ['crm.lead.add']);
    assert.equal(surveyChanges([first]), undefined);
    assert.equal(surveyChanges([first, { name: 'c', report: reportSaying('x') }]), undefined);
  });
});

describe('the map', () => {
  it('gives each group its share, within the drawing and beside the others', () => {
    const numbers = [40, 1, 7, 120, 3];
    const [width, height] = [600, 400];
    const boxes = mapOf(numbers, [width, height]);
    assert.deepEqual(
      boxes.map(({ methods }) => methods.length),
      numbers,
    );
    const overlap = ([x, y, w, h]: readonly number[], [a, b, c, d]: readonly number[]) =>
      Math.min((x ?? 0) + (w ?? 0), (a ?? 0) + (c ?? 0)) - Math.max(x ?? 0, a ?? 0) > 0.2 &&
      Math.min((y ?? 0) + (h ?? 0), (b ?? 0) + (d ?? 0)) - Math.max(y ?? 0, b ?? 0) > 0.2;
    for (const [index, { group, methods }] of boxes.entries()) {
      const [x, y, w, h] = group;
      assert.ok(x >= 0 && y >= 0 && x + w <= width + 0.2 && y + h <= height + 0.2, String(group));
      for (const method of methods)
        assert.ok(overlap(method, group) || method[2] * method[3] < 1, `${index}: ${method}`);
      for (const other of boxes.slice(index + 1)) assert.ok(!overlap(group, other.group));
    }
    const area = (index: number) => (boxes[index]?.group[2] ?? 0) * (boxes[index]?.group[3] ?? 0);
    assert.ok(area(3) > area(0) && area(0) > area(2) && area(2) > area(1));
  });
});
