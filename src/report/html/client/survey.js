import { copyButton, linkTo } from './copy.js';
import { byId, data, element } from './dom.js';
import { exchangeOf } from './exchanges.js';
import { drawMap, listenToMap, showSection } from './survey-map.js';

/** Claims that are shown at once, and how many more at a time. */
const STEP = 100;
const SIGNS = ['✕', '✓', '–'];

/** @type {number | undefined} the only method of which claims are shown */
let onlyMethod;
/** @type {number[]} numbers of claims that are to be shown */
let listed = [];
let listedSoFar = 0;
/** @type {{ texts: string[], names: string[] } | undefined} in lower case */
let lowered;
/** @type {Uint16Array | undefined} number of its method, by claim */
let owners;

/** @param {string} name */
const surveyChoice = (name) => byId(`survey-${name}`, HTMLSelectElement);
const surveySearch = () => byId('survey-search', HTMLInputElement);

/** @param {import('../shapes.ts').PageSurvey} survey */
function ownersIn(survey) {
  if (owners) return owners;
  owners = new Uint16Array(survey.ids.length);
  for (const [index, { first, claims }] of survey.methods.entries())
    owners.fill(index, first, first + claims);
  return owners;
}

/** @param {import('../shapes.ts').PageSurvey} survey */
function loweredOf({ texts, methods }) {
  lowered ??= {
    texts: texts.map((text) => text.toLowerCase()),
    names: methods.map(({ name }) => name.toLowerCase()),
  };
  return lowered;
}

/** @param {import('../shapes.ts').PageSurvey} survey */
function matching(survey) {
  const words = surveySearch().value.toLowerCase().split(/\s+/).filter(Boolean);
  const layer = survey.layers.indexOf(surveyChoice('layer').value);
  const verdict = survey.verdicts.indexOf(surveyChoice('verdict').value);
  const section = survey.sections.find(({ name }) => name === surveyChoice('section').value);
  const from = onlyMethod ?? section?.first ?? 0;
  const to =
    onlyMethod !== undefined
      ? onlyMethod + 1
      : section
        ? section.first + section.methods
        : survey.methods.length;
  const { texts, names } = words.length > 0 ? loweredOf(survey) : { texts: [], names: [] };
  const found = [];
  for (let method = from; method < to; method++) {
    const { first = 0, claims = 0 } = survey.methods[method] ?? {};
    for (let claim = first; claim < first + claims; claim++) {
      if (layer >= 0 && survey.layer[claim] !== layer) continue;
      if (verdict >= 0 && survey.verdict[claim] !== verdict) continue;
      const fits = words.every(
        (word) =>
          names[method]?.includes(word) ||
          texts[survey.says[claim] ?? -1]?.includes(word) ||
          texts[survey.whys[claim] ?? -1]?.includes(word) ||
          `${names[method]}.${texts[survey.ids[claim] ?? -1]}`.includes(word),
      );
      if (fits) found.push(claim);
    }
  }
  return found;
}

/**
 * @param {import('../shapes.ts').PageSurvey} survey
 * @param {number} claim
 */
const idOf = (survey, claim) =>
  `${survey.methods[ownersIn(survey)[claim] ?? -1]?.name}.${survey.texts[survey.ids[claim] ?? -1]}`;

/**
 * One claim, whose exchanges are added when it is opened.
 *
 * @param {import('../shapes.ts').PageSurvey} survey
 * @param {number} claim
 */
function claimRow(survey, claim) {
  const verdict = survey.verdict[claim] ?? 2;
  const name = survey.verdicts[verdict] ?? '';
  const id = idOf(survey, claim);
  const why = survey.texts[survey.whys[claim] ?? -1];
  const text = element(
    'span',
    { class: 'text' },
    element('span', { class: 'says' }, survey.texts[survey.says[claim] ?? -1] ?? ''),
  );
  if (why !== undefined && name !== 'confirmed') text.append(element('span', { class: 'got' }, why));
  const chips = element(
    'span',
    { class: 'chips' },
    element('span', { class: 'chip' }, survey.layers[survey.layer[claim] ?? 0] ?? ''),
  );
  const chip = ['', 'hint or wording', 'no page states it'][survey.strength[claim] ?? 0];
  if (chip) chips.append(element('span', { class: 'chip' }, chip));
  const look = `${name} hint`;
  const made = element(
    'details',
    { class: `claim ${look}`, id },
    element(
      'summary',
      {},
      element(
        'span',
        { class: `mark ${look}` },
        element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[verdict] ?? ''),
        ` ${name.replace('-', ' ')}`,
      ),
      text,
      chips,
    ),
  );
  made.addEventListener('toggle', () => {
    if (!made.querySelector('.body')) made.append(claimBody(survey, claim, id, why));
  });
  return made;
}

/**
 * @param {import('../shapes.ts').PageSurvey} survey
 * @param {number} claim
 * @param {string} id
 * @param {string | undefined} why
 */
