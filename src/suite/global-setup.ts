import { type PortalRun, startPortalRun } from './portal-run.ts';
import { loadSettings, orExitAsync } from './settings.ts';

let started: Promise<PortalRun> | undefined;

/** Before the first test: a portal that cannot be reached, trusted or prepared ends the run with one clear message. */
export default async function globalSetup(): Promise<void> {
  const settings = loadSettings();
  if (settings.target === 'mock') return;
  started = orExitAsync(() => startPortalRun(settings));
  await started;
}

/** When the run ends, also after failures and Ctrl-C; one that is still being prepared then is tidied up as well. */
export async function endRun(): Promise<void> {
  const run = await started?.catch(() => undefined);
  await run?.close();
}
