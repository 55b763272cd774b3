import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClaimsReport, SurveyDifference } from '../../../src/report/claims.gen.ts';
import { renderDifferences } from '../../../src/report/html/differences.ts';
import { renderSummary } from '../../../src/report/summary.ts';
import { HOSTILE, reportSaying } from './bench.ts';

/** A report with a survey that found these differences. */
function reportOf(differences: SurveyDifference[]): ClaimsReport {
  const numbers = {
    documented: 1,
    existing: 1,
    missing: 0,
    read: 0,
    refused: 0,
    claims: 0,
    verdicts: 0,
    requests: 0,
    seconds: 0,
  };
  return {
    ...reportSaying('fine'),
    survey: { methods: [], undocumented: [], numbers, lacking: [], differences },
  };
}

const divided: SurveyDifference = {
  method: 'crm.deal.get',
  fact: 'read.result.ID',
  said: [
    { by: 'english', says: 'integer' },
    { by: 'behaviour', says: 'string' },
  ],
};
const alone: SurveyDifference = {
  method: 'tasks.task.get',
  rest: 3,
  fact: 'parameters.id required',
  said: [
    { by: 'english', says: 'no' },
    { by: 'russian', says: 'yes' },
    { by: 'description', says: 'yes' },
  ],
  alone: 'english',
};

const page = (differences: SurveyDifference[]): string => String(renderDifferences(reportOf(differences)));

describe('facts that are stated differently', () => {
  it('stand in the page, those first that leave one alone, with who says what', () => {
    const html = page([divided, alone]);
    assert.match(html, /<summary>2 facts stated differently; alone: 1 English page<\/summary>/);
    for (const head of ['English page', 'Russian page', 'portal says', 'portal does'])
      assert.ok(html.includes(`<th scope="col">${head}</th>`), head);
    assert.ok(!html.includes('official schema'), 'who says nothing has no column');
    assert.ok(html.indexOf('tasks.task.get@3') < html.indexOf('crm.deal.get'));
    assert.match(
      html,
      /<td>no <span class="mark contradicted">alone<\/span><\/td><td>yes<\/td><td>yes<\/td><td>–<\/td>/,
    );
  });

  it('are named in the summary, with how many leave whom alone', () => {
    const summary = renderSummary(reportOf([divided, alone]));
    assert.match(summary, /## Stated differently\n\n2 facts; alone: 1 English page\.\n/);
    assert.match(
      summary,
      /- `tasks\.task\.get@3` .*no \(English page\), yes \(Russian page, the portal's own description\); alone: English page\n/,
    );
  });

  it('are counted where they are too many to show', () => {
    const many = Array.from({ length: 301 }, (_, index) => ({ ...divided, fact: `read.result.F${index}` }));
    assert.match(page(many), /1 further fact in <code>claims\.json<\/code>/);
    assert.match(renderSummary(reportOf(many)), /201 further facts in claims\.json\./);
  });

  it('are not mentioned where there are none', () => {
    assert.equal(page([]), '');
    assert.ok(!renderSummary(reportOf([])).includes('Stated differently'));
  });

  for (const [what, text] of Object.entries(HOSTILE))
    it(`keep ${what} in its place`, () => {
      const hostile = {
        ...divided,
        said: [{ by: 'english', says: 'x' } as const, { by: 'behaviour', says: text } as const],
      };
      const html = page([hostile]);
      assert.doesNotMatch(html, /<(script|img)|(?![\t\n])\p{Cc}/iu);
      const told = renderSummary(reportOf([hostile])).split('## Stated differently')[1] ?? '';
      assert.equal(told.split('\n').filter((line) => /^(#|\||- )/.test(line)).length, 1, told);
    });
});
