import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';

/** Variable that tells the tests where the pages are. */
export const PAGES = 'REPORT_PAGES';

export type PageName =
  | 'green'
  | 'three'
  | 'deviations'
  | 'first'
  | 'hints'
  | 'empty'
  | 'part'
  | 'drafts'
  | 'hostile'
  | 'large'
  | 'matrix'
  | 'hostile-matrix'
  | 'survey'
  | 'survey-matrix';

export function pageFile(name: PageName): string {
  const path = join(process.env[PAGES] ?? '', `${name}.html`);
  if (!existsSync(path)) throw new Error(`there is no page ${path}`);
  return path;
}

export const pageUrl = (name: PageName, id?: string): string =>
  `${pathToFileURL(pageFile(name)).href}${id === undefined ? '' : `#${encodeURIComponent(id)}`}`;

/** Opens pages from disk. Whatever a test does, the page asks the network for nothing and its script does not fail. */
export const test = base.extend<{ open: (name: PageName, id?: string) => Promise<Page> }>({
  open: async ({ page }, use) => {
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
    });
    page.on('dialog', (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await use(async (name, id) => {
      await page.goto(pageUrl(name, id));
      return page;
    });
    expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(wrong).toEqual([]);
  },
});

export { expect };

/** A claim by its id. */
export const claim = (page: Page, id: string) => page.locator(`[id="${id}"]`);

/** Claims that are not filtered out. */
export const shownClaims = (page: Page) => page.locator('.claim:not([hidden])');
