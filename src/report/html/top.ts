import { type Alike, alike } from '../alike.ts';
import type { ClaimsReport } from '../claims.gen.ts';
import { judgedBy, madeBy, newerPages } from '../documentation.ts';
import { findingsOf, healthOfAll } from '../health.ts';
import { pageNames } from '../page-names.ts';
import type { ReportedVerdict } from '../reported-verdict.ts';
import { draftsOf } from '../survey-methods.ts';
import { count, grouped, incompleteLine, seconds, targetName } from '../text.ts';
import { TONES } from '../verdict.ts';
import { claimLink, findingsId, innerLink, pageId } from './links.ts';
import { html, type Markup } from './markup.ts';
import type { Past } from './past.ts';
import { renderSurvey } from './survey.ts';
import { renderChanges, renderRuns, sparkline } from './trend.ts';
import { WORDS, when } from './words.ts';

/** The answer in five seconds: is the documentation kept, what changed, how far to trust it. */
export function renderTop(report: ClaimsReport, past: Past): Markup {
  const { requests, cases, documentation, versions, selection, shard } = report;
  const maker = madeBy(versions);
  return html`<header class="top">
<p class="product">b24-conformance</p>
<h1 class="answer ${TONES[past.ending.verdict]}">${past.ending.headline}</h1>
${past.ending.verdict === 'passed with hints' && html`<p class="why">${past.ending.reason}</p>`}
<p class="target">${targetName(report)}</p>
<ul class="facts">
<li><time datetime="${report.startedAt}">${when(report.startedAt)}</time></li>
<li>${seconds(report.durationMs)}</li>
<li>${count(requests, 'request')}</li>
${
  shard &&
  html`<li>shard ${shard.current} of ${shard.total}, a part of a run</li>
`
}<li>${grouped(cases.run)} of ${count(cases.all, 'case')} run</li>
${
  selection !== undefined &&
  selection.tests !== '' &&
  html`<li>only a part of the claims: <code>${selection.tests}</code></li>
`
}${
  selection?.part !== undefined &&
  html`<li>${selection.part}, the runs of other days try the rest</li>
`
}${
  selection?.confidence === 'parsed' &&
  html`<li>drafts tried as well</li>
`
}</ul>
<ul class="facts">
${
  documentation &&
  html`<li title="${newerPages(documentation).join(', ')}">judged by ${judgedBy(documentation)}</li>
`
}${
  maker !== undefined &&
  html`<li>made by ${maker}, Node.js ${versions?.node}</li>
`
}</ul>
${warnings(report, past)}
${bar(past)}
${tiles(report, past)}
${sum(report)}
${renderSurvey(report)}
${renderChanges(past)}
${contradictions(report, past)}
${pagesWithFindings(report)}
${renderTimings(report)}
${renderRuns(past)}
</header>`;
}

/** In the colour of what they do to the run. */
function warnings(report: ClaimsReport, { ending }: Past): Markup {
  const { stale } = report;
  const staleTone = ending.verdict === 'failed' ? 'failed' : 'hints';
  const incomplete = incompleteLine(report);
  return html`${incomplete !== undefined && html`<p class="warning incomplete">${incomplete}</p>`}${
    stale.length > 0 &&
    html`<div class="warning ${staleTone}"><p>Stale deviations, to be removed from the file of known deviations:</p><ul>${stale.map(
      ({ claim, why }) => html`<li><a href="${claimLink(claim)}">${claim}</a>: ${why}</li>`,
    )}</ul></div>`
  }`;
}

