import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { renderAnnotations } from '../../../src/report/annotations.ts';
import { renderBadge } from '../../../src/report/badge.ts';
import { type RunRecord, toRecord } from '../../../src/report/history.ts';
import { claimLink, headingLink, pageLink } from '../../../src/report/html/links.ts';
import { html, jsonBlock } from '../../../src/report/html/markup.ts';
import { renderMatrix } from '../../../src/report/html/matrix.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import { joinModules } from '../../../src/report/html/script.ts';
import type { PageData } from '../../../src/report/html/shapes.ts';
import { looksAt } from '../../../src/report/looks-at.ts';
import { loadPageAssets } from '../../../src/shell/page-assets.ts';
import { CONTROL, contract, HOSTILE, judgedCase, report, reportSaying } from './bench.ts';

const STATUS = 'some.method.status';
const RESULT = 'some.method.result';
const assets = loadPageAssets();

/** Without the whole page in the message. */
function assertAbsent(page: string, pattern: RegExp): void {
  const found = pattern.exec(page);
  assert.equal(found && JSON.stringify(page.slice(Math.max(0, found.index - 60), found.index + 60)), null);
}

function dataOf(page: string): PageData {
  const [, text = ''] = /<script type="application\/json" id="report-data">(.*)<\/script>/.exec(page) ?? [];
  return JSON.parse(text) as PageData;
}

