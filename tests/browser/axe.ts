import type { Page } from '@playwright/test';
import axe from 'axe-core';

export const WIDTHS = [1280, 390] as const;

/** What axe has looked at, by width: a text that {@link thin} makes and reads. */
export type Seen = Map<number, string>;

/**
 * What axe finds wrong in a page as it stands, at each width and in each colour scheme: the rule and the first element.
 * It is loaded into the page once and says only what is wrong; for each scheme the builder for Playwright would load it
 * twice more, and carry all that is right through this process.
 *
 * @param seen what axe has seen on other pages, which it looks at no more; what it sees on this one comes to it
 */
export async function axeFindings(page: Page, seen: Seen): Promise<string[]> {
  await page.evaluate(axe.source);
  await page.evaluate(`axe.configure(${JSON.stringify(CONFIGURATION)})`);
  await page.evaluate(REMEMBER_COLOURS);
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    seen.set(width, await thin(page, seen.get(width)));
    // In the dark nothing is otherwise but colours.
    for (const [colorScheme, rules] of [['light'], ['dark', ['color-contrast']]] as const) {
      await page.emulateMedia({ colorScheme });
      for (const violation of await violations(page, rules))
        found.push(`${width} px, ${colorScheme}: ${violation}`);
    }
  }
  return found;
}

const CONFIGURATION = {
  // Else it keeps the markup of every element, not only of the wrong ones.
  noHtml: true,
  // Contrast takes longer than all other rules together: {@link thin} marks where it is looked at.
  rules: [{ id: 'color-contrast', selector: '[data-contrast]' }],
};

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

function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], elementRef: true, ...(rules && { runOnly: rules }) };
  return page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, nodes: [{ element }] }) => id + ': ' + element.outerHTML.slice(0, 300)))`,
  );
}

/** Numbers of places, by what is around and the kind of element there; parts of each look; texts in each place. */
const NOTHING = '{ "places": [], "looks": [], "texts": [] }';

/**
 * Leaves two parts of each look, as one may be drawn otherwise beside another: hundreds are alike, and axe computes every colour
 * of every one. What encloses others comes after them, as it is then alike where they were. A look is where a part stands, and
 * which kinds of elements are where in it. Of what is left, two texts in each place are marked for their contrast.
 */
const thin = (page: Page, seen = NOTHING): Promise<string> =>
  page.evaluate(`(async () => {
    const seen = ${seen};
    // By then a page has drawn anew what depends on its width.
    await new Promise(requestAnimationFrame);
    // What filters hide is shown on other pages.
    for (const part of document.querySelectorAll(':is(.claim, .heading, section)[hidden]')) part.remove();
    // Those of the other width.
    for (const element of document.querySelectorAll('[data-contrast]')) delete element.dataset.contrast;
    const kindOf = (element) => [
      element.tagName,
      element.getAttribute('class'),
      ...element.getAttributeNames().sort(),
      element.ariaPressed,
      element.childElementCount === 0 && element.textContent.trim() === '' && 'empty',
    ].join();
    const places = new Map(seen.places);
    const known = new Map([[document.documentElement, 0]]);
    const placeOf = (element) => {
      if (!known.has(element)) {
        const place = placeOf(element.parentElement) + '>' + kindOf(element);
        if (!places.has(place)) places.set(place, places.size + 1);
        known.set(element, places.get(place));
      }
      return known.get(element);
    };
    const looks = new Map(seen.looks);
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
        looks.set(look, (looks.get(look) ?? 0) + 1);
        if (looks.get(look) > 2) part.remove();
      }
    const texts = new Map(seen.texts);
    const isWord = ({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== '';
    for (const element of document.querySelectorAll('body *')) {
      if (!element.matches('input, select') && ![...element.childNodes].some(isWord)) continue;
      const place = placeOf(element);
      texts.set(place, (texts.get(place) ?? 0) + 1);
      if (texts.get(place) <= 2) element.dataset.contrast = '';
    }
    return JSON.stringify({ places: [...places], looks: [...looks], texts: [...texts] });
  })()`);
