import type { ClaimsReport } from '../claims.gen.ts';
import { judgedBy, newerPages } from '../documentation.ts';
import { healthOfAll } from '../health.ts';
import type { Standing } from '../standing.ts';
import { count, incompleteLine, seconds, targetName } from '../text.ts';
import { TONES } from '../verdict.ts';
import { claimLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import type { Past } from './past.ts';
import { renderChanges, renderRuns, sparkline } from './trend.ts';
import { WORDS, when } from './words.ts';

/** The answer in five seconds: is the documentation kept, what changed, how far to trust it. */
export function renderTop(report: ClaimsReport, past: Past): Markup {
  const { requests, cases } = report;
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
  report.shard &&
  html`<li>shard ${report.shard.current} of ${report.shard.total}, a part of a run</li>
`
}<li>${cases.run.toLocaleString('en')} of ${count(cases.all, 'case')} run</li>
${
  report.documentation &&
  html`<li title="${newerPages(report.documentation).join(', ')}">judged by ${judgedBy(report.documentation)}</li>
`
}${
  report.pages &&
  html`<li>documentation: ${healthOfAll(report.pages)}</li>
`
}</ul>
${warnings(report, past)}
${bar(past)}
${tiles(report, past)}
${renderChanges(past)}
${contradictions(report, past)}
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
  name: Standing,
  { now: { totals }, ending }: Past,
): (readonly [look: string, number: number])[] {
  const whole = totals[name];
  const failing = name === 'contradicted' ? ending.failing : whole;
  return [[name, failing] as const, ['hint', whole - failing] as const].filter(([, number]) => number > 0);
}

/** Good news first, as a bar reads. */
const BAR: readonly Standing[] = ['confirmed', 'contradicted', 'deviation', 'disagreement', 'not-exercised'];

/** A number per verdict, with its trend; each is a filter as well. */
function tiles({ claims }: ClaimsReport, past: Past): Markup {
  const untestable = claims.filter((claim) => claim.reasonKind === 'untestable').length;
  return html`<div class="tiles" role="group" aria-label="Show claims by verdict">${BAR.map((name) => {
    const number = past.now.totals[name];
    const before = past.previous?.totals[name];
    const step = before === undefined ? 0 : number - before;
    return html`<button type="button" class="tile ${name}${name === 'contradicted' && past.ending.failing === 0 && number > 0 && ' hint'}" data-verdict="${name}" aria-pressed="false" title="${WORDS[name].meaning}">
<span class="number">${number.toLocaleString('en')}</span>${
      step !== 0 && html`<span class="step">${step > 0 ? '+' : '−'}${Math.abs(step)}</span>`
    }${
      name === 'not-exercised' &&
      untestable > 0 &&
      html`<span class="note" title="no request can tell">${untestable} untestable</span>`
    }
<span class="name"><span class="sign" aria-hidden="true">${WORDS[name].sign}</span> ${WORDS[name].plural ?? WORDS[name].name}</span>
${sparkline(past, name)}
</button>`;
  })}</div>`;
}

/** More would push the claims themselves out of sight. */
const LISTED = 30;

/** The contradicted claims with their ids, since methods state the same of themselves: a click leads to the exchange. */
function contradictions({ claims }: ClaimsReport, past: Past): Markup {
  const found = claims.filter((claim) => past.standing(claim.id) === 'contradicted');
  if (found.length === 0) return html``;
  // What fails the run comes first.
  const inOrder = [...found].sort(
    (left, right) => Number(past.isHint(left.id)) - Number(past.isHint(right.id)),
  );
  return html`<nav class="first" aria-labelledby="first-title"><h2 id="first-title">Contradicted</h2>
<ul>${inOrder.slice(0, LISTED).map(
    (
      claim,
    ) => html`<li class="${past.isHint(claim.id) ? 'hint' : 'fails'}"><a href="${claimLink(claim.id)}"><span class="says">${claim.statement}</span>
<span class="id">${claim.id}</span>
<span class="got">${claim.evidence[0]?.problems[0] ?? ''}</span></a>${
      claim.strength === 'should' && html` <span class="chip">hint or wording</span>`
    }${past.isNew(claim.id) && html` <span class="chip new">new</span>`}</li>`,
  )}</ul>${found.length > LISTED && html`<p class="lead">and ${found.length - LISTED} more; the number above shows them all</p>`}</nav>`;
}
