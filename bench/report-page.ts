/**
 * `npm run bench -- page`, after a run: how large the page of 2,000 claims with exchanges is, and
 * how long it takes to make and to open in a Chromium. Printed, never asserted.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import type { ClaimsReport } from '../src/report/claims.gen.ts';
import { renderPage } from '../src/report/html/page.ts';
import { findChromium } from '../src/run/find-chromium.ts';
import { loadPageAssets } from '../src/shell/page-assets.ts';
import { enlarged } from '../tests/browser/worlds.ts';

const CLAIMS = 2000;
const ROUNDS = 5;

const report = JSON.parse(readFileSync(process.argv[2] ?? 'results/claims.json', 'utf8')) as ClaimsReport;
const before = performance.now();
const page = renderPage(enlarged(report, CLAIMS), [], loadPageAssets());
const made = performance.now() - before;
console.log(
  `${CLAIMS} claims: ${(Buffer.byteLength(page) / 1e6).toFixed(1)} MB, made in ${made.toFixed(0)} ms`,
);

const folder = mkdtempSync(join(tmpdir(), 'b24-bench-'));
const file = join(folder, 'index.html');
writeFileSync(file, page);
const executablePath = findChromium();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
for (let round = 0; round < ROUNDS; round++) {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await tab.goto(pathToFileURL(file).href);
  console.log(
    await tab.evaluate(`(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const [navigation] = performance.getEntriesByType('navigation');
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      return 'first paint ' + paint.startTime.toFixed(0) + ' ms, loaded ' + navigation.loadEventEnd.toFixed(0) + ' ms';
    })()`),
  );
  await tab.close();
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
