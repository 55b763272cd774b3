import { groupBy } from '../../base/group-by.ts';
import type { ClaimResult, ClaimsReport, Retired } from '../claims.gen.ts';
import { agree, judgedBy, madeBy, retiredOf, whatBecame } from '../documentation.ts';
import { REPORTED_VERDICTS, type ReportedVerdict, reportedVerdict } from '../reported-verdict.ts';
import { draftsOf } from '../survey-methods.ts';
import { count, incompleteLine, seconds, targetName } from '../text.ts';
import { renderSurveyChanges, type SurveyChanges, surveyChanges } from './compare-surveys.ts';
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

/** `results/matrix.html`: claims as rows, runs as columns, what the runs contradict each other on first. Pure. */
export function renderMatrix(runs: readonly MatrixRun[], assets: Assets): string {
  const rows = toRows(runs);
  const surveys = surveyChanges(runs);
  const sameRevision = agree(runs.map(({ report }) => report.documentation));
  const retired = rows.filter((row) => row.retired !== undefined);
  const kept = rows.filter((row) => row.retired === undefined);
  const rewritten = kept.filter((row) => differs(row) && isRewritten(row, sameRevision));
  const differing = kept.filter((row) => differs(row) && !isRewritten(row, sameRevision));
  const conflicts = differing.filter(isConflict);
  const gaps = differing.filter((row) => !isConflict(row));
  const same = kept.filter((row) => !differs(row));
  const body = html`<a class="skip" href="#claims">To the claims</a>
<div class="sheet"><header class="top"><p class="product">b24-conformance</p>
<h1 class="answer ${toneOf(conflicts, gaps)}">${headline(conflicts, gaps, surveys)}</h1>
<p class="target">${scopeOf(runs, rows)}</p>${
    !sameRevision &&
    html`<p class="warning">The runs were judged by different revisions of the documentation. What differs in claims that one of the
revisions words otherwise, or does not make, is listed apart: it need not be the portal's doing.</p>`
  }</header>
<section class="matrix" aria-labelledby="totals"><h2 id="totals">Totals</h2>${totals(runs)}</section>
${surveys && renderSurveyChanges(surveys, runs)}
<form class="tools" role="search" aria-label="Find claims"><label class="search"><span class="quiet">Search</span><input type="search" id="search" placeholder="Search claims" autocomplete="off" spellcheck="false"></label>
<p class="shown" role="status"><span id="shown">${rows.length}</span> of ${rows.length}</p></form>
<main id="claims" tabindex="-1" class="matrix">
${conflicts.length > 0 && html`<section class="page"><h2>They contradict each other: ${conflicts.length}</h2>${table(runs, conflicts, 'Claims confirmed by one run and contradicted by another', true)}</section>`}
${gaps.length > 0 && html`<section class="page"><h2>They differ otherwise: ${gaps.length}</h2>${table(runs, gaps, 'Claims that differ without a conflict', true)}</section>`}
${rewritten.length > 0 && html`<section class="page"><h2>They differ, and so does the documentation: ${rewritten.length}</h2>${table(runs, rewritten, 'Claims that the documentation words otherwise or did not make', true)}</section>`}
${retired.length > 0 && html`<section class="page"><h2>Retired, no longer made by the documentation: ${retired.length}</h2>${table(runs, retired, 'Retired claims', false)}</section>`}
${same.length > 0 && html`<details class="page same" ${differing.length === 0 && 'open'}><summary><h2>The same in all runs: ${same.length}</h2></summary>${table(runs, same, 'Claims that are the same', false)}</details>`}
</main></div>`;
  return renderDocument('Conformance, several runs', body, {}, assets);
}

function toneOf(conflicts: readonly Row[], gaps: readonly Row[]): ReportedVerdict {
  if (conflicts.length > 0) return 'contradicted';
  return gaps.length > 0 ? 'deviation' : 'confirmed';
}

function headline(
  conflicts: readonly Row[],
  gaps: readonly Row[],
  surveys: SurveyChanges | undefined,
): string {
  const differ = (rows: readonly Row[]): string =>
    `${count(rows.length, 'claim')} ${rows.length === 1 ? 'differs' : 'differ'}`;
  if (conflicts.length > 0) {
    const more = gaps.length === 0 ? '' : `; ${differ(gaps)} otherwise`;
    return `The runs contradict each other on ${count(conflicts.length, 'claim')}${more}`;
  }
  const methods = surveys ? surveys.came.length + surveys.went.length + surveys.changed.length : 0;
  if (gaps.length === 0 && methods > 0)
    return `The runs differ in ${count(methods, 'documented method')}, and in no reviewed claim`;
  return gaps.length === 0 ? 'The runs found the same' : `No conflict; ${differ(gaps)}`;
}

/** How much there is to compare. */
function scopeOf(runs: readonly MatrixRun[], rows: readonly Row[]): string {
  const targets = new Set(runs.map(({ report }) => targetName(report))).size;
  const everywhere = rows.filter(({ cells }) => cells.every((cell) => cell !== undefined)).length;
  const forms = rows.filter(({ claim }) => claim.strength === 'observed').length;
  const claims = count(rows.length - forms, 'claim');
  const all = forms === 0 ? claims : `${claims} and ${count(forms, 'form')} that no page states`;
  const parts = [`${count(runs.length, 'run')} of ${count(targets, 'target')} side by side`];
  if (everywhere === rows.length) parts.push(`${all}, all in every run`);
  else if (everywhere > 0) parts.push(`${all}; ${everywhere} of these ${rows.length} in every run`);
  else parts.push(`${all}, none of them in every run: the runs are of different methods`);
  return parts.join('; ');
}

function toRows(runs: readonly MatrixRun[]): Row[] {
  const found = runs.map(({ report }) => {
    const all = [...report.claims, ...report.observations, ...draftsOf(report)];
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

/** Whether one run confirms what another contradicts. */
function isConflict({ cells }: Row): boolean {
  const verdicts = new Set(cells.map((cell) => cell?.verdict));
  return verdicts.has('confirmed') && verdicts.has('contradicted');
}

/** Whether the runs did not judge by the same words: read in another revision, or not made by one of them. */
function isRewritten({ cells }: Row, sameRevision: boolean): boolean {
  return !sameRevision && new Set(cells.map((cell) => cell?.source.digest)).size > 1;
}

/** What was tested, when, and by which words; and what makes a run hard to compare. */
function heading({ name, report }: MatrixRun): Markup {
  const { shard } = report;
  return html`<span class="run-target">${targetName(report)}</span>
