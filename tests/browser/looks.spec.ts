import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../../src/run/load.ts';
import { axeFindings, type Seen, WIDTHS } from './axe.ts';
import { claim, expect, type PageName, test } from './pages.ts';

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

const unfoldAll = (page: Page, section: string) =>
  page.evaluate(`for (const one of document.querySelectorAll('${section} details')) one.open = true`);

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

/** What axe looks at: pages whole and folded, or what a tile or a section of them has unfolded. It looks long at exchanges. */
const LOOKS: readonly (readonly [name: PageName, unfolded?: string])[] = [
  ['three', '.tile.contradicted'],
  ['three'],
  ['green', '#migrations'],
  ['hints', '.tile.contradicted'],
  ['empty'],
  ['drafts'],
  ['deviations', '.tile.disagreement'],
  ['matrix'],
  ['hostile', '.tile.contradicted'],
  ['survey'],
  ['survey-matrix'],
];

// One test, as pages have most in common: axe looks at each part where it comes first.
test('axe finds nothing', async ({ open }) => {
  const seen: Seen = new Map();
  for (const [name, unfolded] of LOOKS) {
    const title = unfolded === undefined ? name : `${name}, ${unfolded} unfolded`;
    await test.step(title, async () => {
      const page = await open(name);
      if (unfolded?.startsWith('.tile')) {
        await page.locator(unfolded).click();
        await unfold(page);
      } else if (unfolded !== undefined) await unfoldAll(page, unfolded);
      expect.soft(await axeFindings(page, seen), title).toEqual([]);
    });
  }
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
