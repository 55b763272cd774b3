import type { ClaimResult, ClaimsReport, Retired } from '../claims.gen.ts';
import { agree, judgedBy, retiredOf, whatBecame } from '../documentation.ts';
import { type ReportedVerdict, reportedVerdict } from '../reported-verdict.ts';
import { count, seconds, targetName } from '../text.ts';
import { type Assets, renderDocument } from './document.ts';
import { headingLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import { SEEN, WORDS, when } from './words.ts';

/** One of the runs set side by side. */
export interface MatrixRun {
  /** What tells it from the others where target and time do not, such as its file. */
  name: string;
  report: ClaimsReport;
}

interface Row {
  /** From the first run that knows the claim. */
  claim: ClaimResult;
  /** Undefined where a run does not know it. */
  cells: (ClaimResult | undefined)[];
  /** Where a later run no longer makes the claim, what became of it. */
  retired: Retired | undefined;
}

/** `results/matrix.html`: claims as rows, runs as columns, rows that differ first. Pure. */
export function renderMatrix(runs: readonly MatrixRun[], assets: Assets): string {
  const rows = toRows(runs);
  const sameRevision = agree(runs.map(({ report }) => report.documentation));
  const retired = rows.filter((row) => row.retired !== undefined);
  const kept = rows.filter((row) => row.retired === undefined);
  const rewritten = kept.filter((row) => differs(row) && isRewritten(row, sameRevision));
  const differing = kept.filter((row) => differs(row) && !isRewritten(row, sameRevision));
  const same = kept.filter((row) => !differs(row));
  const body = html`<a class="skip" href="#claims">To the claims</a>
<div class="sheet"><header class="top"><p class="product">b24-conformance</p>
<h1 class="answer ${differing.length === 0 ? 'confirmed' : 'deviation'}">${
    differing.length === 0
      ? 'The runs found the same'
      : `${count(differing.length, 'claim')} ${differing.length === 1 ? 'differs' : 'differ'}`
  }</h1>
<p class="target">${count(runs.length, 'run')} side by side, ${count(rows.length, 'claim')}</p>${
    !sameRevision &&
    html`<p class="warning">The runs were judged by different revisions of the documentation. What differs in claims that one of the
revisions words otherwise, or does not make, is listed apart: it need not be the portal's doing.</p>`
  }</header>
<form class="tools" role="search" aria-label="Find claims"><label class="search"><span class="quiet">Search</span><input type="search" id="search" placeholder="Search claims" autocomplete="off" spellcheck="false"></label>
<p class="shown" role="status"><span id="shown">${rows.length}</span> of ${rows.length}</p></form>
<main id="claims" tabindex="-1" class="matrix">
${differing.length > 0 && html`<section class="page"><h2>They differ</h2>${table(runs, differing, 'Claims that differ', true)}</section>`}
${rewritten.length > 0 && html`<section class="page"><h2>They differ, and so does the documentation: ${rewritten.length}</h2>${table(runs, rewritten, 'Claims that the documentation words otherwise or did not make', true)}</section>`}
${retired.length > 0 && html`<section class="page"><h2>Retired, no longer made by the documentation: ${retired.length}</h2>${table(runs, retired, 'Retired claims', false)}</section>`}
${same.length > 0 && html`<details class="page same" ${differing.length === 0 && 'open'}><summary><h2>The same in all runs: ${same.length}</h2></summary>${table(runs, same, 'Claims that are the same', false)}</details>`}
</main></div>`;
  return renderDocument('Conformance, several runs', body, {}, assets);
}

function toRows(runs: readonly MatrixRun[]): Row[] {
  const found = runs.map(({ report }) => {
    const all = [...report.claims, ...report.observations, ...(report.drafts ?? [])];
    return new Map(all.map((claim) => [claim.id, claim]));
  });
  const retired = new Map(runs.flatMap(({ report }) => [...retiredOf(report)]));
  const ids = new Set(found.flatMap((claims) => [...claims.keys()]));
  return [...ids].flatMap((id) => {
    const cells = found.map((claims) => claims.get(id));
    const claim = cells.find((cell) => cell !== undefined);
    return claim === undefined ? [] : [{ claim, cells, retired: retired.get(id) }];
  });
}

function differs({ cells }: Row): boolean {
  return new Set(cells.map((cell) => cell && reportedVerdict(cell))).size > 1;
}

/** Whether the runs did not judge by the same words: read in another revision, or not made by one of them. */
function isRewritten({ cells }: Row, sameRevision: boolean): boolean {
  return !sameRevision && new Set(cells.map((cell) => cell?.source.digest)).size > 1;
}

function table(runs: readonly MatrixRun[], rows: readonly Row[], label: string, reasons: boolean): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr><th scope="col">claim</th>${runs.map(
    ({
      name,
      report,
    }) => html`<th scope="col" class="run"><span class="run-target">${targetName(report)}</span>
<time datetime="${report.startedAt}">${when(report.startedAt)}</time> <span class="run-name">${name}, ${seconds(report.durationMs)}</span>
<span class="run-name">${judgedBy(report.documentation)}</span></th>`,
  )}</tr></thead><tbody>${rows.map(
    ({ claim, cells, retired }) =>
      html`<tr class="claim" id="${claim.id}"><th scope="row">${claim.statement} <a href="${headingLink(claim.source)}"><code class="id">${claim.id}</code></a>${
        claim.strength === 'should' && html`<span class="chip">hint or wording</span>`
      }</th>${cells.map((cell) => renderCell(cell, retired, reasons))}</tr>`,
  )}</tbody></table></div>`;
}

function renderCell(cell: ClaimResult | undefined, retired: Retired | undefined, reasons: boolean): Markup {
  if (cell === undefined && retired !== undefined)
    return html`<td><span class="mark not-exercised">${whatBecame(retired)}</span></td>`;
  if (cell === undefined) return html`<td><span class="mark not-exercised">not in this run</span></td>`;
  const name: ReportedVerdict = reportedVerdict(cell);
  const why = cell.verdict === 'contradicted' ? cell.evidence[0]?.problems[0] : cell.reason;
  const word = cell.strength === 'observed' ? SEEN[name] : WORDS[name].name;
  return html`<td><span class="mark ${name}"><span class="sign" aria-hidden="true">${WORDS[name].sign}</span> ${word}</span>${
    reasons && why !== undefined && html`<span class="got">${why}</span>`
  }</td>`;
}
