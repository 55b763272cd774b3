import { byId } from './dom.js';
import { apply, choice, FILTERS, order, search, sort } from './find.js';

/**
 * What an address shows: `#PLACE?verdict=contradicted&search=WORDS`, each part only where there is something to say. The
 * place is the id of a claim, of a documentation page's section or of its findings, or a migration. Behind the `#`, as nothing else of
 * the address of a file may change.
 *
 * @typedef {{ place: string, parameters: URLSearchParams }} View
 */

/**
 * @param {string} hash with its `#`, or empty
 * @returns {View}
 */
function viewOf(hash) {
  const [place = '', ...rest] = hash.slice(1).split('?');
  return { place: decoded(place), parameters: new URLSearchParams(rest.join('?')) };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** @type {Element | undefined} the claim or section that the address names */
let named;

/** Nothing is shown for the sake of an address that is not one of these. */
const PLACES = '.claim, .page, .health, .migration, #retired tr';

/** @param {string} id */
function placeOf(id) {
  const found = id === '' ? null : document.getElementById(id);
  return found?.matches(PLACES) ? found : undefined;
}

function compose() {
  const parameters = new URLSearchParams();
  for (const name of FILTERS) if (choice(name).value !== '') parameters.set(name, choice(name).value);
  if (search.value.trim() !== '') parameters.set('search', search.value.trim());
  if (order.checked) parameters.set('order', 'contradictions');
  const query = parameters.size > 0 ? `?${parameters}` : '';
  const place = encodeURIComponent(named?.id ?? '')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
  return place === '' && query === '' ? '' : `#${place}${query}`;
}

/**
 * Makes the address say what is shown.
 *
 * @param {'pushState' | 'replaceState'} how as a step that the back button undoes, or as part of the last one
 */
export function note(how) {
  const hash = compose();
  if (hash === location.hash) return;
  try {
    history[how](null, '', location.href.split('#', 1)[0] + hash);
  } catch {
    // A page in a sandbox has no address of its own.
  }
}

/** Shows what the address says, and nothing else. */
export function showAddress() {
  const { place, parameters } = viewOf(location.hash);
  const unknown = FILTERS.filter((name) => {
    const wanted = parameters.get(name) ?? '';
    const select = choice(name);
    const known = [...select.options].some((option) => option.value === wanted);
    select.value = known ? wanted : '';
    return !known;
  });
  const told = byId('unknown', HTMLElement);
  told.hidden = unknown.length === 0;
  told.textContent = `This report has no ${unknown.map((name) => `${name} '${parameters.get(name)}'`).join(' and no ')}, which the address asks for: ${unknown.length === 1 ? 'that filter is' : 'these filters are'} off.`;
  search.value = parameters.get('search') ?? '';
  const sorted = parameters.get('order') === 'contradictions';
  const other = sorted !== order.checked;
  order.checked = sorted;
  apply();
  if (other) sort();
  const next = placeOf(place);
  // What an earlier address had opened is not open in this one.
  if (named !== next) close(named);
  name(next);
}

/** @param {Element | undefined} element */
function close(element) {
  if (element instanceof HTMLDetailsElement && element.matches('.claim')) element.open = false;
}

/** @param {Element | undefined} element */
export function name(element) {
  named = element;
}

/** The claim or section that the address names. */
export const namedOne = () => named;

/**
 * What a link within the page leads to; undefined where that is no place of its own.
 *
 * @param {string} hash
 */
export const placeIn = (hash) => placeOf(viewOf(hash).place);
