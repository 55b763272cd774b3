import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ROOT } from '../../src/suite/load.ts';
import { claim, expect, type PageName, test } from './pages.ts';

const STATUS = 'system.insufficient_scope.status';
const SCHEMES = ['light', 'dark'] as const;

/** Everything that folds, unfolded; the exchanges of a hundred claims are enough. */
const unfold = async (page: Page): Promise<void> => {
  for (let round = 0; round < 2; round++)
    await page.evaluate(
      "[...document.querySelectorAll('details:not([open])')].slice(0, 100).forEach((one) => { one.open = true; })",
    );
  await page.waitForTimeout(100);
};

test('is dark where the reader likes it dark', async ({ open, page }) => {
  const lightness = async (): Promise<number> => {
    const color = await page.locator('body').evaluate('(body) => getComputedStyle(body).backgroundColor');
    return Math.max(...(String(color).match(/\d+/g)?.map(Number) ?? []));
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await open('three');
  expect(await lightness()).toBeGreaterThan(220);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await lightness()).toBeLessThan(60);
});

for (const scheme of SCHEMES)
  for (const name of ['green', 'three', 'deviations', 'matrix', 'hostile'] as const satisfies PageName[])
    for (const width of [1280, 390])
      test(`axe finds nothing: ${name}, ${scheme}, ${width} px`, async ({ open, page }) => {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        await open(name);
        if (name !== 'green') await unfold(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      });

for (const name of [
  'three',
  'deviations',
  'matrix',
  'hostile',
  'hostile-matrix',
  'large',
] as const satisfies PageName[])
  test(`fits 390 px without scrolling sideways: ${name}`, async ({ open, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(name);
    if (name !== 'large') await unfold(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

for (const [name, opened] of [
  ['green', false],
  ['three', false],
  ['three', true],
  ['deviations', false],
  ['matrix', false],
] as const)
  for (const scheme of SCHEMES)
    for (const width of [1280, 390])
      test(`picture of ${name}${opened ? ', opened' : ''}, ${scheme}, ${width} px`, async ({
        open,
        page,
      }, info) => {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        await open(name, opened ? STATUS : undefined);
        if (opened) await expect(claim(page, STATUS).locator('.curl').first()).toBeVisible();
        const file = `report-${name}${opened ? '-opened' : ''}-${width}-${scheme}.png`;
        await page.screenshot({ path: info.outputPath(file) });
        if (process.env.UPDATE_IMAGES === undefined) return;
        mkdirSync(join(ROOT, 'docs', 'images'), { recursive: true });
        await page.screenshot({ path: join(ROOT, 'docs', 'images', file) });
      });
