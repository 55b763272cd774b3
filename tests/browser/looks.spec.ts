import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../../src/run/load.ts';
import { axeFindings, WIDTHS } from './axe.ts';
import { claim, expect, test } from './pages.ts';

const STATUS = 'system.insufficient_scope.status';
const SCHEMES = ['light', 'dark'] as const;

/** Everything that folds, unfolded; of claims only the first ones, for they are all alike. */
const unfold = (page: Page) =>
  page.evaluate(`(async () => {
    const folded = [...document.querySelectorAll('details.claim:not([hidden], [open])')].slice(0, 10);
    const unfolded = folded.map((one) => new Promise((resolve) => one.addEventListener('toggle', resolve)));
    for (const one of folded) one.open = true;
    await Promise.all(unfolded);
    for (const one of document.querySelectorAll('details:not(.claim, .same)')) one.open = true;
  })()`);

test('is dark where the reader likes it dark', async ({ open, page }) => {
  const lightness = async (): Promise<number> => {
    const color = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    return Math.max(...(String(color).match(/\d+/g) ?? []).map(Number));
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await open('three');
  expect(await lightness()).toBeGreaterThan(220);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await lightness()).toBeLessThan(60);
});

// The whole page folded, and what contradicts unfolded: axe looks long at many exchanges.
for (const [name, tile] of [
  ['green'],
  ['hints', 'contradicted'],
  ['empty'],
  ['drafts'],
  ['three'],
  ['three', 'contradicted'],
  ['deviations', 'disagreement'],
  ['matrix'],
  ['hostile', 'contradicted'],
  ['survey'],
  ['survey-matrix'],
] as const)
  test(`axe finds nothing: ${name}${tile ? `, ${tile} unfolded` : ''}`, async ({ open }) => {
    const page = await open(name);
    if (tile !== undefined) {
      await page.locator(`.tile.${tile}`).click();
      await unfold(page);
    }
    expect(await axeFindings(page)).toEqual([]);
  });

for (const name of [
  'three',
  'deviations',
  'drafts',
  'empty',
  'matrix',
  'hostile',
  'hostile-matrix',
  'large',
  'survey',
  'survey-matrix',
] as const)
  test(`fits 390 px without scrolling sideways: ${name}`, async ({ open, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(name);
    await unfold(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

/** The pictures of the documents; one opened claim is enough. */
const PICTURES = [
  ...(['green', 'three', 'deviations'] as const).flatMap((name) =>
    SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ name, scheme, width, opened: false }))),
  ),
  { name: 'three', scheme: 'light', width: 1280, opened: true },
] as const;

// Only on demand: a picture that nobody keeps proves nothing.
for (const { name, scheme, width, opened } of process.env.UPDATE_IMAGES === undefined ? [] : PICTURES) {
  const file = `report-${name}${opened ? '-opened' : ''}-${width}-${scheme}.png`;
  test(`picture ${file}`, async ({ open, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await open(name, opened ? STATUS : undefined);
    if (opened) await expect(claim(page, STATUS).locator('.curl').first()).toBeVisible();
    await page.screenshot({ path: join(ROOT, 'docs', 'images', file) });
  });
}
