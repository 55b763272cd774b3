import type { Page } from '@playwright/test';
import axe from 'axe-core';

export const WIDTHS = [1280, 390] as const;

/**
 * What axe finds wrong in a page as it stands, at each width and in each colour scheme: the rule and the first element.
 * It is loaded into the page once and says only what is wrong; for each scheme the builder for Playwright would load it
 * twice more, and carry all that is right through this process.
 *
 * @param part of the page, by a selector
 */
export async function axeFindings(page: Page, part?: string): Promise<string[]> {
  await page.evaluate(axe.source);
  // Else it keeps the markup of every element, not only of the wrong ones.
  await page.evaluate('axe.configure({ noHtml: true })');
  await page.evaluate(REMEMBER_COLOURS);
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await thin(page);
    // In the dark nothing is otherwise but colours.
    for (const [colorScheme, rules] of [['light'], ['dark', ['color-contrast']]] as const) {
      await page.emulateMedia({ colorScheme });
      for (const violation of await violations(page, part, rules))
        found.push(`${width} px, ${colorScheme}: ${violation}`);
    }
  }
  return found;
}

/** A page has a dozen colours, which axe reads anew for each element and each that is behind it: a quarter of all that it takes. */
const REMEMBER_COLOURS = `{
  const { prototype } = axe.commons.color.Color;
  const { parseString } = prototype;
  const known = new Map();
  prototype.parseString = function (text) {
    const color = known.get(text);
    if (color) return Object.assign(this, color);
    const { r, g, b, alpha } = parseString.call(this, text);
    known.set(text, { r, g, b, alpha });
    return this;
  };
}`;

function violations(page: Page, part?: string, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], elementRef: true, ...(rules && { runOnly: rules }) };
  return page.evaluate(
    `axe.run(${part === undefined ? 'document' : JSON.stringify(part)}, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, nodes: [{ element }] }) => id + ': ' + element.outerHTML.slice(0, 300)))`,
  );
}

/**
 * Leaves two parts of a page of each look, as one may be drawn otherwise beside another: hundreds are alike, and axe computes
 * every colour of every one. What encloses others comes after them, as it is then alike where they were. A look is where a part
 * stands, and which kinds of elements are where in it.
 */
const thin = (page: Page) =>
  page.evaluate(`(async () => {
    // By then a page has drawn anew what depends on its width.
    await new Promise(requestAnimationFrame);
    // What filters hide is shown on other pages.
    for (const part of document.querySelectorAll(':is(.claim, .heading, section)[hidden]')) part.remove();
    const kindOf = (element) => [
      element.tagName,
      element.getAttribute('class'),
      ...element.getAttributeNames().sort(),
      element.childElementCount === 0 && element.textContent.trim() === '' && 'empty',
    ].join();
    const places = new Map([[document.documentElement, '']]);
    const placeOf = (element) => {
      if (!places.has(element)) places.set(element, placeOf(element.parentElement) + '>' + kindOf(element));
      return places.get(element);
    };
    const seen = new Map();
    for (const parts of [
      '.dot, option, svg rect',
      'li, tbody tr',
      '.claim, .observations > *',
      '.heading',
      'section.page, .migration',
    ])
      for (const part of document.querySelectorAll(parts)) {
        const inner = new Set(Array.from(part.querySelectorAll('*'), placeOf));
        const look = [placeOf(part), ...[...inner].sort()].join();
        seen.set(look, (seen.get(look) ?? 0) + 1);
        if (seen.get(look) > 2) part.remove();
      }
  })()`);