/** A share per verdict. Widths are attributes of a drawing, for inline styles are forbidden. */
function bar(past: Past): Markup {
  const { totals } = past.now;
  const whole = Math.max(
    1,
    BAR.reduce((sum, name) => sum + totals[name], 0),
  );
  let x = 0;
  const parts = BAR.flatMap((name) => shares(name, past)).map(([look, number]) => {
    // A single contradiction among thousands is still to be seen.
    const width = Math.max((number / whole) * 1000, 6);
    const part = html`<rect class="fill-${look}" x="${x.toFixed(1)}" width="${Math.max(width - 2, 4).toFixed(1)}" height="12"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 ${x.toFixed(1)} 12" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** Of contradictions, those that fail the run apart from those that do not. */
function shares(
  name: ReportedVerdict,
  { now: { totals }, ending }: Past,
): (readonly [look: string, number: number])[] {
  const whole = totals[name];
  const failing = name === 'contradicted' ? ending.failing : whole;
  return [[name, failing] as const, ['hint', whole - failing] as const].filter(([, number]) => number > 0);
}

/** Good news first, as a bar reads. */
const BAR: readonly ReportedVerdict[] = [
  'confirmed',
  'contradicted',
  'deviation',
  'disagreement',
  'not-exercised',
];

/** A number per verdict, with its trend; each is a filter as well. */
function tiles({ claims }: ClaimsReport, past: Past): Markup {
  const untestable = claims.filter((claim) => claim.reasonKind === 'untestable').length;
  return html`<div class="tiles" role="group" aria-label="Show claims by verdict">${BAR.map((name) => {
    const number = past.now.totals[name];
    const before = past.previous?.totals[name];
    const step = before === undefined ? 0 : number - before;
    const note = name === 'contradicted' ? notFailing(past) : name === 'not-exercised' ? untestable : 0;
    return html`<button type="button" class="tile ${name}${name === 'contradicted' && past.ending.failing === 0 && number > 0 && ' hint'}" data-show="${name}" aria-pressed="false" title="${WORDS[name].meaning}">
<span class="number">${grouped(number)}</span>${
      step !== 0 && html`<span class="step">${step > 0 ? '+' : '−'}${Math.abs(step)}</span>`
    }
<span class="name"><span class="sign" aria-hidden="true">${WORDS[name].sign}</span> ${WORDS[name].plural ?? WORDS[name].name}</span>${
      note > 0 &&
      (name === 'contradicted'
        ? html`<span class="note">${note} not failing the run</span>`
        : html`<span class="note">${note} no request can test</span>`)
    }
${sparkline(past, name)}
</button>`;
  })}</div>`;
}

/** Contradictions that do not fail the run, where others do. */
function notFailing({ now: { totals }, ending: { failing } }: Past): number {
  return failing === 0 ? 0 : totals.contradicted - failing;
}

/** What the numbers above are of, and what is listed beside it: the list is of all of them. */
function sum(report: ClaimsReport): Markup {
  const { claims, observations } = report;
  const beside = [
    ['observed', observations.length, 'of behaviour that no page states'],
    ['draft', draftsOf(report).length, 'of drafts that nobody has reviewed'],
  ] as const;
  const apart = beside.filter(([, number]) => number > 0);
  return html`<p class="sum">${count(claims.length, 'claim')}${
    apart.length > 0 &&
    html`. Listed as well, and in none of these numbers: ${apart.map(
      ([name, number, what], index) =>
        html`${index > 0 && ', '}<button type="button" class="show" data-show="${name}" aria-pressed="false">${number} ${what}</button>`,
    )}`
  }</p>`;
}

/** Pages in which their own checks found something: a click leads to what. */
function pagesWithFindings(report: ClaimsReport): Markup {
  const { pages } = report;
  if (pages === undefined) return html``;
  const names = pageNames(report);
  const found = pages.flatMap((page) => {
    const findings = findingsOf(page);
    return findings.length === 0 ? [] : [{ page, findings }];
  });
  return html`<nav class="pages" aria-labelledby="pages-title"><h2 id="pages-title">${
    found.length === 0
      ? 'The documentation pages have no findings'
      : html`${found.length} of ${count(pages.length, 'documentation page')} ${found.length === 1 ? 'has' : 'have'} findings`
  }</h2>
<p>${healthOfAll(pages)}. None of it fails the run.</p>
${
  found.length > 0 &&
  html`<ul>${found.map(({ page, findings }) => {
    const id = page.missing === undefined ? findingsId(page.page) : pageId(page.page);
    return html`<li><a href="${innerLink(id)}">${names.get(page.page) ?? page.page}</a> <span>${findings.join(', ')}</span></li>`;
  })}</ul>`
}</nav>`;
}

const SLOWEST = 20;

/** Where the time went. */
function renderTimings({ timings = [] }: ClaimsReport): Markup {
  const [first] = timings;
  if (first === undefined) return html``;
  const shown = timings.slice(0, SLOWEST);
  return html`<details class="runs" id="timings"><summary>The slowest of ${count(timings.length, 'case')}: ${milliseconds(first.durationMs)}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The slowest cases"><table><thead><tr><th scope="col">case</th><th scope="col">a claim that it shows</th>
<th scope="col" class="count">requests</th><th scope="col" class="count">time</th></tr></thead>
<tbody>${shown.map(
    ({ case: name, claim, requests, durationMs }) =>
      html`<tr><td><code>${name}</code></td><td>${
        claim !== undefined && html`<a href="${claimLink(claim)}"><code>${claim}</code></a>`
      }</td><td class="count">${requests}</td><td class="count">${milliseconds(durationMs)}</td></tr>`,
  )}</tbody></table></div>
<p class="lead">From sending each request to the end of its answer, added up.${
    timings.length > SLOWEST && html` <code>timings</code> in <code>claims.json</code> has all cases.`
  }</p></details>`;
}

const milliseconds = (number: number): string => `${grouped(number)} ms`;

/** More would push the claims themselves out of sight. */
const LISTED = 30;

/** The contradicted claims; what several methods have in common is one thing to mend. A click leads to the exchange. */
function contradictions({ claims }: ClaimsReport, past: Past): Markup {
  const found = claims.filter((claim) => past.verdict(claim.id) === 'contradicted');
  if (found.length === 0) return html``;
  // What fails the run comes first.
  const inOrder = [...found].sort(
    (left, right) => Number(past.isHint(left.id)) - Number(past.isHint(right.id)),
  );
  const groups = alike(inOrder);
  const more = groups.slice(LISTED).flat().length;
  return html`<nav class="first" aria-labelledby="first-title"><h2 id="first-title">Contradicted</h2>
<ul>${groups.slice(0, LISTED).map((group) => contradiction(group, past))}</ul>${
    more > 0 && html`<p class="lead">and ${more} more; the number above shows them all</p>`
  }</nav>`;
}

function contradiction(group: Alike, past: Past): Markup {
  const [first, ...others] = group;
  const fresh = group.filter(({ id }) => past.isNew(id)).length;
  return html`<li class="${past.isHint(first.id) ? 'hint' : 'fails'}"><a href="${claimLink(first.id)}"><span class="says">${first.statement}</span>
<span class="id">${first.id}</span>
<span class="got">${first.evidence[0]?.problems[0] ?? ''}</span></a>${
    first.strength === 'should' && html` <span class="chip">hint or wording</span>`
  }${fresh > 0 && html` <span class="chip new">${fresh < group.length && `${fresh} `}new</span>`}${
    others.length > 0 &&
    html`
<p class="others">The same of ${others.map(
      ({ id, method }, index) =>
        html`${index > 0 && (index === others.length - 1 ? ' and ' : ', ')}<a href="${claimLink(id)}">${method}</a>`,
    )}.</p>`
  }</li>`;
}
