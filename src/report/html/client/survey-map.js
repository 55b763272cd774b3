import { byId, data } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Width of a character and space beside a name, in units of the drawing. */
const CHARACTER = 7;
const BESIDE = 10;
const narrow = matchMedia('(max-width: 40rem)');

/** @type {number | undefined} the section that is shown alone */
let section;

/** @type {(section: number | undefined) => void} */
let onSection = () => {};
/** @type {(method: number) => void} */
let onMethod = () => {};

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} children
 */
function drawn(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * @param {import('../shapes.ts').Box} box
 * @param {string} look
 */
function rectangle([x, y, width, height], look) {
  return drawn('rect', { class: look, x, y, width, height });
}

/**
 * A name as far as there is room for it.
 *
 * @param {string} text
 * @param {import('../shapes.ts').Box} box
 */
function nameIn(text, [x, y, width]) {
  const fits = Math.floor((width - BESIDE) / CHARACTER);
  if (fits < 3) return [];
  const made = drawn('text', { x: x + BESIDE / 2, y: y + 13 });
  made.textContent = text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
  return [made];
}

/** @param {import('../shapes.ts').PageSurvey['methods'][number]} method */
function lookOf({ best, contradicted, exists }) {
  if (exists === 0) return 'cell missing';
  if (contradicted > 0) return 'cell bad';
  return best < 0 ? 'cell none' : `cell layer-${best}`;
}

/** @param {import('../shapes.ts').PageSurvey} survey */
function sectionsOf(survey) {
  const { sections, methods: places } = mapOf(survey);
  return survey.sections.map(({ name, first, methods }, index) => {
    const own = survey.methods.slice(first, first + methods);
    const existing = own.filter(({ exists }) => exists === 1).length;
    const missing = own.filter(({ exists }) => exists === 0).length;
    const wrong = own.filter(({ contradicted, exists }) => contradicted > 0 && exists !== 0).length;
    const box = sections[index] ?? [0, 0, 0, 0];
    const label = `${name}: ${methods} methods, ${existing} exist, ${missing} do not, ${wrong} contradicted in something`;
    const title = drawn('title', {});
    title.textContent = label;
    return drawn(
      'g',
      { class: 'place', role: 'button', tabindex: -1, 'aria-label': label, 'data-place': index },
      title,
      rectangle(box, 'frame'),
      ...own.map((method, at) => rectangle(places[first + at] ?? [0, 0, 0, 0], lookOf(method))),
      ...nameIn(wrong > 0 ? `${name} ✕${wrong}` : name, box),
    );
  });
}

/**
 * Names and frames of the families, then the methods of the section.
 *
 * @param {import('../shapes.ts').PageSurvey} survey
 * @param {number} only
 */
function methodsOf(survey, only) {
  const { first = 0, methods = 0 } = survey.sections[only] ?? {};
  const { alone, families } = mapOf(survey);
  return survey.families.flatMap((family, index) => {
    if (family.first < first || family.first >= first + methods) return [];
    const around = families[index] ?? [0, 0, 0, 0];
    const own = survey.methods.slice(family.first, family.first + family.methods);
    return [
      drawn('g', { class: 'family' }, rectangle(around, 'frame'), ...nameIn(family.name, around)),
      ...own.map((method, at) =>
        methodPlace(survey, method, family.first + at, alone[family.first + at], family.name),
      ),
    ];
  });
}

/**
 * @param {import('../shapes.ts').PageSurvey} survey
 * @param {import('../shapes.ts').PageSurvey['methods'][number]} method
 * @param {number} number
 * @param {import('../shapes.ts').Box} box
 * @param {string} family
 */
function methodPlace(survey, method, number, box = [0, 0, 0, 0], family) {
  const { name, best, confirmed, contradicted, exists } = method;
  const reached = best < 0 ? 'nothing confirmed' : `confirmed up to ${survey.layers[best]}`;
  const label = `${name}: ${exists === 0 ? 'does not exist' : reached}, ${confirmed} claims confirmed, ${contradicted} contradicted`;
  const title = drawn('title', {});
  title.textContent = label;
  const short = name.startsWith(`${family}.`) ? name.slice(family.length + 1) : name;
  return drawn(
    'g',
    { class: 'place', role: 'button', tabindex: -1, 'aria-label': label, 'data-place': number },
    title,
    rectangle(box, lookOf(method)),
    ...(box[3] < 15 ? [] : nameIn(contradicted > 0 ? `✕ ${short}` : short, box)),
  );
}

/** @param {import('../shapes.ts').PageSurvey} survey */
const mapOf = ({ maps }) => (narrow.matches ? maps.tall : maps.wide);

/** Draws the map of all sections, or of the one that is open. */
export function drawMap() {
  const { survey } = data;
  if (!survey) return;
  const { size } = mapOf(survey);
  const places = section === undefined ? sectionsOf(survey) : methodsOf(survey, section);
  places.find((place) => place.matches('.place'))?.setAttribute('tabindex', '0');
  const svg = drawn(
    'svg',
    {
      viewBox: `0 0 ${size.join(' ')}`,
      role: 'group',
      'aria-label':
        section === undefined ? 'Map of all sections' : `Map of ${survey.sections[section]?.name}`,
      'aria-describedby': 'map-help',
    },
    ...places,
  );
  byId('map', HTMLElement).replaceChildren(svg);
  const open = section === undefined ? undefined : survey.sections[section];
  byId('map-title', HTMLElement).textContent = open
    ? `› ${open.name}, ${open.methods} methods`
    : `${survey.sections.length} sections, ${survey.methods.length.toLocaleString('en')} methods`;
  byId('map-all', HTMLElement).hidden = section === undefined;
}

/** @param {number | undefined} wanted section, or all of them */
export function showSection(wanted) {
  if (section === wanted) return;
  const before = section;
  section = wanted;
  const hadFocus = byId('map', HTMLElement).contains(document.activeElement);
  drawMap();
  if (hadFocus) focusPlace(wanted === undefined ? (before ?? 0) : 0);
}

/** @param {number} index of the places in their order */
function focusPlace(index) {
  const places = [...byId('map', HTMLElement).querySelectorAll('.place')];
  for (const [at, place] of places.entries()) place.setAttribute('tabindex', at === index ? '0' : '-1');
  const place = places[index];
  if (place instanceof SVGElement) place.focus();
}

/** Pixels by which frames of neighbours may overlap. */
const SLACK = 4;

/**
 * The nearest place that lies wholly in a direction.
 *
 * @param {Element} from
 * @param {string} key
 */
function nextPlace(from, key) {
  const here = from.getBoundingClientRect();
  const isSideways = key === 'ArrowRight' || key === 'ArrowLeft';
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, place] of [...byId('map', HTMLElement).querySelectorAll('.place')].entries()) {
    const there = place.getBoundingClientRect();
    const along =
      {
        ArrowRight: there.left - here.right,
        ArrowLeft: here.left - there.right,
        ArrowDown: there.top - here.bottom,
        ArrowUp: here.top - there.bottom,
      }[key] ?? Number.NEGATIVE_INFINITY;
    if (along < -SLACK || place === from) continue;
    const across = isSideways
      ? Math.max(there.top - here.bottom, here.top - there.bottom, 0) + Math.abs(there.top - here.top) / 100
      : Math.max(there.left - here.right, here.left - there.right, 0) +
        Math.abs(there.left - here.left) / 100;
    const distance = along + 3 * across;
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

/** @param {Element} place */
function choose(place) {
  const number = Number(place.getAttribute('data-place'));
  if (section === undefined) onSection(number);
  else onMethod(number);
}

/**
 * @param {(section: number | undefined) => void} toSection told which section a reader opens
 * @param {(method: number) => void} toMethod told which method a reader chooses
 */
export function listenToMap(toSection, toMethod) {
  onSection = toSection;
  onMethod = toMethod;
  const map = byId('map', HTMLElement);
  map.addEventListener('click', ({ target }) => {
    const place = target instanceof Element ? target.closest('.place') : null;
    if (place) choose(place);
  });
  map.addEventListener('keydown', (event) => {
    const place = event.target instanceof Element ? event.target.closest('.place') : null;
    if (!place) return;
    if (event.key === 'Enter' || event.key === ' ') choose(place);
    else if (event.key === 'Escape' && section !== undefined) onSection(undefined);
    else if (event.key.startsWith('Arrow')) {
      const next = nextPlace(place, event.key);
      if (next >= 0) focusPlace(next);
    } else return;
    event.preventDefault();
  });
  byId('map-all', HTMLElement).addEventListener('click', () => onSection(undefined));
  narrow.addEventListener('change', drawMap);
}
