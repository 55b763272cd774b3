import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './src/run/find-chromium.ts';

const chromium = findChromium();
if (chromium === undefined)
  throw new Error('The report page is tested in a Chromium, and there is none: npm run browser gets one');

/** The report's pages in a real browser. Nothing here reads or writes `results/`. */
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: join(tmpdir(), 'b24-conformance-browser'),
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // axe computes every colour of a page, and a busy machine takes its time.
  timeout: 120_000,
  workers: 2,
  globalSetup: './tests/browser/make-pages.ts',
  reporter: [['dot']],
  use: {
    launchOptions: { executablePath: chromium, args: ['--disable-background-networking'] },
  },
});