function claimBody(survey, claim, id, why) {
  const body = element(
    'div',
    { class: 'body' },
    element(
      'p',
      { class: 'where' },
      element('code', { class: 'id' }, id),
      ' ',
      element(
        'a',
        { href: survey.texts[survey.links[claim] ?? -1] ?? '#' },
        survey.texts[survey.places[claim] ?? -1] ?? '',
      ),
    ),
    element(
      'p',
      { class: 'actions' },
      copyButton('Copy link', () => linkTo(id)),
    ),
  );
  const looksAt = survey.texts[survey.looksAt[claim] ?? -1];
  const contradicts = survey.verdicts[survey.verdict[claim] ?? 2] === 'contradicted';
  for (const number of survey.shown[claim] ?? [])
    body.append(
      exchangeOf(
        [number, id, contradicts && why !== undefined ? [why] : []],
        looksAt === undefined ? [] : [looksAt],
      ),
    );
  if (!survey.shown[claim])
    body.append(element('p', { class: 'note' }, 'Nothing was sent that could show it.'));
  return body;
}

/** @param {import('../shapes.ts').PageSurvey} survey */
function addRows(survey) {
  const list = byId('survey-list', HTMLElement);
  const upTo = Math.min(listed.length, listedSoFar + STEP);
  let last = listedSoFar === 0 ? -1 : ownersIn(survey)[listed[listedSoFar - 1] ?? 0];
  for (; listedSoFar < upTo; listedSoFar++) {
    const claim = listed[listedSoFar] ?? 0;
    const owner = ownersIn(survey)[claim];
    if (owner !== last && onlyMethod === undefined)
      list.append(element('h3', {}, element('code', {}, survey.methods[owner ?? 0]?.name ?? '')));
    last = owner;
    list.append(claimRow(survey, claim));
  }
  const more = byId('survey-more', HTMLElement);
  more.hidden = upTo === listed.length;
  more.textContent = `Show ${Math.min(STEP, listed.length - upTo)} more of ${(listed.length - upTo).toLocaleString('en')}`;
}

/** Fills the list anew. */
function listClaims() {
  const { survey } = data;
  if (!survey) return;
  listed = matching(survey);
  listedSoFar = 0;
  byId('survey-list', HTMLElement).replaceChildren();
  addRows(survey);
  const all = survey.ids.length;
  byId('survey-shown', HTMLElement).textContent =
    `${listed.length.toLocaleString('en')} of ${all.toLocaleString('en')} claims`;
  byId('survey-clear', HTMLElement).hidden = listed.length === all;
  const one = byId('survey-method', HTMLElement);
  const method = onlyMethod === undefined ? undefined : survey.methods[onlyMethod];
  one.hidden = method === undefined;
  if (!method) return;
  const back = element('button', { type: 'button', class: 'link' }, 'all methods');
  back.addEventListener('click', () => {
    onlyMethod = undefined;
    listClaims();
  });
  one.replaceChildren(
    element('code', {}, method.name),
    ` (${SAFETIES[method.safety] ?? method.safety}) `,
    element('a', { href: method.page }, 'documentation'),
    ' · ',
    back,
  );
}

/** @type {Record<string, string>} */
const SAFETIES = {
  reads: 'only reads',
  makes: 'makes something',
  changes: 'changes something',
  never: 'never called without a person who asks for it',
};

/** @param {number | undefined} section */
function openSection(section) {
  const { survey } = data;
  if (!survey) return;
  onlyMethod = undefined;
  surveyChoice('section').value = section === undefined ? '' : (survey.sections[section]?.name ?? '');
  showSection(section);
  listClaims();
}

/** @param {number} method */
function openMethod(method) {
  onlyMethod = method;
  surveyChoice('verdict').value = '';
  surveyChoice('layer').value = '';
  surveySearch().value = '';
  listClaims();
  byId('survey-tools', HTMLElement).scrollIntoView({ block: 'nearest' });
}

/** Lists the method of the claim that the address names, so that the page finds it. */
function listNamed() {
  const { survey } = data;
  if (!survey) return;
  let id = location.hash.slice(1).split('?', 1)[0] ?? '';
  try {
    id = decodeURIComponent(id);
  } catch {
    return;
  }
  const method = survey.methods.findIndex(({ name }) => id.startsWith(`${name}.`));
  const { first = 0, claims = 0 } = survey.methods[method] ?? {};
  for (let claim = first; claim < first + claims; claim++)
    if (idOf(survey, claim) === id && !document.getElementById(id)) openMethod(method);
}

/** @param {import('../shapes.ts').PageSurvey} survey */
function startSurvey(survey) {
  surveyChoice('verdict').value = survey.verdict.includes(0) ? 'contradicted' : '';
  drawMap();
  listenToMap(openSection, openMethod);
  listClaims();
  listNamed();
  surveySearch().addEventListener('input', listClaims);
  for (const name of ['layer', 'verdict']) surveyChoice(name).addEventListener('change', listClaims);
  surveyChoice('section').addEventListener('change', () => {
    const index = survey.sections.findIndex(({ name }) => name === surveyChoice('section').value);
    openSection(index < 0 ? undefined : index);
  });
  byId('survey-more', HTMLElement).addEventListener('click', () => addRows(survey));
  byId('survey-clear', HTMLElement).addEventListener('click', () => {
    surveySearch().value = '';
    for (const name of ['layer', 'verdict']) surveyChoice(name).value = '';
    openSection(undefined);
  });
  byId('survey-tools', HTMLElement).addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('[data-section]'))
    button.addEventListener('click', () => {
      const wanted = button.getAttribute('data-section');
      openSection(survey.sections.findIndex(({ name }) => name === wanted));
      byId('map', HTMLElement).scrollIntoView({ block: 'nearest' });
    });
  addEventListener('hashchange', listNamed);
}

if (data.survey) startSurvey(data.survey);