describe('the page', () => {
  it('keeps an exchange once, however many claims it proves', () => {
    const made = report([judgedCase(0, { [STATUS]: 'confirmed', [RESULT]: 'contradicted' })]);
    const { exchanges, claims } = dataOf(renderPage(made, [], assets));
    assert.equal(exchanges.length, 1);
    assert.deepEqual(
      [STATUS, RESULT].map((id) => claims[id]?.evidence[0]?.[0]),
      [0, 0],
    );
  });

  it('keeps exchanges apart that differ in anything', () => {
    const made = report([
      judgedCase(0, { [STATUS]: 'contradicted' }),
      judgedCase(1, { [STATUS]: 'contradicted' }, { failure: 'reset' }),
    ]);
    assert.equal(dataOf(renderPage(made, [], assets)).exchanges.length, 2);
  });

  it('counts claims that no earlier run knew, and lists what changed', () => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' })]);
    const without = (...ids: string[]): RunRecord => {
      const earlier = toRecord({ ...made, startedAt: '2025-09-08T00:00:00.000Z' });
      const known = Object.entries(earlier.verdicts).map(
        ([name, claims]) => [name, claims.filter((id: string) => !ids.includes(id))] as const,
      );
      return { ...earlier, verdicts: Object.fromEntries(known) };
    };
    const nothing = renderPage(made, [without(RESULT)], assets);
    assert.match(nothing, /Nothing changed since the previous run/);
    assert.match(nothing, /1 claim was not known to earlier runs: 1 confirmed\./);
    const fresh = renderPage(made, [without(RESULT, STATUS)], assets);
    assert.match(fresh, /<h2>1 change, <strong class="">1 new contradiction<\/strong><\/h2>/);
    assert.match(fresh, /not known before → <b>contradicted<\/b>/);
    assert.match(fresh, /1 claim was not known to earlier runs: 1 confirmed\./);
    assert.doesNotMatch(renderPage(made, [without()], assets), /not known/);
  });

  it('lists once what several methods have wrong in the same way, with a link to each', () => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'contradicted' })]);
    const of = (id: string) => made.claims.find((claim) => claim.id === id) as (typeof made.claims)[number];
    const evidence = [{ case: 'a case', ...judgedCase(0, {}).exchange, problems: ['got HTTP 500'] }];
    const claims = ['some.method', 'further.method', 'third.method'].map((method) => ({
      ...of(STATUS),
      id: `${method}.status`,
      method,
      evidence,
    }));
    const otherwise = { ...of(RESULT), evidence: [{ ...evidence[0], problems: ['got a text'] }] };
    const page = renderPage({ ...made, claims: [...claims, otherwise] as typeof made.claims }, [], assets);
    const [list = ''] = /<nav class="first".*?<\/nav>/s.exec(page) ?? [];
    assert.equal(list.match(/<li /g)?.length, 2);
    assert.equal(list.match(/got HTTP 500/g)?.length, 1);
    for (const { id } of claims) assert.ok(list.includes(`href="${claimLink(id)}"`), id);
    assert.match(list, /The same of <a [^>]+>further\.method<\/a> and <a [^>]+>third\.method<\/a>\./);
  });

  it('stays below 10 MB whatever portals answer, and says what it left out', () => {
    const body = 'x'.repeat(20_000);
    const judged = Array.from({ length: 2000 }, (_, index) =>
      judgedCase(0, { [STATUS]: 'contradicted' }, { response: { status: index, headers: [], body } }),
    );
    const made = report(judged.slice(0, 5));
    const claims = judged.map(({ exchange }, index) => ({
      ...(made.claims.find((claim) => claim.id === STATUS) as (typeof made.claims)[number]),
      id: `some.claim.${index}`,
      evidence: [{ case: `case ${index}`, ...exchange, problems: ['no'] }],
    }));
    const page = renderPage({ ...made, claims }, [], assets);
    assert.ok(page.length < 10_000_000, `${page.length} characters`);
    assert.equal(dataOf(page).shortened, true);
  });

  it('says at its head where the run was not made as a whole', () => {
    const made = report([judgedCase(0, { [STATUS]: 'confirmed' })], [], { brokenOff: ['Interrupted'] });
    const page = renderPage(made, [], assets);
    assert.match(page, /<h1 class="answer incomplete">The run is not complete<\/h1>/);
    assert.match(page, /<p class="warning incomplete">Interrupted: the run is not complete\.<\/p>/);
  });

  it('names pages by their titles, with the path where that does not tell them apart', () => {
    const [one] = report([]).claims;
    assert.ok(one);
    const { title: _, ...untitled } = one.source;
    const on = (page: string, title?: string) => ({
      ...one,
      source: { ...untitled, page, ...(title === undefined ? {} : { title }) },
    });
    const claims = [
      on('a/limits.md', 'Limits'),
      on('codes.md', 'Error Codes'),
      on('b/codes.md', 'Error Codes'),
      on('c/index.md'),
    ];
    const page = renderPage({ ...report([]), claims }, [], assets);
    assert.deepEqual(
      [...page.matchAll(/class="page-name">([^<]*)</g)].map(([, name]) => name),
      ['Limits', 'Error Codes (codes.md)', 'Error Codes (b/codes.md)', 'c/index.md'],
    );
  });

  it('allows its own style and script by digest, and nothing else', () => {
    const page = renderPage(report([]), [], assets);
    const sha = (text: string): string => createHash('sha256').update(text).digest('base64');
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const blocks = [...page.matchAll(/<(?:style|script)>([\s\S]*?)<\/(?:style|script)>/g)].map(
      ([, text = '']) => text,
    );
    assert.equal(blocks.length, 2);
    for (const text of blocks) assert.ok(policy.includes(sha(text)), policy);
    assert.match(policy, /default-src &#39;none&#39;/);
    assertAbsent(page, / style=| on\w+="|(?:src|href)="http:/);
  });

  for (const [what, text] of Object.entries(HOSTILE))
    it(`holds no markup of ${what}`, () => {
      const runs = [reportSaying(text), reportSaying('fine')].map((made) => ({ name: text, report: made }));
      const pages = [
        renderPage(reportSaying(text), [], assets),
        renderMatrix(runs, loadPageAssets('matrix')),
      ];
      for (const page of pages) {
        assert.equal([...page.matchAll(/<script/g)].length, 2);
        assertAbsent(page, /<img|<iframe|<\?php|<!\[CDATA/);
        assertAbsent(page, CONTROL);
      }
    });
});

