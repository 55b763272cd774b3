import type { Page } from '@playwright/test';
import { claim, expect, pageUrl, test } from './pages.ts';

const STATUS = 'system.insufficient_scope.status';
const copied = (page: Page) => page.evaluate('navigator.clipboard.readText()') as Promise<string>;

test.describe('copy', () => {
  test('takes the request as one line for a shell', async ({ open }) => {
    const page = await open('three', STATUS);
    await claim(page, STATUS).getByRole('button', { name: 'Copy cURL' }).first().click();
    await expect(page.getByRole('status').filter({ hasText: 'Copy cURL: copied' })).toBeAttached();
    const text = await copied(page);
    expect(text).toMatch(/^curl -g --cacert "\$B24_CA_FILE" .*imbot\.chat\.sendTyping/);
    expect(text).not.toContain('\n');
  });

  test('takes a link that leads back to the claim', async ({ open }) => {
    const page = await open('three', STATUS);
    await claim(page, STATUS).getByRole('button', { name: 'Copy link' }).click();
    expect(await copied(page)).toBe(pageUrl('three', STATUS));
  });

  test('takes a documentation bug as Markdown', async ({ open }) => {
    const page = await open('three', STATUS);
    await claim(page, STATUS).getByRole('button', { name: 'Copy as issue' }).click();
    const text = await copied(page);
    for (const part of [
      'https://apidocs.bitrix24.com/error-codes.html',
      '`insufficient_scope` comes with HTTP status 401.',
      'expected HTTP 401, got HTTP 403',
      '```text\ncurl -g',
      '```text\nHTTP 403\n{"error":"insufficient_scope"',
      'embedded mock portal, profile self-hosted',
      'with b24-conformance 1.2.3 (abc1234)',
      `\`${STATUS}\``,
    ])
      expect(text).toContain(part);
    // The same where nothing is rendered, as in a mail.
    expect(text).not.toMatch(/&#?\w+;|\\[_*<]/);
    expect(text.split('\n', 1)[0]).toBe(
      'Statuses and System Error Codes: `insufficient_scope` comes with HTTP status 401.',
    );
  });

  test('works where there is no clipboard to ask for', async ({ open }) => {
    const page = await open('three', STATUS);
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    const button = claim(page, STATUS).getByRole('button', { name: 'Copy cURL' }).first();
    await button.click();
    await expect(claim(page, STATUS).getByRole('button', { name: 'Copied' }).first()).toBeVisible();
  });
});

test.describe('keyboard', () => {
  test('reaches the claims past the top, and opens one', async ({ open }) => {
    const page = await open('three');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'To the claims' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press('Tab');
      if ((await page.locator('.claim > summary:focus').count()) > 0) break;
    }
    await page.keyboard.press('Enter');
    await expect(page.locator('.claim[open]').first()).toBeVisible();
    await page.keyboard.press('Space');
    await expect(page.locator('.claim[open]')).toHaveCount(0);
  });

  test('goes from a contradiction at the top to its claim', async ({ open }) => {
    const page = await open('three');
    await page.locator(`.first a[href$="${STATUS}"]`).focus();
    await page.keyboard.press('Enter');
    await expect(claim(page, STATUS).locator('summary').first()).toBeFocused();
  });
});

test.describe('on paper', () => {
  test('tools are left out, and contradictions come with their exchange', async ({ open }) => {
    const page = await open('three');
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.tools')).toBeHidden();
    await expect(page.locator('.contents')).toBeHidden();
    await page.evaluate(`addEventListener('beforeprint', () => {
      const open = [...document.querySelectorAll('.claim[open]')];
      globalThis.printed = open.map((one) => one.querySelectorAll('.curl').length > 0 && one.id);
    })`);
    const pdf = await page.pdf();
    expect(pdf.length).toBeGreaterThan(10_000);
    expect(await page.evaluate('globalThis.printed')).toHaveLength(3);
    await expect(page.locator('.claim[open]')).toHaveCount(0);
  });

  test('is black on white, also where the screen is dark', async ({ open }) => {
    const page = await open('three');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    await expect(page.locator('body')).toHaveCSS('color', 'rgb(0, 0, 0)');
  });
});
