import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './src/run/find-chromium.ts';
import { compile } from './src/shell/compiled.mjs';

const chromium = findChromium();
if (chromium === undefined)
  throw new Error('The report page is tested in a Chromium, and there is none: npm run browser gets one');

const ROOT = import.meta.dirname;
const TESTS = join(ROOT, 'tests');
const FOLDER = 'tests/browser';

/** Variable that tells workers, which read this file as well, where the tests are. */
const COMPILED = 'BROWSER_TESTS';
process.env[COMPILED] ??= await compileTests();
const tests = process.env[COMPILED];

/**
 * Tests and what they load, made into JavaScript together: on a new machine Playwright takes five seconds to translate it
 * file by file. Each keeps its whole name, by which one is chosen on the command line.
 */
async function compileTests(): Promise<string> {
  const names = readdirSync(join(ROOT, FOLDER)).filter((name) => /\.spec\.ts$|^make-pages\.ts$/.test(name));
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: object;
  };
  return await compile({
    entries: Object.fromEntries(names.map((name) => [join(FOLDER, name), join(FOLDER, name)])),
    sources: [join(ROOT, 'src'), TESTS],
    apart: Object.keys(devDependencies),
    traced: true,
  });
}

/** The report's pages in a real browser. Nothing here reads or writes `results/`. */
export default defineConfig({
  testDir: join(tests, FOLDER),
  testMatch: /\.spec\.ts\.mjs$/,
  outputDir: join(tmpdir(), 'b24-conformance-browser'),
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // axe computes every colour of a page, and a busy machine takes its time.
  timeout: 120_000,
  workers: 2,
  globalSetup: join(tests, FOLDER, 'make-pages.ts.mjs'),
  reporter: [['dot']],
  use: {
    launchOptions: { executablePath: chromium, args: ['--disable-background-networking'] },
  },
});
