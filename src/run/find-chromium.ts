import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import { isExecutable } from './is-executable.ts';

/** The shell without windows first: it needs half the time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** Path of a Chromium: Playwright's own, else one on the PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const playwrightBrowser = chromium.executablePath();
  if (existsSync(playwrightBrowser)) return playwrightBrowser;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}
