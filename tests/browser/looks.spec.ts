import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ROOT } from '../../src/run/load.ts';
import { claim, expect, test, thin } from './pages.ts';

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
for (const [name, width, tile] of [
  ['green', 1280, undefined],
  ['green', 390, undefined],
  ['hints', 1280, 'contradicted'],
  ['hints', 390, 'contradicted'],
  ['empty', 1280, undefined],
  ['empty', 390, undefined],
  ['drafts', 1280, undefined],
  ['drafts', 390, undefined],
  ['three', 1280, undefined],
  ['three', 390, undefined],
  ['three', 1280, 'contradicted'],
  ['three', 390, 'contradicted'],
  ['deviations', 1280, 'disagreement'],
  ['deviations', 390, 'disagreement'],
  ['matrix', 1280, undefined],
  ['matrix', 390, undefined],
  ['hostile', 1280, 'contradicted'],
  ['survey', 1280, undefined],
  ['survey', 390, undefined],
  ['survey-matrix', 1280, undefined],
  ['survey-matrix', 390, undefined],
] as const)
  test(`axe finds nothing: ${name}${tile ? `, ${tile} unfolded` : ''}, ${width} px`, async ({
    open,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width, height: 900 });
    await open(name);
    if (tile !== undefined) {
      await page.locator(`.tile.${tile}`).click();
      await unfold(page);
    }
    await thin(page);
    const found = async (axe: AxeBuilder) =>
      (await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    expect(await found(new AxeBuilder({ page }))).toEqual([]);
    // In the dark nothing is otherwise but colours.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await found(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([]);
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
    SCHEMES.flatMap((scheme) => [1280, 390].map((width) => ({ name, scheme, width, opened: false }))),
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
