import { groupBy } from '../../base/group-by.ts';
import type { ClaimResult, ClaimsReport, Retired } from '../claims.gen.ts';
import { claimsByPage } from '../health.ts';
import { pageNames, titledCitation } from '../page-names.ts';
import { type ReportedVerdict, reportedVerdict } from '../reported-verdict.ts';
import { renderHealth } from './health.ts';
import { claimLink, headingLink, pageId, pageLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import type { Past } from './past.ts';
import { SEEN, WORDS } from './words.ts';

/** A documentation page and its testable claims. */
export type PageOfClaims = readonly [page: string, claims: readonly ClaimResult[]];

/** Pages with testable claims, in the documentation's own order; then those that were checked and have none. */
export function pagesOf({ claims, pages = [] }: ClaimsReport): PageOfClaims[] {
  const testable = groupBy(
    claims.filter((claim) => claim.reasonKind !== 'untestable'),
    (claim) => claim.source.page,
  );
  for (const { page } of pages) if (!testable.has(page)) testable.set(page, []);
  return [...testable];
}

/** Claims by page and heading; within them as the contract has them, which is the documentation's own order. */
export function renderPages(report: ClaimsReport, past: Past): Markup {
  const counts = claimsByPage(report.claims);
  const names = pageNames(report);
  return html`${pagesOf(report).map(([page, ofPage]) => {
    const name = names.get(page) ?? page;
    const ofAll = counts.get(page);
    const health = report.pages?.find((pageHealth) => pageHealth.page === page);
    const broken = ofPage.filter((claim) => reportedVerdict(claim) === 'contradicted');
    const harmless = broken.length > 0 && broken.every((claim) => past.isHint(claim.id));
    return html`<section class="page${harmless && ' only-hints'}" id="${pageId(page)}">
<h2>${name}</h2>
<p class="path">${name !== page && html`<code>${page}</code> `}<a class="out" href="${pageLink(page)}">documentation</a></p>
${ofAll && renderHealth(ofAll, health)}
${[...groupBy(ofPage, (claim) => claim.source.heading)].map(
  ([
    heading,
    ofHeading,
  ]) => html`<div class="heading"><h3><a href="${headingLink({ page, heading })}">${heading === name ? 'At the top of the page' : heading}</a></h3>
${ofHeading.map((claim) => renderClaim(claim, past))}</div>`,
)}</section>`;
  })}`;
}

/** Behaviour that no page states. */
export function renderObservations(claims: readonly ClaimResult[], past: Past): Markup {
  if (claims.length === 0) return html``;
  return html`<section class="page observations" id="observations">
<h2>Behaviour that no page states</h2><p class="lead">Clients rely on it, so it is tried all the same. It never fails a run, and
counts in none of the numbers above.</p>
${claims.map((claim) => renderClaim(claim, past, 'observed'))}</section>`;
}

/** What a machine has read from pages and nobody has checked against them. */
export function renderDrafts(claims: readonly ClaimResult[], past: Past): Markup {
  if (claims.length === 0) return html``;
  return html`<section class="page observations" id="drafts">
<h2>Drafted, not reviewed</h2><p class="lead">Made from the pages by machine; nobody has checked them yet. They never fail a run, and
count in none of the numbers above.</p>
${claims.map((claim) => renderClaim(claim, past, 'draft'))}</section>`;
}

/** Claims that the documentation made once: links to them still lead somewhere. */
export function renderRetired(retired: readonly Retired[]): Markup {
  if (retired.length === 0) return html``;
  return html`<details class="page" id="retired"><summary><h2>Claims that the documentation no longer makes: ${retired.length}</h2></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Claims that the documentation no longer makes"><table>
<thead><tr><th scope="col">claim</th><th scope="col">until revision</th><th scope="col">now</th></tr></thead>
<tbody>${retired.map(
    ({ id, until, why, see }) =>
      html`<tr id="${id}"><td><code class="id">${id}</code></td><td>${until}</td><td>${why}${see.map(
        (successor) => html` <a href="${claimLink(successor)}"><code class="id">${successor}</code></a>`,
      )}</td></tr>`,
  )}</tbody></table></div></details>`;
}

/** Statements that stay out, with their reasons. */
export function renderUntestable(claims: readonly ClaimResult[]): Markup {
  if (claims.length === 0) return html``;
  return html`<section class="page untestable" id="untestable">
<h2>Statements that no request can test</h2><p class="lead">They count as not exercised, on their pages and above.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Statements that no request can test"><table>
<thead><tr><th scope="col">statement</th><th scope="col">why it stays out</th><th scope="col">where</th></tr></thead>
<tbody>${claims.map(
    (
      claim,
    ) => html`<tr class="claim" id="${claim.id}" ${facets(claim)}><td>${claim.statement}<code class="id">${claim.id}</code></td>
<td>${claim.reason ?? ''}</td><td><a href="${headingLink(claim.source)}">${titledCitation(claim.source)}</a></td></tr>`,
  )}</tbody></table></div></section>`;
}

/** What the list is, of which the claim is one: those that the numbers at the top count have their verdict alone. */
type Apart = 'observed' | 'draft';

function renderClaim(claim: ClaimResult, past: Past, apart?: Apart): Markup {
  const name = reportedVerdict(claim);
  const isHarmless = past.isHint(claim.id) || apart === 'draft';
  const look = `${tone(claim, name)}${isHarmless ? ' hint' : ''}`;
  return html`<details class="claim ${look}" id="${claim.id}" ${facets(claim, apart)}>
<summary><span class="mark ${look}"><span class="sign" aria-hidden="true">${WORDS[name].sign}</span> ${word(claim, name)}</span>
<span class="text"><span class="says">${claim.statement}</span>${said(claim)}</span>
<span class="chips">${claim.strength === 'should' && html`<span class="chip">hint or wording</span>`}${
    claim.verified && html`<span class="chip">verified on a portal</span>`
  }${
    past.isNew(claim.id) && html`<span class="chip new">new</span>`
  }${past.flips(claim.id) && html`<span class="chip flips">flips back and forth</span>`}</span></summary>
<div class="body"><p class="where"><code class="id">${claim.id}</code> <a href="${headingLink(claim.source)}">${place(claim)}</a></p>
<p class="counts">${counts(claim)}</p>${known(claim)}${disagreeing(claim)}${strip(past.verdicts(claim.id))}</div></details>`;
}

/** Who answers for a known deviation, and until when. */
function known({ deviation }: ClaimResult): Markup {
  if (deviation === undefined) return html``;
  const { owner, expires, link } = deviation;
  return html`<p class="counts">Known until ${expires}; ${owner} answers for it: <a href="${link}">${link}</a></p>`;
}

/** With what the claim disagrees. */
function disagreeing({ disagreement }: ClaimResult): Markup {
  if (disagreement === undefined) return html``;
  const links = disagreement.map((id) => html` <a href="${claimLink(id)}"><code class="id">${id}</code></a>`);
  return html`<p class="counts">A disagreement of the documentation: it also claims${links}, which cannot be true of the same portal, and is not
contradicted.</p>`;
}

/** The line under a statement: what came instead, or why nothing is known. */
function said(claim: ClaimResult): Markup {
  const [problem] = claim.evidence.flatMap((evidence) => evidence.problems);
  return html`${claim.deviation !== undefined && html`<span class="known">known: ${claim.deviation.reason}</span>`}${
    claim.disagreement !== undefined &&
    html`<span class="known">disagrees with ${claim.disagreement.join(', ')}</span>`
  }${claim.verdict === 'contradicted' && problem !== undefined && html`<span class="got">${problem}</span>`}${
    claim.reason !== undefined && html`<span class="got">${claim.reason}</span>`
  }`;
}

function word({ strength }: ClaimResult, name: ReportedVerdict): string {
  return strength === 'observed' ? SEEN[name] : WORDS[name].name;
}

function tone({ strength }: ClaimResult, name: ReportedVerdict): string {
  return strength === 'observed' && name !== 'confirmed' ? 'not-exercised' : name;
}

function counts({ counts: { confirmed, contradicted, blocked } }: ClaimResult): string {
  const parts = [
    confirmed > 0 && `confirmed by ${confirmed}`,
    contradicted > 0 && `contradicted by ${contradicted}`,
    blocked > 0 && `not shown by ${blocked}`,
  ].filter((part) => part !== false);
  const sum = confirmed + contradicted + blocked;
  return parts.length === 0
    ? 'No case was run.'
    : `${parts.join(', ')} of ${sum} ${sum === 1 ? 'case' : 'cases'}`;
}

/** The latest runs of one claim, a sign each. */
function strip(verdicts: readonly ReportedVerdict[]): Markup {
  if (verdicts.length < 2) return html``;
  return html`<p class="strip"><span>last ${verdicts.length} runs, the latest on the right</span> ${verdicts.map(
    (name) =>
      html`<span class="dot ${name}" role="img" aria-label="${WORDS[name].name}" title="${WORDS[name].name}">${WORDS[name].sign}</span>`,
  )}</p>`;
}

/** What filters read. */
function facets(claim: ClaimResult, apart?: Apart): Markup {
  return html`data-verdict="${apart ?? reportedVerdict(claim)}" data-method="${claim.method}" data-strength="${claim.strength}" data-page="${claim.source.page}"`;
}

function place({ source }: ClaimResult): string {
  return [source.heading, source.row ?? source.part].filter(Boolean).join(' › ');
}
