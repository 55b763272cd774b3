import type { ChangeResult, ClaimResult, ClaimsReport, MigrationResult } from '../claims.gen.ts';
import { realChanges } from '../migrations.ts';
import { reportedVerdict } from '../reported-verdict.ts';
import { count } from '../text.ts';
import { claimLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import { WORDS } from './words.ts';

type ById = ReadonlyMap<string, ClaimResult>;

const NOTHING = html`<span class="dash">nothing</span>`;

/** Claims that a line names at once; the others are folded. */
const SHOWN = 4;

/** What changes for callers of deprecated methods, each line with the claims that show it. */
export function renderMigrations({ migrations = [], claims, drafts = [] }: ClaimsReport): Markup {
  if (migrations.length === 0) return html``;
  const byId = new Map([...claims, ...drafts].map((claim) => [claim.id, claim]));
  const known = migrations.filter(({ changes }) => changes !== undefined);
  const open = migrations.filter(({ changes }) => changes === undefined);
  return html`<section class="page migrations" id="migrations">
<h2>Moving to successors</h2><p class="lead">What changes for a caller of a deprecated method, from what the documentation states of both
methods. Each line has the verdicts of this run on the claims that show it.</p>
${known.map((migration) => renderMigration(migration, byId))}${
  open.length > 0 &&
  html`<p class="lead">Of these successors nothing is claimed so far: ${open.map(
    ({ from, to }, index) => html`${index > 0 && ', '}<code>${from}</code> → <code>${to}</code>`,
  )}.</p>`
}</section>`;
}

function renderMigration(migration: MigrationResult, byId: ById): Markup {
  const { from, to, changes = [] } = migration;
  const label = `From ${from} to ${to}`;
  return html`<details class="migration" id="migration:${from}:${to}"><summary><h3><code>${from}</code> → <code>${to}</code></h3>
<span class="sum">${tally(migration)}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr><th scope="col">what</th><th scope="col">before</th><th scope="col">now</th><th scope="col">verdict</th></tr></thead>
<tbody>${changes.map((change) => renderChange(change, migration, byId))}</tbody></table></div></details>`;
}

/** `11 changes: 10 confirmed, 1 not exercised` */
function tally(migration: MigrationResult): string {
  const changes = realChanges(migration);
  const parts = VERDICTS.flatMap((verdict) => {
    const number = changes.filter((change) => change.verdict === verdict).length;
    return number === 0 ? [] : [`${number} ${WORDS[verdict].name}`];
  });
  return `${count(changes.length, 'change')}: ${parts.join(', ')}`;
}

const VERDICTS = ['contradicted', 'confirmed', 'not-exercised'] as const;

function renderChange(change: ChangeResult, { from, to }: MigrationResult, byId: ById): Markup {
  const { aspect, change: kind, before, after, claims, verdict } = change;
  const { sign, name } = WORDS[verdict];
  const of = (method: string): string[] => claims.filter((id) => byId.get(id)?.method === method);
  const [ofFrom, ofTo] = [of(from), of(to)];
  const others = claims.filter((id) => !ofFrom.includes(id) && !ofTo.includes(id));
  return html`<tr class="${kind}"><th scope="row">${aspect} <span class="kind">${kind}</span></th>
<td data-label="before">${before ?? NOTHING}${evidence(ofFrom, from, byId)}</td><td data-label="now">${after ?? NOTHING}${evidence(ofTo, to, byId)}</td>
<td><span class="mark ${verdict}"><span class="sign" aria-hidden="true">${sign}</span> ${name}</span>${evidence(others, '', byId)}</td></tr>`;
}

/** Links to claims, by what follows the method's name. */
function evidence(ids: readonly string[], method: string, byId: ById): Markup {
  if (ids.length === 0) return html``;
  const links = ids.map((id) => {
    const claim = byId.get(id);
    const { sign, name } = WORDS[claim === undefined ? 'not-exercised' : reportedVerdict(claim)];
    const text = id.startsWith(`${method}.`) ? id.slice(method.length + 1) : id;
    return html`<li><span role="img" aria-label="${name}" title="${name}">${sign}</span> <a href="${claimLink(id)}" title="${id}"><code>${text}</code></a></li>`;
  });
  const rest = links.slice(SHOWN);
  return html`<ul class="shown-by">${links.slice(0, SHOWN)}</ul>${
    rest.length > 0 &&
    html`<details class="more"><summary>${rest.length} more</summary><ul class="shown-by">${rest}</ul></details>`
  }`;
}
