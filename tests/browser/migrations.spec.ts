import type { Page } from '@playwright/test';
import { WIDTHS } from './axe.ts';
import { claim, expect, test } from './pages.ts';

const section = (page: Page) => page.locator('#migrations');
const unfold = (page: Page) =>
  page.evaluate(`for (const one of document.querySelectorAll('#migrations details')) one.open = true`);

test('a line of a migration leads to the claims that show it', async ({ open }) => {
  const page = await open('green');
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Moving to successors' })
    .click();
  await expect(section(page)).toBeInViewport();
  const first = section(page).locator('details.migration').first();
  await expect(first.getByRole('table')).toBeHidden();
  await first.locator('summary').first().click();
  const row = first.getByRole('row').filter({ hasText: 'renamed' }).first();
  await expect(row).toContainText('confirmed');
  const link = row.getByRole('link').last();
  const id = decodeURIComponent((await link.getAttribute('href'))?.slice(1) ?? '');
  await link.click();
  await expect(claim(page, id)).toHaveAttribute('open');
  await expect(claim(page, id)).toBeInViewport();
});

test('an address opens the migration that it names', async ({ open }) => {
  const page = await open('green');
  const id = await section(page).locator('details.migration').first().getAttribute('id');
  await page.goto('about:blank');
  await open('green', id ?? '');
  await expect(section(page).locator('details.migration').first()).toHaveAttribute('open');
});

test('migrations go with the other sections where claims are filtered', async ({ open }) => {
  const page = await open('green');
  await page.locator('#verdict').selectOption('confirmed');
  await expect(section(page)).toBeHidden();
  await page.locator('#clear').click();
  await expect(section(page)).toBeVisible();
});

test('migrations stay behind the pages where contradictions come first', async ({ open }) => {
  const page = await open('three');
  await page.getByLabel('contradictions first').check();
  expect(
    await page.evaluate(`[...document.querySelectorAll('main > section')].slice(-3).map((one) => one.id)`),
  ).toEqual(['migrations', 'untestable', 'observations']);
});

test('unfolded migrations fit the page', async ({ open }) => {
  const page = await open('green');
  await unfold(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    // Nothing is cut off or has to be scrolled sideways.
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} px`).toBeLessThanOrEqual(
      width,
    );
  }
});
