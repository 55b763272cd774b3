import { groupBy } from '../../base/group-by.ts';
import type { ClaimResult } from '../claims.gen.ts';
import { LAYERS, type MethodSummary, surveyedMethods } from '../survey-methods.ts';
import { count, grouped, targetName } from '../text.ts';
import { headingLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import type { MatrixRun } from './matrix.ts';
import { WORDS, when } from './words.ts';

/** Claims listed of a method; more say no more. */
const LISTED = 20;

/** A method of which two surveys say different things. */
interface Changed {
  readonly method: MethodSummary;
  readonly claims: readonly {
    readonly claim: ClaimResult;
    readonly before: ClaimResult;
    readonly after: ClaimResult;
  }[];
}

/** What two surveys differ in. */
export interface SurveyChanges {
  readonly first: MatrixRun;
  readonly last: MatrixRun;
  readonly came: readonly MethodSummary[];
  readonly went: readonly MethodSummary[];
  readonly changed: readonly Changed[];
}

/**
 * Every documented method in the first and the last of the runs that have a survey: which came, which went, which answer
 * otherwise. What only one of them tried does not count. Undefined where fewer than two have one.
 */
export function surveyChanges(runs: readonly MatrixRun[]): SurveyChanges | undefined {
  const surveys = runs.filter(({ report }) => report.survey !== undefined);
  const [first, last] = [surveys.at(0), surveys.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const [before, after] = [methodsOf(first), methodsOf(last)];
  const both = [...after.values()].flatMap((method) => {
    const old = before.get(method.key);
    return old === undefined ? [] : [{ old, method }];
  });
  const came = both
    .filter(({ old, method }) => old.exists === false && method.exists)
    .map(({ method }) => method);
  const went = both
    .filter(({ old, method }) => old.exists && method.exists === false)
    .map(({ method }) => method);
  const moved = new Set([...came, ...went]);
  const changed = both
    .filter(({ method }) => !moved.has(method))
    .map(({ old, method }) => changeOf(old, method))
    .filter(({ claims }) => claims.length > 0);
  return { first, last, came, went, changed };
}

/** The changes for a person to read. */
export function renderSurveyChanges(
  { first, last, came, went, changed }: SurveyChanges,
  runs: readonly MatrixRun[],
): Markup {
  const listed = (own: MatrixRun) => new Set(own.report.survey?.undocumented);
  const [oldNames, newNames] = [listed(first), listed(last)];
  const unlisted = [...newNames].filter((name) => !oldNames.has(name));
  const gone = [...oldNames].filter((name) => !newNames.has(name));
  return html`<section class="survey" aria-labelledby="surveys-title"><h2 id="surveys-title">Documented methods: ${count(came.length, 'method')} came, ${went.length} went, ${changed.length} changed</h2>
<p class="lead">From ${nameOf(first)} to ${nameOf(last)}. What only one of them tried does not count.</p>
${numbers(runs.filter(({ report }) => report.survey !== undefined))}
${names(
  'Came',
  came.map(({ key }) => key),
)}${names(
  'Went',
  went.map(({ key }) => key),
)}${names('Came, on no page', unlisted)}${names('Went, on no page', gone)}
${[...groupBy(changed, ({ method }) => method.section)].map(([section, own]) => sectionOf(section, own))}
</section>`;
}

const methodsOf = ({ report }: MatrixRun): ReadonlyMap<string, MethodSummary> =>
  new Map(surveyedMethods(report).map((method) => [method.key, method]));

const nameOf = ({ report, name }: MatrixRun): string =>
  `${targetName(report)}, ${when(report.startedAt)} (${name})`;

function changeOf(old: MethodSummary, method: MethodSummary): Changed {
  const known = new Map(old.claims.map((claim) => [claim.id, claim]));
  const claims = method.claims.flatMap((after) => {
    const before = known.get(after.id);
    const isTried =
      before !== undefined && before.verdict !== 'not-exercised' && after.verdict !== 'not-exercised';
    return isTried && before.verdict !== after.verdict ? [{ claim: after, before, after }] : [];
  });
  return { method, claims };
}

function numbers(surveys: readonly MatrixRun[]): Markup {
  const rows = [
    ['methods documented', 'documented'],
    ['exist', 'existing'],
    ['do not exist', 'missing'],
    ['read', 'read'],
    ['refused as documented', 'refused'],
    ['claims', 'claims'],
    ['verdicts', 'verdicts'],
    ['requests', 'requests'],
  ] as const;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Numbers of each survey"><table><thead><tr><th scope="col">survey</th>${surveys.map(
    (run) => html`<th scope="col" class="run">${nameOf(run)}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ([text, key]) =>
      html`<tr><th scope="row">${text}</th>${surveys.map(
        ({ report }) => html`<td class="count">${report.survey && grouped(report.survey.numbers[key])}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}

function names(title: string, all: readonly string[]): Markup {
  if (all.length === 0) return html``;
  return html`<h3>${title}: ${all.length}</h3><p class="names">${all.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}</p>`;
}

/** The methods of a section that changed, each with the claims that did. */
function sectionOf(section: string, changed: readonly Changed[]): Markup {
  const worse = changed.filter(({ claims }) =>
    claims.some(({ after }) => after.verdict === 'contradicted'),
  ).length;
  return html`<details><summary><h3>${section}: ${count(changed.length, 'method')} changed${worse > 0 && `, ${worse} for the worse`}</h3></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Methods of ${section} that changed"><table><thead><tr><th scope="col">method</th><th scope="col" class="layer">layer</th><th scope="col">claim</th><th scope="col">before</th><th scope="col">now</th></tr></thead>
<tbody>${changed.flatMap(({ method, claims }) =>
    [...claims]
      .sort(byLayer)
      .slice(0, LISTED)
      .map(
        ({ claim, before, after }, index) =>
          html`<tr>${index === 0 && html`<th scope="rowgroup" rowspan="${Math.min(claims.length, LISTED)}"><code>${method.key}</code>${claims.length > LISTED && html` <span class="lead">and ${claims.length - LISTED} more claims</span>`}</th>`}<td class="layer">${claim.layer ?? ''}</td><td>${claim.statement} <a href="${headingLink(claim.source)}"><code class="id">${claim.id}</code></a></td>${[before, after].map(cell)}</tr>`,
      ),
  )}</tbody></table></div></details>`;
}

type ChangedClaim = Changed['claims'][number];
const layerOf = ({ claim: { layer = 'existence' } }: ChangedClaim): number => LAYERS.indexOf(layer);
const byLayer = (one: ChangedClaim, other: ChangedClaim): number => layerOf(one) - layerOf(other);

function cell({ verdict, shownBy = [] }: ClaimResult): Markup {
  const why = shownBy.find(({ problem }) => problem !== undefined)?.problem;
  return html`<td><span class="mark ${verdict} hint"><span class="sign" aria-hidden="true">${WORDS[verdict].sign}</span> ${WORDS[verdict].name}</span>${
    verdict === 'contradicted' && why !== undefined && html`<span class="got">${why}</span>`
  }</td>`;
}
