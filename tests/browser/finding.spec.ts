import type { Page } from '@playwright/test';
import { claim, expect, pageUrl, shownClaims, test } from './pages.ts';

const STATUS = 'system.insufficient_scope.status';
const BATCH = 'settings/how-to-call-rest-api/batch.md';

const values = (page: Page, name: string) =>
  shownClaims(page).evaluateAll(
    (found, attribute) => [...new Set(found.map((one) => String(one.getAttribute(attribute))))],
    `data-${name}`,
  );

test.describe('filters', () => {
  test('show only what they name, and all again', async ({ open }) => {
    const page = await open('three');
    const all = await shownClaims(page).count();
    for (const [name, value] of [
      ['verdict', 'contradicted'],
      ['verdict', 'not-exercised'],
      ['method', 'imbot.chat.sendTyping'],
      ['page', BATCH],
      ['strength', 'should'],
      ['strength', 'observed'],
    ] as const)
      await test.step(`${name} ${value}`, async () => {
        await page.locator(`#${name}`).selectOption(value);
        expect(await values(page, name), value).toEqual([value]);
        const shown = await shownClaims(page).count();
        expect(shown, value).toBeLessThan(all);
        await expect(page.locator('#shown'), value).toHaveText(String(shown));
        await page.getByRole('button', { name: 'show all', exact: true }).click();
        await expect(shownClaims(page), value).toHaveCount(all);
      });
  });

  test('add up, and say when nothing is left', async ({ open }) => {
    const page = await open('green');
    await page.locator('#method').selectOption('batch');
    await page.locator('#strength').selectOption('should');
    expect(await values(page, 'method')).toEqual(['batch']);
    expect(await values(page, 'strength')).toEqual(['should']);
    await page.locator('#verdict').selectOption('contradicted');
    await expect(shownClaims(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Show all claims' }).click();
    await expect(page.locator('#nothing')).toBeHidden();
  });

  test('by a number at the top, on and off', async ({ open }) => {
    const page = await open('three');
    const tile = page.locator('.tile.contradicted');
    await tile.click();
    await expect(shownClaims(page)).toHaveCount(3);
    await expect(tile).toHaveAttribute('aria-pressed', 'true');
    await tile.click();
    await expect(tile).toHaveAttribute('aria-pressed', 'false');
    await expect(page.locator('#clear')).toBeHidden();
  });

  test('hide headings and pages that have nothing left', async ({ open }) => {
    const page = await open('three');
    await page.locator('#page').selectOption(BATCH);
    for (const section of await page.locator('main .page:visible').all())
      expect(await section.locator('.claim:not([hidden])').count()).toBeGreaterThan(0);
  });
});

test.describe('search', () => {
  test('finds what is in a claim and in its exchange', async ({ open }) => {
    const page = await open('three');
    const all = await shownClaims(page).count();
    for (const [what, words] of [
      ['a statement', 'insufficient_scope comes with HTTP status'],
      ['an id', STATUS],
      ['what came instead', 'expected HTTP 401 got'],
      ['an answer', '"error":"insufficient_scope"'],
      ['a row of the page, in any letter case', 'INSUFFICIENT_SCOPE 403'],
    ] as const)
      await test.step(what, async () => {
        // Else what was found before would do.
        await page.getByRole('searchbox').fill('no such thing anywhere');
        await expect(claim(page, STATUS), what).toBeHidden();
        await page.getByRole('searchbox').fill(words);
        await expect(claim(page, STATUS), what).toBeVisible();
        expect(await shownClaims(page).count(), what).toBeLessThan(all / 2);
      });
  });

  test('is reached and left by keyboard', async ({ open }) => {
    const page = await open('three');
    const all = await shownClaims(page).count();
    await page.keyboard.press('/');
    await page.keyboard.type('no such thing anywhere');
    await expect(shownClaims(page)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(shownClaims(page)).toHaveCount(all);
  });
});

test('contradictions come first on demand, and the order of the documentation comes back', async ({
  open,
}) => {
  const page = await open('three');
  const ids = () => page.locator('main .claim').evaluateAll((found) => found.map((one) => one.id));
  const first = () => page.locator('main .claim').first();
  const before = await ids();
  await expect(first()).not.toHaveAttribute('data-verdict', 'contradicted');
  await page.getByLabel('contradictions first').check();
  await expect(first()).toHaveAttribute('data-verdict', 'contradicted');
  expect((await ids()).toSorted()).toEqual(before.toSorted());
  await page.getByLabel('contradictions first').uncheck();
  expect(await ids()).toEqual(before);
});

test.describe('a deep link', () => {
  test('opens its claim with the exchange', async ({ open }) => {
    const page = await open('three', STATUS);
    await expect(claim(page, STATUS)).toHaveAttribute('open', '');
    await expect(claim(page, STATUS)).toBeInViewport();
    await expect(claim(page, STATUS).locator('.curl').first()).toBeVisible();
  });

  test('shows its claim although filters hide it, also the second time', async ({ open }) => {
    const page = await open('three');
    const link = page.locator('.first a').last();
    await link.click();
    await claim(page, THIRD).locator('summary').first().click();
    await page.getByRole('searchbox').fill('batch');
    await expect(claim(page, THIRD)).toBeHidden();
    await link.click();
    await expect(claim(page, THIRD)).toHaveAttribute('open', '');
    await expect(claim(page, THIRD)).toBeVisible();
  });

  test('leads into the tables as well', async ({ open }) => {
    const page = await open('three');
    const id = (await page.locator('#untestable tr.claim').first().getAttribute('id')) ?? '';
    await page.goto(pageUrl('three', id));
    await expect(claim(page, id)).toBeInViewport();
  });

  test('that leads nowhere does nothing', async ({ open }) => {
    const page = await open('three');
    for (const hash of ['#%', '#no-such-claim', '#search', "#'><img src=x>"]) {
      await page.goto(pageUrl('three') + hash);
      await expect(page.locator('.named'), hash).toHaveCount(0);
    }
  });
});

const THIRD = STATUS;

test.describe('the matrix', () => {
  test('sets runs side by side, what they contradict each other on first', async ({ open }) => {
    const page = await open('matrix');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      /^The runs contradict each other on \d+ claims(; \d+ claims differ otherwise)?$/,
    );
    const row = page.locator('tr.claim', { has: page.locator('code', { hasText: STATUS }) });
    await expect(row.locator('td')).toContainText(['confirmed', 'expected HTTP 401, got HTTP 403']);
    await expect(page.locator('.same')).not.toHaveAttribute('open');
    await page.getByRole('searchbox').fill('batch.any-user');
    await expect(page.locator('#shown')).toHaveText('1');
    await expect(claim(page, 'batch.any-user')).toBeVisible();
  });
});
