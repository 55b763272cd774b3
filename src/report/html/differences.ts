import type { Authority, ClaimsReport, SurveyDifference } from '../claims.gen.ts';
import { aloneCounts, differencesIn, speakersOf } from '../survey-differences.ts';
import { methodKey } from '../survey-methods.ts';
import { count } from '../text.ts';
import { html, type Markup } from './markup.ts';

const HEADS: Readonly<Record<Authority, string>> = {
  english: 'English page',
  russian: 'Russian page',
  schema: 'official schema',
  description: 'portal says',
  behaviour: 'portal does',
};

/** Rows of the table; `claims.json` has all. */
const MOST = 300;

/** Which facts pages, schemas and the portal state differently: one row each, who says what, and who stands alone. */
export function renderDifferences(report: ClaimsReport): Markup {
  const all = differencesIn(report);
  if (all.length === 0) return html``;
  const speakers = speakersOf(all);
  const alone = aloneCounts(all);
  return html`<details class="differences" id="differences"><summary>${count(all.length, 'fact')} stated differently${
    alone === '' ? '' : `; alone: ${alone}`
  }</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Facts that are stated differently"><table>
<thead><tr><th scope="col">method</th><th scope="col">fact</th>${speakers.map(
    (who) => html`<th scope="col">${HEADS[who]}</th>`,
  )}</tr></thead>
<tbody>${all.slice(0, MOST).map((difference) => row(difference, speakers))}</tbody></table></div>
${all.length > MOST && html`<p class="quiet">${count(all.length - MOST, 'further fact')} in <code>claims.json</code>.</p>`}
</details>`;
}

function row(difference: SurveyDifference, speakers: readonly Authority[]): Markup {
  const { fact, said, alone } = difference;
  return html`<tr><th scope="row"><code>${methodKey(difference)}</code></th><td><code>${fact}</code></td>${speakers.map(
    (who) => {
      const says = said.find(({ by }) => by === who)?.says;
      if (says === undefined) return html`<td>–</td>`;
      return html`<td>${says}${who === alone && html` <span class="mark contradicted">alone</span>`}</td>`;
    },
  )}</tr>`;
}
