import type { Page } from '@playwright/test';
import { claim, expect, test } from './pages.ts';

const place = (page: Page, name: string) => page.locator(`#map [aria-label^="${name}:"]`);
const rows = (page: Page) => page.locator('#survey-list details');
const shown = async (page: Page): Promise<number> =>
  Number((await page.locator('#survey-shown').innerText()).split(' ')[0]?.replaceAll(',', ''));
const focused = (page: Page) => page.evaluate('document.activeElement.getAttribute("aria-label")');

test('numbers that can be quoted come first, and the map has every section and method', async ({ open }) => {
  const page = await open('survey');
  await expect(page.locator('.quotable')).toContainText('methods documented');
  await expect(page.locator('#map-title')).toHaveText('38 sections, 1,670 methods');
  await expect(page.locator('#map .place')).toHaveCount(38);
  await expect(page.locator('#map .cell')).toHaveCount(1670);
  expect(await page.locator('#map .cell.bad').count()).toBeGreaterThan(40);
});

test('facts that are stated differently stand in a table that opens, with who says what', async ({
  open,
}) => {
  const page = await open('survey');
  const table = page.locator('#differences');
  await expect(table.locator('table')).toBeHidden();
  await table.locator('summary').first().click();
  await expect(table.locator('thead')).toContainText('English page');
  await expect(table.locator('thead')).toContainText('portal does');
  expect(await table.locator('tbody tr').count()).toBeGreaterThan(20);
  const isWide = 'document.documentElement.scrollWidth > innerWidth';
  expect(await page.evaluate(isWide)).toBe(false);
});

test('a section opens into its methods, a method into its claims, a claim into its exchange', async ({
  open,
}) => {
  const page = await open('survey');
  await place(page, 'crm').click();
  await expect(page.locator('#map-title')).toHaveText(/^› crm, \d+ methods$/);
  await place(page, 'crm.deal.list').click();
  await expect(page.locator('#survey-method')).toContainText('crm.deal.list (only reads)');
  await expect(claim(page, 'crm.deal.list.exists')).toBeVisible();
  await expect(claim(page, 'crm.deal.list.exists').locator('.exchange')).toHaveCount(0);
  await claim(page, 'crm.deal.list.exists').locator('summary').first().click();
  await expect(claim(page, 'crm.deal.list.exists').locator('.curl')).toContainText('crm.deal.list');
  expect(page.url()).toContain('#crm.deal.list.exists');
  await page.locator('#map-all').click();
  await expect(page.locator('#map .place')).toHaveCount(38);
});

test('the map is used by keyboard alone', async ({ open }) => {
  const page = await open('survey');
  // One stop for the whole map.
  await expect(page.locator('#map .place[tabindex="0"]')).toHaveCount(1);
  await place(page, 'crm').focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).not.toMatch(/^crm:/);
  await page.keyboard.press('ArrowLeft');
  expect(await focused(page)).toMatch(/^(crm|catalog):/);
  await place(page, 'crm').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#map-title')).toHaveText(/^› crm/);
  expect(await focused(page)).toMatch(/^crm\./);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.locator('#survey-method')).toBeVisible();
  await page.locator('#map .place[tabindex="0"]').focus();
  await page.keyboard.press('Escape');
  await expect(page.locator('#map .place')).toHaveCount(38);
  expect(await focused(page)).toMatch(/^crm:/);
});

test('the table beside the map says the same, and leads into a section', async ({ open }) => {
  const page = await open('survey');
  await page.locator('.as-table summary').click();
  await expect(page.locator('.as-table tbody tr')).toHaveCount(38);
  await page.getByRole('button', { name: 'disk', exact: true }).first().click();
  await expect(page.locator('#map-title')).toHaveText(/^› disk/);
  await expect(page.locator('#survey-section')).toHaveValue('disk');
});

test('claims are filtered at once, and rows are made only for some', async ({ open }) => {
  const page = await open('survey');
  await expect(page.locator('#survey-verdict')).toHaveValue('contradicted');
  const contradicted = await shown(page);
  expect(contradicted).toBeGreaterThanOrEqual(60);
  await expect(rows(page)).toHaveCount(Math.min(contradicted, 100));
  await page.locator('#survey-clear').click();
  const all = await shown(page);
  expect(all).toBeGreaterThan(18_000);
  await expect(rows(page)).toHaveCount(100);
  await page.locator('#survey-more').click();
  await expect(rows(page)).toHaveCount(200);
  await page.locator('#survey-layer').selectOption('existence');
  expect(await shown(page)).toBe(1670);
  await page.locator('#survey-search').fill('crm.deal.LIST exists');
  expect(await shown(page)).toBe(1);
  await expect(rows(page).first()).toHaveAttribute('id', 'crm.deal.list.exists');
  await page.locator('#survey-search').fill('no such words');
  expect(await shown(page)).toBe(0);
  await expect(page.locator('#survey-more')).toBeHidden();
});

test('an address leads to a claim of the survey, wherever it stands', async ({ open }) => {
  const page = await open('survey', 'crm.deal.list.exists');
  await expect(claim(page, 'crm.deal.list.exists')).toHaveAttribute('open', '');
  await expect(claim(page, 'crm.deal.list.exists').locator('.curl')).toBeVisible();
});

test('reviewed claims are counted and filtered as in a report without a survey', async ({ open }) => {
  const read = async (name: 'green' | 'survey') => {
    const page = await open(name);
    return [
      await page.locator('.tiles').innerText(),
      await page.locator('.shown').last().innerText(),
      await page.locator('main .claim').count(),
    ];
  };
  const [[, shownOf, claims], [, shownWith, claimsWith]] = [await read('green'), await read('survey')];
  expect([shownWith, claimsWith]).toEqual([shownOf, claims]);
});

test('a page of 19,000 claims is one file below 10 MB, and opens within a second', async ({ open }) => {
  const page = await open('survey');
  const size = await page.evaluate('document.documentElement.outerHTML.length');
  expect(size).toBeLessThan(10_000_000);
  const ready = await page.evaluate('performance.getEntriesByType("navigation")[0].loadEventEnd');
  // Measured and told, not asserted: a busy machine takes its time.
  test
    .info()
    .annotations.push({ type: 'opened', description: `${Math.round(Number(ready))} ms, ${size} characters` });
});

test('two surveys: methods that came, went and changed', async ({ open }) => {
  const page = await open('survey-matrix');
  await expect(page.locator('h1')).toHaveText(/^The runs differ in \d+ documented methods/);
  await expect(page.locator('#surveys-title')).toHaveText(
    /[1-9]\d* methods came, [1-9]\d* went, \d+ changed/,
  );
  const section = page.locator('.survey details', { hasText: 'for the worse' }).first();
  await section.locator('summary').click();
  await expect(section.locator('tbody tr').first()).toBeVisible();
  await expect(section).toContainText('contradicted');
});
