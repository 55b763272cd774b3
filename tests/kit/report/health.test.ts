import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCode } from '../../../src/report/build.ts';
import type { PageHealth } from '../../../src/report/claims.gen.ts';
import { healthLine, healthOfAll, type PageOutcome } from '../../../src/report/health.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import { renderSummary } from '../../../src/report/summary.ts';
import { renderEnd } from '../../../src/report/terminal.ts';
import { loadPageAssets } from '../../../src/shell/page-assets.ts';
import { contract, judgedCase, pageSaying, report } from './bench.ts';

const PAGE = 'api/some-method.md';
const { claims: _, ...found } = pageSaying('it is so');
const outcome: PageOutcome = { page: { ...found, page: PAGE }, requests: 2 };
const judged = [judgedCase(0, { 'some.method.status': 'confirmed', 'some.method.result': 'confirmed' })];
const made = report(judged, [], { pages: [outcome] });

describe('pages in a report', () => {
  it('are those that were checked, with their claims by verdict', () => {
    const [page] = made.pages ?? [];
    assert.deepEqual(page, {
      ...outcome.page,
      claims: {
        confirmed: 2,
        contradicted: 0,
        notExercised: 4,
        untestable: 1,
        deviations: 0,
        disagreements: 0,
      },
    });
    assert.equal(contract.schemas.validator('claims.schema.json')(made), true);
    assert.equal(made.requests, 1 + 2);
  });

  it('are not there where none was checked, or no claim comes from them', () => {
    assert.equal('pages' in report(judged), false);
    const other = { ...outcome, page: { ...outcome.page, page: 'other.md' } };
    assert.deepEqual(report(judged, [], { pages: [other] }).pages, []);
  });

  it('never fail a run', () => {
    assert.equal(exitCode(made, true), 0);
  });
});

describe('the health of a page', () => {
  const none = { confirmed: 0, contradicted: 0, notExercised: 0, deviations: 0, disagreements: 0 };
  const page: PageHealth = { page: PAGE, claims: none, examples: [], lint: [], drift: [], unread: [] };
  const line = (change: Partial<PageHealth>): string =>
    healthLine(none, { ...page, ...change })
      .map(({ text, tone }) => `${text} (${tone})`)
      .join(', ');
  const examples = (...verdicts: PageHealth['examples'][number]['verdict'][]): string =>
    line({ examples: verdicts.map((verdict) => ({ tab: 'JS', line: 1, verdict })) }).replace(/,.*/, '');

  it('is one line', () => {
    assert.equal(line({}), 'no lint findings (confirmed), no drift (confirmed)');
    assert.equal(
      line({ lint: found.lint, drift: found.drift }),
      '1 lint finding (deviation), 1 drifted (deviation)',
    );
    assert.equal(
      line({ drift: [{ kind: 'reworded', heading: 'x' }] }),
      'no lint findings (confirmed), 1 drifted, reworded only (not-exercised)',
    );
    assert.equal(line({ missing: 'gone' }), 'gone (not-exercised)');
  });

  it('counts only examples that were run', () => {
    assert.equal(examples('works', 'not exercised'), '1 of 1 examples work (confirmed)');
    assert.equal(examples('works', 'fails', 'sends something else'), '1 of 3 examples work (deviation)');
    assert.equal(examples('not exercised'), 'none of 1 examples run (not-exercised)');
  });

  it('is that of its claims alone where the page itself was not checked', () => {
    const parts = healthLine(
      { ...none, confirmed: 2, contradicted: 1, deviations: 1, disagreements: 1 },
      undefined,
    );
    assert.deepEqual(
      parts.map(({ text }) => text),
      ['2 confirmed', '1 contradicted', '1 known deviation', '1 disagreement'],
    );
  });

  it('is summed up over all pages', () => {
    assert.equal(
      healthOfAll([made.pages?.[0] ?? page, { ...page, missing: 'gone' }]),
      '2 pages, 1 not in the checkout, 1 of 2 examples work, 1 not run, 1 lint finding, 1 drifted',
    );
  });
});

describe('where the health of pages is shown', () => {
  const LINE =
    '2 confirmed; 3 not exercised; 1 that no request can test; 1 of 2 examples work; 1 lint finding; 1 drifted';

  it('summary.md has a row for each page with something to tell', () => {
    assert.ok(renderSummary(made).includes(`| Some method | ${LINE} |`), renderSummary(made));
    assert.ok(!renderSummary(report(judged)).includes('Documentation pages'));
  });

  it('the closing table has a line for all', () => {
    assert.match(renderEnd(made), /documentation +1 page, 1 of 2 examples work/);
    assert.doesNotMatch(renderEnd(report(judged)), /^ *documentation/m);
  });

  it('index.html has it under the name of the page, with the details beneath', () => {
    const page = renderPage(made, [], loadPageAssets());
    const [, summary = '', details = ''] =
      /<details class="health" id="[^"]*"><summary>(.*?)<\/summary>(.*?)<\/details>/s.exec(page) ?? [];
    const text = (markup: string): string => markup.replace(/<[^>]*>/g, '').trim();
    assert.equal(text(summary.replaceAll('</span> <', '; <')), LINE);
    for (const part of ['fails; it is so', 'works; it is so', 'it is so:1 it is so', 'changed: it is so'])
      assert.ok(text(details).includes(part), part);
    assert.match(renderPage(report(judged), [], loadPageAssets()), /<p class="health"><span/);
  });
});
