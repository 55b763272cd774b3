/**
 * An element with attributes and children. Text is only ever text: nothing from a portal becomes markup.
 *
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * The element of the page with that id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** @type {import('../shapes.ts').PageData} */
export const data = JSON.parse(byId('report-data', HTMLScriptElement).textContent ?? '{}');

/** @type {HTMLElement[]} */
export const claims = [...document.querySelectorAll('.claim')].filter((node) => node instanceof HTMLElement);
