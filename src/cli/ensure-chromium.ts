/**
 * Makes sure that there is a Chromium for the tests of the report page: one that is there, else Playwright's own, else
 * the system's package (as root). Exit code 1 and what to do where none of that works; the tests are never skipped.
 */
import { spawnSync } from 'node:child_process';
import { findChromium } from '../run/find-chromium.ts';

const WAYS: readonly string[][] = [
  ['npx', 'playwright', 'install', 'chromium'],
  ...(process.getuid?.() === 0
    ? [
        ['apt-get', 'update', '-qq'],
        ['apt-get', 'install', '-y', '-qq', 'chromium-headless-shell'],
        ['apt-get', 'install', '-y', '-qq', 'chromium'],
      ]
    : []),
];

for (const [command = '', ...words] of WAYS) {
  if (findChromium() !== undefined) break;
  console.log(`There is no Chromium yet: ${command} ${words.join(' ')}`);
  spawnSync(command, words, { stdio: 'inherit' });
}
if (findChromium() === undefined) {
  console.error(
    'The report page is tested in a Chromium, and none could be found or installed. Install one of these:\n' +
      '  npx playwright install chromium\n' +
      '  apt-get install chromium-headless-shell (or chromium)',
  );
  process.exitCode = 1;
}
