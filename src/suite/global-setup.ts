import { startPortalRun } from './portal-run.ts';
import { loadSettings, orExitAsync } from './settings.ts';

/**
 * Before the first test: a portal that cannot be reached, trusted or prepared ends the run with one clear message.
 *
 * @returns what Playwright calls when the run ends, also after failures and Ctrl-C
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  const settings = loadSettings();
  if (settings.target === 'mock') return undefined;
  const run = await orExitAsync(() => startPortalRun(settings));
  return () => run.close();
}
