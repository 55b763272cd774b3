import { byId, data, element } from './dom.js';

/**
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(label, text) {
  const button = element('button', { type: 'button', class: 'copy' }, label);
  button.addEventListener('click', async () => {
    const done = await copy(text());
    button.textContent = done ? 'Copied' : 'Not copied';
    byId('said', HTMLElement).textContent = done ? `${label}: copied` : 'The browser did not allow to copy';
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
  return button;
}

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages over plain HTTP have no clipboard; the old way works there.
    const field = element('textarea', { class: 'quiet', 'aria-hidden': 'true' }, text);
    document.body.append(field);
    if (field instanceof HTMLTextAreaElement) field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

/**
 * An address that opens the claim, whatever is filtered now.
 *
 * @param {string} id
 */
export function linkTo(id) {
  return `${location.href.split('#', 1)[0]}#${encodeURIComponent(id)}`;
}

/**
 * A documentation bug as Markdown: what the page's data begins, and how to repeat it.
 *
 * @param {string} id
 */
export function issueText(id) {
  const known = data.claims[id];
  const exchange = data.exchanges[known?.evidence[0]?.[0] ?? -1];
  const parts = [known?.issue ?? ''];
  if (exchange) {
    const first = (exchange.before ?? []).map((step) => step.curl);
    const { status, body = '', failure } = exchange;
    parts.push('To repeat it:', fenced([...first, exchange.curl].join('\n')), 'The answer:');
    parts.push(fenced(status === undefined ? `no answer: ${failure ?? ''}` : `HTTP ${status}\n${body}`));
  }
  return `${parts.join('\n\n')}\n`;
}

/**
 * A code block that the text inside cannot close.
 *
 * @param {string} text
 */
function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${text}\n${marks}`;
}
