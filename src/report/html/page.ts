import type { Policy } from '../../judge/policy.ts';
import type { ClaimsReport } from '../claims.gen.ts';
import type { RunRecord } from '../history.ts';
import { pageNames } from '../page-names.ts';
import { REPORTED_VERDICTS } from '../reported-verdict.ts';
import { draftsOf } from '../survey-methods.ts';
import { targetName } from '../text.ts';
import {
  pagesOf,
  renderDrafts,
  renderObservations,
  renderPages,
  renderRetired,
  renderUntestable,
} from './claims.ts';
import { pageData } from './data.ts';
import { type Assets, renderDocument } from './document.ts';
import { innerLink, pageId } from './links.ts';
import { html, type Markup } from './markup.ts';
import { renderMigrations } from './migrations.ts';
import { type Past, pastOf } from './past.ts';
import { renderTop } from './top.ts';
import { WORDS } from './words.ts';

/**
 * `results/index.html`: one run for a person to read, to search and to send on. Pure.
 *
 * @param history runs of any target, in any order; earlier ones of the same target are compared
 * @param policy what fails the run; default: every contradiction of what is stated as fact
 */
export function renderPage(
  report: ClaimsReport,
  history: readonly RunRecord[],
  assets: Assets,
  policy?: Policy,
): string {
  const past = pastOf(report, history, policy);
  const untestable = report.claims.filter((claim) => claim.reasonKind === 'untestable');
  const body = html`<a class="skip" href="#claims">To the claims</a>
<div class="sheet">
${renderTop(report, past)}
${toolbar(report, past)}
<div class="columns">
${contents(report, past)}
<main id="claims" tabindex="-1">
<p id="unknown" class="note" role="status" hidden></p>
<p id="nothing" class="nothing" hidden>No claim is like that. <button type="button" id="clear-all">Show all claims</button></p>
${renderPages(report, past)}
${renderMigrations(report)}
${renderUntestable(untestable)}
${renderObservations(report.observations, past)}
${renderDrafts(draftsOf(report), past)}
${renderRetired(report.retired ?? [])}
</main></div>
<footer><p>Made by b24-conformance, from <code>claims.json</code> of the same run. Webhook codes, tokens and client ids are replaced by
the documentation's placeholders.</p></footer></div>
<p id="said" class="quiet" role="status"></p>
<noscript><p class="warning">Exchanges, filters and search need JavaScript, which is switched off here.</p></noscript>`;
  return renderDocument(`Conformance of ${targetName(report)}`, body, pageData(report), assets);
}

function toolbar(report: ClaimsReport, past: Past): Markup {
  const all = [...report.claims, ...report.observations, ...draftsOf(report)];
  const distinct = (values: string[]): string[] => [...new Set(values)];
  const names = pageNames(report);
  const apart = [
    ['observed', 'behaviour no page states', report.observations.length] as const,
    ['draft', 'drafts', draftsOf(report).length] as const,
  ];
  return html`<form class="tools" role="search" aria-label="Find claims">
<label class="search"><span class="quiet">Search</span><input type="search" id="search" placeholder="Search claims and exchanges" autocomplete="off" spellcheck="false"></label>
${choice(
  'verdict',
  'Any verdict',
  [
    ...REPORTED_VERDICTS.map((name) => [name, WORDS[name].name, past.now.totals[name]] as const),
    ...apart.filter(([, , number]) => number > 0),
  ].map(([name, text, number]) => [name, `${text} (${number})`]),
)}
${choice(
  'method',
  'Any method',
  distinct(all.map((claim) => claim.method)).map((name) => [name, name === 'any' ? 'every call' : name]),
)}
${choice(
  'page',
  'Any page',
  distinct(all.map((claim) => claim.source.page)).map((page) => [page, names.get(page) ?? page]),
)}
${choice('strength', 'Any strength', [
  ['must', 'stated as fact'],
  ['should', 'hint or wording'],
  ['observed', 'no page states it'],
])}
<label class="check"><input type="checkbox" id="order" autocomplete="off"> contradictions first</label>
<p class="shown" role="status"><span id="shown">${all.length}</span> of ${all.length} <button type="button" id="clear" hidden>show all</button> <button type="button" id="copy-view" hidden>copy link</button></p>
</form>`;
}

function choice(name: string, any: string, values: readonly (readonly [string, string])[]): Markup {
  return html`<label><span class="quiet">${name}</span><select id="${name}" autocomplete="off"><option value="">${any}</option>${values.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`;
}

/** Pages with what to look at in each. */
function contents(report: ClaimsReport, past: Past): Markup {
  const pages = pagesOf(report);
  const names = pageNames(report);
  return html`<nav class="contents" aria-label="Pages"><ul>${pages.map(([page, ofPage]) => {
    const worst = REPORTED_VERDICTS.find((name) => ofPage.some((claim) => past.verdict(claim.id) === name));
    const ofWorst = ofPage.filter((claim) => past.verdict(claim.id) === worst);
    const hint = ofWorst.every((claim) => past.isHint(claim.id));
    return html`<li><a href="${innerLink(pageId(page))}" title="${page}"><span class="page-name">${names.get(page) ?? page}</span>${
      worst !== undefined &&
      worst !== 'confirmed' &&
      html`<span class="badge ${worst}${hint && ' hint'}"><span class="quiet">${WORDS[worst].name}: </span>${ofWorst.length}</span>`
    }</a></li>`;
  })}${(report.migrations ?? []).length > 0 && html`<li class="apart"><a href="#migrations">Moving to successors</a></li>`}<li class="apart"><a href="#untestable">No request can test</a></li><li><a href="#observations">No page states</a></li>${draftsOf(report).length > 0 && html`<li><a href="#drafts">Drafted, not reviewed</a></li>`}</ul></nav>`;
}
