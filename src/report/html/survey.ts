import { groupBy } from '../../base/group-by.ts';
import type { ClaimsReport } from '../claims.gen.ts';
import { restsText } from '../rests.ts';
import { LAYERS, type MethodSummary, surveyedMethods } from '../survey-methods.ts';
import { count, grouped } from '../text.ts';
import { renderDifferences } from './differences.ts';
import { html, type Markup } from './markup.ts';

/** What each layer of the map means, in the order of {@link LAYERS}. */
const CONFIRMED = [
  'exists',
  'scope as documented',
  'fields as described',
  'answers as documented',
  'refuses as documented',
  'values as stated',
] as const;

/**
 * Every documented method on a map, with the numbers to quote and a list of claims that is filled when it is asked for: the
 * page's script draws map and list, as 20,000 claims in the page itself would take seconds to open.
 */
export function renderSurvey(report: ClaimsReport): Markup {
  const { survey } = report;
  if (survey === undefined) return html``;
  const methods = surveyedMethods(report);
  const sections = [...groupBy(methods, ({ section }) => section)];
  return html`<section class="survey" id="survey" aria-labelledby="survey-title">
<h2 id="survey-title">Every documented method</h2>
${numbers(report)}
${
  survey.interrupted !== undefined &&
  html`<p class="warning incomplete">Broken off: ${survey.interrupted}. <code>--resume</code> goes on from there.</p>`
}
${survey.rests !== undefined && html`<p class="quiet rests">The survey ${restsText(survey.rests)}.</p>`}
<div class="map-head"><p id="map-path"><button type="button" id="map-all" hidden>All sections</button><span id="map-title">${count(sections.length, 'section')}, ${count(methods.length, 'method')}</span></p>
${legend()}</div>
<div id="map"></div>
<p class="quiet" id="map-help">A section is opened by a click or by Enter; arrow keys go from one to the next, Escape goes back to all sections.</p>
<details class="as-table"><summary>The map as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Sections of the documentation"><table>
<thead><tr><th scope="col">section</th><th scope="col" class="count">methods</th><th scope="col" class="count">exist</th>${LAYERS.slice(
    1,
  ).map(
    (_layer, index) => html`<th scope="col" class="count">${CONFIRMED[index + 1]}</th>`,
  )}<th scope="col" class="count">contradicted claims</th></tr></thead>
<tbody>${sections.map(([name, own]) => sectionRow(name, own))}</tbody></table></div></details>
${lacking(report)}
${renderDifferences(report)}
<form class="survey-tools" id="survey-tools" role="search" aria-label="Find claims about documented methods">
<label class="search"><span class="quiet">Search documented methods</span><input type="search" id="survey-search" placeholder="Search methods, claims and what came" autocomplete="off" spellcheck="false"></label>
${choice(
  'section',
  'Any section',
  sections.map(([name]) => [name, name]),
)}
${choice(
  'layer',
  'Any layer',
  LAYERS.map((name) => [name, name]),
)}
${choice('verdict', 'Any verdict', [
  ['contradicted', 'contradicted'],
  ['confirmed', 'confirmed'],
  ['not-exercised', 'not exercised'],
])}
<p class="shown" role="status"><span id="survey-shown"></span> <button type="button" id="survey-clear" hidden>show all</button></p>
</form>
<p id="survey-method" class="one-method" hidden></p>
<div id="survey-list"></div>
<p class="more"><button type="button" id="survey-more" hidden>Show more</button></p>
</section>`;
}

/** Numbers that can be quoted. */
function numbers({ survey }: ClaimsReport): Markup {
  if (survey === undefined) return html``;
  const { documented, existing, missing, read, refused, claims, verdicts, requests } = survey.numbers;
  const told: readonly (readonly [string, number | string])[] = [
    ['methods documented', documented],
    ['exist', existing],
    ['do not exist', missing],
    ['read', read],
    ['refused as documented', refused],
    ['on no page', survey.undocumented.length],
    ['claims', claims],
    ['verdicts', verdicts],
    ['requests', requests],
    ['requests per verdict', verdicts === 0 ? '–' : (requests / verdicts).toFixed(2)],
  ];
  return html`<dl class="quotable">${told.map(
    ([name, number]) =>
      html`<div><dt>${name}</dt><dd>${typeof number === 'number' ? grouped(number) : number}</dd></div>`,
  )}</dl>
${
  survey.undocumented.length > 0 &&
  html`<details class="unlisted"><summary>${count(survey.undocumented.length, 'method')} that no page documents</summary>
<p class="names">${survey.undocumented.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}</p></details>`
}`;
}

function legend(): Markup {
  return html`<ul class="legend" aria-label="Colours of the map"><li><span class="key none"></span>nothing shown</li>${CONFIRMED.map(
    (text, index) => html`<li><span class="key layer-${index}"></span>${text}</li>`,
  )}<li><span class="key bad"></span>something contradicted; ✕ counts these methods</li><li><span class="key missing"></span>documented, and not here</li></ul>`;
}

function sectionRow(name: string, own: readonly MethodSummary[]): Markup {
  const reached = (index: number) =>
    own.filter(({ claims }) =>
      claims.some(
        ({ layer, verdict, strength }) =>
          layer === LAYERS[index] && verdict === 'confirmed' && strength !== 'observed',
      ),
    ).length;
  const contradicted = own.reduce((sum, method) => sum + method.contradicted, 0);
  return html`<tr><th scope="row"><button type="button" class="link" data-section="${name}">${name}</button></th><td class="count">${own.length}</td>${LAYERS.map(
    (_layer, index) => html`<td class="count">${reached(index)}</td>`,
  )}<td class="count">${contradicted > 0 ? html`<span class="mark contradicted">${contradicted}</span>` : '0'}</td></tr>`;
}

const LACKS = 8;

/** What would show more. */
function lacking({ survey }: ClaimsReport): Markup {
  const all = survey?.lacking ?? [];
  if (all.length === 0) return html``;
  return html`<details class="lacking"><summary>What would show more: ${all
    .slice(0, 3)
    .map(({ what }) => what)
    .join(', ')}${all.length > 3 && ' …'}</summary><ul>${all
    .slice(0, LACKS)
    .map(
      ({ what, methods, claims }) =>
        html`<li>${what}: ${count(claims, 'further claim')} of ${count(methods, 'method')}</li>`,
    )}</ul></details>`;
}

function choice(name: string, any: string, values: readonly (readonly string[])[]): Markup {
  return html`<label><span class="quiet">${name} of documented methods</span><select id="survey-${name}" autocomplete="off"><option value="">${any}</option>${values.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`;
}