<time datetime="${report.startedAt}">${when(report.startedAt)}</time> <span class="run-name">${name}, ${seconds(report.durationMs)}</span>
<span class="run-name">${judgedBy(report.documentation)}</span>${
    report.versions && html` <span class="run-name">made by ${madeBy(report.versions)}</span>`
  }${
    shard && html` <span class="run-name">shard ${shard.current} of ${shard.total}, a part of a run</span>`
  }${report.incomplete.length > 0 && html` <span class="run-name">${incompleteLine(report)}</span>`}`;
}

const seenOf = (claims: readonly ClaimResult[]): string =>
  `${claims.filter(({ verdict }) => verdict === 'confirmed').length} of ${claims.length}`;

/** How many claims each run found confirmed, contradicted and so on. */
function totals(runs: readonly MatrixRun[]): Markup {
  const found = runs.map(({ report }) => groupBy(report.claims, reportedVerdict));
  const row = (name: string, cells: readonly (number | string)[]): Markup =>
    html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td class="count">${cell}</td>`)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Totals of each run"><table><thead><tr><th scope="col">claims</th>${runs.map(
    (run) => html`<th scope="col" class="run">${heading(run)}</th>`,
  )}</tr></thead><tbody>${REPORTED_VERDICTS.map((name) =>
    row(
      `${WORDS[name].sign} ${WORDS[name].plural ?? WORDS[name].name}`,
      found.map((claims) => claims.get(name)?.length ?? 0),
    ),
  )}${row(
    'all',
    runs.map(({ report }) => report.claims.length),
  )}${row(
    'forms that no page states, seen',
    runs.map(({ report: { observations } }) => seenOf(observations)),
  )}${
    runs.some(({ report }) => draftsOf(report).length > 0) &&
    row(
      'drafts, confirmed',
      runs.map(({ report }) => seenOf(draftsOf(report))),
    )
  }${row(
    'cases run',
    runs.map(({ report: { cases } }) => `${cases.run} of ${cases.all}`),
  )}</tbody></table></div>`;
}

function table(runs: readonly MatrixRun[], rows: readonly Row[], label: string, reasons: boolean): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr><th scope="col">claim</th>${runs.map(
    (run) => html`<th scope="col" class="run">${heading(run)}</th>`,
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