describe('a template', () => {
  it('escapes text, and shows nothing for false and undefined', () => {
    const made = html`<p title="${`"'`}">${'<b> & '}${false}${undefined}${[html`<i>${1}</i>`, '>']}</p>`;
    assert.equal(made.toString(), '<p title="&quot;&#39;">&lt;b&gt; &amp; <i>1</i>&gt;</p>');
  });

  it('writes JSON that no text can leave', () => {
    const value = { text: '</script><!--\u2028' };
    const text = jsonBlock(value).toString();
    assert.doesNotMatch(text, /[<>\u2028]/);
    assert.deepEqual(JSON.parse(text), value);
  });
});

describe("the page's script", () => {
  it('is made of modules without their imports and exports', () => {
    const joined = joinModules([
      'export const a = 1;\n',
      "import {\n  a,\n} from './a.js';\n\nexport async function b() {\n  return a;\n}\n",
    ]);
    assert.doesNotMatch(joined, /import|export/);
    assert.doesNotThrow(() => new Function(joined));
  });

  it('cannot be made of other forms', () => {
    assert.throws(
      () => joinModules(["import x from 'elsewhere';\n"]),
      /cannot hold 'import x from 'elsewhere';'/,
    );
    assert.throws(() => joinModules(["const a = '</script>';\n"]), /end of a script element/);
  });
});

describe('a link to the public documentation', () => {
  for (const [page, heading, link] of [
    ['limits.md', 'Request Rate Limits', 'limits.html#request-rate-limits'],
    [
      'settings/oauth/index.md',
      'Step 2. Application Authorization',
      'settings/oauth/index.html#step-2-application-authorization',
    ],
    ['_includes/system-errors.md', 'Statuses and System Error Codes', 'error-codes.html'],
    ['_includes/error-info.md', 'Returned Error Information', 'error-codes.html'],
    ['a.md', '???', 'a.html'],
  ] as const)
    it(`of ${page}, ${heading}`, () => {
      assert.equal(headingLink({ page, heading }), `https://apidocs.bitrix24.com/${link}`);
    });

  it('leads to the documentation whatever the page is called', () => {
    for (const page of ['javascript:alert(1)', '//evil.test/x', '../../x', '"><img>', '\ud800'])
      assert.equal(new URL(pageLink(page)).origin, 'https://apidocs.bitrix24.com');
  });
});

it('every check of the contract says where in the answer it looks', () => {
  for (const { check } of contract.claims)
    if (check && check.format === undefined && check.xmlRoot === undefined)
      assert.ok(looksAt(check).length > 0, JSON.stringify(check));
  assert.deepEqual(looksAt({ header: { name: 'X-Thing' } }), ['header x-thing']);
  assert.deepEqual(looksAt({ error: { code: 'X', part: 'text' } }), ['/error_description']);
  assert.deepEqual(looksAt({ relation: 'time-order' }), ['/time']);
  assert.deepEqual(looksAt({ relation: 'batch-order' }), ['/result']);
  assert.deepEqual(looksAt({ relation: 'scopes-agree' }), ['/result']);
  assert.deepEqual(looksAt(undefined), []);
});

describe('the badge', () => {
  const of = (outcome: 'confirmed' | 'contradicted' | 'blocked', facts = {}) => {
    const { message, color } = renderBadge(report([judgedCase(0, { [STATUS]: outcome })], [], facts));
    return `${message}, ${color}`;
  };
  it('says what a run found', () => {
    assert.match(of('confirmed'), /^1 of \d+ confirmed, brightgreen$/);
    assert.equal(of('contradicted'), '1 contradicted, red');
    assert.equal(of('blocked'), 'not complete, lightgrey');
    assert.equal(of('confirmed', { brokenOff: ['Interrupted'] }), 'not complete, lightgrey');
  });
});

describe('annotations', () => {
  const lines = (text: string, fresh?: Set<string>): string[] => {
    const made = report([judgedCase(0, { [STATUS]: 'contradicted' })]);
    const claims = made.claims.map((claim) => ({ ...claim, statement: text }));
    return renderAnnotations({ ...made, claims }, contract, { strict: false, fresh });
  };

  it('lead to the line of the claim in the contract data', () => {
    const known = contract.claim(STATUS);
    assert.match(
      lines('It is so.')[0] ?? '',
      new RegExp(`^::error file=${known?.file},line=${known?.line},title=${STATUS}::It is so\\.%0A`),
    );
  });

  it('are warnings where they do not fail the run', () => {
    assert.match(lines('It is so.', new Set())[0] ?? '', /^::warning /);
  });

  for (const [what, text] of Object.entries(HOSTILE))
    it(`stay one command each with ${what}`, () => {
      for (const line of lines(text)) {
        assert.match(line, /^::error [^\n\r]*$/);
        assert.equal(line.indexOf('::error'), line.lastIndexOf('::error'));
      }
    });
});
