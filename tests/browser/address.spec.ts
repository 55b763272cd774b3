import type { Page } from '@playwright/test';
import { claim, expect, pageUrl, shownClaims, test } from './pages.ts';
import { CHECKED_PAGE, THREE } from './worlds.ts';

const STATUS = 'system.insufficient_scope.status';
const BATCH = 'settings/how-to-call-rest-api/batch.md';

const hashOf = (page: Page) => page.evaluate('location.hash') as Promise<string>;
const search = (page: Page) => page.getByRole('searchbox');
/** What a reader sees of it all. */
const state = async (page: Page) => ({
  verdict: await page.locator('#verdict').inputValue(),
  page: await page.locator('#page').inputValue(),
  words: await search(page).inputValue(),
  sorted: await page.locator('#order').isChecked(),
  shown: await shownClaims(page).count(),
  open: await page.locator('.claim[open]').evaluateAll((found) => found.map((one) => one.id)),
});

test.describe('the address', () => {
  test('has nothing to say where nothing is filtered', async ({ open }) => {
    const page = await open('three');
    expect(await hashOf(page)).toBe('');
    await page.locator('#verdict').selectOption('confirmed');
    await page.getByRole('button', { name: 'show all', exact: true }).click();
    expect(await hashOf(page)).toBe('');
  });

  test('opens with the same filters, words, order and claim elsewhere', async ({ open, browser }) => {
    const page = await open('three');
    await page.locator('.tile.contradicted').click();
    await page.locator('#strength').selectOption('must');
    await search(page).fill('"error":"insufficient_scope" 401');
    await page.getByLabel('contradictions first').check();
    await claim(page, STATUS).locator('summary').first().click();
    const wanted = await state(page);
    expect(wanted).toMatchObject({ verdict: 'contradicted', shown: 1, open: [STATUS], sorted: true });
    const other = await (await browser.newContext()).newPage();
    await other.goto(page.url());
    await expect(claim(other, STATUS)).toBeInViewport();
    expect(await state(other)).toEqual(wanted);
    await other.context().close();
  });

  test('is copied with one click', async ({ open }) => {
    const page = await open('three');
    await expect(page.locator('#copy-view')).toBeHidden();
    await page.locator('#page').selectOption(BATCH);
    await page.getByRole('button', { name: 'copy link', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeAttached();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `${pageUrl('three')}#?page=${encodeURIComponent(BATCH)}`,
    );
  });

  test('goes back and forth, each filter and claim a step, words under way one', async ({ open }) => {
    const page = await open('three');
    const states = [await state(page)];
    const then = async (act: () => Promise<unknown>) => {
      await act();
      states.push(await state(page));
    };
    await then(() => page.locator('.tile.contradicted').click());
    await then(() => search(page).pressSequentially('scope'));
    await then(() => claim(page, STATUS).locator('summary').first().click());
    await then(() => page.getByRole('button', { name: 'show all', exact: true }).click());
    expect(new Set(states.map((one) => JSON.stringify(one))).size).toBe(states.length);
    for (const earlier of states.slice(0, -1).reverse()) {
      await page.goBack();
      await expect.poll(() => state(page)).toEqual(earlier);
    }
    for (const later of states.slice(1)) {
      await page.goForward();
      await expect.poll(() => state(page)).toEqual(later);
    }
  });

  test('forgets a claim that is closed', async ({ open }) => {
    const page = await open('three');
    const summary = claim(page, STATUS).locator('summary').first();
    await summary.click();
    expect(await hashOf(page)).toBe(`#${STATUS}`);
    await summary.click();
    expect(await hashOf(page)).toBe('');
  });

  test('keeps the filters where a link leads to a claim that they show', async ({ open }) => {
    const page = await open('three');
    await page.locator('.tile.contradicted').click();
    await page.locator('.first a').last().click();
    expect(await state(page)).toMatchObject({ verdict: 'contradicted', shown: THREE.length });
    await page.keyboard.press('Home');
    await page.getByRole('link', { name: 'To the claims' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    expect(await state(page)).toMatchObject({ verdict: 'contradicted', shown: THREE.length });
  });

  test('of a page leads to its section', async ({ open, page }) => {
    await open('three');
    await page.locator('.contents a', { hasText: 'How to Execute a Batch Request' }).click();
    expect(await hashOf(page)).toBe(`#page:${BATCH}`);
    const heading = page.getByRole('heading', { name: 'How to Execute a Batch Request', level: 2 });
    await expect(heading).toBeInViewport();
    await page.goto(`${pageUrl('three')}#`);
    await page.goto(`${pageUrl('three')}#page:${BATCH}`);
    await expect(heading).toBeInViewport();
  });

  test('that asks for what the report does not have says so', async ({ open, page }) => {
    await open('three');
    await page.goto(`${pageUrl('three')}#?method=no.such.method&verdict=contradicted`);
    await expect(page.locator('#unknown')).toHaveText(
      "This report has no method 'no.such.method', which the address asks for: that filter is off.",
    );
    expect(await state(page)).toMatchObject({ verdict: 'contradicted', shown: THREE.length });
    await page.goto(`${pageUrl('three')}#?verdict=contradicted`);
    await expect(page.locator('#unknown')).toBeHidden();
  });

  test('of an earlier report, of a claim alone, still opens it', async ({ open }) => {
    const page = await open('three', 'imbot.chat.sendTyping.APP_ID_ERROR.text');
    await expect(claim(page, 'imbot.chat.sendTyping.APP_ID_ERROR.text')).toHaveAttribute('open', '');
  });
});

test.describe('pages with findings', () => {
  test('are one click away, at their findings', async ({ open }) => {
    const page = await open('three');
    const list = page.getByRole('navigation', { name: /documentation pages has findings$/ });
    await expect(list.locator('li')).toHaveText([
      /^Send Typing Indicator imbot\.chat\.sendTyping 1 example does not work, 1 lint finding, 1 drifted, 1 part could not be read$/,
    ]);
    await list.getByRole('link').click();
    const finding = page.getByText('line 12: NAME has no type');
    await expect(finding).toBeInViewport();
    expect(await hashOf(page)).toBe(`#findings:${CHECKED_PAGE}`);
    await page.locator('.tile.disagreement').click();
    await expect(finding).toBeHidden();
    await list.getByRole('link').click();
    await expect(finding).toBeInViewport();
  });

  test('are told of where there are none', async ({ open }) => {
    await expect((await open('green')).locator('.pages')).toHaveCount(0);
  });
});
