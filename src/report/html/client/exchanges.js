import { copyButton, issueText, linkTo } from './copy.js';
import { data, element } from './dom.js';
import { layOut, wrapCommand } from './layout.js';

/**
 * What a claim folds away: its exchanges and what can be done with them. Made when a claim is opened for the first
 * time, so that thousands of claims open at once.
 *
 * @param {HTMLElement} claim
 */
export function fill(claim) {
  const body = claim.querySelector('.body');
  const known = data.claims[claim.id];
  if (!body || !known || body.querySelector('.actions')) return;
  const actions = element(
    'p',
    { class: 'actions' },
    copyButton('Copy link', () => linkTo(claim.id)),
  );
  if (known.issue !== undefined) actions.append(copyButton('Copy as issue', () => issueText(claim.id)));
  body.append(actions);
  const [first, ...others] = known.evidence.map((evidence) => exchangeOf(evidence, known.looksAt ?? []));
  if (first) body.append(first);
  if (others.length > 0)
    body.append(
      element(
        'details',
        { class: 'others' },
        element('summary', {}, others.length === 1 ? '1 more exchange' : `${others.length} more exchanges`),
        ...others,
      ),
    );
  if (data.shortened)
    body.append(
      element('p', { class: 'note' }, 'Long texts are shortened here; claims.json has them whole.'),
    );
}

/**
 * @param {[number, string, string[]]} evidence
 * @param {readonly string[]} looksAt
 */
export function exchangeOf([number, name, problems], looksAt) {
  const exchange = data.exchanges[number];
  const made = element('div', { class: 'exchange' });
  if (!exchange) return made;
  if (problems.length > 0)
    made.append(...problems.map((problem) => element('p', { class: 'problem' }, problem)));
  if (exchange.story)
    made.append(element('ul', { class: 'story' }, ...exchange.story.map((line) => element('li', {}, line))));
  for (const [index, step] of (exchange.before ?? []).entries())
    made.append(folded(step.step ?? `Sent first${index > 0 ? `, step ${index + 1}` : ''}`, step));
  for (const [index, step] of (exchange.tries ?? []).entries())
    made.append(folded(`Try ${index + 1}, which was not the last`, step));
  made.append(
    ...stepParts(exchange, looksAt, problems.length > 0),
    ...(exchange.after ?? []).map((step) => folded(step.step ?? 'Sent afterwards', step)),
    element('p', { class: 'case' }, `case ${name}`),
  );
  return made;
}

/**
 * @param {string} title
 * @param {import('../shapes.ts').PageStep} step
 */
function folded(title, step) {
  return element(
    'details',
    { class: 'before' },
    element('summary', {}, title),
    ...stepParts(step, [], false),
  );
}

/**
 * @param {import('../shapes.ts').PageStep} step
 * @param {readonly string[]} looksAt
 * @param {boolean} offends
 */
function stepParts(step, looksAt, offends) {
  const head = element('div', { class: 'part' }, element('span', { class: 'part-name' }, 'Request'));
  head.append(copyButton('Copy cURL', () => step.curl));
  return [head, code(wrapCommand(step.curl), 'curl'), ...answerParts(step, looksAt, offends)];
}

/**
 * @param {import('../shapes.ts').PageStep} step
 * @param {readonly string[]} looksAt
 * @param {boolean} offends
 */
function answerParts({ status, headers = [], body = '', durationMs, failure }, looksAt, offends) {
  const kind = offends ? 'offends' : 'shows';
  const title = element('div', { class: 'part' }, element('span', { class: 'part-name' }, 'Answer'));
  if (status === undefined)
    return [title, element('p', { class: 'failure' }, `No answer: ${failure ?? 'unknown failure'}`)];
  const line = `HTTP ${status}`;
  title.append(
    looksAt.includes('status') ? element('mark', { class: kind }, line) : element('code', {}, line),
  );
  if (durationMs !== undefined)
    title.append(element('span', { class: 'took' }, `${durationMs.toLocaleString('en')} ms`));
  const wanted = looksAt.flatMap((place) => (place.startsWith('header ') ? [place.slice(7)] : []));
  const rows = headers.map(([name, value]) => {
    const text = `${name}: ${value}\n`;
    return wanted.includes(name.toLowerCase()) ? element('mark', { class: kind }, text) : text;
  });
  const folded = element(
    'details',
    { class: 'headers' },
    element('summary', {}, `${headers.length} headers`),
    element('pre', { tabindex: '0' }, element('code', {}, ...rows)),
  );
  if (wanted.length > 0) folded.setAttribute('open', '');
  const pointers = looksAt.filter((place) => place.startsWith('/') || place === '');
  const lines = layOut(body, pointers);
  const shown = lines.map(({ text, marked }, index) => {
    const whole = index < lines.length - 1 && lines.length > 3 ? `${text}\n` : text;
    return marked ? element('mark', { class: kind }, whole) : whole;
  });
  const content = element('pre', { tabindex: '0', class: 'answer-body' }, element('code', {}, ...shown));
  return body === ''
    ? [title, folded, element('p', { class: 'note' }, 'The body is empty.')]
    : [title, folded, content];
}

/**
 * @param {string} text
 * @param {string} kind
 */
function code(text, kind) {
  return element('pre', { class: kind, tabindex: '0' }, element('code', {}, text));
}
