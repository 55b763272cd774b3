import { name, namedOne, note, placeIn, showAddress } from './address.js';
import { copy } from './copy.js';
import { byId, claims } from './dom.js';
import { fill } from './exchanges.js';
import { apply, choice, FILTERS, numbers, order, search, showAll, sort } from './find.js';

/** Opens the claim or section that the address names, whatever filters hide. */
function openNamed() {
  for (const element of document.querySelectorAll('.named')) element.classList.remove('named');
  const place = namedOne();
  if (!place) return;
  if (place.closest('[hidden]')) {
    showAll();
    note('replaceState');
  }
  if (place.matches('.claim')) place.classList.add('named');
  for (let around = place.parentElement; around; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true;
  if (place instanceof HTMLDetailsElement) {
    if (place instanceof HTMLElement && place.matches('.claim')) fill(place);
    place.open = true;
    place.querySelector('summary')?.focus({ preventScroll: true });
  }
  // What was found is read beneath the name of its page.
  bring(place.matches('.health') ? (place.closest('.page') ?? place) : place);
}

function follow() {
  showAddress();
  openNamed();
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
  const { target } = event;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const link = target.closest('a[href^="#"]');
  const summary = target.closest('details.claim > summary');
  if (link?.matches('.skip')) {
    // The filters of the address are to stay.
    event.preventDefault();
    byId('claims', HTMLElement).focus();
  } else if (link) {
    const place = placeIn(link.getAttribute('href') ?? '');
    if (!place) return;
    event.preventDefault();
    name(place);
    note('pushState');
    openNamed();
  } else if (summary?.parentElement instanceof HTMLDetailsElement) {
    const claim = summary.parentElement;
    // Not yet as it will be.
    if (!claim.open) {
      name(claim);
      note('pushState');
    } else if (claim === namedOne()) {
      name(undefined);
      note('replaceState');
    }
  }
});

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.matches('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && event.target === search) showEverything();
});

function showEverything() {
  showAll();
  note('pushState');
}

for (const number of numbers)
  number.addEventListener('click', () => {
    const wanted = number.getAttribute('data-show') ?? '';
    choice('verdict').value = choice('verdict').value === wanted ? '' : wanted;
    apply();
    note('pushState');
    if (choice('verdict').value !== '') document.querySelector('.tools')?.scrollIntoView({ block: 'start' });
  });

/** Words under way are one step for the back button, until the reader is done with them. */
let typing = false;
search.addEventListener('input', () => {
  apply();
  note(typing ? 'replaceState' : 'pushState');
  typing = true;
});
search.addEventListener('change', () => {
  typing = false;
});
for (const one of FILTERS)
  choice(one).addEventListener('change', () => {
    apply();
    note('pushState');
  });
order.addEventListener('change', () => {
  sort();
  note('pushState');
});
for (const id of ['clear', 'clear-all']) byId(id, HTMLElement).addEventListener('click', showEverything);
byId('copy-view', HTMLElement).addEventListener('click', async () => {
  const done = await copy(location.href);
  byId('said', HTMLElement).textContent = done ? 'Link copied' : 'The browser did not allow to copy';
});
document.querySelector('.tools')?.addEventListener('submit', (event) => event.preventDefault());

/** @type {HTMLDetailsElement[]} */
let openedForPrint = [];
// On paper nothing unfolds: what contradicts is printed with its exchange.
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

addEventListener('hashchange', () => {
  typing = false;
  follow();
});
// Without an address of its own the page is right as it is, and thousands of claims stay untouched.
if (location.hash !== '') follow();
// The browser itself goes to the address once more when all is loaded, by its estimates.
addEventListener('load', openNamed);
