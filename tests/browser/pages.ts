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

/** A page of the browser, with the addresses it asked for and what went wrong in it. */
interface Tab {
  readonly page: Page;
  readonly asked: string[];
  readonly wrong: string[];
}

type Fixtures = { open: (name: PageName, id?: string) => Promise<Page> };

/**
 * Opens pages from disk. Whatever a test does, the page asks the network for nothing, its script does not fail and it keeps
 * nothing. So all tests of a process have one tab, which is empty for each: a context costs a process of the browser.
 */
export const test = base.extend<Fixtures, { tab: Tab }>({
  tab: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
      const page = await context.newPage();
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
      await use({ page, asked, wrong });
      await context.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ tab: { page } }, use) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ media: null, colorScheme: null });
    await use(page);
    await page.goto('about:blank');
  },
  open: async ({ page, tab: { asked, wrong } }, use) => {
    asked.length = 0;
    wrong.length = 0;
    await use(async (name, id) => {
      await page.goto(pageUrl(name, id));
      return page;
    });
    expect(await page.evaluate('({ ...localStorage, ...sessionStorage })')).toEqual({});
    expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(wrong).toEqual([]);
  },
});

export { expect };

/** A claim by its id. */
export const claim = (page: Page, id: string) => page.locator(`[id="${id}"]`);

/** Claims that are not filtered out. */
export const shownClaims = (page: Page) => page.locator('.claim:not([hidden])');
