import { byId, claims } from './dom.js';
import { fill } from './exchanges.js';
import { apply, choice, FILTERS, order, search, showAll, sort, tiles } from './find.js';

/** Opens the claim that an address names, whatever filters hide. */
function openNamed() {
  let id = '';
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  const claim = claims.find((element) => element.id === id);
  if (!claim) return;
  if (claim.hidden) showAll();
  for (const element of document.querySelectorAll('.named')) element.classList.remove('named');
  claim.classList.add('named');
  if (claim instanceof HTMLDetailsElement) {
    fill(claim);
    claim.open = true;
    claim.querySelector('summary')?.focus({ preventScroll: true });
  }
  bring(claim);
}

/** Frames in which sections above may still take their true heights, of which the browser knows only estimates before. */
const FRAMES = 30;

/**
 * Scrolls to a claim, again where it is moved away before it has come to rest.
 *
 * @param {Element} claim
 */
function bring(claim) {
  let left = FRAMES;
  let atRest = 0;
  let top = Number.NaN;
  const look = () => {
    const now = claim.getBoundingClientRect().top;
    atRest = Math.abs(now - top) < 1 ? atRest + 1 : 0;
    if (atRest === 0) {
      claim.scrollIntoView({ block: 'start' });
      top = claim.getBoundingClientRect().top;
    }
    if (atRest < 3 && --left > 0) requestAnimationFrame(look);
  };
  look();
}

document.addEventListener(
  'toggle',
  (event) => {
    const { target } = event;
    if (target instanceof HTMLDetailsElement && target.open && target.matches('.claim')) fill(target);
  },
  true,
);

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  // A second click on the same link changes no address.
  if (link?.getAttribute('href') === location.hash) openNamed();
});

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.matches('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && event.target === search) showAll();
});

for (const tile of tiles)
  tile.addEventListener('click', () => {
    const name = tile.getAttribute('data-verdict') ?? '';
    choice('verdict').value = choice('verdict').value === name ? '' : name;
    apply();
    if (choice('verdict').value !== '') document.querySelector('.tools')?.scrollIntoView({ block: 'start' });
  });
search.addEventListener('input', apply);
for (const name of FILTERS) choice(name).addEventListener('change', apply);
order.addEventListener('change', sort);
for (const id of ['clear', 'clear-all']) byId(id, HTMLElement).addEventListener('click', showAll);
document.querySelector('.tools')?.addEventListener('submit', (event) => event.preventDefault());

/** @type {HTMLDetailsElement[]} */
let openedForPrint = [];
// On paper nothing unfolds: what contradicts is printed with its proof.
addEventListener('beforeprint', () => {
  openedForPrint = claims
    .filter((claim) => claim instanceof HTMLDetailsElement)
    .filter((claim) => !claim.open && claim.matches('.contradicted'));
  for (const claim of openedForPrint) {
    fill(claim);
    claim.open = true;
  }
});
addEventListener('afterprint', () => {
  for (const claim of openedForPrint) claim.open = false;
});

addEventListener('hashchange', openNamed);
// A reload keeps what was typed and chosen. Otherwise the page is right as it is, and thousands of claims stay untouched.
if (search.value !== '' || FILTERS.some((name) => choice(name).value !== '')) apply();
if (order.checked) sort();
openNamed();
// The browser itself goes to the address once more when all is loaded, by its estimates.
addEventListener('load', openNamed);
