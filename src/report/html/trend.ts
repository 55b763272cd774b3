import { agree, judgedBy, madeBy, whatBecame } from '../documentation.ts';
import { type Change, isComplete } from '../history.ts';
import { REPORTED_VERDICTS, type ReportedVerdict } from '../reported-verdict.ts';
import { count, grouped, seconds } from '../text.ts';
import { claimLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import type { Past } from './past.ts';
import { WORDS, when } from './words.ts';

const WIDTH = 100;
const HEIGHT = 24;
/** Fewer runs make no trend. */
const SHORTEST = 3;

/** How a number went over the latest runs. The table of runs says the same in text. */
export function sparkline({ runs }: Past, name: ReportedVerdict): Markup {
  if (runs.length < SHORTEST) return html``;
  const numbers = runs.map((run) => run.totals[name]);
  const low = Math.min(...numbers);
  const spread = Math.max(...numbers) - low;
  const points = numbers.map((number, index) => {
    const x = (index / (numbers.length - 1)) * WIDTH;
    const y = spread === 0 ? HEIGHT / 2 : HEIGHT - 2 - ((number - low) / spread) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return html`<svg class="trend${spread === 0 && ' flat'}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points.join(' ')}"/></svg>`;
}

const SHOWN_CHANGES = 12;

/** What changed since the previous run of the same target. */
export function renderChanges(past: Past): Markup {
  const { previous, changes, isNew, isHint, now } = past;
  if (previous === undefined) return html`<p class="since">${nothingToCompare(past)}</p>`;
  const since = html`the previous run of this target, <time datetime="${previous.startedAt}">${when(previous.startedAt)}</time>${
    !agree([previous.documentation, now.documentation]) &&
    html`, which was judged by another state of the documentation (${judgedBy(previous.documentation)})`
  }${
    // What differs may be the suite's doing.
    madeBy(previous.versions) !== madeBy(now.versions) &&
    html`, which ${madeBy(previous.versions) ?? 'another version of b24-conformance'} made`
  }`;
  // A claim that no run has tried changed nothing, unless it is contradicted.
  const isFirst = ({ from, to }: Change): boolean => from === undefined && to !== 'contradicted';
  const changed = changes.filter((change) => !isFirst(change));
  const first = renderFirst(changes.filter(isFirst));
  if (changed.length === 0)
    return html`<p class="since">Nothing changed since ${since}.</p>${first}${renderGone(past)}`;
  const added = changed.filter((change) => isNew(change.claim));
  const fresh = added.length;
  const harmless = added.every((change) => isHint(change.claim));
  return html`<section class="since"><h2>${count(changed.length, 'change')}${
    fresh > 0 && html`, <strong class="${harmless && 'hint'}">${count(fresh, 'new contradiction')}</strong>`
  }</h2><p>since ${since}</p>
<ul>${changed
    .slice(0, SHOWN_CHANGES)
    .map(
      ({ claim, from, to, rewritten }) =>
        html`<li class="${to}${isHint(claim) && ' hint'}"><a href="${claimLink(claim)}">${claim}</a> <span>${
          from === undefined ? 'not known before' : WORDS[from].name
        } → <b>${WORDS[to].name}</b></span>${rewritten && html` <span class="chip">its page has changed</span>`}</li>`,
    )}</ul>${
    changed.length > SHOWN_CHANGES && html`<p>and ${count(changed.length - SHOWN_CHANGES, 'more change')}</p>`
  }</section>${first}${renderGone(past)}`;
}

/** Claims that no earlier run knew, counted: a new version of the suite brings hundreds. */
function renderFirst(changes: readonly Change[]): Markup {
  if (changes.length === 0) return html``;
  const numbers = REPORTED_VERDICTS.flatMap((verdict) => {
    const number = changes.filter(({ to }) => to === verdict).length;
    return number === 0 ? [] : [`${grouped(number)} ${WORDS[verdict].name}`];
  });
  return html`<p class="since">${count(changes.length, 'claim')} ${
    changes.length === 1 ? 'was' : 'were'
  } not known to earlier runs: ${numbers.join(', ')}.</p>`;
}

/** Why there is no run to compare with. */
function nothingToCompare({ notCompared }: Past): string {
  const first = 'The first run of its kind in the history: there is nothing to compare it with.';
  if (notCompared.size === 0) return first;
  const reasons = [...notCompared].map(([why, number]) => `${number} ${number === 1 ? why : plural(why)}`);
  return `${first} Of earlier runs, ${reasons.join(', ')}.`;
}

/** Of what runs did or were. */
const plural = (why: string): string => why.replace(/^was /, 'were ');

/** Claims that the documentation no longer makes. */
function renderGone({ gone }: Past): Markup {
  if (gone.length === 0) return html``;
  return html`<details class="runs"><summary>${count(gone.length, 'claim')} of the previous run ${
    gone.length === 1 ? 'is' : 'are'
  } no longer made</summary>
<ul>${gone.map(
    ({ claim, from, retired }) =>
      html`<li><code class="id">${claim}</code> was ${WORDS[from].name}: ${whatBecame(retired)}</li>`,
  )}</ul></details>`;
}

/** The runs behind the trend lines, as text. */
export function renderRuns({ runs }: Past): Markup {
  if (runs.length < 2) return html``;
  return html`<details class="runs" id="runs"><summary>The last ${runs.length} runs of this target</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table><thead><tr><th scope="col">started</th>${REPORTED_VERDICTS.map(
    (name) => html`<th scope="col" class="count">${WORDS[name].name}</th>`,
  )}<th scope="col" class="count">requests</th><th scope="col" class="count">time</th></tr></thead>
<tbody>${[...runs]
    .reverse()
    .map(
      (run) =>
        html`<tr><th scope="row"><time datetime="${run.startedAt}">${when(run.startedAt)}</time>${
          !isComplete(run) && ' (not complete)'
        }</th>${REPORTED_VERDICTS.map((name) => html`<td class="count">${run.totals[name]}</td>`)}<td class="count">${run.requests}</td><td class="count">${seconds(run.durationMs)}</td></tr>`,
    )}</tbody></table></div></details>`;
}
