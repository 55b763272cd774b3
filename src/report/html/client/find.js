import { byId, claims, data } from './dom.js';

export const FILTERS = ['verdict', 'method', 'page', 'strength'];
export const search = byId('search', HTMLInputElement);
export const order = byId('order', HTMLInputElement);
/** Numbers at the top that show what they count. */
export const numbers = [...document.querySelectorAll('[data-show]')];
/** What needs a reader's eye comes first. */
const RANKS = ['contradicted', 'deviation', 'disagreement', 'not-exercised', 'confirmed'];

/** @param {string} name */
export const choice = (name) => byId(name, HTMLSelectElement);

/** @type {Map<HTMLElement, string> | undefined} */
let texts;

/** Everything a claim says and shows, in lower case; made when somebody searches for the first time. */
function searchable() {
  texts ??= new Map(
    claims.map((claim) => {
      const exchanges = (data.claims[claim.id]?.evidence ?? []).map(([number, name, problems]) =>
        JSON.stringify([name, problems, data.exchanges[number]]),
      );
      const whole = [claim.id, claim.dataset.page, claim.textContent ?? '', ...exchanges].join('\n');
      // JSON within JSON has its quotes escaped; a reader types them plain.
      return [claim, whole.replaceAll('\\', '').toLowerCase()];
    }),
  );
  return texts;
}

export function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = FILTERS.map((name) => ({ name, value: choice(name).value }));
  const found = words.length > 0 ? searchable() : undefined;
  let shown = 0;
  for (const claim of claims) {
    const matches =
      wanted.every(({ name, value }) => value === '' || claim.dataset[name] === value) &&
      words.every((word) => found?.get(claim)?.includes(word));
    claim.hidden = !matches;
    if (matches) shown++;
  }
  for (const group of document.querySelectorAll('.heading, .page'))
    if (group instanceof HTMLElement)
      group.hidden = shown < claims.length && !group.querySelector('.claim:not([hidden])');
  for (const number of numbers)
    number.setAttribute('aria-pressed', String(number.getAttribute('data-show') === choice('verdict').value));
  byId('shown', HTMLElement).textContent = String(shown);
  byId('clear', HTMLElement).hidden = shown === claims.length;
  byId('copy-view', HTMLElement).hidden = shown === claims.length;
  byId('nothing', HTMLElement).hidden = shown > 0;
}

export function showAll() {
  search.value = '';
  for (const name of FILTERS) choice(name).value = '';
  apply();
}

/**
 * Contradicted first within pages and headings, and pages that have some first; or in the documentation's own order.
 */
export function sort() {
  /** @param {Element} element */
  const rank = (element) => {
    const found = [element, ...element.querySelectorAll('.claim')].map((claim) =>
      RANKS.indexOf(claim.getAttribute('data-verdict') ?? ''),
    );
    return Math.min(...found.filter((place) => place >= 0), RANKS.length);
  };
  for (const [container, kind] of /** @type {[string, string][]} */ ([
    ['#claims', '.page:not(.untestable, .observations)'],
    ['.page', ':scope > .heading'],
    ['.heading', ':scope > .claim'],
  ]))
    for (const parent of document.querySelectorAll(container)) {
      const items = [...parent.querySelectorAll(kind)];
      for (const [index, item] of items.entries())
        if (!item.hasAttribute('data-place')) item.setAttribute('data-place', String(index));
      const place = (/** @type {Element} */ element) => Number(element.getAttribute('data-place'));
      items.sort(
        (left, right) => (order.checked ? rank(left) - rank(right) : 0) || place(left) - place(right),
      );
      const before = items.length > 0 ? parent.querySelector('.untestable, .observations') : null;
      for (const item of items) parent.insertBefore(item, before);
    }
}
