import type { PageClaims, PageDrift, PageExample, PageFinding, PageHealth } from '../claims.gen.ts';
import { healthLine } from '../health.ts';
import { findingsId } from './links.ts';
import { html, type Markup } from './markup.ts';

/** A page's health in a line; what its own checks found is folded beneath. */
export function renderHealth(claims: PageClaims, page: PageHealth | undefined): Markup {
  const line = healthLine(claims, page).map(
    ({ text, tone }) => html`<span class="side ${tone}">${text}</span> `,
  );
  if (
    !page ||
    (page.examples.length === 0 && page.lint.length + page.drift.length + page.unread.length === 0)
  )
    return html`<p class="health">${line}</p>`;
  return html`<details class="health" id="${findingsId(page.page)}"><summary>${line}</summary>
${examples(page.examples)}${list('Lint findings: where the page contradicts itself', page.lint.map(finding))}${list(
  'Drift: where it differs from the contract',
  page.drift.map(drift),
)}${list(
  'Could not be read',
  page.unread.map(({ line: number, message }) => html`line ${number}: ${message}`),
)}</details>`;
}

/** What works is listed by its name alone. */
function examples(all: readonly PageExample[]): Markup {
  return list(
    'Examples',
    all.map(
      ({ tab, line, verdict, reason, warnings = [] }) =>
        html`<strong>${tab || 'without a tab'}</strong>, line ${line}: <span class="${TONES[verdict]}">${verdict}</span>${[
          ...(reason === undefined ? [] : [reason]),
          ...warnings,
        ].map((text) => html`; ${text}`)}`,
    ),
  );
}

const TONES: Record<PageExample['verdict'], string> = {
  works: 'confirmed',
  'sends something else': 'deviation',
  fails: 'deviation',
  'not exercised': 'not-exercised',
};

function finding({ rule, file, line, message }: PageFinding): Markup {
  return html`<code>${file.slice(file.lastIndexOf('/') + 1)}:${line}</code> ${message} <code class="rule">${rule}</code>`;
}

function drift({ claim, kind, heading, row, before, after }: PageDrift): Markup {
  const values =
    before === undefined && after === undefined ? '' : `: ${before ?? '(nothing)'} → ${after ?? '(nothing)'}`;
  return html`${kind}: ${[heading, row].filter(Boolean).join(' › ')}${values}${
    claim !== undefined && html` <code class="rule">${claim}</code>`
  }`;
}

function list(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return html``;
  return html`<h3>${title}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
